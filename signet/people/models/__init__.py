"""Who: the institution and its units, the people who earn, the users who sign in."""

from signet.people.models.institution import GUARDS, Institution, Unit
from signet.people.models.person import Address, Person
from signet.people.models.user import Membership, User

__all__ = ["GUARDS", "Address", "Institution", "Membership", "Person", "Unit", "User"]
