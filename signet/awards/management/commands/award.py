"""`signet award FILE`: from a roster to signed badges."""

import hashlib
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from signet.awards import editions
from signet.awards.actions import batches
from signet.awards.clerk import Decision
from signet.awards.models import Batch, BatchRow
from signet.awards.rosters import Roster, RosterError, RosterRow, Verdict, open_roster, shown
from signet.awards.signer import KeyUnavailableError
from signet.awards.states import RowState
from signet.catalog.queries import awardable
from signet.lib import clock
from signet.people.actions import PublicUrlError
from signet.people.models import User
from signet.people.queries import NoInstitutionError, active_user, institution

_COLORS = {
    Verdict.OK: "SUCCESS",
    Verdict.WARNING: "WARNING",
    Verdict.ERROR: "ERROR",
    Verdict.DUPLICATE: "NOTICE",
}


class Command(BaseCommand):
    """Reads the roster, judges each row, awards what may be awarded, and says what it did."""

    help = (
        "Award a roster: a CSV in Credly's bulk format, or with columns such as address and name."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command line."""
        parser.add_argument("file", type=Path, help="the roster (CSV)")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="who awards")
        parser.add_argument("--achievement", metavar="SLUG", help="for rows that name no badge")
        parser.add_argument("--dry-run", action="store_true", help="judge only, award nothing")
        parser.add_argument("--quiet", action="store_true", help="list only rows with remarks")

    def handle(self, **options: Any) -> None:
        """Run; exit code 0 when every row is awarded or held, 1 when a row has an error."""
        self.quiet = options["quiet"]
        self.counts: Counter[str] = Counter()
        try:
            by = _user(options["by"])
            roster = _roster(options["file"], options["achievement"])
        except (RosterError, NoInstitutionError) as error:
            raise CommandError(f"{shown(options['file'].name)}: {error}", returncode=2) from error
        except DatabaseError as error:
            raise CommandError(
                f"The database cannot be used: {error}\nWhere it is new, run `signet setup` first; "
                f"after an update, `signet migrate`.",
                returncode=2,
            ) from error
        self._describe(roster)
        try:
            if options["dry_run"]:
                self._judge(roster, options["achievement"] or "", by)
            else:
                self._award(roster, options["file"], options["achievement"] or "", by)
        except KeyboardInterrupt:
            raise CommandError(
                "Stopped. Rows that wait are awarded when you run this again.", returncode=130
            ) from None
        except (KeyUnavailableError, PublicUrlError, DatabaseError, OSError) as error:
            raise CommandError(
                f"{error}\n{self._awarded()}, {self._rest()}\n"
                f"Rows that wait are awarded when you run this again.",
                returncode=2,
            ) from error
        if self.counts[Verdict.ERROR]:
            sys.exit(1)

    def _describe(self, roster: Roster) -> None:
        layout = roster.layout
        told = f"{len(roster)} rows, {layout.encoding}, columns separated by {layout.delimiter!r}"
        self.stdout.write(told)
        if layout.unknown:
            self.stdout.write(f"Columns not used: {', '.join(map(shown, layout.unknown))}")

    def _judge(self, roster: Roster, achievement: str, by: User) -> None:
        clerk = batches.clerk_for(by, now=clock.now())
        for chunk in batches.chunked(batches.named_rows(roster, achievement)):
            self._tell(clerk.decide(chunk)[0])
        self.stdout.write(f"Dry run: {self._good()} would be awarded. {self._rest()}")

    def _award(self, roster: Roster, path: Path, achievement: str, by: User) -> None:
        batch = batches.stage(
            roster,
            file_name=path.name,
            digest=_digest(path),
            by=by,
            achievement=achievement,
        )
        earlier = batch.rows.exclude(state=RowState.READY)
        resumed = earlier.filter(state=RowState.AWARDED).count()
        if resumed:
            self.stdout.write(f"Going on where an earlier run stopped: {resumed} rows are done.")
        self._tell([Decision(row) for row in _judged(batch)])
        progress = _Progress(self.stderr, batch.rows.filter(state=RowState.READY).count())

        def told(decisions: Sequence[Decision]) -> None:
            progress.clear()
            self._tell(decisions)
            progress.advance(len(decisions))

        batches.run(batch, now=clock.now(), told=told)
        progress.clear()
        editions.sign_missing(now=clock.now())
        self.stdout.write(self.style.SUCCESS(self._awarded()) + f", {self._rest()}")

    def _tell(self, decisions: Sequence[Decision]) -> None:
        lines = []
        for decision in decisions:
            row = decision.row
            self.counts[row.verdict] += 1
            self.counts["held"] += bool(decision.held)
            if not self.quiet or row.remarks:
                style = getattr(self.style, _COLORS[row.verdict])
                lines.append(
                    f"row {row.number:<6} {style(f'{row.verdict:<9}')} "
                    f"{shown(row.achievement)}  {shown(row.address)}  {shown(row.name)}"
                )
                lines += (f"           {_spoken(remark)}" for remark in row.remarks)
        if lines:
            self.stdout.write("\n".join(lines))

    def _good(self) -> int:
        return self.counts[Verdict.OK] + self.counts[Verdict.WARNING]

    def _awarded(self) -> str:
        return f"{self._good()} awarded"

    def _rest(self) -> str:
        repeats = self.counts[Verdict.DUPLICATE] - self.counts["held"]
        return (
            f"{self.counts['held']} already there, "
            + (f"{repeats} repeated in the file, " if repeats else "")
            + f"{self.counts[Verdict.ERROR]} with errors, "
            f"{self.counts[Verdict.WARNING]} with warnings."
        )


class _Progress:
    """A bar on the terminal; nothing where the output is no terminal."""

    def __init__(self, stream: Any, total: int) -> None:
        self._stream = stream
        self._total = total
        self._done = 0
        self._live = total > 0 and stream.isatty()

    def advance(self, count: int) -> None:
        """Show that `count` more rows are done."""
        self._done += count
        if self._live:
            full = 40 * self._done // self._total
            bar = "█" * full + "·" * (40 - full)
            self._stream.write(f"\r{bar} {self._done}/{self._total}", ending="")
            self._stream.flush()

    def clear(self) -> None:
        """Take the bar away, so that lines can be written."""
        if self._live:
            self._stream.write("\r\x1b[K", ending="")
            self._stream.flush()


def _spoken(remark: Any) -> str:
    where = f"{shown(remark.column)}: " if remark.column else ""
    return f"{where}{remark.problem} {remark.mend}"


def _judged(batch: Batch) -> Iterator[RosterRow]:
    """The rows that the file alone decided, as they were taken in."""
    rows = BatchRow.objects.filter(
        batch=batch, state__in=(RowState.ERROR, RowState.DUPLICATE), award=None
    ).order_by("number")
    for row in rows.iterator(chunk_size=500):
        yield batches.row_of(
            row.number, row.content, row.remarks, verdict=Verdict(RowState(row.state).value)
        )


def _user(email: str) -> User:
    user = active_user(email)
    if user is None:
        raise CommandError(f"Nobody signs in as {shown(email)}.", returncode=2)
    return user


def _roster(path: Path, achievement: str | None) -> Roster:
    if path.exists() and not path.is_file():
        raise RosterError("This is no file that can be read twice. Save the roster to a file.")
    achievements = awardable()
    return open_roster(
        path,
        today=clock.today(institution().time_zone),
        achievements=achievements.keys(),
        default_achievement=achievement,
        once_only={slug for slug, one in achievements.items() if not one.repeatable},
    )


def _digest(path: Path) -> bytes:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest()
