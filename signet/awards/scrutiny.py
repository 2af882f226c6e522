"""Looks at what one award says as a roster's row is looked at, before it is signed for good."""

from collections.abc import Iterator
from datetime import date

from signet.awards.drafts import Given
from signet.awards.rosters import Column, Verdict
from signet.awards.rosters.examination import EARLIEST, Rules, examine_cell
from signet.awards.rosters.texts import is_blank

_LONGEST_RESULT = 60
_LONGEST_REASON = 300
_NAMES = {
    Column.NAME: "name",
    Column.AWARDED_ON: "date",
    Column.EXPIRES_ON: "expiry",
    Column.EVIDENCE_URL: "evidence",
    Column.EVIDENCE_NARRATIVE: "text",
    Column.LANGUAGE: "language",
    Column.AWARD_KEY: "key",
    Column.FORMER_HOST: "former host",
    Column.FORMER_ID: "former id",
    Column.FORMER_URL: "former address",
}


def trouble_with(given: Given, *, key: str, today: date, withheld: bool) -> str:
    """What forbids the award in plain words, '' where nothing does.

    key: tells it from others, '' where nothing has to; withheld: the name will not be signed, so
    there may be none.
    """
    for column, text in (*_cells(given), (Column.AWARD_KEY, key)):
        if problem := _problem(column, text, today):
            return problem
    if not withheld and is_blank(given.name):
        return "The name is empty. Write the name as the badge shows it."
    if given.expires_on is not None and given.expires_on < given.awarded_on:
        return "The award expires before the day on which it is awarded."
    if len(given.result) > _LONGEST_RESULT:
        return f"The result is longer than {_LONGEST_RESULT} characters."
    return ""


def trouble_with_reason(text: str) -> str:
    """What forbids the text as a public reason, '' where nothing does."""
    if len(text) > _LONGEST_REASON:
        return f"The reason is longer than {_LONGEST_REASON} characters."
    return _problem(Column.EVIDENCE_NARRATIVE, text, EARLIEST)


def _problem(column: Column, text: str, today: date) -> str:
    rules = Rules(today, frozenset(), None, frozenset())
    for finding in examine_cell(column, text, text.strip(), rules):
        if finding.verdict is Verdict.ERROR:
            return f"The {_NAMES[column]}: {finding.problem} {finding.mend}"
    return ""


def _cells(given: Given) -> Iterator[tuple[Column, str]]:
    yield Column.NAME, given.name
    yield Column.AWARDED_ON, given.awarded_on.isoformat()
    if given.expires_on is not None:
        yield Column.EXPIRES_ON, given.expires_on.isoformat()
    yield Column.LANGUAGE, given.language
    yield Column.FORMER_HOST, given.former_host
    yield Column.FORMER_ID, given.former_id
    yield Column.FORMER_URL, given.former_url
    # these may have several lines
    for text in (given.narrative, given.result, *map(_told, given.evidence)):
        yield Column.EVIDENCE_NARRATIVE, text.replace("\r\n", " ").replace("\n", " ")
    for one in given.evidence:
        yield Column.EVIDENCE_URL, one.get("url", "")


def _told(evidence: dict[str, str]) -> str:
    return f"{evidence.get('name', '')} {evidence.get('narrative', '')}"
