"""Canonical bytes of documents that differ in a few texts only: compiled once, filled per award.

The structure of one achievement's credential is the same for every earner. `compile` walks a
document whose changing strings are holes, and keeps what the values cannot alter: the quads, the
blank nodes that no hole touches, and the order of every two lines that differ before a hole.
`Template.fill` then hashes only the other blank nodes (RDFC-1.0, 4.6) and sorts only what the
values may reorder.

A template never guesses. Where values change more than texts (two subjects become one, two blank
nodes look alike, a quad repeats, an IRI is none), `fill` raises FallbackError and the caller takes
the walker, which is right for every document and says what is wrong with a bad one.
"""

import re
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import chain, groupby
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias

from signet.standards.canon.nquads import RDF_TYPE, Quad, escape, is_iri
from signet.standards.canon.terms import ActiveContext
from signet.standards.canon.walker import Walker
from signet.standards.errors import CanonError, OffProfileError


class FallbackError(CanonError):
    """These values need the walker."""


# Nobody outside can know what a hole looks like, or a text of theirs could be taken for one.
_SECRET = secrets.token_hex(16)
_HOLE = re.compile(f"urn:hole:{_SECRET}:([0-9]+):")


def hole(number: int) -> str:
    """The stand-in for the value of that number: a valid IRI, to be the whole of a string."""
    return f"urn:hole:{_SECRET}:{number}:"


def holes_in(text: str) -> list[int]:
    """The numbers of the holes in a text, in order."""
    return [int(number) for number in _HOLE.findall(text)]


def cut(text: str) -> tuple[list[str], list[int]]:
    """A JSON text cut at its holes: the fixed pieces, and the numbers that belong between them."""
    pieces = re.split(f'"{_HOLE.pattern}"', text)
    if any(holes_in(piece) for piece in pieces[::2]):
        raise OffProfileError("A hole is not the whole of a text.")
    return pieces[::2], [int(number) for number in pieces[1::2]]


def compile(document: dict[str, Any]) -> "Template":  # noqa: A001  # as in re.compile
    """Compile a document with holes.

    Raises OffProfileError when a hole stands where a value would alter the structure, or when
    blank nodes that no hole touches cannot be told apart, beside all that the walker raises.
    """
    recorder = _Recorder()
    quads = list(dict.fromkeys(recorder.walk(document)))
    return Template(quads, frozenset(recorder.names))


