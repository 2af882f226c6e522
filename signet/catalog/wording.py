"""What an achievement version says in plain words, on the badge page and in the signed criteria."""

from dataclasses import dataclass
from decimal import Decimal

from signet.catalog.models import AchievementVersion, LearningType

LEARNING_TYPES = {
    LearningType.CURRICULAR: "Part of a course of study: classes normally taken for a degree",
    LearningType.CO_CURRICULAR: "Taken in addition to a course of study",
    LearningType.EXPERIENTIAL: "Learned by observation and experience",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact about how an achievement is earned: a short label, what holds, what that means."""

    label: str
    value: str
    meaning: str = ""


def facts(version: AchievementVersion) -> list[Fact]:
    """Class, learning type, workload, assessment, supervision, identity and sponsor, in order."""
    named = version.frozen["classification"]
    found = [
        Fact("Class", named["name"], f"{named['mastery']}. {named['meaning']}"),
        Fact(
            "Learning type",
            LearningType(version.learning_type).label,
            LEARNING_TYPES[LearningType(version.learning_type)],
        ),
        Fact("Workload", workload(version)),
        assessment(version),
        supervision(version),
        identity(version),
    ]
    if version.sponsor_name:
        found.append(Fact("Sponsor", version.sponsor_name, version.sponsor_url))
    return found


def workload(version: AchievementVersion) -> str:
    """Learning hours and credit, as far as they are known."""
    parts = []
    if version.hours is not None:
        parts.append(counted(version.hours, "learning hour"))
    parts.append(
        counted(version.credits, "quarter-hour credit")
        if version.credits is not None
        else "non-credit"
    )
    return ", ".join(parts)


def assessment(version: AchievementVersion) -> Fact:
    """Whether the earner's work was assessed, and how."""
    if version.assessed:
        return Fact("Assessment", "Assessed", version.assessment)
    return Fact("Assessment", "Participation only", "Taking part was recorded; no work was graded")


def supervision(version: AchievementVersion) -> Fact:
    """Whether somebody watched while the work was done."""
    if version.supervised:
        return Fact("Supervision", "Supervised", "Staff were present while the work was done")
    return Fact("Supervision", "Not supervised", "The work was done without supervision")


def identity(version: AchievementVersion) -> Fact:
    """Whether the earner's identity was checked."""
    if version.identity_checked:
        return Fact("Identity", "Identity checked", "The earner's identity was checked by staff")
    return Fact("Identity", "Identity not checked", "Nobody compared the earner with an ID")


def criteria_narrative(version: AchievementVersion) -> str:
    """The criteria and, below them, the facts: the Markdown that is signed."""
    lines = [
        f"- **{fact.label}:** {fact.value}" + (f" ({fact.meaning})" if fact.meaning else "")
        for fact in facts(version)
    ]
    return "\n".join([version.criteria.strip(), "", "### How it is earned", "", *lines])


def counted(amount: Decimal, noun: str) -> str:
    """Such as `1 learning hour` or `2.5 learning hours`."""
    text = f"{amount.normalize():f}"
    return f"{text} {noun}" if text == "1" else f"{text} {noun}s"
