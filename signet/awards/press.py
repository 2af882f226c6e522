"""The press: awards in, signed editions out, by a template for each kind of document.

Documents of one version, unit and shape differ in a few texts only. The first of each kind is
built whole, signed through its template, and checked against the walker and the whole document
before it leaves (performance.md, the template).
"""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

from signet.awards import composing, issuers, signer
from signet.awards.drafts import AwardDraft
from signet.awards.models import Credential, IssuerKey
from signet.people.models import Institution, Unit
from signet.standards import canon, documents, jwt, proof
from signet.standards.errors import StandardsError
from signet.standards.issue import Issuer, Prepared, hole
from signet.standards.keys import Sign, from_multikey

_SAMPLE_EVERY = 500


class PressError(Exception):
    """A signed document came out otherwise than it was composed: nothing was stored."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A signed edition: its bytes as they will be served, and the key that signed them."""

    kind: str
    body: bytes
    key: IssuerKey


@dataclass(slots=True)
class _Form:
    """A template in use and how many it has made."""

    prepared: Prepared
    used: list[int]
    key: IssuerKey
    made: int = 0


class Press:
    """Signs for one run: keys are read once, all proofs carry the same `created`.

    created: when the run began, UTC.
    """

    def __init__(self, institution: Institution, *, created: datetime) -> None:
        self._institution = institution
        self._created = stamp(created)
        self._forms: dict[tuple[Any, ...], _Form] = {}
        self._keys: dict[tuple[int, str], tuple[IssuerKey, Sign]] = {}

    def sign(self, award: AwardDraft, kind: str) -> Edition:
        """The award's signed JSON edition, `named` or `anonymous`.

        The anonymous one leaves out evidence and narrative: a link or a text may name the person.
        Raises signer.KeyUnavailableError, or PressError where the result is not what was composed.
        """
        if kind == Credential.Kind.ANONYMOUS:
            award = replace(award, shown_name="", evidence=(), narrative="")
        shape = _shape(award, kind)
        form = self._forms.get(shape)
        if form is None:
            form = self._forms[shape] = self._form(award, kind)
        values = _values(award, kind, self._institution.public_url)
        body = form.prepared.issue([values[place] for place in form.used])
        if form.made % _SAMPLE_EVERY == 0:
            self._check(form, body, award, kind)
        form.made += 1
        return Edition(kind, body, form.key)

    def sign_jwt(self, award: AwardDraft, told: bytes) -> Edition:
        """The award's JWT edition (VC-JWT, ES256), saying what the signed JSON edition says."""
        key, sign = self._key(award.unit, IssuerKey.Purpose.JWT)
        document = documents.loads(told)
        del document["proof"]
        home = self._institution.public_url
        document["id"] = composing.edition_url(award.public_id, Credential.Kind.JWT, home)
        token = jwt.issue(document, kid=issuers.key_url(key, home), sign=sign)
        return Edition(Credential.Kind.JWT, token.encode(), key)

    def _form(self, award: AwardDraft, kind: str) -> _Form:
        key, sign = self._key(award.unit, IssuerKey.Purpose.CREDENTIAL)
        told = self._compose(award, kind)
        used = _drill(told, award)
        method = issuers.key_url(key, self._institution.public_url)
        issuer = Issuer(method, from_multikey(key.multikey), sign)
        return _Form(issuer.prepare(told, created=self._created), used, key)

    def _check(self, form: _Form, body: bytes, award: AwardDraft, kind: str) -> None:
        issued = documents.loads(body)
        issued.pop("proof")
        if issued != self._compose(award, kind):
            raise PressError(f"The template of {award.version} wrote another document.")
        try:
            form.prepared.check(body)
        except StandardsError as error:
            raise PressError(
                f"A signed badge of {award.version} does not verify: {error}"
            ) from error

    def _compose(self, award: AwardDraft, kind: str) -> dict[str, Any]:
        told = composing.credential(award, kind=kind, institution=self._institution)
        return told.to_dict()

    def _key(self, unit: Unit, purpose: str) -> tuple[IssuerKey, Sign]:
        known = self._keys.get((unit.pk, purpose))
        if known is None:
            key = active_key(unit, purpose)
            known = self._keys[unit.pk, purpose] = (key, signer.signer(key))
        return known


