# ruff: noqa: INP001, T201  # a script beside the documents that speaks on the terminal
"""Draws docs/states.md from the state tables, the only place where the moves are written.

With --check it draws nothing and fails where the drawing is not the tables' any more.
"""

import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

from signet.lib.moves import Move

DOCS = Path(__file__).resolve().parent
DRAWING = DOCS / "states.md"
TITLE = """\
# States

Drawn by `make docs` from the tables in `signet/*/states.py`. A move that is not here is refused.
"""


def main(arguments: list[str]) -> int:
    """Draw, or compare."""
    drawn = "\n".join([TITLE, *diagrams()])
    if "--check" not in arguments:
        DRAWING.write_text(drawn, "utf-8")
        return 0
    if DRAWING.is_file() and DRAWING.read_text("utf-8") == drawn:
        return 0
    print(f"{DRAWING.name} is not what the state tables say: run `make docs`.", file=sys.stderr)
    return 1


def diagrams() -> Iterator[str]:
    """A section for each table of each room, rooms by name."""
    for path in sorted((DOCS.parent / "signet").glob("*/states.py")):
        module = import_module(f"signet.{path.parent.name}.states")
        for name, table in vars(module).items():
            if name.endswith("_MOVES"):
                noun = name.removesuffix("_MOVES").replace("_", " ").capitalize()
                yield diagram(f"{noun} ({path.parent.name})", table)


def diagram(title: str, table: Mapping[str, Move]) -> str:
    """One table as a mermaid state diagram."""
    arrows = [
        f"    {source} --> {step.target}: {verb}"
        for verb, step in table.items()
        for source in in_order(step.sources, table)
    ]
    return "\n".join([f"## {title}", "", "```mermaid", "stateDiagram-v2", *arrows, "```", ""])


def in_order(states: frozenset[str], table: Mapping[str, Move]) -> list[str]:
    """States as a life goes: those that no move leads to, then as the table first reaches them."""
    reached = ["", *(step.target for step in table.values())]
    return sorted(states, key=lambda one: (reached.index(one) if one in reached else 0, one))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
