"""Who signed: did:web, did:key and https issuers, their documents, and the one key asked for.

Nothing here fetches: `fetch` is handed in, and is asked only for documents that stand where the
issuer's own identifier says. A key is used only if the issuer's document names it for assertions
(Controlled Identifiers 1.0 §3.3) and its controller is the issuer.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from signet.standards import documents
from signet.standards.errors import DidError, DocumentError, UnsupportedError
from signet.standards.keys import JWS_ALGORITHMS, Algorithm, PublicKey, from_jwk, from_multikey

Fetch: TypeAlias = Callable[[str], bytes]

DID_CONTEXT = "https://www.w3.org/ns/did/v1"
MULTIKEY_CONTEXT = "https://w3id.org/security/multikey/v1"
JWK_CONTEXT = "https://w3id.org/security/jwk/v1"

_MAX_URL = 2048
_MAX_METHODS = 100


@dataclass(frozen=True)
class Method:
    """A verification method: the full URL of a key, whose it is, and the key."""

    id: str
    controller: str
    key: PublicKey


def did_web(host: str, *path: str) -> str:
    """The did:web of a host (`example.edu`, `localhost:8000`) and path segments."""
    did = ":".join(["did:web", host.lower().replace(":", "%3A"), *path])
    did_web_location(did)
    return did


def did_web_location(did: str) -> str:
    """The URL of the document of a did:web; http only for localhost (did:web §3.2)."""
    prefix, _, rest = did.partition("did:web:")
    host, *path = rest.split(":")
    authority = re.sub("%3A", ":", host, count=1, flags=re.IGNORECASE)
    if prefix or ":" in host or len(did) > _MAX_URL or not _is_authority(authority):
        raise DidError(f"{did!a} is not a did:web with a host name.")
    if not all(_PATH_SEGMENT.fullmatch(segment) and segment not in _DOTS for segment in path):
        raise DidError(f"{did!a} has a path that did:web does not allow.")
    scheme = "http" if authority.partition(":")[0].lower() == "localhost" else "https"
    return f"{scheme}://{authority}/{'/'.join(path or ['.well-known'])}/did.json"


def did_key(key: PublicKey) -> str:
    """The did:key of an Ed25519 or P-256 key."""
    return f"did:key:{key.multikey}"


def did_document(
    did: str,
    methods: Sequence[Method],
    *,
    revoked: Sequence[Method] = (),
    also_known_as: Sequence[str] = (),
) -> dict[str, Any]:
    """The DID document of an issuer.

    `revoked` keys stay listed so that an old signature can be explained, but assert nothing.
    Ed25519 keys stand as Multikey, as Data Integrity asks; P-256 and RSA keys as JsonWebKey,
    because they sign JWTs and their `kid` has to yield a JWK (Open Badges 3.0 §8.2.2).
    """
    every = [*methods, *revoked]
    contexts = [DID_CONTEXT]
    if any(method.key.algorithm is Algorithm.ED25519 for method in every):
        contexts.append(MULTIKEY_CONTEXT)
    if any(method.key.algorithm is not Algorithm.ED25519 for method in every):
        contexts.append(JWK_CONTEXT)
    document: dict[str, Any] = {"@context": contexts, "id": did}
    if also_known_as:
        document["alsoKnownAs"] = list(also_known_as)
    if every:
        document["verificationMethod"] = [_method_object(method) for method in every]
    if methods:
        document["assertionMethod"] = [method.id for method in methods]
    return document


def jwks(keys: Iterable[tuple[str, PublicKey]]) -> dict[str, Any]:
    """A JWK Set (RFC 7517 §5) of (kid, key)."""
    return {
        "keys": [
            {**key.jwk, "kid": kid, "alg": JWS_ALGORITHMS[key.algorithm], "use": "sig"}
            for kid, key in keys
        ]
    }


def resolve(method_url: str, *, issuer: str, fetch: Fetch, now: datetime | None = None) -> Method:
    """Find the key of a Data Integrity proof in the document of the issuer, or raise DidError.

    The method stands in the issuer's own document, listed in `assertionMethod`; whatever `fetch`
    raises passes through. A method that carries `expires` or `revoked` is usable only when `now`
    is given and is earlier.
    """
    base, _, fragment = method_url.partition("#")
    if not _URL_REST.fullmatch(fragment) or len(method_url) > _MAX_URL:
        raise DidError(
            f"{method_url[:200]!a} is not the full URL of a key: it needs one #fragment."
        )
    if base != issuer:
        raise DidError(f"The key {method_url!a} does not belong to the issuer {issuer!a}.")
    if base.startswith("did:key:"):
        return _did_key_method(base, fragment)
    if _OTHER_DID.match(base):
        raise UnsupportedError(f"{base[:200]!a} is a DID of a kind that is not read here.")
    location = did_web_location(base) if base.startswith("did:") else _web_url(base)
    return _method_of(_fetched(location, fetch), method_url, issuer=issuer, now=now)


def resolve_jwt_key(
    header: Mapping[str, Any], issuer: str, fetch: Fetch, *, now: datetime | None = None
) -> PublicKey:
    """Find the key of a VC-JWT by its header, bound to the issuer, or raise DidError.

    `kid` is a method in the issuer's own document, or the URL of a JWK or JWK Set that the issuer
    publishes: on the origin of an https issuer, or beside the document of a did:web, since several
    did:web issuers may share an origin. A `jwk` alone proves nothing: it must stand in
    `/.well-known/jwks.json` of an https issuer; beside a `kid` it must be the same key.
    """
    embedded = from_jwk(header["jwk"]) if "jwk" in header else None
    kid = header.get("kid")
    if kid is None:
        if embedded is None:
            raise DidError("The header of the JWT names no key.")
        return _well_known(embedded, issuer, fetch)
    if not isinstance(kid, str):
        raise DidError("The kid of the JWT is not a text.")
    key = _key_of_kid(kid, issuer, fetch, now)
    if embedded not in (None, key):
        raise DidError("The jwk in the header of the JWT is not the key that its kid names.")
    return key


_OTHER_DID = re.compile(r"did:(?!web:|key:)[a-z0-9]+:.")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)
_PORT = re.compile(r"[1-9][0-9]{0,4}")
_PATH_SEGMENT = re.compile(r"[A-Za-z0-9._-]+")  # idchar of DID Core §3.1, no percent-encoding
_DOTS = (".", "..")
_URL_REST = re.compile(r"[A-Za-z0-9._~:/?@!$&'()*+,;=%-]+")
_WEB_URL = re.compile(r"(https?)://([^/?#@\\\s]+)((?:[/?][A-Za-z0-9._~:/?@!$&'()*+,;=%-]*)?)")


def _is_authority(authority: str) -> bool:
    """A host name with an optional port: localhost, or at least two labels and no IP address."""
    host, colon, port = authority.partition(":")
    if colon and not (_PORT.fullmatch(port) and int(port) < 65536):
        return False
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        return False
    # WHATWG URL, "ends in a number": every spelling that a browser reads as an IPv4 address.
    last = labels[-1].lower()
    numeric = last.isdigit() or re.fullmatch("0x[0-9a-f]*", last) is not None
    return host.lower() == "localhost" or (len(labels) > 1 and not numeric)


def _web_url(url: str) -> str:
    """An https URL (http on localhost) without userinfo, IP address or characters to escape."""
    match = _WEB_URL.fullmatch(url) if len(url) <= _MAX_URL else None
    if match is None or not _is_authority(match[2]):
        raise DidError(f"{url[:200]!a} is not an https URL with a host name.")
    if match[1] == "http" and match[2].partition(":")[0].lower() != "localhost":
        raise DidError(f"{url!a} is not https.")
    return url


def _method_object(method: Method) -> dict[str, Any]:
    head = {"id": method.id}
    if method.key.algorithm is Algorithm.ED25519:
        material: dict[str, Any] = {"publicKeyMultibase": method.key.multikey}
        return head | {"type": "Multikey", "controller": method.controller} | material
    material = {"publicKeyJwk": method.key.jwk}
    return head | {"type": "JsonWebKey", "controller": method.controller} | material


def _did_key_method(did: str, fragment: str) -> Method:
    multikey = did.removeprefix("did:key:")
    if fragment != multikey:
        raise DidError(f"{did!a} has one key, and its fragment repeats the DID's own.")
    return Method(f"{did}#{fragment}", did, from_multikey(multikey))


def _fetched(url: str, fetch: Fetch) -> dict[str, Any]:
    raw = fetch(url)
    try:
        return documents.loads(raw, limits=documents.FETCHED)
    except DocumentError as error:
        raise DidError(f"The document at {url} cannot be read: {error}") from error


def _method_of(
    document: dict[str, Any], method_url: str, *, issuer: str, now: datetime | None
) -> Method:
    if document.get("id") != issuer:
        raise DidError(f"The issuer's document says that it is {document.get('id')!a}.")
    assertion = _listed(document, "assertionMethod")
    embedded = [entry for entry in assertion if isinstance(entry, dict)]
    defined = [
        entry for entry in _listed(document, "verificationMethod") if isinstance(entry, dict)
    ]
    found = [entry for entry in [*defined, *embedded] if _absolute(entry, issuer) == method_url]
    if len(found) != 1:
        raise DidError(f"The issuer's document has {len(found)} keys with the id {method_url}.")
    if all(_absolute(entry, issuer) != method_url for entry in assertion):
        raise DidError(f"The issuer's document does not list {method_url} in assertionMethod.")
    method = found[0]
    if method.get("controller") != issuer:
        raise DidError(f"The controller of the key {method_url} is not the issuer.")
    _refuse_ended(method, now)
    return Method(method_url, issuer, _material(method))


def _listed(document: Mapping[str, Any], name: str) -> list[Any]:
    value = document.get(name, [])
    entries = value if isinstance(value, list) else [value]
    if len(entries) > _MAX_METHODS:
        raise DidError(f"The issuer's document has more than {_MAX_METHODS} entries in {name}.")
    return entries


def _absolute(entry: Any, base: str) -> str | None:
    """The id of a method or a reference to one, made absolute (DID Core §3.2.2)."""
    reference = entry.get("id") if isinstance(entry, dict) else entry
    if not isinstance(reference, str):
        return None
    return base + reference if reference.startswith("#") else reference


def _refuse_ended(method: Mapping[str, Any], now: datetime | None) -> None:
    for name in ("expires", "revoked"):
        if name not in method:
            continue
        try:
            ended = now is None or datetime.fromisoformat(method[name]) <= now
        except (TypeError, ValueError):
            ended = True  # a date that cannot be read, or has no time zone
        if ended:
            raise DidError(f"The key {method.get('id')!a} is marked {name}: {method[name]!a}.")


def _material(method: Mapping[str, Any]) -> PublicKey:
    if leaked := sorted({"secretKeyMultibase", "secretKeyJwk", "privateKeyJwk"} & method.keys()):
        raise DidError(f"The issuer's document publishes a secret: {leaked[0]}.")
    kind = method.get("type")
    names = {"publicKeyMultibase", "publicKeyJwk"} & method.keys()
    if kind in ("Multikey", "Ed25519VerificationKey2020") and names == {"publicKeyMultibase"}:
        key = from_multikey(method["publicKeyMultibase"])
        if kind != "Multikey" and key.algorithm is not Algorithm.ED25519:
            raise DidError("The key of type Ed25519VerificationKey2020 is not an Ed25519 key.")
        return key
    if kind in ("JsonWebKey", "JsonWebKey2020") and names == {"publicKeyJwk"}:
        return from_jwk(method["publicKeyJwk"])
    raise DidError(f"A key of type {kind!a} with {sorted(names)} is not supported.")


def _key_of_kid(kid: str, issuer: str, fetch: Fetch, now: datetime | None) -> PublicKey:
    base, _, fragment = kid.partition("#")
    if kid.startswith("did:"):
        return resolve(kid, issuer=issuer, fetch=fetch, now=now).key
    url = _web_url(base)
    if fragment and not _URL_REST.fullmatch(fragment):
        raise DidError(f"The kid {kid[:200]!a} is not a URL.")
    if not _published_by(url, issuer):
        raise DidError(f"The key {kid!a} does not stand where the issuer {issuer!a} publishes.")
    document = _fetched(url, fetch)
    if "kty" in document:
        return _asserted(from_jwk(document), issuer, fetch, now)
    if "keys" in document:
        key = _chosen(list(_jwk_set(document)), kid, fragment, issuer)
        return _asserted(key, issuer, fetch, now)
    return _method_of(document, kid, issuer=issuer, now=now).key


def _asserted(key: PublicKey, issuer: str, fetch: Fetch, now: datetime | None) -> PublicKey:
    """The key, which the document of a did:web has to list in `assertionMethod` as well.

    Elsewhere it may still stand when it was taken out there.
    """
    if not issuer.startswith("did:web:"):
        return key
    document = _fetched(did_web_location(issuer), fetch)
    for entry in _listed(document, "assertionMethod"):
        named = _absolute(entry, issuer)
        with suppress(DidError):
            if named and _method_of(document, named, issuer=issuer, now=now).key == key:
                return key
    raise DidError(f"The document of {issuer} lists no such key in assertionMethod.")


_FILE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")


def _published_by(url: str, issuer: str) -> bool:
    if any(
        segment.lower().replace("%2e", ".") in _DOTS for segment in urlsplit(url).path.split("/")
    ):
        return False
    if issuer.startswith("did:web:"):
        folder = did_web_location(issuer).removesuffix("did.json")
        # a folder further down may be another issuer's, as may what an encoded path leads to
        return url.startswith(folder) and _FILE.fullmatch(url, len(folder)) is not None
    return not issuer.startswith("did:") and _origin(url) == _origin(_web_url(issuer))


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)


def _jwk_set(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for jwk in _listed(document, "keys"):
        if not isinstance(jwk, dict):
            raise DidError("The JWK Set holds something that is not a key.")
        yield jwk


def _chosen(keys: list[Mapping[str, Any]], kid: str, fragment: str, issuer: str) -> PublicKey:
    """The one key of a set that the kid names: by its whole URL, by its fragment, or alone.

    A key that says it is another DID's is not the issuer's, wherever it is published.
    """
    named = [jwk for jwk in keys if jwk.get("kid") in {kid, fragment or kid}]
    chosen = named if named or fragment else keys
    if len(chosen) != 1:
        raise DidError(f"The JWK Set has {len(chosen)} keys for the kid {kid!a}.")
    said = str(chosen[0].get("kid", ""))
    if said.startswith("did:") and said.partition("#")[0] != issuer:
        raise DidError(f"The key {said[:200]!a} is not one of the issuer {issuer!a}.")
    return from_jwk(chosen[0])


def _well_known(key: PublicKey, issuer: str, fetch: Fetch) -> PublicKey:
    if issuer.startswith("did:"):
        raise DidError("A key inside a JWT proves nothing about the issuer; the JWT needs a kid.")
    parts = urlsplit(_web_url(issuer))
    url = f"{parts.scheme}://{parts.netloc}/.well-known/jwks.json"
    if not any(_same(jwk, key) for jwk in _jwk_set(_fetched(url, fetch))):
        raise DidError(f"The key inside the JWT does not stand in {url}.")
    return key


def _same(jwk: Mapping[str, Any], key: PublicKey) -> bool:
    """Others in the set may be of kinds that we do not read."""
    try:
        return from_jwk(jwk) == key
    except DidError:
        return False
