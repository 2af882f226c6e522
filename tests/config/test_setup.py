"""`signet setup`: an institution of one's own, or a clear word why not."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from signet.audit.models import Event
from signet.catalog.models import Classification
from signet.people.models import Institution, Unit, User
from signet.people.queries import is_registrar

PASSWORD = "nine green bottles on a wall"


@pytest.fixture
def setup(db, tmp_path):
    """Run it for My University, with other answers where these are given."""

    def run(*flags, **answers):
        file = tmp_path / "password"
        file.write_text(answers.pop("password", f"{PASSWORD}\n"))
        told = {
            "name": "My University",
            "short_name": "MU",
            "url": "https://www.university.edu",
            "time_zone": "America/Chicago",
            "registrar": "Registrar@university.edu",
            "password_file": file,
        }
        out = StringIO()
        call_command("setup", *flags, stdout=out, **(told | answers))
        return out.getvalue()

    return run


def test_setup_makes_institution_classes_and_registrar(setup):
    told = setup()

    institution, user = Institution.objects.get(), User.objects.get()
    assert (institution.name, institution.short_name, institution.time_zone, institution.url) == (
        "My University",
        "MU",
        "America/Chicago",
        "https://www.university.edu",
    )
    assert (user.email, user.is_staff) == ("registrar@university.edu", True)
    assert user.check_password(PASSWORD)
    assert is_registrar(user)
    assert (Classification.objects.count(), Unit.objects.count()) == (5, 0)
    verbs = list(Event.objects.order_by("id").values_list("verb", "subject_type", "actor"))
    assert verbs == [
        ("found", "people.institution", "system:setup"),
        *[("enter", "catalog.classification", "system:setup")] * 5,
        ("enter", "people.user", "system:setup"),
    ]
    assert "signet catalog FILE --by registrar@university.edu" in told


def test_sample_units_are_brought_where_asked_for(setup):
    setup("--sample-units")

    assert Unit.objects.count() == 13
    opened = Event.objects.filter(verb="open", subject_type="people.unit", actor="system:setup")
    assert opened.count() == 13


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"name": " "}, "name: "),
        ({"name": "x" * 201}, "name: "),
        ({"name": "My\nUniversity"}, "name: Write it on one line"),
        ({"short_name": ""}, "short_name: "),
        ({"url": "university.edu"}, "url: Enter a valid URL"),
        ({"url": "javascript:alert(1)"}, "url: Enter a valid URL"),
        ({"time_zone": "Denver"}, "time_zone: 'Denver' is no time zone"),
        ({"registrar": "registrar"}, "email: Enter a valid email address"),
        ({"password": "short"}, "too short"),
        ({"password": ""}, "too short"),
        ({"password": "registrar@university.edu"}, "too similar"),
        ({"password_file": Path("/nowhere")}, "/nowhere cannot be read"),
        ({"password_file": None}, "There is no terminal to ask on"),
    ],
)
def test_what_cannot_be_so_is_refused(setup, answers, problem, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO())

    with pytest.raises(CommandError) as caught:
        setup(**answers)

    assert problem in str(caught.value)
    assert not Institution.objects.exists()
    assert not User.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize(("second", "stands"), [(PASSWORD, True), ("another", False)])
def test_a_terminal_is_asked_twice(setup, monkeypatch, second, stands):
    answers = [PASSWORD, second]
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda _prompt: answers.pop(0))

    if stands:
        setup(password_file=None)
    else:
        with pytest.raises(CommandError, match="The two differ"):
            setup(password_file=None)

    assert (answers, User.objects.exists()) == ([], stands)


def test_an_institution_is_set_up_once(setup):
    setup()

    with pytest.raises(CommandError, match="My University has been set up already"):
        setup(name="Another")

    assert Institution.objects.get().name == "My University"


def test_a_public_url_that_names_nothing_is_refused(setup, settings):
    settings.PUBLIC_URL = "http://10.0.0.1"

    with pytest.raises(CommandError, match="PUBLIC_URL"):
        setup()


def test_of_two_at_once_the_first_stays(setup, monkeypatch):
    """The other one was asked for its password meanwhile."""
    setup()
    monkeypatch.setattr(type(Institution.objects.all()), "exists", lambda _query: False)

    with pytest.raises(CommandError, match="Somebody else has set up an institution meanwhile"):
        setup(name="Another", registrar="another@university.edu")

    assert Institution.objects.get().name == "My University"
    assert User.objects.count() == 1