def active_key(unit: Unit | None, purpose: str) -> IssuerKey:
    """The key that signs now; KeyUnavailableError where there is none."""
    key = IssuerKey.objects.filter(unit=unit, purpose=purpose, state="active").first()
    if key is None:
        raise signer.KeyUnavailableError(
            f"{unit or 'The institution'} has no active {purpose} key: issuing waits until it has."
        )
    return key


def sign_document(
    document: dict[str, Any], key: IssuerKey, *, home: str, created: datetime
) -> bytes:
    """Any document of the unit's, such as a status list, signed by `key` through the walker."""
    return documents.dumps(
        proof.sign(
            document,
            method=issuers.key_url(key, home),
            created=stamp(created),
            sign=signer.signer(key),
            canonicalize=canon.canonical,
        )
    )


@lru_cache(maxsize=4096)
def stamp(moment: datetime) -> str:
    """XML Schema dateTimeStamp in UTC, whole seconds: "2026-05-25T06:00:00Z"."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def digest(body: bytes) -> bytes:
    """SHA-256 of an edition's bytes."""
    return sha256(body).digest()


def _shape(award: AwardDraft, kind: str) -> tuple[Any, ...]:
    """All that decides the structure of the document."""
    return (
        kind,
        award.version.pk,
        award.unit.pk,
        award.status_list.uuid,  # the key of a row that was rolled back comes again
        bool(award.shown_name),
        award.valid_until is None,
        bool(award.narrative),
        bool(award.result),
        tuple(
            (bool(e.get("url")), bool(e.get("name")), bool(e.get("narrative")))
            for e in award.evidence
        )
        if award.evidence
        else (),
    )


# Where each text stands among `_values`; those of the evidence follow.
_ID, _SUBJECT, _AWARDED, _FROM, _UNTIL, _INDEX, _ENTRY, _NAME, _NARRATIVE, _RESULT = range(10)


def _drill(document: dict[str, Any], award: AwardDraft) -> list[int]:
    """Put holes where awards of the same shape differ; which of `_values` fill them, in order."""
    used: list[int] = []

    def open_hole(owner: dict[str, Any], member: str, value: int) -> None:
        owner[member] = hole(len(used))
        used.append(value)

    subject, status = document["credentialSubject"], document["credentialStatus"]
    open_hole(document, "id", _ID)
    open_hole(document, "validFrom", _FROM)
    open_hole(document, "awardedDate", _AWARDED)
    if award.valid_until:
        open_hole(document, "validUntil", _UNTIL)
    open_hole(status, "statusListIndex", _INDEX)
    open_hole(status, "id", _ENTRY)
    open_hole(subject, "id", _SUBJECT)
    if "identifier" in subject:
        open_hole(subject["identifier"][0], "identityHash", _NAME)
    if award.narrative:
        open_hole(subject, "narrative", _NARRATIVE)
    if "result" in subject:
        open_hole(subject["result"][0], "value", _RESULT)
    value = _RESULT
    for one, told in zip(document.get("evidence", ()), award.evidence, strict=True):
        for member, name in (("id", "url"), ("name", "name"), ("narrative", "narrative")):
            value += 1
            if told.get(name):
                open_hole(one, member, value)
    return used


def _values(award: AwardDraft, kind: str, home: str) -> list[str]:
    """Every text in which awards of one shape differ."""
    values = [
        composing.edition_url(award.public_id, kind, home),
        f"urn:uuid:{award.uuid}",
        stamp(award.awarded_at),
        stamp(award.valid_from),
        stamp(award.valid_until) if award.valid_until else "",
        str(award.status_index),
        f"{composing.status_url(award.status_list.uuid, home)}#{award.status_index}",
        award.shown_name,
        award.narrative,
        award.result,
    ]
    for one in award.evidence:
        values += one.get("url", ""), one.get("name", ""), one.get("narrative", "")
    return values
