"""Where a user's roles reach, and what makes a record be about the user."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from signet.people.models import Address, Membership, Person, Unit, User
from signet.people.queries import NoInstitutionError, identities_of, institution, units_of

TODAY = date(2026, 6, 15)
ROLES = (Membership.Role.UNIT_HEAD, Membership.Role.COORDINATOR, Membership.Role.REGISTRAR)


@pytest.fixture
def tree(db):
    """college > school > center, and a college of its own, by slug."""
    units = {}
    for slug, parent in (
        ("college", None),
        ("school", "college"),
        ("center", "school"),
        ("elsewhere", None),
    ):
        units[slug] = Unit.objects.create(
            slug=slug, name=slug, short_name=slug, kind="center", parent=units.get(parent)
        )
    return units


@pytest.fixture
def user(db):
    return User.objects.create_user("Avery.Wren@example.edu")


def reach(user, tree):
    """Slugs of the units, or None for everywhere."""
    found = units_of(user, ROLES, today=TODAY)
    return found if found is None else {slug for slug, unit in tree.items() if unit.pk in found}


@pytest.mark.parametrize(
    ("slug", "reached"),
    [
        ("college", {"college", "school", "center"}),
        ("school", {"school", "center"}),
        ("center", {"center"}),
    ],
)
def test_a_role_reaches_down_the_tree_and_nowhere_else(user, tree, slug, reached):
    Membership.objects.create(user=user, unit=tree[slug], role="coordinator")

    assert reach(user, tree) == reached


def test_a_role_that_was_not_asked_for_reaches_nothing(user, tree):
    Membership.objects.create(user=user, unit=tree["college"], role="instructor")

    assert reach(user, tree) == set()


@pytest.mark.parametrize(
    ("ends_on", "reached"),
    [
        (date(2026, 6, 14), set()),
        (date(2026, 6, 15), {"center"}),
        (None, {"center"}),
    ],
)
def test_a_membership_holds_through_its_last_day(user, tree, ends_on, reached):
    Membership.objects.create(user=user, unit=tree["center"], role="coordinator", ends_on=ends_on)

    assert reach(user, tree) == reached


def test_an_ended_role_takes_nothing_from_one_that_holds(user, tree):
    Membership.objects.create(
        user=user, unit=tree["college"], role="coordinator", ends_on=date(2026, 1, 1)
    )
    Membership.objects.create(user=user, unit=tree["elsewhere"], role="unit-head")

    assert reach(user, tree) == {"elsewhere"}


def test_a_registrar_without_unit_reaches_everywhere(user, tree):
    Membership.objects.create(user=user, role="registrar")

    assert reach(user, tree) is None


def test_a_superuser_reaches_everywhere_unless_inactive(user, tree):
    user.is_superuser = True
    assert reach(user, tree) is None

    user.is_active = False
    assert reach(user, tree) == set()


def test_an_inactive_user_reaches_nothing(user, tree):
    Membership.objects.create(user=user, role="registrar")
    user.is_active = False

    assert reach(user, tree) == set()


def test_the_roles_of_others_reach_nothing(user, tree):
    other = User.objects.create_user("other@example.edu")
    Membership.objects.create(user=other, unit=tree["college"], role="unit-head")

    assert reach(user, tree) == set()


@pytest.mark.parametrize("role", ["unit-head", "coordinator", "instructor"])
def test_only_a_registrar_may_be_bound_to_no_unit(user, role):
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=user, role=role)


def test_a_role_is_held_once(user, tree):
    Membership.objects.create(user=user, role="registrar")

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=user, role="registrar")


def test_identities_of_a_user_without_person(user):
    assert identities_of(user) == ({"avery.wren@example.edu"}, set(), set())


def test_identities_of_a_user_with_person(user):
    person = Person.objects.create(
        name="Avery", university_id="870", created_at="2026-01-01T00:00:00Z"
    )
    Address.objects.create(
        person=person, address="A@x.edu", normalized="a@x.edu", source=Address.Source.ROSTER
    )
    user.person = person

    assert identities_of(user) == ({"avery.wren@example.edu", "a@x.edu"}, {"870"}, {person.pk})


def test_whoever_holds_the_users_address_is_the_user(user):
    person = Person.objects.create(
        name="Avery", university_id="870", created_at="2026-01-01T00:00:00Z"
    )
    for address in ("avery.wren@example.edu", "a@x.edu"):
        Address.objects.create(
            person=person, address=address, normalized=address, source=Address.Source.ROSTER
        )

    assert identities_of(user) == ({"avery.wren@example.edu", "a@x.edu"}, {"870"}, {person.pk})


def test_no_institution_says_what_to_run(db):
    with pytest.raises(NoInstitutionError, match="signet setup"):
        institution()


def test_users_sign_in_by_their_address_in_any_case(user):
    assert User.objects.get_by_natural_key("AVERY.wren@EXAMPLE.edu") == user
    assert (user.email, user.is_staff, user.has_usable_password()) == (
        "avery.wren@example.edu",
        False,
        False,
    )
