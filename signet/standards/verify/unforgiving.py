"""What canonical RDF forgives, and a reader of JSON must not.

A signature over canonical RDF covers statements, not their spelling: `validUntil` may be written as
a full IRI, or be moved to a second object with the credential's id, and the signature still holds.
But whoever looks for the member `validUntil` no longer finds it, and an expired badge seems to be
valid for ever. So the spelling that is read here has to be the only one.
"""

from typing import Any

from signet.standards.canon import contexts
from signet.standards.credential import AchievementSubject
from signet.standards.credential.shape import members
from signet.standards.errors import CanonError, ContextError

_LONGEST_CONTEXT = 8
_AT_CONTEXT = frozenset({"@context"})
_IN_TEXT = frozenset({"@value", "@language"})
_REFERENCE = frozenset({"id", "type"})
# Other names of `id` in the pinned contexts (ODRL); a test looks for any more.
ALIASES = frozenset({"uid"})
_ENDORSED = ("EndorsementSubject",)
_ENDORSEMENT = _REFERENCE | {"endorsementComment"}
_OF_A_SUBJECT = _REFERENCE | {each.json for each in members(AchievementSubject).all}


def check_contexts(document: Any) -> None:
    """Every `@context`, at any depth, is an ordered list of pinned URLs; the first one is there."""
    if "@context" not in document:
        raise ContextError("It has no @context, so its words have no meaning.")
    for node in _objects(document):
        if "@context" in node:
            _check_context(node["@context"])


def check_spelling(document: dict[str, Any]) -> None:
    """Every member has its short name, and what is decisive is said in one place."""
    nodes = _objects(document)
    for node in nodes:
        keywords = _IN_TEXT if "@value" in node else _AT_CONTEXT
        for name, value in node.items():
            if ":" in name or name in ALIASES or (name[:1] == "@" and name not in keywords):
                raise CanonError(f"The member {name!a} is not written by its short name.")
            if type(value) is float:
                _check_digits(value)
            elif type(value) is list:
                for each in value:
                    if type(each) is float:
                        _check_digits(each)
    _check_places(document, nodes)


def _check_digits(number: float) -> None:
    """A number is signed with 16 digits (JSON-LD 1.1 API, 8.2.2), so it may not have more."""
    if float(f"{number:.15E}") != number:
        raise CanonError(f"The number {number!r} has more digits than a signature covers.")


def _check_context(value: Any) -> None:
    if not isinstance(value, list) or not value or len(value) > _LONGEST_CONTEXT:
        raise ContextError("The @context is not a short list of URLs.")
    for url in value:
        if not isinstance(url, str):
            raise ContextError("The @context defines words of its own, which is not accepted.")
        if not contexts.known(url):
            raise ContextError(f"The @context {url!a} is not one of those known here.")


def _check_places(document: dict[str, Any], nodes: list[dict[str, Any]]) -> None:
    """What decides over the credential is described in one place only.

    RDF takes two objects of one id for one thing, wherever they stand; a member moved from one to
    the other is signed still, and no longer found. An object elsewhere that has the id of the
    credential, its subject, achievement or status may say again what stands there, or endorse it.
    Of the issuer only the id decides: whatever else it signed of itself, there or elsewhere, is its
    own word, as a name from before it was renamed.
    """
    issuer, decisive = _issuer(document), _decisive(document)
    described = {node["id"]: node for node in decisive if isinstance(node.get("id"), str)}
    if len(described) < sum(isinstance(node.get("id"), str) for node in decisive):
        raise CanonError("Two parts of the document have the same id.")
    places = {id(node) for node in (*decisive, issuer)}
    for node in nodes:
        named = node.get("id")
        if id(node) in places or not isinstance(named, str) or not node.keys() - _REFERENCE:
            continue
        if named in described and not _says_again(node, described[named]):
            raise CanonError(f"What is said of {named!a} stands in more than one place.")
    subject = described.get(issuer.get("id"))
    if subject is not None and not _apart(issuer, subject):
        raise CanonError("What is said of the issuer cannot be told from what is said of others.")


def _says_again(node: dict[str, Any], place: dict[str, Any]) -> bool:
    if node.keys() <= _ENDORSEMENT and node.get("type") in ("EndorsementSubject", [*_ENDORSED]):
        return True
    return all(name in place and place[name] == node[name] for name in node.keys() - _REFERENCE)


def _apart(issuer: dict[str, Any], subject: dict[str, Any]) -> bool:
    """Whether an issuer who is the subject as well says each member where it belongs."""
    types = ({*_texts(node.get("type"))} for node in (issuer, subject))
    return not set.intersection(*types) and subject.keys() <= _OF_A_SUBJECT


def _texts(value: Any) -> list[str]:
    entries = value if isinstance(value, list) else [value]
    return [entry for entry in entries if isinstance(entry, str)]


def _issuer(document: dict[str, Any]) -> dict[str, Any]:
    issuer = document.get("issuer")
    return issuer if isinstance(issuer, dict) else {"id": issuer}


def _decisive(document: dict[str, Any]) -> list[dict[str, Any]]:
    subjects = _listed(document, "credentialSubject")
    achievements = [each for subject in subjects for each in _listed(subject, "achievement")]
    return [document, *subjects, *achievements, *_listed(document, "credentialStatus")]


def _listed(node: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = node.get(name)
    entries = value if isinstance(value, list) else [value]
    return [entry for entry in entries if isinstance(entry, dict)]


def _objects(document: Any) -> list[dict[str, Any]]:
    """Every object of the document, itself first."""
    found = []
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            found.append(value)
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return found
