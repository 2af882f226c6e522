"""Active contexts (JSON-LD 1.1 API, section 4), compiled once by PyLD and cached.

PyLD is the reference processor in Python and reads a context slowly but rightly. What it says of
each term is kept here as one small record, so that walking a document is dictionary look-ups.
Terms that the walker cannot follow are kept too, marked OTHER: a document that uses one is off
profile.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from threading import RLock
from typing import Any, TypeAlias

from pyld import jsonld
from pyld.context_resolver import ContextResolver

from signet.standards.canon import contexts
from signet.standards.errors import ContextError, OffProfileError

# Lists longer than this are no credential's, and each new list costs a compilation.
MAX_CONTEXTS = 8
# Scoped contexts kept per active context. Strangers' documents choose the keys, so it is bounded.
MAX_SCOPED = 128

# Where a standard embeds a whole credential, with an @context of its own: OB 3.0 in `endorsement`,
# CLR 2.0 and VC 2.0 in `verifiableCredential`.
EMBEDDING = frozenset(
    {
        "https://purl.imsglobal.org/spec/vc/ob/vocab.html#endorsement",
        "https://purl.imsglobal.org/spec/vc/clr/vocab.html#verifiableCredential",
        "https://www.w3.org/2018/credentials#verifiableCredential",
    }
)


Spend: TypeAlias = Callable[[], None]
# The context inside a node of some types, and their IRIs in N-Quads syntax.
Typed: TypeAlias = "tuple[ActiveContext, tuple[str, ...]]"


class Kind(Enum):
    """What the walker does with a term."""

    PROPERTY = auto()
    ID = auto()
    TYPE = auto()
    OTHER = auto()
    """Defined, but by means that the walker does not follow (@nest, @reverse, @json, maps ...)."""
    NOTHING = auto()
    """Defined as null: a member that JSON-LD would drop."""


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """One term definition. Compared by identity, since it belongs to one active context."""

    kind: Kind
    is_property: bool = False
    """The kind PROPERTY, in a form that is quick to ask for."""
    iri: str = ""
    predicate: str = ""
    """The IRI in N-Quads syntax."""
    coercion: str | None = None
    """`@id`, `@vocab`, a datatype IRI, or None."""
    is_plain: bool = False
    """Whether a string is simply an xsd:string literal."""
    is_list: bool = False
    is_graph: bool = False
    has_scope: bool = False
    scope: Any = None
    embeds: bool = False


class ActiveContext:
    """The terms in force at one place of a document.

    Its methods take `spend`, called before each compilation: whoever walks a document bounds what
    that document may cost by raising from it.
    """

    __slots__ = (
        "_parsed",
        "_scoped",
        "id_names",
        "known_types",
        "previous",
        "terms",
        "type_names",
    )

    def __init__(self, parsed: Any, previous: "ActiveContext | None" = None) -> None:
        for default in ("@vocab", "@language", "@direction", "@base"):
            if parsed.get(default) is not None:
                raise OffProfileError(f"A context sets {default}.")
        self._parsed = parsed
        self._scoped: dict[Any, Any] = {}
        self.known_types: dict[tuple[str, ...], Typed] = {(): (self, ())}
        """What each list of types seen here leads to."""
        self.previous = previous
        self.terms = {name: _term(mapping) for name, mapping in parsed["mappings"].items()}
        self.id_names = self._names(Kind.ID)
        self.type_names = self._names(Kind.TYPE)

    def _names(self, kind: Kind) -> tuple[str, ...]:
        return tuple(name for name, term in self.terms.items() if term.kind is kind)

    def inside(self, term: Term, spend: Spend) -> "ActiveContext":
        """The context for the value of `term`: its property-scoped context applied."""
        if not term.has_scope:
            return self
        scoped: ActiveContext | None = self._scoped.get(term)
        if scoped is None:
            spend()
            parsed = _process(self._parsed, term.scope, override_protected=True)
            scoped = self._keep(term, ActiveContext(parsed))
        return scoped

    def embedding(self, urls: tuple[str, ...], spend: Spend) -> "ActiveContext":
        """The context inside an embedded credential that names these pinned URLs."""
        scoped: ActiveContext | None = self._scoped.get(urls)
        if scoped is None:
            spend()
            parsed = _process(self._parsed, list(urls))
            scoped = self._keep(urls, ActiveContext(parsed))
        return scoped

    def typed(self, types: Sequence[str], spend: Spend) -> "ActiveContext":
        """The context inside a node of these types: their type-scoped contexts applied.

        They are applied in the order of the terms' code points, and do not reach into nested
        nodes (JSON-LD 1.1 API, 5.1.2 step 11): `previous` is what those start from.
        """
        scopes = [
            term
            for name in (types if len(types) == 1 else sorted(set(types)))
            if (term := self.terms.get(name)) is not None and term.has_scope
        ]
        if not scopes:
            return self
        key = tuple(scopes)
        scoped: ActiveContext | None = self._scoped.get(key)
        if scoped is None:
            spend()
            parsed = self._parsed
            for term in scopes:
                parsed = _process(parsed, term.scope, propagate=False)
            scoped = self._keep(key, ActiveContext(parsed, previous=self))
        return scoped

    def learn(self, types: tuple[str, ...], typed: Typed) -> Typed:
        """Remember what a list of types leads to."""
        if len(self.known_types) >= MAX_SCOPED:
            self.known_types.clear()
            self.known_types[()] = (self, ())
        self.known_types[types] = typed
        return typed

    def _keep(self, key: Any, context: "ActiveContext") -> "ActiveContext":
        if len(self._scoped) >= MAX_SCOPED:
            self._scoped.clear()
        self._scoped[key] = context
        return context


def top(value: Any) -> ActiveContext:
    """The active context that a document's or an embedded credential's @context stands for."""
    return _top(urls_of(value))


def urls_of(value: Any) -> tuple[str, ...]:
    """The @context of a credential as pinned URLs, in order.

    VC 2.0, 4.3 asks for an ordered set. Objects are refused: what an inline context defines, or
    redefines, the reader of a badge would never see.
    """
    if not isinstance(value, list) or not value:
        raise ContextError("The @context is not a list.")
    if len(value) > MAX_CONTEXTS:
        raise ContextError(f"The @context names more than {MAX_CONTEXTS} contexts.")
    for url in value:
        if not isinstance(url, str):
            raise ContextError("The @context has a member that is not a URL.")
        if not contexts.known(url):
            raise ContextError(f"The context {url!r} is not one of those known here.")
    return tuple(value)


@lru_cache(maxsize=64)
def _top(urls: tuple[str, ...]) -> ActiveContext:
    return ActiveContext(_process(_PROCESSOR.process_context({}, None, _OPTIONS), list(urls)))


def _term(mapping: Any) -> Term:
    if mapping is None or mapping.get("@id") is None:
        return Term(Kind.NOTHING)
    iri: str = mapping["@id"]
    if iri == "@id":
        return Term(Kind.ID)
    if iri == "@type":
        return Term(Kind.TYPE)
    coercion = mapping.get("@type")
    containers = frozenset(mapping.get("@container") or ())
    if (
        iri[0] in "@_"
        or mapping.get("reverse")
        or coercion == "@json"
        or any(member in mapping for member in ("@language", "@direction", "@nest", "@index"))
        or containers - {"@set", "@list", "@graph"}
        or {"@list", "@graph"} <= containers
    ):
        return Term(Kind.OTHER, iri=iri)
    return _property(mapping, iri, None if coercion == "@none" else coercion, containers)


def _property(mapping: Any, iri: str, coercion: str | None, containers: frozenset[str]) -> Term:
    return Term(
        Kind.PROPERTY,
        is_property=True,
        iri=iri,
        predicate=f"<{iri}>",
        coercion=coercion,
        is_plain=coercion in (None, XSD_STRING) and not containers - {"@set"},
        is_list="@list" in containers,
        is_graph="@graph" in containers,
        has_scope="@context" in mapping,
        scope=mapping.get("@context"),
        embeds=iri in EMBEDDING,
    )


XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


_PROCESSOR = jsonld.JsonLdProcessor()
_OPTIONS: dict[str, Any] = {
    "base": "",
    "processingMode": "json-ld-1.1",
    "documentLoader": contexts.load,
    "contextResolver": ContextResolver({}, contexts.load),
}
# PyLD's caches are not made for threads.
_LOCK = RLock()


def _process(
    parsed: Any, local: Any, *, propagate: bool = True, override_protected: bool = False
) -> Any:
    try:
        with _LOCK:
            # The public process_context() has no way to say how a scoped context applies.
            return _PROCESSOR._process_context(  # noqa: SLF001
                parsed,
                local,
                _OPTIONS,
                propagate=propagate,
                override_protected=override_protected,
            )
    except jsonld.JsonLdError as error:
        raise ContextError(f"The contexts do not go together: {error.args[0]}") from error
