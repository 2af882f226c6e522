"""Awarding a roster: take its rows in, then grant them chunk by chunk.

Every row keeps its own state, so a run that is killed at any write goes on where it stopped:
what is committed is whole, and what is not never happened.
"""

from collections.abc import Callable, Container, Iterable, Sequence
from contextlib import suppress
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from signet.audit.actions import move, record
from signet.awards import bulk, rules, signer
from signet.awards.actions import keys
from signet.awards.clerk import Clerk, Decision
from signet.awards.models import Batch, BatchRow, IssuerKey
from signet.awards.press import active_key
from signet.awards.rosters import Remark, RosterRow, Verdict
from signet.awards.signer import KeyUnavailableError
from signet.awards.states import BATCH_MOVES, BatchState, RowState
from signet.awards.writing import remarks_text
from signet.catalog.queries import awardable
from signet.lib import clock
from signet.lib.moves import IllegalMoveError
from signet.people.models import Unit, User
from signet.people.queries import institution, successor
from signet.people.states import UnitState

_TRIES = 5
_STAGED = ("batch", "number", "state", "content", "remarks")
_ROW_STATE = {Verdict.ERROR: RowState.ERROR, Verdict.DUPLICATE: RowState.DUPLICATE}
_DAYS = ("awarded_on", "expires_on")
_PLAIN = tuple(
    field.name
    for field in fields(RosterRow)
    if field.name not in {"number", "remarks", "verdict", *_DAYS}
)


def clerk_for(by: User, *, now: datetime) -> Clerk:
    """A clerk who awards for `by`."""
    home = institution()
    told = rules.reach(by, today=clock.today(home.time_zone))
    return Clerk(home, by, told, awardable(), now)


def stage(
    rows: Iterable[RosterRow],
    *,
    file_name: str,
    digest: bytes,
    by: User,
    achievement: str = "",
) -> Batch:
    """Take a roster's rows in, in chunks; a roster half taken in or half awarded is found again."""
    batch = (
        Batch.objects.filter(digest=digest, achievement=achievement, by=by)
        .exclude(state=BatchState.DONE)
        .first()
    )
    if batch is None:
        batch = _open(file_name, digest, achievement, by)
    if batch.state == BatchState.STAGING:
        named = named_rows(rows, achievement)
        for chunk in chunked(row for row in named if row.number > batch.staged):
            _stage_chunk(batch, chunk)
        _advance(batch, "start")
    return batch


def run(batch: Batch, *, now: datetime, told: Callable[[Sequence[Decision]], None]) -> None:
    """Grant what the batch still holds ready; `told` hears of each chunk once it is committed.

    Raises signer.KeyUnavailableError where a unit's key is missing or wrong, once the rows of all
    others are granted: those of that unit stay ready.
    """
    clerk = clerk_for(batch.by, now=now)
    silent = _silent(clerk)
    last = 0
    while chunk := _grant_chunk(batch, clerk, silent, after=last):
        last, decisions = chunk
        told(decisions)
    for row in ready(batch):
        if row.achievement in silent:
            raise silent[row.achievement]
    _advance(batch, "finish")


def _silent(clerk: Clerk) -> dict[str, KeyUnavailableError]:
    """Why nothing of these achievements can be signed now, by slug, as far as the reach goes."""
    troubles: dict[int, KeyUnavailableError] = {}
    units = _units(clerk)
    for unit in {unit.pk: unit for unit in units.values()}.values():
        try:
            keys.provision(unit, by=clerk.by)  # one that never had keys gets its first
            for purpose in (IssuerKey.Purpose.CREDENTIAL, IssuerKey.Purpose.STATUS):
                signer.signer(active_key(unit, purpose))
        except KeyUnavailableError as error:
            troubles[unit.pk] = error
    clerk.institution.refresh_from_db()
    return {slug: troubles[unit.pk] for slug, unit in units.items() if unit.pk in troubles}


def _units(clerk: Clerk) -> dict[str, Unit]:
    """The units within reach that issue, by achievement."""
    reached = {slug: one for slug, one in clerk.achievements.items() if clerk.reach.covers(one)}
    units = {slug: successor(one.unit) for slug, one in reached.items()}
    return {slug: unit for slug, unit in units.items() if unit.state == UnitState.ACTIVE}


