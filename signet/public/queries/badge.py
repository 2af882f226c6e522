"""The public page of an award: what the signed document says, and how it stands today."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.html import format_html
from django.utils.safestring import SafeString

from signet.awards.composing import badge_url
from signet.awards.models import Award, Credential
from signet.people.models import Institution
from signet.public import urls_of
from signet.public.dates import in_words
from signet.public.queries.checks import CheckLine, check_lines
from signet.public.queries.learning import learning_of, web_address
from signet.public.queries.pages import home_of
from signet.public.queries.told import Told, told
from signet.public.standing import LOOKS, Look, Standing, standing
from signet.public.values import Fact, Learning, Link
from signet.standards.verify import Report
from signet.ui.templatetags.ui import the


@dataclass(frozen=True, slots=True)
class BadgePage:
    """All that the page of a badge shows.

    told: the signed document, None where it does not verify and so says nothing; university: who
    stands behind it; awarding_body: the unit and those above it, by the names that were signed.
    """

    url: str
    title: str
    university: Link
    awarding_body: Sequence[Link]
    earner: str
    initials: str
    told: Told | None
    learning: Learning
    look: Look
    headline: SafeString
    sentence: SafeString
    facts: Sequence[Fact]
    checks: Sequence[CheckLine]
    has_jwt: bool


def badge_page(
    award: Award, report: Report, institution: Institution, *, now: datetime
) -> BadgePage:
    """Put the page together from the award and the report on its signed document."""
    url = badge_url(award.public_id, home_of(institution))
    read = _about(url, report)
    name = (read.university.name if read else "") or institution.name
    day = _day_in(institution)
    of_another = report.credential is not None and read is None
    stands = Standing.REFUSED if of_another else standing(award, report, now=now)
    learning = learning_of(award.version)
    headline, sentence = _words(stands, award, read, university=name, day=day)
    return BadgePage(
        url=url,
        title=read.title if read else award.version.name,
        university=Link(name, institution.url),
        awarding_body=_awarding_body(award, read),
        earner=read.earner if read else "",
        initials=initials(read.earner) if read else "",
        told=read,
        learning=learning,
        look=LOOKS[stands],
        headline=headline,
        sentence=sentence,
        facts=_facts(award, read, learning, day),
        checks=check_lines(report),
        has_jwt=any(one.kind == Credential.Kind.JWT for one in award.credentials.all()),
    )


def _about(url: str, report: Report) -> Told | None:
    """What the document says, if it says it of this award: its id stands beneath the award's URL.

    A genuine document of somebody else, stored here by mistake, proves nothing on this page.
    """
    read = told(report.credential)
    return read if read and read.id.startswith(f"{url}/") else None


Day = Callable[[datetime], str]


def _day_in(institution: Institution) -> Day:
    zone = ZoneInfo(institution.time_zone)
    return lambda moment: in_words(moment.astimezone(zone).date())


def initials(name: str) -> str:
    """The first letters of the first and the last name, where both begin with a letter."""
    first = [word[0] for word in name.split() if word[0].isalpha()]
    return "".join(first[:1] + first[1:][-1:])


def _awarding_body(award: Award, read: Told | None) -> Sequence[Link]:
    """The signed names, which a unit keeps on old badges; the first leads to the unit's page."""
    if read is None:
        return [Link(award.unit.name, urls_of.issuer(award.unit))]
    return [Link(read.issuer.name, urls_of.issuer(award.unit)), *read.above[:-1]]


_WORDS = {
    Standing.VERIFIED: (
        "Verified.",
        "Issued by {giver}{to}. Signature, issuer, dates and status were checked just now.",
    ),
    Standing.UNCHECKED: (
        "Not fully checked.",
        "Some checks could not be carried out just now, which says nothing about the badge.",
    ),
    Standing.EARLY: (
        "Not valid before {begins}.",
        "It was issued by {giver}{to} ahead of that day.",
    ),
    Standing.EXPIRED: (
        "Expired on {until}.",
        "It was issued by {giver}{to} and was valid until then.",
    ),
    Standing.SUSPENDED: (
        "Suspended since {ended}.",
        "For now, {giver} does not stand behind this badge. It may be reinstated.{reason}",
    ),
    Standing.REVOKED: (
        "Revoked on {ended}.",
        "The badge is no longer backed by {giver}.{reason}",
    ),
    Standing.REFUSED: (
        "Does not verify.",
        "The stored document failed a check. Do not rely on it, and please tell {giver}.",
    ),
}


def _words(
    stands: Standing, award: Award, read: Told | None, *, university: str, day: Day
) -> tuple[SafeString, SafeString]:
    """The headline and the sentence; a name stands apart from the direction of the text around."""
    # of somebody whose name is withheld, no text is told that may name them
    said = award.public_reason if award.shown_name else ""
    reason = (said or award.get_reason_display()).rstrip(".")
    told = {
        "giver": the(university),
        "to": format_html(" to <bdi>{}</bdi>", read.earner) if read and read.earner else "",
        "begins": day(award.valid_from),
        "until": day(award.valid_until) if award.valid_until else "",
        "ended": day(award.ended_at) if award.ended_at else "",
        "reason": format_html(" Reason: <bdi>{}</bdi>.", reason) if reason else "",
    }
    headline, sentence = _WORDS[stands]
    return format_html(headline, **told), format_html(sentence, **told)


def _facts(award: Award, read: Told | None, learning: Learning, day: Day) -> list[Fact]:
    issued = read.issued if read else award.awarded_at
    expires = read.expires if read else award.valid_until
    return [
        Fact("Issued", day(issued)),
        Fact("Expires", day(expires) if expires else "Does not expire"),
        *learning.facts,
        *(read.results if read else ()),
        Fact("Credential ID", award.public_id, wide=True, code=True),
        *_former(award),
    ]


def _former(award: Award) -> list[Fact]:
    """Where the badge lived before it came to us."""
    if not award.shown_name or not (award.former_host or award.former_url):
        return []
    return [
        Fact(
            "First issued at",
            award.former_host or award.former_url,
            note=award.former_id and f"There its ID was {award.former_id}",
            url=web_address(award.former_url),
            wide=True,
        )
    ]
