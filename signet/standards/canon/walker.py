"""JSON-LD to quads, for the documents that a badge system issues and accepts.

Safe mode by construction: a member is either written down as quads or refused, and nothing is ever
dropped, since whatever is dropped is text that no signature covers. What JSON-LD allows and this
profile does not raises OffProfileError (the slow path in `foreign` may know it); what no reader
could sign raises another CanonError. The algorithm is JSON-LD 1.1 API, 5.1.2 (expansion) and
8.1.2 (to RDF), done in one pass.
"""

from typing import Any

from signet.standards.canon import terms
from signet.standards.canon.nquads import (
    RDF_FIRST,
    RDF_NIL,
    RDF_REST,
    RDF_TYPE,
    XSD,
    Quad,
    escape,
    is_iri,
    is_language,
    number,
)
from signet.standards.canon.terms import ActiveContext, Kind, Term, Typed
from signet.standards.errors import (
    CanonError,
    ContextError,
    OffProfileError,
    TooComplexError,
    UndefinedTermError,
)

# A badge embeds endorsements, a CLR embeds badges that embed endorsements.
MAX_EMBEDDED = 2
# Scoped contexts that one document may make us compile; a first CLR needs about sixty.
MAX_COMPILATIONS = 150


def quads(document: dict[str, Any]) -> list[Quad]:
    """The document as quads, in walking order, possibly with repeats.

    Raises OffProfileError, UndefinedTermError, ContextError, TooComplexError or CanonError.
    """
    return Walker().walk(document)


class Walker:
    """One walk over one document."""

    def __init__(self) -> None:
        self.quads: list[Quad] = []
        self._blanks = 0
        self._compilations = 0

    def walk(self, document: dict[str, Any]) -> list[Quad]:
        """The quads of the whole document."""
        if not isinstance(document, dict):
            raise CanonError("The document is not a JSON object.")
        try:
            self._node(document, terms.top(document.get("@context")), "", 0)
        except RecursionError as error:
            raise TooComplexError("The document is nested too deep.") from error
        return self.quads

    def _spend(self) -> None:
        self._compilations += 1
        if self._compilations > MAX_COMPILATIONS:
            raise TooComplexError("The document combines contexts and types in too many ways.")

    def _blank(self) -> str:
        self._blanks += 1
        return f"_:b{self._blanks}"

    # -- nodes

    def _child(
        self, node: dict[str, Any], context: ActiveContext, term: Term, graph: str, depth: int
    ) -> str:
        """The subject of a node that is the value of `term` (5.1.2 steps 7 to 9)."""
        if context.previous is not None and not _is_reference(node, context):
            context = context.previous
        context = context.inside(term, self._spend)
        if "@context" in node:
            if not term.embeds:
                raise ContextError("An @context stands where no whole credential is embedded.")
            if depth >= MAX_EMBEDDED:
                raise ContextError(f"Credentials are embedded more than {MAX_EMBEDDED} deep.")
            depth += 1
            context = context.embedding(terms.urls_of(node["@context"]), self._spend)
        return self._node(node, context, graph, depth)

    def _node(self, node: dict[str, Any], base: ActiveContext, graph: str, depth: int) -> str:
        add = self.quads.append
        subject = self._subject(node, base)
        types = _types(node, base)
        context, classes = base.known_types.get(types) or self._learn_types(types, base)
        for term in classes:
            add((subject, RDF_TYPE, term, graph))
        defined = context.terms
        for name, value in node.items():
            entry = defined.get(name)
            if entry is None or not entry.is_property:
                if name != "@context":
                    _check_other(name, entry, node, base)
            elif entry.is_plain and value.__class__ is str:  # the most common member, at once
                add((subject, entry.predicate, f'"{escape(value)}"', graph))
            else:
                self._property(subject, entry, value, context, graph, depth)
        return subject

    def _learn_types(self, types: tuple[str, ...], base: ActiveContext) -> Typed:
        context = base.typed(types, self._spend)
        return base.learn(types, (context, tuple(self._type(name, base) for name in types)))

    def _subject(self, node: dict[str, Any], context: ActiveContext) -> str:
        subject = ""
        for name in context.id_names:
            if name in node:
                if subject:
                    raise OffProfileError("A node has its id twice.")
                subject = self._iri(node[name], context)
        return subject or self._blank()

    def _type(self, name: str, context: ActiveContext) -> str:
        term = context.terms.get(name)
        if term is None:
            if ":" not in name:
                raise UndefinedTermError(f"The type {name!r} is defined by no context.")
            return self._iri(name, context)
        if not term.is_property:
            raise UndefinedTermError(f"The type {name!r} stands for nothing.")
        return term.predicate

    def _iri(self, value: Any, context: ActiveContext) -> str:
        """An absolute IRI. Relative ones depend on where a document lies, `_:` ones on nothing."""
        if value.__class__ is not str or is_iri(value) is None:
            raise CanonError(f"{value!r} is not an absolute IRI.")
        prefix, _, rest = value.partition(":")
        if prefix in context.terms and not rest.startswith("//"):
            raise OffProfileError(f"{value!r} may be a compact IRI.")
        return f"<{value}>"

    # -- values

    def _property(  # noqa: PLR0917  # where a value stands takes five words to say
        self,
        subject: str,
        term: Term,
        value: Any,
        context: ActiveContext,
        graph: str,
        depth: int,
    ) -> None:
        if term.is_list:
            items = value if value.__class__ is list else [value]
            head = self._list(items, term, context, graph, depth)
            self.quads.append((subject, term.predicate, head, graph))
        elif value.__class__ is list:
            if not value:
                raise OffProfileError("A member is an empty array.")
            for item in value:
                self._item(subject, term, item, context, graph, depth)
        else:
            self._item(subject, term, value, context, graph, depth)

    def _item(  # noqa: PLR0917  # as above
        self,
        subject: str,
        term: Term,
        value: Any,
        context: ActiveContext,
        graph: str,
        depth: int,
    ) -> None:
        if term.is_graph:
            name = self._graph(term, value, context, depth)
            self.quads.append((subject, term.predicate, name, graph))
        else:
            thing = self._object(term, value, context, graph, depth)
            self.quads.append((subject, term.predicate, thing, graph))

    def _graph(self, term: Term, value: Any, context: ActiveContext, depth: int) -> str:
        """A node in a graph of its own, as each proof is (VC 2.0, 4.12 and B.2.2)."""
        if value.__class__ is not dict:
            raise OffProfileError("A named graph is not a node.")
        name = self._blank()
        before = len(self.quads)
        self._child(value, context, term, name, depth)
        if len(self.quads) == before:
            raise CanonError("A named graph says nothing.")
        return name

    def _list(
        self, items: list[Any], term: Term, context: ActiveContext, graph: str, depth: int
    ) -> str:
        """An ordered list as a chain of blank nodes (8.3.2)."""
        if not items:
            return RDF_NIL
        cells = [self._blank() for _ in items]
        for item, cell, rest in zip(items, cells, [*cells[1:], RDF_NIL], strict=True):
            thing = self._object(term, item, context, graph, depth)
            self.quads.append((cell, RDF_FIRST, thing, graph))
            self.quads.append((cell, RDF_REST, rest, graph))
        return cells[0]

    def _object(
        self, term: Term, value: Any, context: ActiveContext, graph: str, depth: int
    ) -> str:
        kind = value.__class__
        if kind is str:
            return self._string(term, value, context)
        if kind is dict:
            if "@value" in value:
                return _value_object(value)
            return self._child(value, context, term, graph, depth)
        if value is None:
            raise CanonError("A member is null, which says nothing and would not be signed.")
        if kind not in (bool, int, float):
            raise OffProfileError("An array stands inside an array.")
        if term.coercion in ("@id", "@vocab"):
            raise OffProfileError("A number stands where an IRI is meant.")
        if kind is bool:
            return f'"{"true" if value else "false"}"^^<{term.coercion or f"{XSD}boolean"}>'
        return number(value, term.coercion)

    def _string(self, term: Term, value: str, context: ActiveContext) -> str:
        coercion = term.coercion
        if coercion is None or coercion == terms.XSD_STRING:
            return f'"{escape(value)}"'
        if coercion == "@id":
            return self._iri(value, context)
        if coercion == "@vocab":
            return self._word(value, context.inside(term, self._spend))
        return f'"{escape(value)}"^^<{coercion}>'

    def _word(self, value: str, context: ActiveContext) -> str:
        """A string that names a term, or is an IRI (`@type: @vocab`)."""
        term = context.terms.get(value)
        if term is None:
            return self._iri(value, context)
        if not term.is_property:
            raise OffProfileError(f"{value!r} names no thing.")
        return term.predicate


