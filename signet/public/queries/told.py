"""What a verified credential says, read from its projection: our own badges and anyone's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString

from signet.public.markdown import as_html
from signet.public.queries.learning import web_address
from signet.public.values import Fact, Link

OWN_SCALE = "ext:Classification"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of what the earner did."""

    name: str
    genre: str
    words: SafeString
    url: str


@dataclass(frozen=True, slots=True)
class Told:
    """The credential in the terms of a page.

    criteria: Markdown; issuer: the awarding body; above: the organizations that it belongs to,
    nearest first; skills: what the achievement is aligned to; expires: None where it never does.
    """

    id: str
    title: str
    description: str
    criteria: str
    issuer: Link
    above: Sequence[Link]
    earner: str
    issued: datetime
    expires: datetime | None
    achievement: Link
    skills: Sequence[Link]
    evidence: Sequence[Evidence]
    results: Sequence[Fact]
    narrative: str

    @property
    def university(self) -> Link:
        """The topmost organization that the issuer belongs to, or the issuer itself."""
        return self.above[-1] if self.above else self.issuer


def told(credential: Mapping[str, Any] | None) -> Told | None:
    """Read a projection: known members only, arrays where the standard allows several values.

    None where there is none, and where it is an endorsement, which gives nothing to anybody.
    """
    if credential is None or "achievement" not in credential["credentialSubject"]:
        return None
    subject = credential["credentialSubject"]
    achievement = subject["achievement"]
    issuer, *above = list(_profiles(credential["issuer"]))
    return Told(
        id=credential["id"],
        title=achievement["name"],
        description=achievement["description"],
        criteria=achievement["criteria"].get("narrative", ""),
        issuer=issuer,
        above=above,
        earner=_named(subject.get("identifier", ())),
        issued=_moment(credential.get("awardedDate") or credential["validFrom"]),
        expires=_moment(credential["validUntil"]) if "validUntil" in credential else None,
        achievement=Link(achievement["name"], web_address(achievement["id"])),
        skills=[
            Link(one["targetName"], web_address(one["targetUrl"]))
            for one in achievement.get("alignment", ())
            if one.get("targetType") != OWN_SCALE
        ],
        evidence=[_evidence(one) for one in credential.get("evidence", ())],
        results=list(_results(subject.get("result", ()), achievement)),
        narrative=subject.get("narrative", ""),
    )


def _profiles(profile: Mapping[str, Any] | str) -> Iterator[Link]:
    """The issuer and the organizations above it."""
    at: Any = profile
    while at is not None:
        at = {"id": at} if isinstance(at, str) else at
        yield Link(at.get("name") or at["id"], web_address(at.get("url", "")))
        at = at.get("parentOrg")


def _named(identifiers: Sequence[Mapping[str, Any]]) -> str:
    """The earner's name where the badge gives one in clear (OB 3.0, IdentityObject)."""
    for one in identifiers:
        if one["identityType"] == "name" and not one["hashed"]:
            return str(one["identityHash"])
    return ""


def _evidence(one: Mapping[str, Any]) -> Evidence:
    url = web_address(one.get("id", ""))
    return Evidence(
        name=one.get("name") or (url and "See the evidence") or "Evidence",
        genre=one.get("genre", ""),
        words=as_html(one.get("narrative") or one.get("description") or ""),
        url=url,
    )


def _results(
    results: Sequence[Mapping[str, Any]], achievement: Mapping[str, Any]
) -> Iterator[Fact]:
    """Each result under the name that the achievement gives it."""
    names = {one["id"]: one["name"] for one in achievement.get("resultDescription", ())}
    for one in results:
        if "value" in one:
            yield Fact(names.get(one.get("resultDescription"), "Result"), one["value"])


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
