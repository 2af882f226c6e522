"""RDF Dataset Canonicalization (RDFC-1.0), with a bound on its work.

Section numbers are those of https://www.w3.org/TR/rdf-canon/. The algorithm takes exponential time
on graphs made for it, so each step beyond the first degree is paid for from a budget, and an empty
one raises TooComplexError. Blank nodes that are told apart by what stands around them, as in all
that we issue, cost nothing of it.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from itertools import permutations
from typing import Any

from signet.standards.canon.nquads import Quad
from signet.standards.errors import TooComplexError

# Steps of about a quarter of a microsecond. The hardest W3C test needs an eighth of it, and
# credentials none or a few dozen steps.
BUDGET = 200_000
# Each level of 4.8 is a few frames of Python's stack.
MAX_DEPTH = 100


def canonicalize(
    quads: Iterable[Quad], *, budget: int = BUDGET, algorithm: str = "sha256"
) -> bytes:
    """The canonical N-Quads document of a dataset.

    Terms come in canonical N-Quads syntax already, blank nodes begin with `_:`. Raises
    TooComplexError when the blank nodes cannot be told apart within the budget.
    """
    lines = []
    linked = []
    for quad in set(quads):
        subject, predicate, thing, graph = quad
        if subject[0] == "_" or thing[0] == "_" or graph[:1] == "_":
            linked.append(quad)
        elif graph:
            lines.append(f"{subject} {predicate} {thing} {graph} .\n")
        else:
            lines.append(f"{subject} {predicate} {thing} .\n")
    named = _Labeller(linked, budget, algorithm).names.get
    for subject, predicate, thing, graph in linked:
        start = f"{named(subject, subject)} {predicate} {named(thing, thing)}"
        lines.append(f"{start} {named(graph, graph)} .\n" if graph else f"{start} .\n")
    lines.sort()
    return "".join(lines).encode()


def labels(
    quads: Iterable[Quad], *, budget: int = BUDGET, algorithm: str = "sha256"
) -> dict[str, str]:
    """The issued identifiers map: blank node of the input to its canonical identifier."""
    return _Labeller(set(quads), budget, algorithm).names


class _Issuer:
    """Issues identifiers in order (4.5)."""

    __slots__ = ("names", "prefix")

    def __init__(self, prefix: str, names: dict[str, str]) -> None:
        self.prefix = prefix
        self.names = names

    def issue(self, blank: str) -> str:
        name = self.names.get(blank)
        if name is None:
            name = self.names[blank] = f"{self.prefix}{len(self.names)}"
        return name

    def copy(self) -> "_Issuer":
        return _Issuer(self.prefix, dict(self.names))


class _Labeller:
    """The canonicalization state (4.3) of one dataset; `names` is the outcome."""

    def __init__(self, dataset: Collection[Quad], budget: int, algorithm: str) -> None:
        self._budget = budget
        self._hash: Callable[[bytes], Any] = getattr(hashlib, algorithm)
        self._quads = _by_blank(dataset)
        self._issuer = _Issuer("_:c14n", {})
        self.names = self._issuer.names
        self._first: dict[str, str] = {}
        if len(self._quads) == 1:  # as in the options of every proof
            self._issuer.issue(*self._quads)
        elif self._quads:
            self._label()

    def _label(self) -> None:
        """Steps 3 to 5 of 4.4.3."""
        by_hash: defaultdict[str, list[str]] = defaultdict(list)
        for blank, quads in self._quads.items():
            digest = self._first[blank] = self._hash_first_degree(blank, quads)
            by_hash[digest].append(blank)
        shared = []
        for _, blanks in sorted(by_hash.items()):
            if len(blanks) == 1:
                self._issuer.issue(blanks[0])
            else:
                shared.append(blanks)
        for blanks in shared:
            self._label_shared(blanks)

    def _label_shared(self, blanks: list[str]) -> None:
        paths = []
        for blank in blanks:
            if blank in self.names:
                continue
            issuer = _Issuer("_:b", {})
            issuer.issue(blank)
            paths.append(self._hash_n_degree(blank, issuer, 0))
        paths.sort(key=lambda path: path[0])
        for _, issuer in paths:
            for blank in issuer.names:
                self._issuer.issue(blank)

    def _hash_first_degree(self, blank: str, quads: list[Quad]) -> str:
        """4.6: what can be told of a blank node from its own quads."""
        lines = []
        for subject, predicate, thing, graph in quads:
            left = subject if subject[0] != "_" else "_:a" if subject == blank else "_:z"
            right = thing if thing[0] != "_" else "_:a" if thing == blank else "_:z"
            if graph:
                around = graph if graph[0] != "_" else "_:a" if graph == blank else "_:z"
                lines.append(f"{left} {predicate} {right} {around} .\n")
            else:
                lines.append(f"{left} {predicate} {right} .\n")
        lines.sort()
        digest: str = self._hash("".join(lines).encode()).hexdigest()
        return digest

    def _hash_related(self, related: str, predicate: str, issuer: _Issuer, position: str) -> str:
        """4.7: a blank node as seen from its neighbour."""
        name = self.names.get(related) or issuer.names.get(related) or self._first[related]
        middle = "" if position == "g" else predicate
        digest: str = self._hash(f"{position}{middle}{name}".encode()).hexdigest()
        return digest

    def _hash_n_degree(self, blank: str, issuer: _Issuer, depth: int) -> tuple[str, _Issuer]:
        """4.8: what can be told of a blank node from all that it is joined to."""
        if depth > MAX_DEPTH:
            raise TooComplexError("The blank nodes of the document are chained too deep.")
        neighbours: defaultdict[str, list[str]] = defaultdict(list)
        for subject, predicate, thing, graph in self._quads[blank]:
            self._pay(1)
            for related, position in ((subject, "s"), (thing, "o"), (graph, "g")):
                if related[:1] == "_" and related != blank:
                    digest = self._hash_related(related, predicate, issuer, position)
                    neighbours[digest].append(related)
        data = []
        for digest, group in sorted(neighbours.items()):
            path, issuer = self._shortest_path(group, issuer, depth)
            data += [digest, path]
        return self._hash("".join(data).encode()).hexdigest(), issuer

    def _shortest_path(self, group: list[str], issuer: _Issuer, depth: int) -> tuple[str, _Issuer]:
        """4.8.3 step 5: the least path over all orders of neighbours that look alike."""
        chosen: tuple[str, _Issuer] | None = None
        for order in permutations(group):
            self._pay(1 + len(order) + len(issuer.names))
            found = self._path(order, issuer.copy(), chosen[0] if chosen else "", depth)
            if found is not None and (chosen is None or found[0] < chosen[0]):
                chosen = found
        if chosen is None:  # pragma: no cover  # a group has at least one order
            raise TooComplexError("No path was found.")
        return chosen

    def _path(
        self, order: tuple[str, ...], issuer: _Issuer, best: str, depth: int
    ) -> tuple[str, _Issuer] | None:
        """One order's path, or None as soon as it is worse than the best so far."""
        path = ""
        unexplored = []
        for related in order:
            name = self.names.get(related)
            if name is None:
                if related not in issuer.names:
                    unexplored.append(related)
                name = issuer.issue(related)
            path += name
            if _is_worse(path, best):
                return None
        for related in unexplored:
            digest, found = self._hash_n_degree(related, issuer, depth + 1)
            path += f"{issuer.issue(related)}<{digest}>"
            issuer = found
            if _is_worse(path, best):
                return None
        return path, issuer

    def _pay(self, steps: int) -> None:
        self._budget -= steps
        if self._budget < 0:
            raise TooComplexError(
                "The blank nodes of the document cannot be told apart with reasonable work."
            )


def _by_blank(dataset: Collection[Quad]) -> dict[str, list[Quad]]:
    """4.3: the blank node to quads map. A quad that names a blank node twice counts once."""
    quads: dict[str, list[Quad]] = {}
    for quad in dataset:
        subject, _, thing, graph = quad
        if subject[0] == "_":
            quads.setdefault(subject, []).append(quad)
        if thing[0] == "_" and thing != subject:
            quads.setdefault(thing, []).append(quad)
        if graph and graph[0] == "_" and graph not in (subject, thing):
            quads.setdefault(graph, []).append(quad)
    return quads


def _is_worse(path: str, best: str) -> bool:
    return bool(best) and len(path) >= len(best) and path > best
