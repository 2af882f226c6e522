"""A catalog file is entered whole or not at all, and again without harm."""

from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from signet.audit.models import Event
from signet.awards.models import Award
from signet.catalog import actions, files
from signet.catalog.models import Achievement, Skill
from signet.people.models import Membership, Unit, User

EXAMPLE = Path(__file__).parents[2] / "docs" / "how-to" / "catalog.example.toml"
NOON = datetime(2026, 6, 15, 18, tzinfo=UTC)
REGISTRAR = "renee.ortiz@example.edu"


@pytest.fixture
def enter(house, tmp_path):
    """Enter the example, with texts replaced."""

    def run(*changes, by=REGISTRAR, more=""):
        text = EXAMPLE.read_text()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "catalog.toml"
        path.write_text(text + more)
        told = StringIO()
        call_command("catalog", str(path), "--by", by, stdout=told)
        return told.getvalue().splitlines()

    return run


def stock():
    """All that a catalog file can change."""
    return (
        [*Unit.objects.order_by("pk").values()],
        [*Skill.objects.order_by("pk").values()],
        [*Achievement.objects.order_by("pk").values()],
        Event.objects.count(),
    )


def test_the_example_is_entered_and_can_be_awarded(house, enter):
    told = enter()

    assert told == [
        "unit continuing-education: opened",
        "unit data-lab: opened",
        "skill chart-reading: entered",
        "skill sql: entered",
        "achievement data-literacy: version 1 published",
        "achievement querying-data: version 1 published",
        "6 changes.",
    ]
    lab = Unit.objects.get(slug="data-lab")
    assert (lab.name, lab.parent.slug, lab.offers) == ("Data Lab", "continuing-education", True)
    querying = Achievement.objects.get(slug="querying-data")
    version = querying.current
    assert (querying.unit, querying.state, version.hours, version.valid_months) == (
        lab,
        "published",
        Decimal(20),
        36,
    )
    assert [one.slug for one in version.prerequisites.all()] == ["data-literacy"]
    assert [one["name"] for one in version.frozen["skills"]] == ["SQL"]
    for slug in ("data-literacy", "querying-data"):
        house.award(Achievement.objects.get(slug=slug))
    assert Award.objects.count() == 2


def test_entering_it_again_changes_nothing(enter):
    enter()
    before = stock()

    assert enter() == ["Everything stands already."]
    assert stock() == before


def test_what_reads_otherwise_is_brought_up_to_date(house, enter):
    enter()
    award = house.award(Achievement.objects.get(slug="data-literacy"))

    told = enter(
        ('name = "Data Lab"', 'name = "Laboratory of Data"'),
        ("Short courses for", "Evening courses for"),
        ('name = "SQL"', 'name = "Structured Query Language"'),
        ("Score 70 of 100", "Score 75 of 100"),
        ("hours = 20\n", ""),
    )

    assert told == [
        "unit data-lab: changed",
        "skill sql: entered",
        "achievement data-literacy: version 2 published",
        "achievement querying-data: version 2 published",
        "4 changes.",
    ]
    lab = Unit.objects.get(slug="data-lab")
    assert (lab.name, lab.description[:7]) == ("Laboratory of Data", "Evening")
    literacy = Achievement.objects.get(slug="data-literacy")
    assert "Score 75" in literacy.current.criteria
    award.refresh_from_db()
    assert "Score 70" in award.version.criteria
    querying = Achievement.objects.get(slug="querying-data").current
    assert (querying.hours, querying.frozen["skills"][0]["name"]) == (
        None,
        "Structured Query Language",
    )
    verbs = (
        Event.objects.filter(subject=str(lab.uuid)).order_by("id").values_list("verb", flat=True)
    )
    assert list(verbs) == ["open", "publish_keys", "rename", "describe"]


