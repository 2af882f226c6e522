"""What an achievement version says, in the words and order of the pages."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import get_language_info

from signet.catalog import wording
from signet.catalog.models import AchievementVersion, LearningType
from signet.public import urls_of
from signet.public.markdown import as_html
from signet.public.values import Assurance, ClassLine, Fact, Learning, Link


def learning_of(version: AchievementVersion) -> Learning:
    """All that the version says, as it read when it was published."""
    return Learning(
        title=version.name,
        art_url=urls_of.achievement_art(version),
        classed=class_of(version),
        description=version.description,
        criteria=as_html(version.criteria),
        outcomes=version.outcomes,
        skills=[skill_link(skill["name"], skill["url"]) for skill in version.frozen["skills"]],
        assurances=_assurances(version),
        sponsor=_sponsor(version),
        facts=_facts(version),
    )


def offer_facts(version: AchievementVersion) -> list[Fact]:
    """What somebody who thinks of earning it wants to know besides."""
    lasting = wording.counted(Decimal(version.valid_months or 0), "month")
    facts = [
        Fact("Format", version.format.replace("-", " ").capitalize()),
        Fact("Cost", version.cost_note),
        Fact("Badge valid for", lasting if version.valid_months else "Does not expire"),
    ]
    return [fact for fact in facts if fact.value]


def class_of(version: AchievementVersion) -> ClassLine:
    """The version's class, as frozen with it."""
    frozen: dict[str, Any] = version.frozen["classification"]
    return ClassLine(**{name: frozen[name] for name in ClassLine.__slots__})


def effort(version: AchievementVersion) -> str:
    """Learning hours, else credit, else nothing: what a card has room for."""
    if version.hours is not None:
        return wording.counted(version.hours, "hour")
    return _credit(version.credits) if version.credits is not None else ""


def skill_link(name: str, url: str) -> Link:
    """A skill, leading to its framework where that is on the web."""
    return Link(name, web_address(url))


def web_address(url: str) -> str:
    """The URL if a browser may be sent there, else nothing (`javascript:` and the like)."""
    return url if urlsplit(url).scheme in {"http", "https"} else ""


def _facts(version: AchievementVersion) -> list[Fact]:
    learning_type = LearningType(version.learning_type)
    return [
        Fact("Learning time", wording.counted(version.hours, "hour") if version.hours else "Open"),
        Fact("Credit", _credit(version.credits)),
        Fact("Learning type", learning_type.label, note=wording.LEARNING_TYPES[learning_type]),
        Fact("Language", language_name(version.language)),
    ]


def _credit(credits_: Decimal | None) -> str:
    return wording.counted(credits_, "quarter hour") if credits_ is not None else "Non-credit"


def language_name(code: str) -> str:
    """The English name of a language by its tag, or the tag where Django knows no name."""
    try:
        return str(get_language_info(code)["name"])
    except KeyError:
        return code


def _assurances(version: AchievementVersion) -> list[Assurance]:
    pictures = {
        wording.assessment: "seal-check" if version.assessed else "user-circle",
        wording.supervision: "chalkboard-teacher",
        wording.identity: "identification-card",
    }
    told = [(icon, tell(version)) for tell, icon in pictures.items()]
    return [Assurance(icon, fact.value, fact.meaning) for icon, fact in told]


def _sponsor(version: AchievementVersion) -> Link | None:
    if not version.sponsor_name:
        return None
    return Link(version.sponsor_name, web_address(version.sponsor_url))
