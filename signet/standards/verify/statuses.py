"""Whether the issuer has taken a credential back: the list is fetched, verified and asked."""

from datetime import datetime
from typing import Any

from signet.standards import documents, status
from signet.standards.credential.kinds import MOMENT
from signet.standards.credential.shape import ShapeError
from signet.standards.errors import StatusError
from signet.standards.verify.ports import NotCheckedError, Resolver
from signet.standards.verify.reading import Form, read_fetched
from signet.standards.verify.securing import (
    Canonicalizer,
    key_finder,
    verify_signature,
)
from signet.standards.verify.unforgiving import check_contexts, check_spelling

# What a set bit means for whoever relies on the badge (Bitstring Status List 1.0 §2.2.1). Other
# purposes say something else, which may be anything.
_TAKEN_BACK = {
    "revocation": "The issuer has revoked it.",
    "suspension": "The issuer has suspended it.",
}


def check_status(
    entry: dict[str, Any],
    *,
    credential_id: str,
    issuer: str,
    resolver: Resolver,
    canonicalize: Canonicalizer,
    now: datetime,
) -> None:
    """Raise StatusError when the entry is set or its list broken; NotCheckedError: cannot be told.

    The list has to be the credential's issuer's own. A delegation to somebody else would have to
    be signed, and there is no standard for that; without it a foreign list is refused.
    """
    kind = entry.get("type")
    if kind == status.REVOCATION_LIST:
        _check_revocation_list(entry, credential_id, issuer, resolver)
        return
    if kind != status.BITSTRING_ENTRY:
        raise NotCheckedError(f"Its status is kept in a way not known here ({kind!a}).")
    purpose = entry.get("statusPurpose")
    if not isinstance(purpose, str):
        raise StatusError("The status entry states no purpose.")
    if purpose not in _TAKEN_BACK:
        raise NotCheckedError(f"Its status has a purpose not known here ({purpose!a}).")
    url = status.list_url(entry)
    document = _verified_list(resolver.fetch(url), issuer, resolver, canonicalize, now)
    if status.check_entry(entry, document, list_url=url):
        raise StatusError(_TAKEN_BACK[purpose])


def _verified_list(
    raw: bytes, issuer: str, resolver: Resolver, canonicalize: Canonicalizer, now: datetime
) -> dict[str, Any]:
    received = read_fetched(raw)
    _check_issuer(received.document, issuer)
    check_contexts(received.document)
    if received.form is Form.JSON:
        check_spelling(received.document)
    document, _ = verify_signature(
        received,
        key_for=key_finder(issuer, received, resolver, now),
        canonicalize=canonicalize,
        now=now,
    )
    _check_dates(document, now)
    return document


def _check_issuer(document: dict[str, Any], issuer: str) -> None:
    stated = document.get("issuer")
    if isinstance(stated, dict):
        stated = stated.get("id")
    if stated != issuer:
        raise StatusError("The status list is not the issuer's own.")


def _check_dates(document: dict[str, Any], now: datetime) -> None:
    try:
        for name in ("validFrom", "issuanceDate"):
            if name in document and MOMENT.read(document[name]) > now:
                raise StatusError("The status list is not valid yet.")
        for name in ("validUntil", "expirationDate"):
            if name in document and MOMENT.read(document[name]) < now:
                raise NotCheckedError("The issuer's status list is out of date.")
    except ShapeError as error:
        raise StatusError(f"A date of the status list {error}.") from error


def _check_revocation_list(
    entry: dict[str, Any], credential_id: str, issuer: str, resolver: Resolver
) -> None:
    """The older list has no proof: it is the issuer's because the signed badge names its URL."""
    url = status.list_url(entry)
    document = documents.loads(resolver.fetch(url), limits=documents.FETCHED)
    _check_issuer(document, issuer)
    if status.check_revocation_list(credential_id, entry, document, list_url=url):
        raise StatusError(_TAKEN_BACK["revocation"])
