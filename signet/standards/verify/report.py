"""What was found: one outcome and one plain sentence for each check, always the same checks."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from signet.standards.errors import StandardsError, UnsupportedError
from signet.standards.verify.ports import NotCheckedError

LONGEST_DETAIL = 400


class Outcome(StrEnum):
    """What a check found."""

    PASS = "pass"  # noqa: S105  # an outcome
    FAIL = "fail"
    NOT_CHECKED = "not checked"


class Verdict(StrEnum):
    """What all checks come to."""

    VERIFIED = "verified"
    REFUSED = "refused"
    UNCHECKED = "unchecked"


class Name(StrEnum):
    """The checks, in the order in which they are made and reported."""

    READ = "read"
    STRUCTURE = "structure"
    CONTEXTS = "contexts"
    CANONICAL_FORM = "canonical form"
    ISSUER = "issuer"
    SIGNATURE = "signature"
    DATES = "dates"
    STATUS = "status"
    ENDORSEMENTS = "endorsements"
    RECIPIENT = "recipient"
    TRUST = "trust"


# What has to pass. Endorsements are words of other parties: one that does not verify is left out
# of what is shown and its check fails, but it is not the badge that is wrong. Otherwise an endorser
# whose server is gone would take every badge along that they once spoke well of.
REQUIRED = (
    Name.READ,
    Name.STRUCTURE,
    Name.CONTEXTS,
    Name.CANONICAL_FORM,
    Name.ISSUER,
    Name.SIGNATURE,
    Name.DATES,
    Name.STATUS,
)
# A recipient is compared only when asked for; then a badge of somebody else is no answer.
REFUSING = (*REQUIRED, Name.RECIPIENT)


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, what it found, and a plain sentence that is safe to print."""

    name: str
    outcome: Outcome
    detail: str


@dataclass(frozen=True, slots=True)
class Report:
    """All checks in order, and what the badge says once its signature holds, else None.

    `credential` is the projection of the verified document: known members only.
    """

    checks: tuple[Check, ...]
    credential: dict[str, Any] | None

    @property
    def verdict(self) -> Verdict:
        """Refused when anything that matters failed, verified when all of it passed."""
        outcomes = {check.name: check.outcome for check in self.checks}
        if any(outcomes[name] is Outcome.FAIL for name in REFUSING):
            return Verdict.REFUSED
        if all(outcomes[name] is Outcome.PASS for name in REQUIRED):
            return Verdict.VERIFIED
        return Verdict.UNCHECKED

    @property
    def reason(self) -> str:
        """The sentence of the check that decided against the badge; empty when verified."""
        for outcome, names in ((Outcome.FAIL, REFUSING), (Outcome.NOT_CHECKED, REQUIRED)):
            for check in self.checks:
                if check.outcome is outcome and check.name in names:
                    return check.detail
        return ""


class StopError(Exception):
    """A check that the following ones stand on did not pass."""


class Findings:
    """The checks made so far. Those that are never made are reported as not checked."""

    def __init__(self) -> None:
        self._checks: dict[str, Check] = {}

    def record(self, name: Name, outcome: Outcome, detail: str) -> None:
        """Write down what a check found."""
        self._checks[name] = Check(name.value, outcome, plain(detail))

    @contextmanager
    def check(self, name: Name, *, go_on: bool = False) -> Iterator[None]:
        """Record what the body raises, and stop there unless what follows does not depend on it.

        A failure of a required check always stops: nothing is fetched or looked at any more for a
        badge that is refused already.
        """
        try:
            yield
        except (NotCheckedError, UnsupportedError) as error:
            self.record(name, Outcome.NOT_CHECKED, str(error))
            if not go_on:
                raise StopError from error
        except StandardsError as error:
            self.record(name, Outcome.FAIL, str(error))
            if not go_on or name in REFUSING:
                raise StopError from error

    def passed(self, name: Name, detail: str) -> None:
        """Write down that a check passed."""
        self.record(name, Outcome.PASS, detail)

    def report(self, credential: dict[str, Any] | None) -> Report:
        """Every check, in order."""
        return Report(tuple(self._checks.get(name, _untouched(name)) for name in Name), credential)


def unread(detail: str) -> Report:
    """The report about something that could not even be had, as a file that is not there."""
    findings = Findings()
    findings.record(Name.READ, Outcome.NOT_CHECKED, detail)
    return findings.report(None)


def _untouched(name: Name) -> Check:
    detail = "Not looked at, because an earlier check did not pass."
    return Check(name.value, Outcome.NOT_CHECKED, detail)


def plain(text: str, *, longest: int = LONGEST_DETAIL) -> str:
    """A stranger's text on one line: no control, direction or private character, of bounded length.

    A terminal would obey escape sequences, and a reader would be misled by text that runs the
    other way.
    """
    if len(text) > longest:
        text = text[: longest - 1] + "…"
    if text.isascii() and text.isprintable():
        return text
    return "".join("\N{REPLACEMENT CHARACTER}" if _is_unruly(each) else each for each in text)


def _is_unruly(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
