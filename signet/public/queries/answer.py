"""The verifier's answer in plain words: a sentence, the checks, and what the badge says."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from signet.public.dates import in_words
from signet.public.markdown import as_html
from signet.public.queries.checks import CheckLine, check_lines
from signet.public.queries.told import Told, told
from signet.public.values import Fact
from signet.standards.verify import Name, Outcome, Report, ResolveError, Verdict
from signet.ui.templatetags.ui import the


@dataclass(frozen=True, slots=True)
class Answer:
    """What /verify/ answers."""

    verdict: str
    icon: str
    headline: str
    sentence: str
    checks: Sequence[CheckLine]
    facts: Sequence[Fact]
    told: Told | None
    criteria: SafeString | str = ""


_ICONS = {
    Verdict.VERIFIED: "seal-check-fill",
    Verdict.REFUSED: "seal-warning-fill",
    Verdict.UNCHECKED: "question-fill",
}


def answer(report: Report) -> Answer:
    """Put the answer together; what the badge says is shown only as far as it was verified."""
    read = told(report.credential)
    headline, sentence = _words(report, read)
    return Answer(
        verdict=report.verdict,
        icon=_ICONS[report.verdict],
        headline=headline,
        sentence=sentence,
        checks=check_lines(report),
        facts=_facts(read) if read else (),
        told=read,
        criteria=as_html(read.criteria) if read else "",
    )


def unreachable(error: ResolveError) -> Answer:
    """The answer where there was nothing to check: neither for nor against the badge."""
    return Answer(
        verdict=Verdict.UNCHECKED,
        icon=_ICONS[Verdict.UNCHECKED],
        headline="We could not get the badge",
        sentence=str(error),
        checks=(),
        facts=(),
        told=None,
    )


_REFUSED = {
    Name.READ: "We found no badge in it",
    Name.DATES: "This badge is not valid today",
    Name.STATUS: "This badge does not hold any more",
    Name.RECIPIENT: "This badge belongs to somebody else",
}


def _words(report: Report, read: Told | None) -> tuple[str, str]:
    if report.verdict is Verdict.VERIFIED:
        if read is None:
            return "This endorsement is genuine", "It speaks for a badge, but is not one itself."
        return "This badge is genuine", _gift(read)
    if report.verdict is Verdict.UNCHECKED:
        return "We could not check everything", report.reason
    failed = (Name(check.name) for check in report.checks if check.outcome is Outcome.FAIL)
    first = next(failed, Name.READ)
    return _REFUSED.get(first, "Do not rely on this badge"), report.reason


def _gift(read: Told) -> str:
    return format_html(
        "<bdi>{}</bdi> was issued by <bdi>{}</bdi>{}, and it is valid today.",
        read.title,
        the(read.university.name),
        format_html(" to <bdi>{}</bdi>", read.earner) if read.earner else "",
    )


def _facts(read: Told) -> list[Fact]:
    above = ", ".join(one.name for one in read.above)
    return [
        Fact("Badge", read.title, url=read.achievement.url),
        Fact("Earned by", read.earner or "Not named"),
        Fact("Issued by", read.issuer.name, note=above, url=read.issuer.url),
        Fact("Issued", in_words(read.issued.date())),
        Fact("Expires", in_words(read.expires.date()) if read.expires else "Does not expire"),
        *read.results,
    ]
