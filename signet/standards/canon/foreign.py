"""The slow path: documents of others that use JSON-LD beyond the profile of the walker.

PyLD expands them, with every place where it would silently drop something turned into an error,
since dropped text is text that no signature covers. PyLD bounds neither time nor memory, so this
runs only inside a child process that can be killed.
"""

from typing import Any

from pyld import jsonld
from pyld.context_resolver import ContextResolver

from signet.standards.canon import contexts, nquads, rdfc, terms
from signet.standards.canon.nquads import Quad, escape, is_iri, is_language
from signet.standards.canon.walker import MAX_EMBEDDED
from signet.standards.errors import (
    CanonError,
    ContextError,
    OffProfileError,
    TooComplexError,
    UndefinedTermError,
)

# What PyLD resolves relative IRIs against, to be found again in what it returns (RFC 6761, 6.4).
_RELATIVE = "http://relative.invalid/"
_EMBEDDING_MEMBERS = frozenset({"endorsement", "verifiableCredential"})
_KEYWORDS = frozenset({"@id", "@type", "@value", "@language", "@set", "@list"})
_CONTAINERS = frozenset({"@set", "@list", "@graph"})
_RDF_LANG_STRING = f"{nquads.RDF}langString"


def canonical(document: dict[str, Any]) -> bytes:
    """The canonical N-Quads of a document, as `canon.canonical` makes them.

    Raises CanonError, of the most fitting kind, for whatever is not wholly written down.
    """
    return rdfc.canonicalize(quads(document))


def quads(document: dict[str, Any]) -> list[Quad]:
    """The document as quads, by PyLD."""
    if not isinstance(document, dict):
        raise CanonError("The document is not a JSON object.")
    terms.urls_of(document.get("@context"))
    try:
        return _quads(_checked(document, 0, embeds=True))
    except jsonld.JsonLdError as error:
        raise CanonError(f"The document is not sound JSON-LD: {error.args[0]}") from error
    except RecursionError as error:
        raise TooComplexError("The document is nested too deep.") from error
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        # PyLD trusts the shape of what it is given.
        raise CanonError("The document is not shaped as JSON-LD is.") from error


def _quads(document: Any) -> list[Quad]:
    options = {
        "base": _RELATIVE,
        "processingMode": "json-ld-1.1",
        "documentLoader": contexts.load,
        "contextResolver": ContextResolver({}, contexts.load),
    }
    expanded = _StrictProcessor().expand(document, options)
    dataset = jsonld.to_rdf(expanded, options)
    named = [name for name, triples in dataset.items() if triples and name != "@default"]
    if len(named) != _count_graphs(expanded):
        raise CanonError("A named graph says nothing.")
    return [
        (
            _term(triple["subject"]),
            _term(triple["predicate"]),
            _term(triple["object"]),
            "" if name == "@default" else name,
        )
        for name, triples in dataset.items()
        for triple in triples
    ]


def _checked(part: Any, depth: int, *, embeds: bool) -> Any:
    """A copy of a document, with what PyLD does not mind checked: @context, null, numbers."""
    if isinstance(part, list):
        return [_checked(item, depth, embeds=embeds) for item in part]
    if isinstance(part, dict):
        if "@context" in part:
            _check_context(part["@context"], depth, embeds=embeds)
            depth += 1
        return {
            name: list(value)
            if name == "@context"
            else _checked(value, depth, embeds=name in _EMBEDDING_MEMBERS)
            for name, value in part.items()
        }
    if part is None:
        raise CanonError("A member is null, which says nothing and would not be signed.")
    if isinstance(part, int | float) and not isinstance(part, bool):
        nquads.number(part, None)
        # 3.0 is the integer 3 in JSON-LD 1.1 API, 8.2.2; PyLD goes by the type Python gave it.
        return int(part) if part == int(part) else part
    return part


