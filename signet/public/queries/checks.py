"""The verifier's checks as lines of a list: a picture, a sentence, and always the word."""

from collections.abc import Sequence
from dataclasses import dataclass

from signet.standards.verify import Name, Outcome, Report


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

# What each check comes to: when it was not made, when it passed, when it failed.
_TITLES = {
    Name.READ: ("Readable", "It can be read", "It cannot be read"),
    Name.STRUCTURE: ("Structure", "It is an Open Badge", "It is no proper Open Badge"),
    Name.CONTEXTS: (
        "Vocabulary",
        "Its words have a fixed meaning",
        "It uses words without a fixed meaning",
    ),
    Name.CANONICAL_FORM: (
        "Coverage of the signature",
        "All of it is covered by the signature",
        "Not all of it can be covered by a signature",
    ),
    Name.ISSUER: ("Issuer", "The issuer's key was found", "The issuer's key does not hold"),
    Name.SIGNATURE: ("Signature", "The signature is valid", "The signature does not match"),
    Name.DATES: ("Dates", "It is valid today", "It is not valid today"),
    Name.STATUS: ("Status", "It was not revoked", "Its status speaks against it"),
    Name.ENDORSEMENTS: ("Endorsements", "Endorsements", "An endorsement does not verify"),
    Name.RECIPIENT: ("Recipient", "It belongs to this recipient", "It belongs to somebody else"),
    Name.TRUST: ("Trust in the issuer", "The issuer is known here", "The issuer is not trusted"),
}


def check_lines(report: Report) -> Sequence[CheckLine]:
    """Every check of the report, in the order in which they were made."""
    place = {Outcome.NOT_CHECKED: 0, Outcome.PASS: 1, Outcome.FAIL: 2}
    return [
        CheckLine(
            _TITLES[Name(check.name)][place[check.outcome]], check.detail, *_LOOKS[check.outcome]
        )
        for check in report.checks
    ]
