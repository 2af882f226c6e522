"""The verifier's answer in plain words: a sentence, the checks, and what the badge says."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from signet.public.dates import in_words
from signet.public.queries.checks import CheckLine, check_lines
from signet.public.queries.told import Told, told
from signet.public.values import Fact, Link
from signet.standards.verify import Outcome, Report
from signet.ui.templatetags.ui import the


@dataclass(frozen=True, slots=True)
class Verdict:
    """What /verify/ answers. verdict: "verified", "refused" or "unchecked"."""

    verdict: str
    icon: str
    headline: str
    sentence: str
    checks: Sequence[CheckLine]
    facts: Sequence[Fact]
    evidence: Sequence[Link]
    criteria: SafeString | str


ICONS = {
    "verified": "seal-check-fill",
    "refused": "seal-warning-fill",
    "unchecked": "question-fill",
}


def verdict(report: Report) -> Verdict:
    """Put the answer together; what the badge says is shown only as far as it was verified."""
    read = told(report.credential) if report.credential else None
    headline, sentence = _words(report, read)
    return Verdict(
        verdict=report.verdict,
        icon=ICONS[report.verdict],
        headline=headline,
        sentence=sentence,
        checks=check_lines(report),
        facts=_facts(read) if read else (),
        evidence=[Link(one.name, one.url) for one in read.evidence] if read else (),
        criteria=read.criteria if read else "",
    )


_REFUSED = {
    "status": "This badge was revoked",
    "dates": "This badge is not valid today",
}


def _words(report: Report, read: Told | None) -> tuple[str, str]:
    if report.verdict == "verified" and read is not None:
        return "This badge is genuine", _gift(read)
    wanted = Outcome.FAIL if report.verdict == "refused" else Outcome.NOT_CHECKED
    first = next((check for check in report.checks if check.outcome is wanted), None)
    detail = first.detail if first else ""
    if report.verdict == "refused":
        return _REFUSED.get(first.name if first else "", "Do not rely on this badge"), detail
    return "We could not check everything", detail


def _gift(read: Told) -> str:
    giver = the(read.university.name)
    to = f" to {read.earner}" if read.earner else ""
    return f"{giver[:1].upper()}{giver[1:]} issued “{read.title}”{to}, and it is valid today."


def _facts(read: Told) -> list[Fact]:
    above = ", ".join(one.name for one in read.above)
    return [
        Fact("Badge", read.title, url=read.achievement.url),
        Fact("Earned by", read.earner or "Not named"),
        Fact("Issued by", read.issuer.name, note=above, url=read.issuer.url),
        Fact("Issued", in_words(read.issued.date())),
        Fact("Expires", in_words(read.expires.date()) if read.expires else "Does not expire"),
        *(Fact(*result.name.split(": ", 1)) for result in read.results),
    ]
