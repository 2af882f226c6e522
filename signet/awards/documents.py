"""The documents that others rely on: found by path, given as stored, bytes untouched.

`find` answers for a path or returns None; the middleware gives what it finds before any session,
sign-in or page is thought of. Every lookup here is one query.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from signet.awards import issuers, pictures
from signet.awards.models import IssuerDocument, IssuerKey, StatusList
from signet.awards.queries import PUBLISHED_SQL, version
from signet.awards.states import KeyState
from signet.awards.storage import stored
from signet.catalog.composing import achievement
from signet.catalog.models import AchievementVersion
from signet.lib import prepared
from signet.people.models import Institution, Unit
from signet.people.queries import institution
from signet.standards import did, documents
from signet.standards.credential import CONTEXTS
from signet.standards.keys import from_multikey

CREDENTIAL_TYPES = (
    "application/vc+ld+json",
    "application/vc",
    "application/ld+json",
    "application/json",
)
JWT_TYPES = ("text/plain", "application/vc+jwt", "application/jwt")
_DOCUMENT_TYPES = ("application/ld+json", "application/json")

# Signed for good, but a corrected edition appears under the same URL.
_MINUTES = "public, max-age=300"
# Never older than the last revocation that was acknowledged: ask again each time, by ETag.
_FRESH = "public, no-cache"
_LONG = "public, max-age=86400"


@dataclass(frozen=True, slots=True)
class Document:
    """What is served: the bytes, the media types it may be called by, and for how long it holds."""

    body: bytes
    types: tuple[str, ...]
    caching: str
    etag: str


def find(path: str, *, wants_json: bool) -> Document | None:
    """The document at `path`, or None where a page (or nothing) stands.

    wants_json: the client would rather have a document than a page, where one path has both.
    """
    for pattern, give, negotiated in _ROUTES:
        match = pattern(path)
        if match is not None and (wants_json or not negotiated):
            return give(**match.groupdict())
    return None


def may_stand(path: str, *, alone: bool = False) -> bool:
    """Whether a document can stand at `path`. alone: without a page."""
    return any(pattern(path) and not (alone and shared) for pattern, _, shared in _ROUTES)


# PUBLISHED_SQL is our own text
_NEWEST = f"""
SELECT c.body, c.dictionary_id, c.digest, a.version_id, c.kind
FROM awards_credential c JOIN awards_award a ON a.id = c.award_id
WHERE a.public_id = %s AND {PUBLISHED_SQL} AND c.kind IN (%s, %s)
ORDER BY c.number DESC, c.id LIMIT 1
"""  # noqa: S608


class _Edition(NamedTuple):
    """An edition's bytes, their SHA-256, its kind, and the key of the award's version."""

    body: bytes
    digest: str
    kind: str
    version_id: int


def _newest(public_id: str, *kinds: str) -> _Edition | None:
    """The newest edition among the kinds; one query."""
    row = prepared.one(_NEWEST, (public_id, kinds[0], kinds[-1]))
    if row is None:
        return None
    body, dictionary, digest, version_id, kind = row
    return _Edition(stored(bytes(body), dictionary), bytes(digest).hex(), kind, version_id)


def _json(public_id: str) -> _Edition | None:
    """The newest JSON edition. One of another kind before it is told no more."""
    return _newest(public_id, "named", "anonymous")


def _credential(public_id: str, kind: str = "") -> Document | None:
    found = _json(public_id)
    if found is None or (kind and found.kind != kind):
        return None
    return Document(found.body, CREDENTIAL_TYPES, _MINUTES, found.digest)


def _jwt(public_id: str) -> Document | None:
    found = _newest(public_id, "jwt")
    return found and Document(found.body, JWT_TYPES, _MINUTES, found.digest)


def _baked(public_id: str, suffix: str) -> Document | None:
    found = _json(public_id)
    if found is None:
        return None
    svg = _version_art(found.version_id)
    if suffix == "png":
        return _made(pictures.baked_png(svg, found.body), ("image/png",), _MINUTES)
    return _made(pictures.baked_svg(svg, found.body), ("image/svg+xml",), _MINUTES)


def _version_art(version_id: int) -> str:
    found = AchievementVersion.objects.get(pk=version_id)
    return pictures.version_art(found, institution=institution().name)


def _status(uuid: str) -> Document | None:
    shard = StatusList.objects.filter(uuid=uuid).values_list("document", flat=True).first()
    return _made(bytes(shard), CREDENTIAL_TYPES, _FRESH) if shard else None


def _did(slug: str | None = None) -> Document | None:
    kept = IssuerDocument.objects.all()
    kept = kept.filter(unit__slug=slug) if slug else kept.filter(unit=None)
    body = kept.order_by("-number").values_list("body", flat=True).first()
    types = ("application/did+ld+json", "application/did+json", "application/json")
    return _made(bytes(body), types, _MINUTES) if body else None


def _jwks(slug: str | None = None) -> Document | None:
    kept = IssuerKey.objects.exclude(state__in=(KeyState.PENDING, KeyState.COMPROMISED))
    kept = kept.filter(unit__slug=slug) if slug else kept.filter(unit=None)
    home = institution().public_url
    found = [
        (issuers.key_url(key, home), from_multikey(key.multikey))
        for key in kept.select_related("unit")
    ]
    if not found:
        return None
    body = documents.dumps(did.jwks(found))
    return _made(body, ("application/jwk-set+json", "application/json"), _MINUTES)


def _achievement(uuid: str) -> Document | None:
    found = version(uuid)
    if found is None:
        return None
    home = institution().public_url
    told = achievement(found, home).to_dict()
    body = documents.dumps({"@context": list(CONTEXTS), **told})
    return _made(body, _DOCUMENT_TYPES, _MINUTES)


def _achievement_art(uuid: str, suffix: str) -> Document | None:
    found = version(uuid)
    if found is None:
        return None
    svg = pictures.version_art(found, institution=institution().name)
    if suffix == "svg":
        return _made(svg.encode(), ("image/svg+xml",), _LONG)
    return _made(pictures.png(svg), ("image/png",), _LONG)


def _issuer(slug: str) -> Document | None:
    unit = Unit.objects.filter(slug=slug).first()
    home: Institution = institution()
    if unit is None or not home.public_url:
        return None
    told = issuers.profile_of(unit, home).to_dict()
    body = documents.dumps({"@context": list(CONTEXTS), **told})
    return _made(body, _DOCUMENT_TYPES, _MINUTES)


def _made(body: bytes, types: tuple[str, ...], caching: str) -> Document:
    return Document(body, types, caching, sha256(body).hexdigest())


_BADGE = r"/badges/(?P<public_id>[a-z2-7]{26})"
_UUID = r"(?P<uuid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
_SLUG = r"(?P<slug>[a-z0-9-]{1,60})"


def _route(
    pattern: str, give: Callable[..., Document | None], *, negotiated: bool = False
) -> tuple[Callable[[str], re.Match[str] | None], Callable[..., Document | None], bool]:
    return re.compile(pattern).fullmatch, give, negotiated


_ROUTES = (
    _route(rf"{_BADGE}\.json", _credential),
    _route(rf"{_BADGE}(?:\.|/)jwt", _jwt),
    _route(rf"{_BADGE}\.(?P<suffix>png|svg)", _baked),
    _route(rf"{_BADGE}/(?P<kind>named|anonymous)", _credential),
    _route(_BADGE, _credential, negotiated=True),
    _route(rf"/status/{_UUID}", _status),
    _route(rf"/issuers/{_SLUG}/did\.json", _did),
    _route(r"/\.well-known/did\.json", _did),
    _route(rf"/issuers/{_SLUG}/jwks\.json", _jwks),
    _route(r"/\.well-known/jwks\.json", _jwks),
    _route(rf"/achievements/{_UUID}\.json", _achievement),
    _route(rf"/achievements/{_UUID}\.(?P<suffix>png|svg)", _achievement_art),
    _route(rf"/achievements/{_UUID}", _achievement, negotiated=True),
    _route(rf"/issuers/{_SLUG}\.json", _issuer),
    _route(rf"/issuers/{_SLUG}", _issuer, negotiated=True),
)