def test_a_unit_moves_below_another(enter):
    enter()

    told = enter(('parent = "continuing-education"', 'parent = "psychology"'))

    assert told == ["unit data-lab: changed", "1 changes."]
    assert Unit.objects.get(slug="data-lab").parent.slug == "psychology"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('slug = "data-lab"', 'slug = "Data Lab"', '[[unit]] "Data Lab": slug: Enter a valid'),
        ('kind = "center"', 'kind = "club"', "[[unit]] \"data-lab\": kind: Value 'club' is not"),
        ('kind = "center"\n', "", '[[unit]] "data-lab" says no kind: write it as a text'),
        ('parent = "contin', 'parent = "discontin', 'parent: There is no "discontinuing-educat'),
        ("[[skill]]\nslug", "[[skil]]\nslug", "[[skil]] is unknown. A catalog has achievement, sk"),
        ('[[skill]]\nslug = "sql"', "[[skill]]\nslug = 7", '[[skill]] "7" says no slug'),
        ("hours = 12", "hours = -12", '"data-literacy": hours: Write more than nothing'),
        ("valid_months = 36", "valid_months = 30000", '"querying-data": valid_months: Ensure'),
        ("hours = 12", 'hours = "many"', '"data-literacy": hours:'),
        ("hours = 12", "hour = 12", '"data-literacy" says hour, which is unknown. Known: achieve'),
        ("hours = 12", "hours = [12]", '"data-literacy": hours: Write a number.'),
        ("hours = 12", "hours = 12 learning", "This is no TOML file in UTF-8: "),
        ('"foundational"', '"gold"', '"data-literacy": classification: There is no "gold".'),
        ('"co-curricular"', '"club"', "learning_type: Value 'club' is not a valid choice."),
        ('skills = ["sql"]', 'skills = ["cobol"]', '"querying-data": skills: There is no "cobol".'),
        ('skills = ["sql"]', 'skills = "sql"', '"querying-data": write skills as a list'),
        ('skills = ["sql"]', 'skills = ["sql", "sql"]', "names one of its skills twice."),
        ('parent = "continuing-education"', "parent = 7", "write parent as a slug in quotes."),
        ('slug = "data-literacy"', 'slug = "Data Literacy!"', "slug: "),
        ('slug = "data-literacy"', f'slug = "{"x" * 81}"', "slug: "),
        ("hours = 12", "hours = 12\nrepeatable = 'false'", "write repeatable as true or false."),
        (
            "valid_months = 36",
            "valid_months = 12.9",
            '"querying-data": valid_months: Write a number',
        ),
        (
            "valid_months = 36",
            "valid_months = true",
            '"querying-data": valid_months: Write a number',
        ),
        (
            "supervised = true",
            "supervised = 1",
            '"querying-data": supervised: Write true or false.',
        ),
        ('short_name = "Data Lab"', "short_name = 7", "short_name"),
        ('value_max = "100"', "value_max = inf", '"data-literacy": result: Write finite numbers.'),
        (
            'code = "598de5b0',
            'code = "\\u0000598de5b0',
            '[[skill]] "sql" holds a control character.',
        ),
        ("hours = 12", "hours = inf", '"data-literacy": hours:'),
        ("hours = 12", "hours = nan", '"data-literacy": hours:'),
        ("hours = 12", "hours = 123456789", '"data-literacy": hours:'),
        ("valid_months = 36", f"valid_months = {10**30}", '"querying-data": valid_months:'),
        ('value_min = "0"', "value_min = 2026-01-01", '"data-literacy": result:'),
        ("supervised = true", 'supervised = "maybe"', '"querying-data": supervised:'),
        ('type = "Percent"', 'type = "Stars"', '[[achievement]] "data-literacy": Data Literacy'),
        ('prerequisites = ["data-literacy"]', 'prerequisites = ["x"]', 'There is no "x".'),
        ('prerequisites = ["data-literacy"]', 'prerequisites = ["querying-data"]', "require each"),
        ('slug = "querying-data"', 'slug = "data-literacy"', "stands in the file twice."),
        (
            'description = "Answers',
            'description = "\\u0000Answers',
            '"querying-data" holds a control character.',
        ),
        ('name = "SQL"', 'name = "S\\nQL"', '[[skill]] "sql": name: Write it on one line'),
    ],
)
def test_one_wrong_entry_and_nothing_is_entered(enter, old, new, problem):
    before = stock()

    with pytest.raises(CommandError) as caught:
        enter((old, new))

    assert problem in str(caught.value)
    assert str(caught.value).startswith("catalog.toml: ")
    assert str(caught.value).endswith("\nNothing was changed.")
    assert stock() == before


