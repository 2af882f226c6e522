"""`signet award`: what it prints, what it leaves behind, and how it exits."""

import io
import os
import re

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from signet.awards.models import Award, Batch, Credential, IssuerKey
from signet.catalog.models import Achievement
from signet.lib.guards import Guard
from signet.people.models import Membership, User

STAFF = "daniel.yazzie@example.edu"


@pytest.fixture
def catalog(house):
    """The badges that the rosters name."""
    for slug, unit in {
        "data-analytics": "center-for-professional-development",
        "project-management": "center-for-professional-development",
        "inclusive-course-design": "faculty-affairs",
        "spanish-for-health": "world-languages-cultures",
        "student-leadership": "student-employment",
    }.items():
        house.achievement(slug, unit=unit)
    return house


def award(path, *options, by=STAFF):
    """Exit code, output."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    try:
        call_command(
            "award", str(path), "--by", by, *options, stdout=out, stderr=err, no_color=True
        )
    except SystemExit as stop:
        code = stop.code
    except CommandError as error:
        return error.returncode, str(error)
    return code, out.getvalue()


def counts():
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def written(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "roster.csv"
    path.write_bytes(text.encode(encoding))
    return path


PLAIN = "email,name,date,badge\nana@example.edu,Ana Novak,2026-05-20,data-analytics\n"


def test_a_row_becomes_a_badge_once(catalog, tmp_path):
    path = written(tmp_path, PLAIN)

    first = award(path)
    second = award(path)

    assert first == (
        0,
        (
            "1 rows, UTF-8, columns separated by ','\n"
            "row 2      ok        data-analytics  ana@example.edu  Ana Novak\n"
            "1 awarded, 0 already there, 0 with errors, 0 with warnings.\n"
        ),
    )
    assert second == (
        0,
        (
            "1 rows, UTF-8, columns separated by ','\n"
            "row 2      duplicate data-analytics  ana@example.edu  Ana Novak\n"
            "           This person holds this badge already. Nothing to do.\n"
            "0 awarded, 1 already there, 0 with errors, 0 with warnings.\n"
        ),
    )
    assert Award.objects.count() == 1
    assert sorted(Credential.objects.values_list("kind", flat=True)) == ["jwt", "named"]


def test_a_dry_run_writes_nothing(catalog, tmp_path):
    before = counts()

    code, told = award(written(tmp_path, PLAIN), "--dry-run")

    assert (code, told.splitlines()[-1]) == (
        0,
        "Dry run: 1 would be awarded. 0 already there, 0 with errors, 0 with warnings.",
    )
    assert counts() == before
    assert not IssuerKey.objects.exists()


def test_the_spring_roster_twice(catalog, shared_rosters):
    path = shared_rosters / "credly-spring.csv"
    slugs = set(re.findall(r"^([a-z-]+),", path.read_text("utf-8-sig"), re.MULTILINE))
    for slug in slugs - set(Achievement.objects.values_list("slug", flat=True)):
        catalog.achievement(slug)

    first = award(path, "--quiet")
    second = award(path, "--quiet")

    assert first[1].splitlines()[-1] == (
        "500 awarded, 0 already there, 0 with errors, 0 with warnings."
    )
    assert second[1].splitlines()[-1] == (
        "0 awarded, 500 already there, 0 with errors, 0 with warnings."
    )
    assert (first[0], second[0], Award.objects.count()) == (0, 0, 500)


def test_the_hostile_roster(catalog, shared_rosters):
    path = shared_rosters / "hostile.csv"
    if not path.exists():
        pytest.skip("the hostile roster stands beside the checkout only")

    code, told = award(path)

    assert code == 1
    verdicts = dict(re.findall(r"^row (\d+) +(\w+)", told, re.MULTILINE))
    assert verdicts == {
        **dict.fromkeys(["2"], "ok"),
        **dict.fromkeys(["9", "11", "12"], "warning"),
        **dict.fromkeys(["5", "6"], "duplicate"),
        **dict.fromkeys(["3", "4", "7", "8", "10", "13", "14", "15", "16"], "error"),
    }
    assert told.splitlines()[-1] == (
        "4 awarded, 0 already there, 2 repeated in the file, 9 with errors, 3 with warnings."
    )
    assert sorted(Award.objects.values_list("shown_name", flat=True)) == sorted(
        [
            "Good Row",
            '=HYPERLINK("https://evil.example","x") +1',
            '<script>alert(1)</script> "><img src=x onerror=alert(1)>',
            "\u202egnp.exe Bidi",
        ]
    )


def test_a_literal_name_is_shown_as_text(catalog, shared_rosters, client):
    path = shared_rosters / "hostile.csv"
    if not path.exists():
        pytest.skip("the hostile roster stands beside the checkout only")
    award(path)

    scripted = Award.objects.get(shown_name__startswith="<script>")
    page = client.get(f"/badges/{scripted.public_id}").content.decode()

    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_one_badge_for_a_file_without_that_column(catalog, tmp_path):
    path = written(tmp_path, "email;name;date\nana@example.edu;Ana Ünal;May 20, 2026\n", "cp1252")

    code, told = award(path, "--achievement", "data-analytics")

    assert (code, told.splitlines()[0]) == (0, "1 rows, Windows-1252, columns separated by ';'")
    [made] = Award.objects.all()
    assert (made.achievement.slug, made.shown_name) == ("data-analytics", "Ana Ünal")


@pytest.mark.parametrize(
    ("text", "options", "by", "told"),
    [
        (PLAIN, (), "nobody@example.edu", "Nobody signs in as nobody@example.edu."),
        (PLAIN, ("--achievement", "no-such"), STAFF, 'There is no micro-credential "no-such"'),
        ("name,date\nAna,2026-05-20\n", (), STAFF, "address"),
        ("", (), STAFF, "empty"),
    ],
)
def test_what_cannot_be_run_says_why(catalog, tmp_path, *, text, options, by, told):
    before = counts()

    code, said = award(written(tmp_path, text), *options, by=by)

    assert code == 2
    assert told in said
    assert counts() == before


def test_a_file_that_is_not_there(catalog, tmp_path):
    code, said = award(tmp_path / "nowhere.csv")

    assert code == 2
    assert "nowhere.csv" in said


def test_a_coordinator_awards_in_their_unit_only(catalog, tmp_path):
    user = User.objects.create_user("cora@example.edu", None, name="Cora")
    unit = catalog.unit("center-for-professional-development")
    Membership.objects.create(user=user, unit=unit, role=Membership.Role.COORDINATOR)
    path = written(
        tmp_path,
        PLAIN + "bo@example.edu,Bo Li,2026-05-20,spanish-for-health\n"
        "CORA@example.edu,Cora,2026-05-20,data-analytics\n",
    )

    code, told = award(path, by="cora@example.edu")

    assert code == 1
    assert "Cora may not award badges of Center for World Languages & Cultures." in told
    assert "This row is about you." in told
    assert list(Award.objects.values_list("shown_name", flat=True)) == ["Ana Novak"]


def test_a_missing_key_stops_issuing_and_is_mended_by_its_file(catalog, tmp_path, client, settings):
    award(written(tmp_path, PLAIN))
    [path] = settings.KEYS.glob("issuers/center-for-professional-development/credential-1.pem")
    away = path.rename(tmp_path / "away.pem")
    more = written(tmp_path, PLAIN.replace("ana@", "bo@").replace("Ana Novak", "Bo Li"))

    code, said = award(more)

    assert code == 2
    assert f"The key file {path} is missing." in said
    assert (Award.objects.count(), path.exists()) == (1, False)
    assert Batch.objects.order_by("-id").first().rows.get().state == "ready"
    badge = Award.objects.get()
    for suffix in ("", ".json", ".png"):
        assert client.get(f"/badges/{badge.public_id}{suffix}").status_code == 200

    away.rename(path)
    assert award(more)[0] == 0
    assert Award.objects.count() == 2


def test_a_pipe_is_refused_because_a_run_reads_the_roster_twice(catalog, tmp_path):
    pipe = tmp_path / "roster"
    os.mkfifo(pipe)

    code, told = award(pipe)

    assert code == 2
    assert "Save the roster to a file" in told
    assert not Batch.objects.exists()


class Failing(io.StringIO):
    """An output that fails at the first row: a full disk, or the user's Ctrl-C."""

    def __init__(self, fault):
        super().__init__()
        self._fault = fault

    def write(self, text):
        if text.startswith("row ") and self._fault is not None:
            fault, self._fault = self._fault, None
            raise fault
        return super().write(text)


@pytest.mark.parametrize(("fault", "code"), [(OSError("full"), 2), (KeyboardInterrupt(), 130)])
def test_a_run_that_breaks_off_says_that_it_may_be_run_again(catalog, tmp_path, fault, code):
    path = written(tmp_path, PLAIN)

    with pytest.raises(CommandError, match="awarded when you run this again") as stopped:
        call_command("award", str(path), "--by", STAFF, stdout=Failing(fault))

    assert stopped.value.returncode == code
    assert award(path)[0] == 0
    assert Award.objects.count() == 1


def test_a_database_that_refuses_is_told_of(catalog, tmp_path):
    path = written(tmp_path, PLAIN)
    refusal = Guard("rows_refused", "awards_award", "INSERT", "the disk is full")
    refusal.create(connection)

    code, told = award(path)

    assert code == 2
    assert "the disk is full" in told
    assert "awarded when you run this again" in told
    refusal.drop(connection)
    assert award(path)[0] == 0
    assert Award.objects.count() == 1
