"""The clerk: takes judged roster rows, decides each against the records, and grants the awards.

A chunk is granted in one transaction: row states, people, awards, credentials, status entries
and the event are all there afterwards, or none of them.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from signet.awards import bulk, statuslists, writing
from signet.awards.drafts import Given, Place, draft
from signet.awards.models import Award, Batch, Credential, StatusList
from signet.awards.press import Press
from signet.awards.registry import KnownPerson, Registry
from signet.awards.rosters import Remark, RosterRow, Verdict, award_key, normalize_address
from signet.awards.rules import Reach
from signet.catalog.models import Achievement
from signet.people.models import Institution, Person, Unit, User
from signet.people.queries import successor
from signet.people.states import UnitState

_SELF = Remark("", "This row is about you.", "Somebody else has to award it.")
_WITHHELD = Remark(
    "",
    "This person's name is withheld, and the evidence with it, which may name them.",
    "Nothing to do.",
)
_ALREADY = Remark("", "This person holds this badge already.", "Nothing to do.")


@dataclass(frozen=True, slots=True)
class Gift:
    """An award to be made: to whom, of what, told apart from others by the key."""

    person: KnownPerson
    achievement: Achievement
    key: str
    unit: Unit


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a row: the row with all its remarks, and the gift where one follows.

    held: the award that the person has already, 0 where none or made in this very run.
    """

    row: RosterRow
    gift: Gift | None = None
    held: int = 0


# (achievement, person, award key) -> award
Held = dict[tuple[int, object, str], int]


@dataclass(slots=True)
class Clerk:
    """One run's view of the house, read once.

    by: who awards; now: when the run began; achievements: by slug, those that may be awarded.
    """

    institution: Institution
    by: User
    reach: Reach
    achievements: dict[str, Achievement]
    now: datetime
    press: Press = field(init=False)

    def __post_init__(self) -> None:
        self.press = Press(self.institution, created=self.now)

    def decide(self, rows: Sequence[RosterRow]) -> tuple[list[Decision], Registry]:
        """Each row's decision against the records; three queries whatever the number of rows."""
        open_rows = [row for row in rows if _is_open(row)]
        registry = Registry(open_rows)
        held = self._held(registry, open_rows)
        return [self._decision(row, registry, held) for row in rows], registry

    def grant(self, batch: Batch, rows: Sequence[RosterRow]) -> list[Decision]:
        """Decide and grant a chunk of a batch, inside the caller's transaction."""
        if not transaction.get_connection().in_atomic_block:
            raise transaction.TransactionManagementError("A chunk is granted in one transaction.")
        achievements = (self.achievements.get(row.achievement) for row in rows)
        statuslists.queue_up({successor(one.unit).pk for one in achievements if one})
        decisions, registry = self.decide(rows)
        newcomers = registry.newcomers
        for newcomer, pk in zip(newcomers, bulk.reserve_ids(Person, len(newcomers)), strict=True):
            newcomer.person.pk = pk
        awards = self._issue(decisions)
        writing.write(
            registry, batch=batch, decisions=decisions, awards=awards, by=self.by, now=self.now
        )
        return decisions

    def _held(self, registry: Registry, rows: Sequence[RosterRow]) -> Held:
        wanted = {
            self.achievements[row.achievement].pk
            for row in rows
            if row.achievement in self.achievements
        }
        found = Award.objects.filter(
            person_id__in=registry.known(), achievement_id__in=wanted
        ).values_list("achievement_id", "person_id", "award_key", "pk")
        return {(achievement, person, key): pk for achievement, person, key, pk in found}

    def _decision(self, row: RosterRow, registry: Registry, held: Held) -> Decision:
        if not _is_open(row) or row.awarded_on is None:
            return Decision(row)
        achievement = self.achievements.get(row.achievement)
        if achievement is None:
            return _refused(row, _gone(row))
        unit = successor(achievement.unit)
        remark = self._refusal(row, achievement, unit)
        if remark is not None:
            return _refused(row, remark)
        person = registry.find(row)
        if isinstance(person, Remark):
            return _refused(row, person)
        if self.reach.is_self(person=person.pk):
            return _refused(row, _SELF)
        key = award_key(row.award_key, row.awarded_on, once_only=not achievement.repeatable)
        place = (achievement.pk, person.pk or id(person), key)
        if place in held:
            return Decision(_remarked(row, _ALREADY, Verdict.DUPLICATE), held=held[place])
        held[place] = 0
        if person.blocked and (row.evidence_url or row.evidence_narrative):
            row = _remarked(row, _WITHHELD, Verdict.WARNING)
        return Decision(row, Gift(person, achievement, key, unit))

    def _refusal(self, row: RosterRow, achievement: Achievement, unit: Unit) -> Remark | None:
        if not self.reach.covers(achievement):
            return Remark(
                "",
                f"{self.by} may not award badges of {achievement.unit}.",
                "Ask that unit, or the Registrar, to award this row.",
            )
        if unit.state != UnitState.ACTIVE:
            return Remark("", f"{unit} is closed.", "Ask the Registrar who awards it now.")
        address = normalize_address(row.address)
        if self.reach.is_self(address=address, university_id=row.university_id):
            return _SELF
        return None

    def _issue(self, decisions: Sequence[Decision]) -> list[writing.Signed]:
        gifts = [(decision.row, decision.gift) for decision in decisions if decision.gift]
        entries = self._entries([gift for _, gift in gifts])
        signed = []
        for row, gift in gifts:
            shard, index = entries[gift.unit.pk].pop()
            place = Place(
                achievement=gift.achievement,
                person_id=gift.person.pk,
                person_uuid=gift.person.uuid,
                key=gift.key,
                unit=gift.unit,
                status_list=shard,
                status_index=index,
            )
            given = _given(row, withheld=gift.person.blocked)
            award = draft(place, given, zone=self.institution.time_zone)
            kind = Credential.Kind.showing(award.shown_name)
            signed.append(writing.Signed(award, self.press.sign(award, kind), row.number))
        return signed

    def _entries(self, gifts: Sequence[Gift]) -> dict[int, list[tuple[StatusList, int]]]:
        """Status entries by unit, last first; units in order, so that two runs never deadlock."""
        counts = Counter(gift.unit.pk for gift in gifts)
        units = {gift.unit.pk: gift.unit for gift in gifts}
        return {
            pk: statuslists.allocate(
                units[pk], counts[pk], institution=self.institution, now=self.now
            )[::-1]
            for pk in sorted(counts)
        }


def _is_open(row: RosterRow) -> bool:
    return row.verdict is Verdict.OK or row.verdict is Verdict.WARNING


def _remarked(row: RosterRow, remark: Remark, verdict: Verdict) -> RosterRow:
    return replace(row, remarks=(*row.remarks, remark), verdict=verdict)


def _refused(row: RosterRow, remark: Remark) -> Decision:
    return Decision(_remarked(row, remark, Verdict.ERROR))


def _gone(row: RosterRow) -> Remark:
    return Remark("", f"“{row.achievement}” cannot be awarded now.", "Name a published badge.")


def _given(row: RosterRow, *, withheld: bool) -> Given:
    if row.awarded_on is None:
        raise ValueError(f"Row {row.number} was never judged.")
    told = {"url": row.evidence_url, "narrative": row.evidence_narrative}
    kept = {name: text for name, text in told.items() if text}
    return Given(
        name="" if withheld else row.name,
        awarded_on=row.awarded_on,
        expires_on=row.expires_on,
        language=row.language,
        evidence=(kept,) if kept else (),
        former_host=row.former_host,
        former_id=row.former_id,
        former_url=row.former_url,
    )
