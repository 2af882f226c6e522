"""What canonical RDF forgives, and a reader of JSON must not.

A signature over canonical RDF covers statements, not their spelling: `validUntil` may be written as
a full IRI, or be moved to a second object with the credential's id, and the signature still holds.
But whoever looks for the member `validUntil` no longer finds it, and an expired badge seems to be
valid for ever. So the spelling that is read here has to be the only one.
"""

from typing import Any

from signet.standards.canon import contexts
from signet.standards.errors import CanonError, ContextError

_LONGEST_CONTEXT = 8
_AT_CONTEXT = frozenset({"@context"})
_IN_TEXT = frozenset({"@value", "@language"})
_REFERENCE = frozenset({"id", "type"})
# Graphs of their own: what these say of a node is not said in the graph around them.
_GRAPHS = frozenset({"endorsement", "verifiableCredential", "proof"})


def check_contexts(document: Any) -> None:
    """Every `@context`, at any depth, is an ordered list of pinned URLs; the first one is there."""
    if "@context" not in document:
        raise ContextError("It has no @context, so its words have no meaning.")
    for node in _objects(document):
        if "@context" in node:
            _check_context(node["@context"])


def check_spelling(document: dict[str, Any]) -> None:
    """Every member has its short name, and what is decisive is said in one place."""
    for node in _objects(document):
        keywords = _IN_TEXT if "@value" in node else _AT_CONTEXT
        for name in node:
            if ":" in name or (name.startswith("@") and name not in keywords):
                raise CanonError(f"The member {name!a} is not written by its short name.")
    _check_places(document)


def _check_context(value: Any) -> None:
    if not isinstance(value, list) or not value or len(value) > _LONGEST_CONTEXT:
        raise ContextError("The @context is not a short list of URLs.")
    for url in value:
        if not isinstance(url, str):
            raise ContextError("The @context defines words of its own, which is not accepted.")
        if not contexts.known(url):
            raise ContextError(f"The @context {url!a} is not one of those known here.")


def _check_places(document: dict[str, Any]) -> None:
    """The credential, its subject, achievement and status are each described in one place only."""
    places = {id(place): place for place in _decisive(document)}
    ids = {place["id"] for place in places.values() if isinstance(place.get("id"), str)}
    for node in _objects(document, enter=lambda name: name not in _GRAPHS):
        named = node.get("id")
        if id(node) in places or not isinstance(named, str):
            continue
        if named in ids and node.keys() - _REFERENCE:
            raise CanonError(f"What is said of {named!a} stands in more than one place.")


def _decisive(document: dict[str, Any]) -> list[dict[str, Any]]:
    subjects = _listed(document, "credentialSubject")
    achievements = [each for subject in subjects for each in _listed(subject, "achievement")]
    return [document, *subjects, *achievements, *_listed(document, "credentialStatus")]


def _listed(node: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = node.get(name)
    entries = value if isinstance(value, list) else [value]
    return [entry for entry in entries if isinstance(entry, dict)]


def _objects(document: Any, *, enter: Any = None) -> list[dict[str, Any]]:
    """Every object of the document, itself first. `enter` tells which members are looked into."""
    found = []
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            found.append(value)
            waiting += [each for name, each in value.items() if enter is None or enter(name)]
        elif isinstance(value, list):
            waiting += value
    return found
