"""The verifier's checks as lines of a list: a picture, a sentence, and always the word."""

from collections.abc import Sequence
from dataclasses import dataclass

from signet.standards.verify import Outcome, Report


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One check. tone: `pass`, `fail` or `none`; pill: the color family of the word."""

    title: str
    detail: str
    tone: str
    icon: str
    word: str
    pill: str


_LOOKS = {
    Outcome.PASS: ("pass", "check-circle-fill", "Pass", "ok"),
    Outcome.FAIL: ("fail", "x-circle-fill", "Fail", "bad"),
    Outcome.NOT_CHECKED: ("none", "minus-circle-fill", "Not checked", "none"),
}


def check_lines(report: Report) -> Sequence[CheckLine]:
    """Every check of the report, in the order in which they were made."""
    return [
        CheckLine(check.name.capitalize(), check.detail, *_LOOKS[check.outcome])
        for check in report.checks
    ]
