"""Issuers as the standards name them: DIDs, profiles and key documents of the units."""

from collections.abc import Iterable

from signet.awards.models import IssuerKey
from signet.awards.states import KeyState
from signet.people.models import Institution, Unit
from signet.standards import did
from signet.standards.credential import Profile
from signet.standards.keys import from_multikey


def host_of(public_url: str) -> str:
    """The host, with its port where it has one, that the DIDs stand under."""
    return public_url.split("://", 1)[-1].split("/", 1)[0]


def did_of(unit: Unit | None, public_url: str) -> str:
    """The unit's DID; the institution's own where unit is None."""
    path = ("issuers", unit.slug) if unit else ()
    return did.did_web(host_of(public_url), *path)


def key_url(key: IssuerKey, public_url: str) -> str:
    """The key's full DID URL."""
    return f"{did_of(key.unit, public_url)}#{key.kid}"


def profile_of(unit: Unit, institution: Institution) -> Profile:
    """The unit as an issuer, below the units above it and the institution."""
    home = institution.public_url
    parent = Profile(
        id=did_of(None, home),
        name=institution.name,
        url=institution.url or home,
        official=institution.name,
    )
    for above in reversed(unit.lineage()):
        parent = _profile(above, parent, home)
    return _profile(unit, parent, home)


def _profile(unit: Unit, parent: Profile, home: str) -> Profile:
    return Profile(
        id=did_of(unit, home),
        name=unit.name,
        url=f"{home}/issuers/{unit.slug}",
        email=unit.email or None,
        parent_org=parent,
    )


def did_document(
    unit: Unit | None, keys: Iterable[IssuerKey], public_url: str
) -> dict[str, object]:
    """The DID document: keys that are or were good assert, a compromised one only stands there."""
    name = did_of(unit, public_url)
    good: list[did.Method] = []
    bad: list[did.Method] = []
    for key in keys:
        method = did.Method(key_url(key, public_url), name, from_multikey(key.multikey))
        (bad if key.state == KeyState.COMPROMISED else good).append(method)
    return did.did_document(name, good, revoked=bad, also_known_as=[_home(unit, public_url)])


def _home(unit: Unit | None, public_url: str) -> str:
    return f"{public_url}/issuers/{unit.slug}" if unit else public_url
