"""The order of work. Each step stands on the ones before it, and the first that fails is the last.

Until the signature holds nothing is fetched but the issuer's key, and nothing of the document is
shown; afterwards only members that are known here are, so that no unsigned text can appear.
"""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeAlias

from signet.standards import credential
from signet.standards.credential import EndorsementCredential, OpenBadgeCredential
from signet.standards.errors import DocumentError
from signet.standards.keys import PublicKey
from signet.standards.verify import reading
from signet.standards.verify.endorsements import Sieve, shown_endorsement
from signet.standards.verify.ports import NotCheckedError, Once, Resolver, SlowPath
from signet.standards.verify.reading import Form, Received
from signet.standards.verify.recipients import check_recipient
from signet.standards.verify.report import Findings, Name, Report, StopError
from signet.standards.verify.securing import (
    Canonicalizer,
    KeyFor,
    key_finder,
    unsecured,
    verify_signature,
)
from signet.standards.verify.statuses import check_status
from signet.standards.verify.unforgiving import check_contexts, check_spelling

Parsed: TypeAlias = OpenBadgeCredential | EndorsementCredential


def verify(
    raw: bytes | str,
    *,
    resolver: Resolver,
    now: datetime,
    slow_path: SlowPath,
    recipient: str | None = None,
    trusted: Collection[str] | None = None,
) -> Report:
    """Check a badge: JSON, a compact JWT, or a PNG or SVG picture that carries one of these.

    `now` has a timezone. `recipient` is an address, name or other identifier that the badge is
    said to belong to. `trusted` are ids of issuers that the caller vouches for. Whatever is wrong
    with `raw`, or with what it points to, is said in the report; nothing of it is raised.
    """
    work = _Verification(Once(resolver), now, Canonicalizer(slow_path))
    with suppress(StopError):
        work.secure(raw)
        work.look_inside()
        work.compare(recipient, trusted)
    return work.findings.report(work.credential)


