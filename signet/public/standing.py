"""How a badge of ours stands today, in one line for those who read no further."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from signet.awards.models import Award
from signet.awards.states import AwardState
from signet.standards.verify import Name, Outcome, Report, Verdict


@dataclass(frozen=True, slots=True)
class Look:
    """How a standing is shown.

    tone: the color family; in_force: whether the badge may be shared and downloaded; void: whether
    its picture has lost its color.
    """

    tone: str
    icon: str
    in_force: bool = True
    void: bool = False


class Standing(StrEnum):
    """What may be said of a badge at this moment."""

    VERIFIED = "verified"
    UNCHECKED = "unchecked"
    EARLY = "early"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    REFUSED = "refused"


# Only what was verified is ever green.
LOOKS = {
    Standing.VERIFIED: Look("ok", "seal-check-fill"),
    Standing.UNCHECKED: Look("none", "question-fill"),
    Standing.EARLY: Look("warn", "clock-countdown-fill"),
    Standing.EXPIRED: Look("warn", "clock-countdown-fill"),
    Standing.SUSPENDED: Look("warn", "pause-circle-fill", in_force=False, void=True),
    Standing.REVOKED: Look("bad", "prohibit-fill", in_force=False, void=True),
    Standing.REFUSED: Look("bad", "seal-warning-fill", in_force=False, void=True),
}


def standing(award: Award, report: Report, *, now: datetime) -> Standing:
    """The university's own word first, then what the checks of the signed document say."""
    if award.state == AwardState.REVOKED:
        return Standing.REVOKED
    if award.state == AwardState.SUSPENDED:
        return Standing.SUSPENDED
    if report.verdict is Verdict.VERIFIED:
        return Standing.VERIFIED
    if report.verdict is Verdict.UNCHECKED:
        return Standing.UNCHECKED
    failed = {check.name for check in report.checks if check.outcome is Outcome.FAIL}
    if Name.DATES not in failed:
        return Standing.REFUSED
    # the verifier stops at what fails, so all that comes before the dates has passed
    over = award.valid_until is not None and award.valid_until < now
    return Standing.EXPIRED if over else Standing.EARLY
