"""Who may award."""

from dataclasses import dataclass
from datetime import date

import rules

from signet.catalog.models import Achievement
from signet.lib import clock
from signet.people import queries as people
from signet.people.models import Membership, User

AWARDING_ROLES = (
    Membership.Role.REGISTRAR,
    Membership.Role.UNIT_HEAD,
    Membership.Role.COORDINATOR,
)


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a user may award, read once for a whole batch. units: None means everywhere."""

    units: frozenset[int] | None
    addresses: frozenset[str]
    university_ids: frozenset[str]
    people: frozenset[int]

    def covers(self, achievement: Achievement) -> bool:
        """Whether the achievement's unit is one of theirs; of a merged one, its successor."""
        return self.units is None or people.successor(achievement.unit).pk in self.units

    def is_self(self, *, address: str = "", university_id: str = "", person: int = 0) -> bool:
        """Whether a row or a person is the user themselves. address: normalized."""
        return (
            address in self.addresses
            or (bool(university_id) and university_id in self.university_ids)
            or person in self.people
        )


def reach(user: User, *, today: date) -> Reach:
    """The user's reach today."""
    units = people.units_of(user, AWARDING_ROLES, today=today)
    addresses, ids, persons = people.identities_of(user)
    return Reach(
        None if units is None else frozenset(units),
        frozenset(addresses),
        frozenset(ids),
        frozenset(persons),
    )


@rules.predicate  # type: ignore[attr-defined, untyped-decorator]  # the library has no types
def awards_in_unit(user: User, achievement: Achievement | None) -> bool:
    """The user awards in the achievement's unit or one above it."""
    today = clock.today(people.institution().time_zone)
    return achievement is not None and reach(user, today=today).covers(achievement)


rules.add_perm("awards.award", awards_in_unit)  # type: ignore[attr-defined, no-untyped-call]
