"""Whether a credential still stands: Bitstring Status List 1.0, and reading 1EdTech's older list.

Whatever is broken raises StatusError, so that no answer is ever mistaken for "not revoked". The
proof of a list, its dates and whose it is are for the verifier.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from signet.standards.credential.kinds import MOMENT, URI
from signet.standards.credential.shape import ShapeError, types
from signet.standards.credential.status_list import StatusList, parse_status_list
from signet.standards.credential.terms import VC_V2
from signet.standards.errors import DocumentError, StatusError
from signet.standards.multibase import MultibaseError, base64url, from_base64url

if TYPE_CHECKING:
    from datetime import datetime

# Bitstring Status List 1.0 §4.1: fewer entries would tell whose badge is asked about.
MIN_ENTRIES = 131_072
# What a list may inflate to: 33 million entries. One mebibyte of gzip could hold a gibibyte.
MAX_BYTES = 4 * 1024 * 1024

BITSTRING_ENTRY = "BitstringStatusListEntry"
REVOCATION_LIST = "1EdTechRevocationList"

# gzip with its header and checksum (RFC 1952), as zlib's window bits ask for it.
_GZIP = 16 + zlib.MAX_WBITS
# Higher levels take ten times as long for nothing: a list is nearly all zeros.
_LEVEL = 6
_INDEX = re.compile(r"0|[1-9][0-9]{0,11}", re.ASCII)


def new_bits(size: int = MIN_ENTRIES) -> bytearray:
    """An empty list of `size` entries; a multiple of eight, at least the standard's minimum."""
    if size < MIN_ENTRIES or size % 8:
        raise StatusError(f"A status list has at least {MIN_ENTRIES:,} entries, in whole bytes.")
    return bytearray(size // 8)


def set_bit(bits: bytearray, index: int, value: bool = True) -> None:  # noqa: FBT001, FBT002  # a bit
    """Set or clear one entry; index 0 is the leftmost bit of the first byte (§3.1)."""
    byte, mask = _place(bits, index)
    bits[byte] = bits[byte] | mask if value else bits[byte] & ~mask


def get_bit(bits: bytes | bytearray, index: int) -> bool:
    """Whether the entry is set; an index outside the list is an error, never a "no"."""
    byte, mask = _place(bits, index)
    return bool(bits[byte] & mask)


def encode(bits: bytes | bytearray) -> str:
    """`encodedList`: Multibase base64url of the gzipped bits. The same bits give the same text."""
    if len(bits) * 8 < MIN_ENTRIES:
        raise StatusError(f"A status list has at least {MIN_ENTRIES:,} entries.")
    packer = zlib.compressobj(_LEVEL, wbits=_GZIP)
    return "u" + base64url(packer.compress(bits) + packer.flush())


def decode(text: str, *, max_bytes: int = MAX_BYTES) -> bytes:
    """The bits of an `encodedList`, inflated to at most `max_bytes`."""
    if not isinstance(text, str) or not text.startswith("u"):
        raise StatusError("The list is not Multibase base64url: it does not begin with u.")
    try:
        packed = from_base64url(text[1:])
    except MultibaseError as error:
        raise StatusError(f"The list cannot be read: {error}") from error
    bits = _inflated(packed, max_bytes)
    if len(bits) * 8 < MIN_ENTRIES:
        raise StatusError(f"The list has {len(bits) * 8:,} entries, fewer than {MIN_ENTRIES:,}.")
    return bits


def list_credential(
    *,
    id: str,  # noqa: A002  # the standard's word
    issuer: Mapping[str, Any] | str,
    valid_from: datetime,
    purpose: str,
    encoded: str,
    valid_until: datetime | None = None,
    ttl: int | None = None,
) -> dict[str, Any]:
    """An unsigned BitstringStatusListCredential (§2.2). `ttl` is in milliseconds.

    Its members are all defined by the VC 2.0 context, so it needs no other.
    """
    document: dict[str, Any] = {
        "@context": [VC_V2],
        "id": id,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": dict(issuer) if isinstance(issuer, Mapping) else issuer,
        "validFrom": MOMENT.write(valid_from),
    }
    if valid_until is not None:
        document["validUntil"] = MOMENT.write(valid_until)
    subject = {
        "id": f"{id}#list",
        "type": "BitstringStatusList",
        "statusPurpose": purpose,
        "encodedList": encoded,
    }
    document["credentialSubject"] = subject if ttl is None else {**subject, "ttl": ttl}
    return document


def list_url(entry: Mapping[str, Any]) -> str:
    """The URL of the list that a status entry points to, of either kind.

    StatusError for an entry of any other type: what is not understood is not passed.
    """
    if type(entry) is not dict:
        raise StatusError("The status entry is not an object.")
    kinds = _types(entry)
    if BITSTRING_ENTRY in kinds:
        return _uri(entry, "statusListCredential")
    if REVOCATION_LIST in kinds:
        return _uri(entry, "id")
    raise StatusError(f"The status type {', '.join(kinds)} is not known here.")


def check_entry(
    entry: Mapping[str, Any],
    list_document: Mapping[str, Any],
    *,
    list_url: str,
    purpose: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> bool:
    """Whether the entry's bit is set in the list that was fetched from `list_url` (§3.2).

    With `purpose`, an entry for another purpose is an error. `statusMessage` is ignored: entries
    of more than one bit are refused.
    """
    index = _checked_entry(entry, list_url, purpose)
    subject = _checked_list(list_document, list_url)
    if entry["statusPurpose"] not in subject.status_purpose:
        raise StatusError("The list is not for the purpose of the entry.")
    return get_bit(decode(subject.encoded_list, max_bytes=max_bytes), index)


def check_revocation_list(
    credential_id: str, entry: Mapping[str, Any], list_document: Mapping[str, Any], *, list_url: str
) -> bool:
    """Whether a 1EdTechRevocationList names the credential as revoked.

    The list is plain JSON without a proof (1EdTech VC Revocation List 1.0): `id`, `issuer`,
    `revokedCredential` of `{id, revoked, revocationReason}`, where `revoked` is true when left out.
    Issuers also spell the member `revokedCredentials`.
    """
    if type(entry) is not dict or REVOCATION_LIST not in _types(entry):
        raise StatusError(f"The status entry is no {REVOCATION_LIST}.")
    if _uri(entry, "id") != list_url:
        raise StatusError("The entry points to another list than the one fetched.")
    if type(list_document) is not dict or list_document.get("id") != list_url:
        raise StatusError("The id of the list is not the URL that it was fetched from.")
    names = [name for name in ("revokedCredential", "revokedCredentials") if name in list_document]
    if not names:
        raise StatusError("The list has no revokedCredential.")
    # A list, not a generator: every row is looked at, so that a broken one is never passed over.
    return any([_names(list_document[name], credential_id) for name in names])  # noqa: C419


def _names(revoked: object, credential_id: str) -> bool:
    """Whether a row names the credential; a broken row is an error."""
    rows = revoked if isinstance(revoked, list) else [revoked]
    found = False
    for row in rows:
        if type(row) is not dict or type(row.get("id")) is not str:
            raise StatusError("The list has a row without the id of a credential.")
        if type(row.get("revoked", True)) is not bool:
            raise StatusError("The list has a row that is neither revoked nor not.")
        if row["id"] == credential_id and row.get("revoked", True):
            found = True
    return found


def _checked_entry(entry: Mapping[str, Any], list_url: str, purpose: str | None) -> int:
    """The index of a BitstringStatusListEntry whose shape is right (§2.1)."""
    if type(entry) is not dict or BITSTRING_ENTRY not in _types(entry):
        raise StatusError(f"The status entry is no {BITSTRING_ENTRY}.")
    if _uri(entry, "statusListCredential") != list_url:
        raise StatusError("The entry points to another list than the one fetched.")
    if "id" in entry and _uri(entry, "id") == list_url:
        raise StatusError("The id of the entry must not be the URL of the list.")
    stated = entry.get("statusPurpose")
    if type(stated) is not str or not stated:
        raise StatusError("The entry states no purpose.")
    if purpose is not None and stated != purpose:
        raise StatusError(f"The entry is for {stated}, not for {purpose}.")
    size = entry.get("statusSize", 1)
    if type(size) is not int or size != 1:
        raise StatusError("Only entries of one bit are understood (statusSize 1).")
    index = entry.get("statusListIndex")
    if type(index) is not str or _INDEX.fullmatch(index) is None:
        raise StatusError("The statusListIndex is not a decimal number written as text.")
    return int(index)


def _checked_list(document: Mapping[str, Any], list_url: str) -> StatusList:
    """The subject of a BitstringStatusListCredential whose shape is right (§2.2)."""
    try:
        published = parse_status_list(document)
    except DocumentError as error:
        raise StatusError(f"The status list cannot be read: {error}.") from error
    if published.id != list_url:
        raise StatusError("The id of the list is not the URL that it was fetched from.")
    return published.subject


def _place(bits: bytes | bytearray, index: int) -> tuple[int, int]:
    if not 0 <= index < len(bits) * 8:
        raise StatusError(f"The index {index} is outside the list of {len(bits) * 8:,} entries.")
    return index >> 3, 0x80 >> (index & 7)


def _inflated(packed: bytes, max_bytes: int) -> bytes:
    """One whole gzip member and nothing behind it, which another reader could take for the list."""
    inflator = zlib.decompressobj(wbits=_GZIP)
    try:
        bits = inflator.decompress(packed, max_bytes + 1)
    except zlib.error as error:
        raise StatusError("The list is not gzip.") from error
    if len(bits) > max_bytes:
        raise StatusError(f"The list inflates to more than {max_bytes:,} bytes.")
    if not inflator.eof:
        raise StatusError("The gzipped list is cut off.")
    if inflator.unused_data:
        raise StatusError("Something stands behind the gzipped list.")
    return bits


def _types(raw: dict[str, Any]) -> tuple[str, ...]:
    try:
        return types(raw)
    except ShapeError as error:
        raise StatusError(f"The status cannot be read: {error}.") from error


def _uri(raw: Mapping[str, Any], name: str) -> str:
    try:
        URI.check(raw.get(name))
    except ShapeError as error:
        raise StatusError(f"The status cannot be read: {name} {error}.") from error
    return str(raw[name])