def _advance(batch: Batch, verb: str) -> None:
    """Move the batch on, unless another run of the same roster has done so."""
    with suppress(IllegalMoveError):
        move(batch, verb, moves=BATCH_MOVES, by=batch.by, rows=batch.staged)


def named_rows(rows: Iterable[RosterRow], achievement: str) -> Iterable[RosterRow]:
    """The rows, those that name no achievement being for `achievement`."""
    return (row if row.achievement else replace(row, achievement=achievement) for row in rows)


def chunked(rows: Iterable[RosterRow]) -> Iterable[list[RosterRow]]:
    """The rows in lists of at most bulk.CHUNK."""
    chunk: list[RosterRow] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == bulk.CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _open(file_name: str, digest: bytes, achievement: str, by: User) -> Batch:
    with transaction.atomic():
        batch = Batch.objects.create(
            file_name=file_name[:200],
            digest=digest,
            achievement=achievement,
            by=by,
            created_at=clock.now(),
        )
        record("stage", batch, by=by, digest=digest.hex())
    return batch


def _stage_chunk(batch: Batch, rows: Sequence[RosterRow]) -> None:
    with transaction.atomic():
        batch.staged = Batch.objects.select_for_update().get(pk=batch.pk).staged
        rows = [row for row in rows if row.number > batch.staged]
        if not rows:
            return  # another run of the same roster took them in
        bulk.insert(
            BatchRow,
            _STAGED,
            [
                (
                    batch.pk,
                    row.number,
                    _ROW_STATE.get(row.verdict, RowState.READY).value,
                    content_text(row),
                    remarks_text(row),
                )
                for row in rows
            ],
        )
        batch.staged = rows[-1].number
        batch.save(update_fields=["staged"])


def _grant_chunk(
    batch: Batch, clerk: Clerk, silent: Container[str], *, after: int
) -> tuple[int, list[Decision]] | None:
    """The next chunk but for what cannot be signed: its last row's number and what was decided.

    None where no row waits. Tried again where another run wrote the same person or award first.
    """
    for attempt in range(_TRIES):
        try:
            with transaction.atomic():
                Batch.objects.select_for_update().get(pk=batch.pk)
                rows = ready(batch, after=after)
                able = [row for row in rows if row.achievement not in silent]
                decisions = clerk.grant(batch, able) if able else []
                return (rows[-1].number, decisions) if rows else None
        except IntegrityError:
            if attempt == _TRIES - 1:
                raise
    raise AssertionError  # the loop returns or raises


def ready(batch: Batch, *, after: int = 0) -> list[RosterRow]:
    """The next chunk of rows that wait to be granted, of those beyond the number `after`."""
    waiting = BatchRow.objects.filter(batch=batch, state=RowState.READY, number__gt=after)
    told = waiting.order_by("number").values_list("number", "content", "remarks")
    return [row_of(number, content, remarks) for number, content, remarks in told[: bulk.CHUNK]]


def content_text(row: RosterRow) -> str:
    """A row's values as its JSON column keeps them: those that are there."""
    kept: dict[str, Any] = {name: getattr(row, name) for name in _PLAIN if getattr(row, name)}
    for name in _DAYS:
        day = getattr(row, name)
        if day is not None:
            kept[name] = day.isoformat()
    return bulk.text_of(kept)


def row_of(
    number: int,
    content: dict[str, Any],
    remarks: Sequence[dict[str, str]] = (),
    *,
    verdict: Verdict | None = None,
) -> RosterRow:
    """The row that `content_text` kept."""
    values: dict[str, Any] = dict.fromkeys(_PLAIN, "") | {"award_key": None} | content
    for name in _DAYS:
        values[name] = date.fromisoformat(content[name]) if name in content else None
    return RosterRow(
        number=number,
        remarks=tuple(Remark(**remark) for remark in remarks),
        verdict=verdict or (Verdict.WARNING if remarks else Verdict.OK),
        **values,
    )