@pytest.mark.parametrize(
    ("old", "new"),
    [('unit = "data-lab"', 'unit = "psychology"'), ("hours = 12", "hours = 12\nrepeatable = true")],
)
def test_what_badges_rest_on_stays(enter, old, new):
    enter()
    before = stock()

    with pytest.raises(CommandError, match="stay as they were"):
        enter((old, new))

    assert stock() == before


@pytest.mark.parametrize("role", [None, *Membership.Role])
def test_only_the_registrar_of_the_whole_house_may(house, enter, role):
    user = User.objects.create_user("x@example.edu")
    if role:
        Membership.objects.create(user=user, role=role, unit=house.unit("psychology"))
    before = stock()

    for by in ("x@example.edu", "nobody@example.edu"):
        with pytest.raises(CommandError, match="is no Registrar"):
            enter(by=by)

    assert stock() == before


def test_a_file_that_is_not_there(house, tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("catalog", str(tmp_path / "nothing.toml"), "--by", REGISTRAR)


@pytest.mark.parametrize(("written", "hours"), [("1.2", "1.2"), ("0.3", "0.3"), ("2.5", "2.5")])
def test_a_number_is_what_was_written(enter, written, hours):
    enter(("hours = 12", f"hours = {written}"))

    assert Achievement.objects.get(slug="data-literacy").current.hours == Decimal(hours)


def test_a_byte_order_mark_is_no_part_of_the_file(house, tmp_path):
    path = tmp_path / "catalog.toml"
    path.write_bytes(b"\xef\xbb\xbf" + EXAMPLE.read_bytes())

    call_command("catalog", str(path), "--by", REGISTRAR, stdout=StringIO())

    assert Achievement.objects.count() == 2


def test_an_achievement_is_entered_whole_or_not_at_all(house, monkeypatch):
    """A run that is killed before it publishes leaves no draft that later ones would pass over."""
    enter = files.read(EXAMPLE.read_bytes())
    list(files.enter_units(enter["unit"], by=house.registrar))
    list(files.enter_skills(enter["skill"], by=house.registrar))

    def killed(*_arguments, **_told):
        raise KeyboardInterrupt

    monkeypatch.setattr(actions, "publish", killed)
    with pytest.raises(KeyboardInterrupt):
        list(
            files.enter_achievements(
                enter["achievement"], by=house.registrar, at=lambda _slug: None
            )
        )

    assert Achievement.objects.count() == 0


def test_what_requires_each_other_by_turns_is_refused(house, enter):
    enter()
    before = stock()
    [literacy, _] = files.read(EXAMPLE.read_bytes())["achievement"]
    alone = [literacy | {"prerequisites": ["querying-data"]}]

    with pytest.raises(files.CatalogFileError, match="One of them requires this one"):
        list(files.enter_achievements(alone, by=house.registrar, at=lambda _slug: NOON))

    assert stock() == before


def test_what_was_retired_is_not_revised(house, enter):
    enter()
    actions.retire(Achievement.objects.get(slug="querying-data"), by=house.registrar)

    with pytest.raises(CommandError, match="It has been retired: take it out of the file"):
        enter(("hours = 20", "hours = 21"))

    assert Achievement.objects.get(slug="querying-data").versions.count() == 1