class _Recorder(Walker):
    """A walker that notes the terms an IRI in a hole could be confused with."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def _iri(self, value: Any, context: ActiveContext) -> str:
        if isinstance(value, str) and holes_in(value):
            self.names.update(context.terms)
        return super()._iri(value, context)


# Fixed text, or the index of a text that is known only when the holes are filled.
Part: TypeAlias = str | int
# Renders lines from the texts of one document.
Render: TypeAlias = Callable[[list[str]], str]


class _Line(NamedTuple):
    """One line in parts. Lines are told apart, and ordered, by what is fixed before a hole."""

    start: str
    parts: tuple[Part, ...]


class Template:
    """A compiled document; made by `compile`.

    To fill it is to lay out one list of texts (the values, the values escaped, the labels of blank
    nodes, the fixed texts) and to join runs of them.
    """

    def __init__(self, quads: Sequence[Quad], names: frozenset[str]) -> None:
        self._names = names
        numbers = [number for quad in quads for term in quad for number in holes_in(term)]
        self._count = 1 + max(numbers, default=-1)
        self._iri_holes, self._literal_holes = _holes_by_place(quads)
        self._fixed_subjects, self._subject_holes = _subjects(quads)
        blanks = list(dict.fromkeys(t for s, _, o, g in quads for t in (s, o, g) if t[:1] == "_"))
        self._compiler = _Compiler(self._count, len(blanks))
        self._fixed_hashes: list[tuple[str, int]] = []
        self._hashed: list[tuple[Render, int]] = []
        labels = self._labels(quads, blanks)
        self._blocks = [
            self._compiler.block(list(block), labels)
            for _, block in groupby(sorted(quads), key=itemgetter(0))
        ]

    def fill(self, values: Sequence[str]) -> bytes:
        """The canonical bytes of the document with these values in its holes.

        Raises FallbackError when only the walker can tell, and CanonError for a text that no
        reader could sign.
        """
        if len(values) != self._count:
            raise ValueError(f"{self._count} holes are not filled by {len(values)} values.")
        texts = self._texts(values)
        if self._hashed:
            self._add_labels(texts)
        blocks = [render(texts) for render in self._blocks]
        blocks.sort()
        return "".join(blocks).encode()

    def _texts(self, values: Sequence[str]) -> list[str]:
        for number in self._iri_holes:
            self._check_iri(values[number])
        subjects = {values[number] for number in self._subject_holes}
        if len(subjects) < len(self._subject_holes) or subjects & self._fixed_subjects:
            raise FallbackError("Two subjects are one.")
        texts = [*values, *values, *self._compiler.tail]
        for number in self._literal_holes:
            texts[self._count + number] = escape(values[number])
        return texts

    def _check_iri(self, value: str) -> None:
        if is_iri(value) is None:
            raise FallbackError("A value that is no absolute IRI stands in the place of one.")
        if value in self._names or value.partition(":")[0] in self._names:
            raise FallbackError("A value may be a term or a compact IRI.")

    def _add_labels(self, texts: list[str]) -> None:
        """Issue canonical labels in the order of the hashes (RDFC-1.0, 4.4.3 step 4)."""
        ranked = self._fixed_hashes + [
            (sha256(render(texts).encode()).hexdigest(), slot) for render, slot in self._hashed
        ]
        ranked.sort()
        if len({digest for digest, _ in ranked}) < len(ranked):
            raise FallbackError("Two blank nodes look alike.")
        for rank, (_, slot) in enumerate(ranked):
            texts[slot] = f"_:c14n{rank}"

    def _labels(self, quads: Sequence[Quad], blanks: Sequence[str]) -> dict[str, Part]:
        """What to write for each blank node: its label, or the place that will hold it."""
        slots = {blank: 2 * self._count + index for index, blank in enumerate(blanks)}
        for blank, slot in slots.items():
            around: dict[str, Part] = {b: "_:a" if b == blank else "_:z" for b in blanks}
            near = [quad for quad in quads if blank in (quad[0], quad[2], quad[3])]
            render = self._compiler.lines(near, around)
            if any(holes_in(term) for quad in near for term in quad):
                self._hashed.append((render, slot))
            else:
                text = render(["", *self._compiler.tail])
                self._fixed_hashes.append((sha256(text.encode()).hexdigest(), slot))
        if len({digest for digest, _ in self._fixed_hashes}) < len(self._fixed_hashes):
            raise OffProfileError("Two nodes without an id are alike.")
        if self._hashed:
            return dict(slots)
        ranks = {slot: rank for rank, (_, slot) in enumerate(sorted(self._fixed_hashes))}
        return {blank: f"_:c14n{ranks[slot]}" for blank, slot in slots.items()}


def _holes_by_place(quads: Iterable[Quad]) -> tuple[list[int], list[int]]:
    """The numbers of the holes that stand as IRIs, and of those that stand as texts."""
    iris: dict[int, None] = {}
    literals: dict[int, None] = {}
    for quad in quads:
        for term in quad:
            for number in holes_in(term):
                if quad[1] == RDF_TYPE and term == quad[2]:
                    raise OffProfileError("A hole stands in the place of a type.")
                (iris if term[0] == "<" else literals)[number] = None
    return list(iris), list(literals)


def _subjects(quads: Iterable[Quad]) -> tuple[frozenset[str], list[int]]:
    """The subjects that are fixed IRIs (without their brackets), and those that are holes."""
    subjects = {quad[0] for quad in quads}
    numbers = sorted(number for subject in subjects for number in holes_in(subject))
    return frozenset(subject[1:-1] for subject in subjects if subject[0] == "<"), numbers


class _Compiler:
    """Turns quads into Renders. `tail` is what follows the values in the list of texts."""

    def __init__(self, count: int, blanks: int) -> None:
        self._count = count
        self.tail = [""] * blanks

    def block(self, quads: Iterable[Quad], labels: Mapping[str, Part]) -> Render:
        """Render the quads of one subject as lines in code point order; none may repeat.

        What all of them begin with says nothing about their order, so `start` leaves it out.
        """
        return self._ordered([self._line(quad, labels, 1) for quad in quads], distinct=True)

    def lines(self, quads: Iterable[Quad], labels: Mapping[str, Part]) -> Render:
        """Render quads as lines in code point order."""
        return self._ordered([self._line(quad, labels, 0) for quad in quads], distinct=False)

    def _ordered(self, lines: Iterable[_Line], *, distinct: bool) -> Render:
        """Render lines in code point order.

        Two lines whose fixed starts differ are ordered now. Lines of which one's start begins
        another's form a cluster, sorted once its values are known; `distinct` makes equal lines
        in one a FallbackError.
        """
        renders: list[Render] = []
        ordered: list[Part] = []
        for cluster in _clusters(sorted(lines)):
            if len(cluster) == 1:
                ordered += cluster[0].parts
                continue
            together = [self._join(line.parts) for line in cluster]
            renders += [self._join(ordered), _sorted(together, distinct=distinct)]
            ordered = []
        if not renders:
            return self._join(ordered)
        renders.append(self._join(ordered))
        return lambda texts: "".join([render(texts) for render in renders])

    def _line(self, quad: Quad, labels: Mapping[str, Part], alike: int) -> _Line:
        """The quad in parts; `start` is what is fixed after the first `alike` terms."""
        terms = [[*self._parts(term, labels), " "] for term in quad if term]
        telling = _merged([*chain.from_iterable(terms[alike:]), ".\n"])
        parts = _merged([*chain.from_iterable(terms[:alike]), *telling])
        return _Line(telling[0] if isinstance(telling[0], str) else "", parts)

    def _parts(self, term: str, labels: Mapping[str, Part]) -> list[Part]:
        if term[0] == "_":
            return [labels[term]]
        numbers = holes_in(term)
        if not numbers:
            return [term]
        before, after = term[0], term[1:].removeprefix(hole(numbers[0]))
        if len(numbers) > 1 or holes_in(after) or after[0] not in '">':
            raise OffProfileError("A hole is not the whole of a text.")
        return [before, numbers[0] + (self._count if before == '"' else 0), after]

    def _join(self, parts: Iterable[Part]) -> Render:
        merged = _merged(parts)
        if len(merged) < 2:
            fixed = "".join(str(part) for part in merged)
            return lambda _: fixed
        pick = itemgetter(*(self._place(part) for part in merged))
        return lambda texts: "".join(pick(texts))

    def _place(self, part: Part) -> int:
        if isinstance(part, int):
            return part
        self.tail.append(part)
        return 2 * self._count + len(self.tail) - 1


def _merged(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The same parts with neighbouring fixed texts made one."""
    merged: list[Part] = []
    for part in parts:
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        else:
            merged.append(part)
    return tuple(merged)


def _clusters(lines: Iterable[_Line]) -> list[list[_Line]]:
    clusters: list[list[_Line]] = []
    for line in lines:
        if clusters and line.start.startswith(clusters[-1][0].start):
            clusters[-1].append(line)
        else:
            clusters.append([line])
    return clusters


def _sorted(renders: Sequence[Render], *, distinct: bool) -> Render:
    def render(texts: list[str]) -> str:
        lines = sorted([line(texts) for line in renders])
        if distinct and len(set(lines)) < len(lines):
            raise FallbackError("A quad repeats.")
        return "".join(lines)

    return render