def _check_context(value: Any, depth: int, *, embeds: bool) -> None:
    if not embeds:
        raise ContextError("An @context stands where no whole credential is embedded.")
    if depth > MAX_EMBEDDED:
        raise ContextError(f"Credentials are embedded more than {MAX_EMBEDDED} deep.")
    terms.urls_of(value)


class _StrictProcessor(jsonld.JsonLdProcessor):  # type: ignore[misc]  # PyLD has no types
    """PyLD's expansion (JSON-LD 1.1 API, 5.1.2), refusing where the algorithm drops."""

    def _expand(
        self, active_ctx: Any, active_property: Any, element: Any, *args: Any, **named: Any
    ) -> Any:
        expanded = super()._expand(active_ctx, active_property, element, *args, **named)
        if expanded is None:
            raise UndefinedTermError("A value of the document would not be signed.")
        return expanded

    def _expand_object(
        self,
        active_ctx: Any,
        active_property: Any,
        expanded_active_property: Any,
        element: Any,
        expanded_parent: Any,
        *args: Any,
        **named: Any,
    ) -> None:
        for name in element:
            if name != "@context":
                self._check_member(active_ctx, name)
        super()._expand_object(
            active_ctx,
            active_property,
            expanded_active_property,
            element,
            expanded_parent,
            *args,
            **named,
        )
        for keyword in ("@id", "@type"):
            for iri in jsonld.JsonLdProcessor.arrayify(expanded_parent.get(keyword, [])):
                if iri != "@json":
                    _check_iri(iri)

    def _expand_value(self, active_ctx: Any, active_property: Any, value: Any, options: Any) -> Any:
        expanded = super()._expand_value(active_ctx, active_property, value, options)
        if isinstance(expanded, dict) and "@id" in expanded:
            _check_iri(expanded["@id"])
        if isinstance(expanded, dict) and "@direction" in expanded:
            raise OffProfileError("A text has a direction, which RDF does not write down.")
        return expanded

    def _check_member(self, active_ctx: Any, name: str) -> None:
        iri = self._expand_iri(active_ctx, name, vocab=True)
        if iri in _KEYWORDS:
            return
        if not iri or (iri[0] != "@" and not is_iri(iri)):
            raise UndefinedTermError(f"The member {name!r} is defined by no context.")
        mapping = active_ctx["mappings"].get(name) or {}
        if (
            iri[0] == "@"
            or mapping.get("reverse")
            or frozenset(mapping.get("@container") or ()) - _CONTAINERS
        ):
            raise OffProfileError(f"The member {name!r} is of a kind that is not accepted.")


def _check_iri(iri: Any) -> None:
    if not isinstance(iri, str) or is_iri(iri) is None:
        raise CanonError(f"{iri!r} is not an absolute IRI.")
    if iri.startswith(_RELATIVE):
        name = iri.removeprefix(_RELATIVE)
        raise UndefinedTermError(f"{name!r} is neither an absolute IRI nor defined by a context.")


def _count_graphs(part: Any) -> int:
    if isinstance(part, list):
        return sum(_count_graphs(item) for item in part)
    if isinstance(part, dict) and "@value" not in part:
        return ("@graph" in part) + sum(_count_graphs(value) for value in part.values())
    return 0


def _term(term: dict[str, Any]) -> str:
    """A term of PyLD's dataset in canonical N-Quads syntax."""
    value: str = term["value"]
    if term["type"] == "blank node":
        return value
    if term["type"] == "IRI":
        _check_iri(value)
        return f"<{value}>"
    text = f'"{escape(value)}"'
    datatype = term["datatype"]
    if datatype == _RDF_LANG_STRING:
        if is_language(term["language"]) is None:
            raise CanonError(f"{term['language']!r} is not a language tag.")
        return f"{text}@{term['language']}"
    if datatype == terms.XSD_STRING:
        return text
    _check_iri(datatype)
    return f"{text}^^<{datatype}>"
