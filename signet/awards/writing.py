"""Writing a chunk of awards: one statement for each table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING

from signet.audit.actions import record
from signet.awards import bulk, storage
from signet.awards.drafts import AwardDraft
from signet.awards.models import Award, Batch, BatchRow, Credential
from signet.awards.press import Edition, digest
from signet.awards.registry import Registry
from signet.awards.rosters import RosterRow, Verdict
from signet.awards.states import AwardState, RowState
from signet.people.models import Address, Person, User

if TYPE_CHECKING:
    from signet.awards.clerk import Decision

_PERSON = (
    *("id", "uuid", "given_name", "family_name", "name"),
    *("university_id", "language", "directory_block", "created_at"),
)
_ADDRESS = ("person", "address", "normalized", "source")
_AWARD = (
    *("id", "uuid", "public_id", "achievement", "version", "person", "unit", "award_key"),
    *(
        "state",
        "shown_name",
        "language",
        "awarded_at",
        "valid_from",
        "valid_until",
        "evidence",
        "narrative",
    ),
    *("result", "former_host", "former_id", "former_url", "status_list", "status_index"),
    *("batch", "granted_by", "created_at", "reason", "public_reason"),
)
_CREDENTIAL = ("award", "kind", "number", "key", "dictionary", "body", "digest", "signed_at")

_ROW_STATE = {
    Verdict.ERROR: RowState.ERROR,
    Verdict.DUPLICATE: RowState.DUPLICATE,
    Verdict.OK: RowState.AWARDED,
    Verdict.WARNING: RowState.AWARDED,
}


@dataclass(slots=True)
class Signed:
    """An award with its first edition, ready to be written.

    number: its row in the batch, 0 without one; pk: 0 until ids are reserved.
    """

    draft: AwardDraft
    edition: Edition
    number: int = 0
    pk: int = 0


def write(
    registry: Registry,
    *,
    batch: Batch,
    decisions: "Sequence[Decision]",
    awards: Sequence[Signed],
    by: User,
    now: datetime,
) -> None:
    """Write people, awards, credentials, row states and the event, in the caller's transaction."""
    write_people(registry, now=now)
    write_awards(awards, batch=batch, by=by, now=now)
    _close_rows(batch, decisions, {signed.number: signed.pk for signed in awards})
    if awards:
        record("award", batch, by=by, awards=[str(signed.draft.uuid) for signed in awards])


def write_people(registry: Registry, *, now: datetime) -> None:
    """The people and addresses that rows told of, in one order, so that no two runs deadlock."""
    created = bulk.moment(now)
    bulk.insert(
        Person,
        _PERSON,
        [
            (
                new.person.pk,
                bulk.uid(new.person.uuid),
                new.row.given_name,
                new.row.family_name,
                new.row.name,
                new.person.university_id or None,
                new.row.language,
                False,
                created,
            )
            for new in sorted(registry.newcomers, key=attrgetter("person.uuid"))
        ],
    )
    bulk.insert(
        Address,
        _ADDRESS,
        [
            (new.person.pk, new.address, new.normalized, Address.Source.ROSTER.value)
            for new in sorted(registry.addresses, key=attrgetter("normalized"))
        ],
    )
    for person in sorted(registry.renamed(), key=attrgetter("pk")):
        Person.objects.filter(pk=person.pk).update(university_id=person.university_id)


def write_awards(awards: Sequence[Signed], *, batch: Batch | None, by: User, now: datetime) -> None:
    """The awards and their signed editions."""
    for signed, pk in zip(awards, bulk.reserve_ids(Award, len(awards)), strict=True):
        signed.pk = pk
    created, batch_id = bulk.moment(now), batch.pk if batch else None
    compressors = storage.Compressors({signed.draft.version.pk for signed in awards})
    bulk.insert(Award, _AWARD, [_award(signed, batch_id, by.pk, created) for signed in awards])
    bulk.insert(
        Credential,
        _CREDENTIAL,
        [
            credential(signed.pk, signed.draft, signed.edition, created, compressors)
            for signed in awards
        ],
    )


def credential(
    award: int,
    draft: AwardDraft,
    edition: Edition,
    signed_at: object,
    compressors: storage.Compressors,
    *,
    number: int = 1,
) -> tuple[object, ...]:
    """One row of the credential table; columns as _CREDENTIAL."""
    press = compressors.of(draft.version, edition)
    return (
        award,
        str(edition.kind),
        number,
        edition.key.pk,
        press.pk,
        press.compress(edition.body),
        digest(edition.body),
        signed_at,
    )


def write_editions(rows: Iterable[tuple[object, ...]]) -> None:
    """Further editions of awards that stand already; rows as `credential` gives them."""
    bulk.insert(Credential, _CREDENTIAL, rows)


def _award(signed: Signed, batch: int | None, by: int, created: object) -> tuple[object, ...]:
    draft = signed.draft
    return (
        signed.pk,
        bulk.uid(draft.uuid),
        draft.public_id,
        draft.version.achievement_id,
        draft.version.pk,
        draft.person_id,
        draft.unit.pk,
        draft.award_key,
        AwardState.ISSUED.value,
        draft.shown_name,
        draft.language,
        bulk.moment(draft.awarded_at),
        bulk.moment(draft.valid_from),
        bulk.moment(draft.valid_until),
        bulk.text_of(list(draft.evidence)) if draft.evidence else "[]",
        draft.narrative,
        draft.result,
        draft.former_host,
        draft.former_id,
        draft.former_url,
        draft.status_list.pk,
        draft.status_index,
        batch,
        by,
        created,
        "",
        "",
    )


def _close_rows(batch: Batch, decisions: "Sequence[Decision]", awarded: dict[int, int]) -> None:
    """Each row's state, remarks and award, found by batch and number."""
    rows = [
        (
            _ROW_STATE[decision.row.verdict].value,
            remarks_text(decision.row),
            awarded.get(decision.row.number) or decision.held or None,
            batch.pk,
            decision.row.number,
        )
        for decision in decisions
    ]
    bulk.update(BatchRow, ("state", "remarks", "award"), rows, key=("batch", "number"))


def remarks_text(row: RosterRow) -> str:
    """A row's remarks as its JSON column keeps them."""
    if not row.remarks:
        return "[]"
    return bulk.text_of(
        [
            {"column": remark.column, "problem": remark.problem, "mend": remark.mend}
            for remark in row.remarks
        ]
    )