def _is_reference(node: dict[str, Any], context: ActiveContext) -> bool:
    return len(node) == 1 and next(iter(node)) in context.id_names


def _types(node: dict[str, Any], context: ActiveContext) -> tuple[str, ...]:
    types: tuple[str, ...] = ()
    for name in context.type_names:
        if name not in node:
            continue
        if types:
            raise OffProfileError("A node has its type twice.")
        value = node[name]
        types = tuple(value) if value.__class__ is list else (value,)
        if not types:
            raise OffProfileError("A node has an empty array of types.")
        for item in types:
            if item.__class__ is not str:
                raise CanonError("A type is not a string.")
    return types


def _value_object(value: dict[str, Any]) -> str:
    """A text, perhaps in a named language (JSON-LD 1.1, 4.2.4)."""
    text = value["@value"]
    if text.__class__ is not str:
        raise OffProfileError("A value object holds no string.")
    if len(value) == 1:
        return f'"{escape(text)}"'
    language = value.get("@language")
    if len(value) > 2 or language.__class__ is not str:
        raise OffProfileError("A value object says more than text and language.")
    if is_language(language) is None:
        raise CanonError(f"{language!r} is not a language tag.")
    return f'"{escape(text)}"@{language.lower()}'


def _check_other(name: str, term: Term | None, node: dict[str, Any], base: ActiveContext) -> None:
    """Pass a member that is no property only when the id or type has been read from it."""
    if name in base.id_names or name in base.type_names:
        return
    if term is None:
        # Under an @type, this context may not be the one the member is meant in.
        if ":" in name or any(other[:1] == "@" and other != "@context" for other in node):
            raise OffProfileError(f"The member {name!r} is written in a form not known here.")
        raise UndefinedTermError(f"The member {name!r} is defined by no context.")
    if term.kind is Kind.NOTHING:
        raise UndefinedTermError(f"The member {name!r} is defined as nothing.")
    raise OffProfileError(f"The member {name!r} is defined in a way not known here.")
