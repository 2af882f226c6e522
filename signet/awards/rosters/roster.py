"""Open a roster and read it row by row."""

import csv
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from signet.awards.rosters.columns import Header
from signet.awards.rosters.examination import Rules
from signet.awards.rosters.judge import Judge
from signet.awards.rosters.sources import Source, survey
from signet.awards.rosters.texts import shown
from signet.awards.rosters.values import Layout, RosterError, RosterRow

DELIMITERS = (",", ";", "\t", "|")
MOST_ROWS = 250_000
_LONGEST_RECORD = 1024 * 1024

# What Excel writes first for itself where the delimiter is not the country's own.
_SEPARATOR_LINE = re.compile(r'"?sep=([,;\t|])"?[\r\n]*')

# A record and its number as a spreadsheet counts them.
Numbered = tuple[int, list[str]]


def open_roster(
    path: Path | BinaryIO,
    *,
    today: date,
    achievements: Collection[str],
    default_achievement: str | None = None,
    once_only: Collection[str] = (),
) -> "Roster":
    """Find out how a file is written, and that all of it can be read; RosterError when not.

    `achievements` are the slugs that may be awarded; `default_achievement` goes to rows that name
    none; those of `once_only` are awarded once per person, whatever the date. A stream is read from
    its beginning and left open.
    """
    if default_achievement is not None and default_achievement not in achievements:
        raise RosterError(f'There is no micro-credential "{shown(default_achievement)}" to award.')
    rules = Rules(today, frozenset(achievements), default_achievement, frozenset(once_only))
    source = survey(path)
    table = _best_table(source)
    header, size = table.survey()
    layout = header.layout(
        encoding=source.encoding,
        delimiter=table.delimiter,
        achievement_given=default_achievement is not None,
    )
    return Roster(layout, table, header, size, rules)


class Roster:
    """The rows of one file: iterate for judged rows, as often as needed, one loop at a time.

    `len(roster)` is the number of rows with anything in them. Rows are read as they are asked for.
    """

    def __init__(
        self, layout: Layout, table: "_Table", header: Header, size: int, rules: Rules
    ) -> None:
        self.layout = layout
        self._table = table
        self._header = header
        self._size = size
        self._rules = rules

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[RosterRow]:
        judge = Judge(self._header.labels, self.layout.columns, self._rules)
        with self._table.records() as records:
            if Header(tuple(next(records, (0, []))[1])) != self._header:
                raise RosterError("The file changed while it was read. Try again.")
            for number, record in records:
                yield judge.judge(number, record)


@dataclass(frozen=True, slots=True)
class _Table:
    """A source read as records with one delimiter."""

    source: Source
    delimiter: str
    skipped_lines: int

    @contextmanager
    def records(self) -> Iterator[Iterator[Numbered]]:
        """Lend the records that have anything in them, the header first."""
        with self.source.lines() as lines:
            for _ in range(self.skipped_lines):
                next(lines, None)
            yield _numbered(lines, self.delimiter)

    def survey(self) -> tuple[Header, int]:
        """Read everything once: the header, and how many records stand beneath it."""
        with self.records() as records:
            header = Header(tuple(next(records, (0, []))[1]))
            if not header.cells:
                raise RosterError("The file is empty.")
            size = sum(1 for _ in records)
        return header, size


def _best_table(source: Source) -> _Table:
    """Choose the delimiter under which the first row holds the most known headers."""
    with source.lines() as lines:
        declared = _SEPARATOR_LINE.fullmatch(next(lines, ""))
    if declared:
        return _Table(source, declared[1], skipped_lines=1)
    tables = [_Table(source, delimiter, skipped_lines=0) for delimiter in DELIMITERS]
    return max(tables, key=_header_score)


def _header_score(table: _Table) -> tuple[int, int]:
    try:
        with table.records() as records:
            header = Header(tuple(next(records, (0, []))[1]))
    except RosterError:
        return 0, 0
    return header.recognized, len(header.cells)


def _numbered(lines: Iterator[str], delimiter: str) -> Iterator[Numbered]:
    bounded = _BoundedLines(lines)
    records = csv.reader(bounded, delimiter=delimiter, strict=True)
    number = filled = 0
    while True:
        number += 1
        bounded.taken = 0
        try:
            record = next(records, None)
        except csv.Error as error:
            raise RosterError(
                f"Row {number} cannot be read: a quotation mark is not closed, stands within a "
                'text, or the cell is too long. Write a quotation mark within a text twice ("").'
            ) from error
        if record is None:
            return
        if any(map(str.strip, record)):
            filled += 1
            if filled > MOST_ROWS + 1:
                raise RosterError(f"The file has over {MOST_ROWS:,} rows. Split it in several.")
            yield number, record


class _BoundedLines:
    """Lines for one record at a time, so that a quotation mark cannot swallow a whole file."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.taken = 0

    def __iter__(self) -> "_BoundedLines":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.taken += len(line)
        if self.taken > _LONGEST_RECORD:
            raise RosterError("A row is too long for a roster. Is a quotation mark left open?")
        return line
