"""Who a roster row is about: the person on file, or a new one.

A person is known by university id, else by address; both pointing at different people is an
error that a human settles, never a guess.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from signet.awards import identity
from signet.awards.rosters import Remark, RosterRow, normalize_address
from signet.people.models import Address, Person


@dataclass(slots=True)
class KnownPerson:
    """A person on file or about to be.

    pk: 0 until written; gained_id: the university id was learned from this roster.
    """

    pk: int
    uuid: UUID
    university_id: str
    blocked: bool
    gained_id: bool = False


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A person to be written, and the row that told of them."""

    person: KnownPerson
    row: RosterRow


@dataclass(frozen=True, slots=True)
class NewAddress:
    """An address to be written, as given and as normalized."""

    person: KnownPerson
    address: str
    normalized: str


class Registry:
    """The people that a chunk of rows is about, read with two queries."""

    def __init__(self, rows: Iterable[RosterRow]) -> None:
        listed = list(rows)
        self._by_id: dict[str, KnownPerson] = {}
        self._by_address: dict[str, KnownPerson] = {}
        self.newcomers: list[Newcomer] = []
        self.addresses: list[NewAddress] = []
        self._load(
            {row.university_id for row in listed if row.university_id},
            {normalize_address(row.address) for row in listed},
        )

    def _load(self, ids: set[str], addresses: set[str]) -> None:
        by_pk: dict[int, KnownPerson] = {}
        columns = ("pk", "uuid", "university_id", "directory_block")
        for row in Person.objects.filter(university_id__in=ids).values_list(*columns):
            known = by_pk[row[0]] = KnownPerson(row[0], row[1], row[2] or "", row[3])
            self._by_id[known.university_id] = known
        found = Address.objects.filter(normalized__in=addresses).values_list(
            "normalized", *(f"person__{column}" for column in columns)
        )
        for normalized, pk, uuid, university_id, blocked in found:
            known = by_pk.setdefault(pk, KnownPerson(pk, uuid, university_id or "", blocked))
            self._by_address[normalized] = known

    def known(self) -> list[int]:
        """Primary keys of the people on file."""
        everyone = (*self._by_id.values(), *self._by_address.values())
        return sorted({person.pk for person in everyone if person.pk})

    def renamed(self) -> list[KnownPerson]:
        """People on file whose university id this chunk told."""
        return [person for person in self._by_id.values() if person.gained_id]

    def find(self, row: RosterRow) -> KnownPerson | Remark:
        """The row's person, entered as new where nobody on file fits; a Remark where two do."""
        address = normalize_address(row.address)
        by_id = self._by_id.get(row.university_id) if row.university_id else None
        by_address = self._by_address.get(address)
        if by_id is not None:
            return self._with_address(by_id, by_address, row, address)
        if by_address is None:
            return self._enter(row, address)
        if row.university_id and by_address.university_id:
            return _conflict()
        if row.university_id:
            by_address.university_id, by_address.gained_id = row.university_id, True
            self._by_id[row.university_id] = by_address
        return by_address

    def _with_address(
        self, person: KnownPerson, holder: KnownPerson | None, row: RosterRow, address: str
    ) -> KnownPerson | Remark:
        if holder is None:
            self._by_address[address] = person
            self.addresses.append(NewAddress(person, row.address, address))
        elif holder is not person:
            return _conflict()
        return person

    def _enter(self, row: RosterRow, address: str) -> KnownPerson:
        uuid = identity.person_uuid(university_id=row.university_id, address=address)
        person = KnownPerson(0, uuid, row.university_id, blocked=False)
        self._by_address[address] = person
        if row.university_id:
            self._by_id[row.university_id] = person
        self.newcomers.append(Newcomer(person, row))
        self.addresses.append(NewAddress(person, row.address, address))
        return person


def _conflict() -> Remark:
    return Remark(
        "",
        "This address and this university ID belong to two different people on file.",
        "Check which of the two is meant and correct the other cell.",
    )
