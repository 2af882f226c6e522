"""Judge the rows of one file in their order."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import blake2b

from signet.awards.rosters.addresses import normalize_address
from signet.awards.rosters.cells import Cells, are_clean, picker
from signet.awards.rosters.dates import DateTrouble, read_date
from signet.awards.rosters.examination import EARLIEST, LATEST, Rules, examine, full_name, tidy
from signet.awards.rosters.texts import GARBLED, Finding
from signet.awards.rosters.values import (
    LONGEST_NAME,
    Column,
    Remark,
    RosterRow,
    Verdict,
    award_key,
)

_WORST_FIRST = (Verdict.ERROR, Verdict.DUPLICATE, Verdict.WARNING, Verdict.OK)


class Judge:
    """Judges rows one by one; of the rows before it remembers one short digest each.

    `labels` are the headers of the file as they may be printed, `columns` its `Layout.columns`.
    """

    def __init__(self, labels: Sequence[str], columns: Mapping[str, int], rules: Rules) -> None:
        self._width = len(labels)
        self._labels = {column: labels[columns[column]] for column in Column if column in columns}
        self._pick = picker(columns)
        self._rules = rules
        self._name_column = next(
            column
            for column in (Column.NAME, Column.GIVEN_NAME, Column.FAMILY_NAME)
            if column in columns
        )
        self._rows_by_digest: dict[bytes, int] = {}

    def judge(self, number: int, record: Sequence[str]) -> RosterRow:
        """Judge one record, of which at least one cell is not empty."""
        spill = record[self._width :]
        if len(record) < self._width or any(map(str.strip, spill)):
            return self._misshapen(number, record)
        cells = self._pick([*record[: self._width], ""])
        row = self._at_a_glance(number, cells) or self._examined(number, Cells._make(cells))
        return row if row.verdict is Verdict.ERROR else self._beside_earlier(row)

    def _at_a_glance(self, number: int, cells: tuple[str, ...]) -> RosterRow | None:
        """Judge a row that leaves nothing to say, as most do; None when it takes a closer look."""
        if not are_clean(cells):
            return None
        (slug, address, given, family, name, person, awarded, expires, key, *more) = cells
        awarded_on = read_date(awarded)
        expires_on = read_date(expires) if expires else None
        shown_name = name or f"{given} {family}".strip()
        if (
            not isinstance(awarded_on, date)
            or isinstance(expires_on, DateTrouble)
            or not EARLIEST <= awarded_on <= self._rules.today
            or (expires_on is not None and not awarded_on <= expires_on <= LATEST)
            or (slug or self._rules.default_achievement) not in self._rules.achievements
            or not 0 < len(shown_name) <= LONGEST_NAME
            or _look_garbled(f"{given}\n{family}\n{name}")
        ):
            return None
        evidence, narrative, language, former_id, former_url, former_host = more
        return RosterRow(
            number,
            slug,
            address,
            given,
            family,
            shown_name,
            person,
            awarded_on,
            expires_on,
            key or None,
            evidence,
            narrative,
            language,
            former_id,
            former_url,
            former_host,
            (),
            Verdict.OK,
        )

    def _examined(self, number: int, raw: Cells) -> RosterRow:
        examined = examine(raw, self._rules)
        verdicts = {finding.verdict for _, finding in examined.findings}
        return _row(
            number,
            examined.cells,
            name=examined.name,
            dates=(examined.awarded_on, examined.expires_on),
            said=(
                next((verdict for verdict in _WORST_FIRST if verdict in verdicts), Verdict.OK),
                tuple(self._remark(*found) for found in examined.findings),
            ),
        )

    def _misshapen(self, number: int, record: Sequence[str]) -> RosterRow:
        """Of such a row nobody knows which cell belongs to which column: nothing more is judged."""
        filled = [*record, *[""] * self._width][: self._width]
        cells = tidy(Cells._make(self._pick([*filled, ""])))
        few = len(record) < self._width
        remark = Remark(
            "",
            f"The row has {len(record)} cells under {self._width} headers.",
            "Write the empty cells too, or delete the row."
            if few
            else "Delete the cells beyond the last header; put a text with a delimiter in quotes.",
        )
        return _row(
            number,
            cells,
            name=full_name(cells),
            dates=(None, None),
            said=(Verdict.ERROR, (remark,)),
        )

    def _remark(self, column: Column, finding: Finding) -> Remark:
        label = self._labels.get(column) or self._labels[self._name_column]
        return Remark(label, finding.problem, finding.mend)

    def _beside_earlier(self, row: RosterRow) -> RosterRow:
        """Mark a row that would award the same again; a row with an ERROR awards nothing."""
        slug = row.achievement or self._rules.default_achievement or ""
        once_only = slug in self._rules.once_only
        person = f"{row.university_id}\n"
        if not row.university_id:
            person += normalize_address(row.address)
        key = award_key(row.award_key, row.awarded_on or EARLIEST, once_only=once_only)
        identity = f"{slug}\n{person}\n{key}".encode()
        digest = blake2b(identity, digest_size=16).digest()
        first = self._rows_by_digest.setdefault(digest, row.number)
        if first == row.number:
            return row
        same = "the same key" if row.award_key else "the same date"
        remark = Remark(
            "",
            f"The row repeats row {first}: the same micro-credential and person"
            + (", and it is awarded once only." if once_only and not key else f", and {same}."),
            "Delete one of the two rows.",
        )
        return replace(row, remarks=(*row.remarks, remark), verdict=Verdict.DUPLICATE)


def _look_garbled(names: str) -> bool:
    return not names.isascii() and GARBLED.search(names) is not None


def _row(
    number: int,
    cells: Cells,
    *,
    name: str,
    dates: tuple[date | None, date | None],
    said: tuple[Verdict, tuple[Remark, ...]],
) -> RosterRow:
    return RosterRow(
        number=number,
        name=name,
        awarded_on=dates[0],
        expires_on=dates[1],
        award_key=cells.award_key or None,
        verdict=said[0],
        remarks=said[1],
        achievement=cells.achievement,
        address=cells.address,
        given_name=cells.given_name,
        family_name=cells.family_name,
        university_id=cells.university_id,
        evidence_url=cells.evidence_url,
        evidence_narrative=cells.evidence_narrative,
        language=cells.language,
        former_id=cells.former_id,
        former_url=cells.former_url,
        former_host=cells.former_host,
    )
