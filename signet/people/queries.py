"""Finding people and units."""

from collections.abc import Collection
from datetime import date

from signet.lib import clock
from signet.people.models import Address, Institution, Membership, Person, Unit, User


class NoInstitutionError(Exception):
    """The database holds no institution yet."""


def institution() -> Institution:
    """The university; NoInstitutionError where none has been set up."""
    found = Institution.objects.first()
    if found is None:
        raise NoInstitutionError(
            "No institution has been set up. Run `signet setup` (or `make demo` for a sample)."
        )
    return found


def units_with_ancestors() -> dict[int, list[Unit]]:
    """Every unit by its id, with itself and the units above it, nearest first; one query."""
    units = {unit.pk: unit for unit in Unit.objects.all()}
    lines: dict[int, list[Unit]] = {}
    for unit in units.values():
        line = [unit]
        while line[-1].parent_id is not None and len(line) <= len(units):
            line.append(units[line[-1].parent_id])
        lines[unit.pk] = line
    return lines


def units_of(user: User, roles: Collection[str], *, today: date) -> set[int] | None:
    """Ids of the units in which the user has one of `roles` today, with all units below them.

    None means everywhere (a superuser, or a role that is bound to no unit).
    """
    if not user.is_active:
        return set()
    if user.is_superuser:
        return None
    held = set(
        Membership.objects.filter(user=user, role__in=roles)
        .exclude(ends_on__lt=today)
        .values_list("unit_id", flat=True)
    )
    if None in held:
        return None
    return {
        pk for pk, line in units_with_ancestors().items() if any(above.pk in held for above in line)
    }


def active_user(email: str) -> User | None:
    """Who signs in with this address, in any case."""
    return User.objects.filter(email=email.lower(), is_active=True).first()


def is_registrar(user: User) -> bool:
    """Whether the user is Registrar of the whole institution today."""
    today = clock.today(institution().time_zone)
    return units_of(user, (Membership.Role.REGISTRAR,), today=today) is None


def successor(unit: Unit) -> Unit:
    """The unit that issues in this one's place: itself, or the one it was merged into."""
    seen = {unit.pk}
    while unit.merged_into is not None and unit.merged_into.pk not in seen:
        unit = unit.merged_into
        seen.add(unit.pk)
    return unit


def identities_of(user: User) -> tuple[set[str], set[str], set[int]]:
    """What makes a roster row be about this user: addresses, university ids, person ids."""
    email = user.email.lower()
    people = set(Address.objects.filter(normalized=email).values_list("person", flat=True))
    if user.person_id is not None:
        people.add(user.person_id)
    held = Address.objects.filter(person__in=people).values_list("normalized", flat=True)
    ids = Person.objects.filter(pk__in=people).values_list("university_id", flat=True)
    return {email, *held}, {one for one in ids if one}, people
