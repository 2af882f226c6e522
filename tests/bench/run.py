# ruff: noqa: T201  # it speaks on the terminal
"""Runs the benchmarks, each file in a process of its own, and prints one table.

Writes results.json beside it: name -> value, unit, gate, met. The exit code is 1 where a gate is
missed. Arguments name the benchmarks to run: `run.py issue web`; without any, all.
"""

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

from figures import Figure

FOLDER = Path(__file__).resolve().parent
RESULTS = FOLDER / "results.json"


def main(wanted: list[str]) -> int:
    results: dict[str, Figure] = {}
    for path in sorted(FOLDER.glob("bench_*.py")):
        name = path.stem.removeprefix("bench_")
        if not wanted or name in wanted:
            print(f"\n{name}", flush=True)
            found = figures_of(path.stem)
            results |= found
            for told, figure in found.items():
                print(line(told, *figure), flush=True)
            if not found:
                print("  left out: this machine lacks what it needs")
    names = ("value", "unit", "gate", "met")
    rows = {told: dict(zip(names, figure, strict=True)) for told, figure in results.items()}
    RESULTS.write_text(json.dumps(rows, indent=2, ensure_ascii=False) + "\n", "utf-8")
    missed = [told for told, figure in results.items() if not figure[3]]
    print(
        f"\n{len(results)} figures, {len(missed)} gates missed"
        + "".join(f"\n  {m}" for m in missed)
    )
    return 1 if missed else 0


def figures_of(module: str) -> dict[str, Figure]:
    """What a benchmark measures, in a process that no other has warmed or filled."""
    command = [sys.executable, __file__, "--measure", module]
    environment = {**os.environ, "PYTHONPATH": str(FOLDER.parent.parent)}
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment)
    found: dict[str, Figure] = json.loads(done.stdout.splitlines()[-1])
    return found


def line(told: str, value: float, unit: str, gate: str, met: bool) -> str:  # a row
    verdict = ("met" if met else "MISSED") if gate else ""
    return f"  {told:<62} {value:10.3f} {unit:<6} {gate:<15} {verdict}".rstrip()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(import_module(sys.argv[2]).measure()))
    else:
        sys.exit(main(sys.argv[1:]))
