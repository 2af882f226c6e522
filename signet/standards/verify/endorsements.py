"""Credentials inside a credential: each is verified as one of its own, or not shown."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from signet.standards.credential import EndorsementCredential
from signet.standards.credential.services import Status
from signet.standards.errors import ProofError
from signet.standards.verify.ports import NotCheckedError
from signet.standards.verify.report import Report, Verdict

MAX_ENDORSEMENTS = 20

Verify = Callable[[dict[str, Any] | str], Report]


@dataclass
class Sieve:
    """Goes through what is to be shown, and takes out each endorsement that does not verify.

    `verify` takes an embedded document, or a compact JWS, and makes a report of its own.
    """

    verify: Verify
    kept: int = 0
    refused: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)

    def sift(self, written: dict[str, Any], shown: dict[str, Any], about: set[str]) -> None:
        """Go through `shown`, a projection, beside `written`, the document with its proofs.

        Both have the same shape. `about` are the ids that an endorsement may speak of here.
        """
        # what is not shown is not looked into: a status entry may hold members of any name
        embedded = [
            *zip(
                written["endorsement"] if "endorsement" in shown else (),
                shown.pop("endorsement", ()),
                strict=True,
            ),
            *((token, None) for token in shown.pop("endorsementJwt", [])),
        ]
        good = [words for each, _ in embedded if (words := self._words(each, about)) is not None]
        for name, inner in _nodes(written, shown):
            ids = {inner["id"]} if "id" in inner else set()
            self.sift(name, inner, ids)
        if good:
            shown["endorsement"] = good

    def conclude(self) -> str:
        """A sentence for the check; ProofError or NotCheckedError when not all were good."""
        if self.refused:
            raise ProofError(f"An endorsement does not hold and is left out. {self.refused[0]}")
        if self.unchecked:
            raise NotCheckedError(
                f"An endorsement could not be checked and is left out. {self.unchecked[0]}"
            )
        if not self.kept:
            return "It carries no endorsements."
        count = "endorsement is" if self.kept == 1 else "endorsements are"
        return f"{self.kept} {count} signed by their own issuers."

    def _words(self, embedded: dict[str, Any] | str, about: set[str]) -> dict[str, Any] | None:
        if self.kept + len(self.refused) + len(self.unchecked) >= MAX_ENDORSEMENTS:
            self.refused.append(f"It carries more than {MAX_ENDORSEMENTS}.")
            return None
        report = self.verify(embedded)
        words = report.credential
        if report.verdict is Verdict.UNCHECKED:
            self.unchecked.append(report.reason)
        elif report.verdict is Verdict.REFUSED or words is None:
            self.refused.append(report.reason or "It is not an endorsement.")
        elif words["credentialSubject"]["id"] not in about:
            self.refused.append("It speaks of something else.")
        else:
            self.kept += 1
            return words
        return None


def shown_endorsement(parsed: EndorsementCredential) -> dict[str, Any]:
    """What an endorsement says, without contexts and proof, nor what others say inside of it."""
    shown = {name: value for name, value in parsed.to_dict().items() if name != "@context"}
    if "credentialStatus" in shown:
        entry = shown["credentialStatus"]
        shown["credentialStatus"] = {
            name: entry[name] for name in Status.KNOWN if isinstance(entry.get(name), str)
        }
    _leave_out_endorsements(shown)
    return shown


def _leave_out_endorsements(node: Any) -> None:
    """Take out, at any depth, what nobody verifies."""
    if isinstance(node, dict):
        for name in ("endorsement", "endorsementJwt"):
            node.pop(name, None)
        node = [*node.values()]
    if isinstance(node, list):
        for inner in node:
            _leave_out_endorsements(inner)


def _nodes(
    written: dict[str, Any], shown: dict[str, Any]
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """The objects directly inside two documents of the same shape, in pairs."""
    for name, value in shown.items():
        pairs = zip(written[name], value, strict=True) if isinstance(value, list) else ()
        for one, other in (*pairs, (written[name], value)):
            if isinstance(other, dict):
                yield one, other