class _Verification:
    """One document on its way through the checks."""

    def __init__(self, resolver: Once, now: datetime, canonicalize: Canonicalizer) -> None:
        self.findings = Findings()
        self.credential: dict[str, Any] | None = None
        self._resolver = resolver
        self._now = now
        self._canonicalize = canonicalize
        self._parsed: Parsed

    def secure(self, raw: bytes | str | dict[str, Any]) -> None:
        """All that a badge, or an endorsement inside one, has to pass."""
        received = self._read(raw)
        parsed = self._parse(received)
        self._check_words(received)
        verified = self._verify_signature(received, parsed)
        self._parsed = parsed if verified is received.document else _parsed(verified)
        self.credential = _shown(self._parsed)
        self._check_dates(self._parsed)
        self._check_status(self._parsed)

    def look_inside(self) -> None:
        """Verify each endorsement, and take out of what is shown those that do not hold."""
        shown = self.credential
        if shown is None:
            return
        sieve = Sieve(self._endorsement_report)
        sieve.sift(self._parsed.to_dict(), shown, _endorsable(self._parsed))
        with self.findings.check(Name.ENDORSEMENTS, go_on=True):
            self.findings.passed(Name.ENDORSEMENTS, sieve.conclude())

    def compare(self, recipient: str | None, trusted: Collection[str] | None) -> None:
        """What only the caller can ask: whose it is, and whether its issuer is known."""
        with self.findings.check(Name.RECIPIENT, go_on=True):
            if recipient is None:
                raise NotCheckedError("Nobody was named to compare it with.")
            if not isinstance(self._parsed, OpenBadgeCredential):
                raise NotCheckedError("An endorsement is not given to anybody.")
            check_recipient(self._parsed.subject, recipient)
            self.findings.passed(Name.RECIPIENT, "It was given to the person asked about.")
        with self.findings.check(Name.TRUST, go_on=True):
            if trusted is None or self._parsed.issuer.id not in trusted:
                raise NotCheckedError("Whether to trust this issuer is for you to judge.")
            self.findings.passed(Name.TRUST, "The issuer is one of those trusted here.")

    def _read(self, raw: bytes | str | dict[str, Any]) -> Received:
        with self.findings.check(Name.READ):
            received = Received(Form.JSON, raw) if isinstance(raw, dict) else reading.read(raw)
            self.findings.passed(Name.READ, received.described)
        return received

    def _parse(self, received: Received) -> Parsed:
        with self.findings.check(Name.STRUCTURE):
            _refuse_other_standards(received.document)
            parsed = _parsed(received.document)
            said = f"It has all that Open Badges 3.0 asks for ({parsed.data_model})."
            self.findings.passed(Name.STRUCTURE, said)
        return parsed

    def _check_words(self, received: Received) -> None:
        with self.findings.check(Name.CONTEXTS):
            check_contexts(received.document)
            said = "All its words are those of known, unchanged vocabularies."
            self.findings.passed(Name.CONTEXTS, said)
        with self.findings.check(Name.CANONICAL_FORM):
            said = "The token signs every byte as it stands."
            if received.form is Form.JSON:
                check_spelling(received.document)
                self._canonicalize(unsecured(received.document))
                said = "Everything in it can be covered by a signature."
            self.findings.passed(Name.CANONICAL_FORM, said)

    def _verify_signature(self, received: Received, parsed: Parsed) -> dict[str, Any]:
        finder = key_finder(parsed.issuer.id, received, self._resolver, self._now)
        with self.findings.check(Name.SIGNATURE):
            verified, how = verify_signature(
                received,
                key_for=self._recorded(parsed.issuer.id, finder),
                canonicalize=self._canonicalize,
                now=self._now,
            )
            said = f"Not one character has changed since it was signed ({how})."
            self.findings.passed(Name.SIGNATURE, said)
        return verified

    def _recorded(self, issuer: str, key_for: KeyFor) -> KeyFor:
        """The same, with what comes of it written down under the issuer, not the signature."""

        def find(named: dict[str, Any]) -> PublicKey:
            with self.findings.check(Name.ISSUER):
                key = key_for(named)
                self.findings.passed(Name.ISSUER, f"The key that signed it belongs to {issuer}.")
            return key

        return find

    def _check_dates(self, parsed: Parsed) -> None:
        with self.findings.check(Name.DATES):
            start, end = parsed.valid_from, parsed.valid_until
            if start > self._now:
                raise DocumentError(f"It is valid from {start:%Y-%m-%d %H:%M} UTC only.")
            if end is not None and end < self._now:
                raise DocumentError(f"It expired on {end:%Y-%m-%d %H:%M} UTC.")
            until = "" if end is None else f" until {end:%Y-%m-%d %H:%M}"
            self.findings.passed(Name.DATES, f"Valid since {start:%Y-%m-%d %H:%M}{until} UTC.")

    def _check_status(self, parsed: Parsed) -> None:
        with self.findings.check(Name.STATUS, go_on=True):
            for entry in parsed.status:
                check_status(
                    entry,
                    credential_id=parsed.id,
                    issuer=parsed.issuer.id,
                    resolver=self._resolver,
                    canonicalize=self._canonicalize,
                    now=self._now,
                )
            said = "Not revoked, as the issuer's list says."
            if not parsed.status:
                said = "It names no status list, so it cannot be revoked."
            self.findings.passed(Name.STATUS, said)

    def _endorsement_report(self, embedded: dict[str, Any] | str) -> Report:
        inner = _Verification(self._resolver, self._now, self._canonicalize)
        with suppress(StopError):
            inner.secure(embedded)
            if not isinstance(inner._parsed, EndorsementCredential):
                inner.credential = None
        return inner.findings.report(inner.credential)


def _refuse_other_standards(document: dict[str, Any]) -> None:
    """What may well be good, and is for another verifier to say."""
    contexts, types = document.get("@context"), document.get("type")
    if contexts == "https://w3id.org/openbadges/v2":
        raise NotCheckedError("This is an Open Badges 2.0 badge, which is not read here.")
    if isinstance(types, list) and "ClrCredential" in types:
        raise NotCheckedError("This is a learner record (CLR), which is not read here.")


def _parsed(document: dict[str, Any]) -> Parsed:
    types = document.get("type")
    if isinstance(types, list) and "EndorsementCredential" in types:
        return credential.parse_endorsement(document)
    return credential.parse(document)


def _shown(parsed: Parsed) -> dict[str, Any]:
    if isinstance(parsed, EndorsementCredential):
        return shown_endorsement(parsed)
    return parsed.as_dict()


def _endorsable(parsed: Parsed) -> set[str]:
    """What an endorsement of the credential itself may speak of (OB 3.0, endorsement)."""
    about = {parsed.id, parsed.issuer.id, parsed.subject.id}
    if isinstance(parsed, OpenBadgeCredential):
        about.add(parsed.achievement.id)
    return {each for each in about if each is not None}
