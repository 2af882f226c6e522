"""Runs `signet award` in children of its own that can be killed at an exact write, or race.

Reads one JSON object a line and answers with one: {"do": "build"}; {"do": "census"};
{"do": "award", "argv": [...]} with "kill_at": n (SIGKILL at the n-th write or commit),
"kill_after": seconds, or "at_once": [argv, ...] for several at the same moment. Django is loaded once; the
parent never opens the database, so that each child has a connection of its own.
"""

import json
import os
import signal
import sys
import tempfile
import time
import traceback
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

FACTORIES = Path(__file__).resolve().parents[2] / "factories"
ACHIEVEMENTS = {
    "data-storytelling": "center-for-professional-development",
    "first-aid": "psychology",
    "grant-writing": "university-college",
}


class Killer:
    """Counts writes and commits, and ends its own process at the one that was asked for."""

    def __init__(self, at: int | None) -> None:
        self.count = 0
        self._at = at

    def point(self) -> None:
        self.count += 1
        if self.count == self._at:
            os.kill(os.getpid(), signal.SIGKILL)

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().startswith("SELECT"):
            return execute(sql, params, many, context)
        self.point()
        return execute(sql, params, many, context)

    def watch(self) -> None:
        from signet.awards import bulk

        connection.execute_wrappers.append(self)
        connection.commit = self._around(connection.commit)
        bulk.insert = self._around(bulk.insert)  # COPY passes no execute wrapper

    def _around(self, function: Any) -> Any:
        def watched(*args: Any, **options: Any) -> Any:
            self.point()
            result = function(*args, **options)
            self.point()
            return result

        return watched


def module(name: str) -> Any:
    spec = spec_from_file_location(name, FACTORIES / f"{name}.py")
    loaded = module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def build(_order: dict[str, Any]) -> dict[str, Any]:
    call_command("migrate", verbosity=0)
    house = module("house").House()
    for slug, unit in ACHIEVEMENTS.items():
        house.achievement(slug, unit=unit)
    return {}


def census(_order: dict[str, Any]) -> dict[str, Any]:
    return module("census").census()


def award(order: dict[str, Any]) -> dict[str, Any]:
    from signet.awards import bulk

    bulk.CHUNK = order.get("chunk", 50)
    killer = Killer(order.get("kill_at"))
    killer.watch()
    try:
        call_command("award", *order["argv"])
    except CommandError as error:
        return {"error": str(error), "points": killer.count}
    except SystemExit as ended:
        return {"exit": ended.code, "points": killer.count}
    return {"points": killer.count}


def child(work: Any, order: dict[str, Any]) -> tuple[int, str]:
    """Start `work` in a child; its process id and the file for its answer."""
    handle, name = tempfile.mkstemp()
    os.close(handle)
    pid = os.fork()
    if pid:
        return pid, name
    try:
        sys.stdout = sys.stderr = open(f"{name}.out", "w", encoding="utf-8")  # noqa: PTH123, SIM115
        Path(name).write_text(json.dumps(work(order)), "utf-8")
    except BaseException:  # noqa: BLE001  # told to the parent as it is
        Path(name).write_text(json.dumps({"traceback": traceback.format_exc()}), "utf-8")
    sys.stdout.flush()
    os._exit(0)


def answer(pid: int, name: str) -> dict[str, Any]:
    status = os.waitpid(pid, 0)[1]
    if os.WIFSIGNALED(status):
        return {"killed": os.WTERMSIG(status)}
    output = Path(f"{name}.out").read_text("utf-8")
    return {**json.loads(Path(name).read_text("utf-8")), "output": output}


def run(order: dict[str, Any]) -> Any:
    work = {"build": build, "census": census, "award": award}[order["do"]]
    if "at_once" in order:
        started = [child(work, {**order, "argv": argv}) for argv in order["at_once"]]
        return [answer(*one) for one in started]
    pid, name = child(work, order)
    if "kill_after" in order:
        time.sleep(order["kill_after"])
        os.kill(pid, signal.SIGKILL)
    return answer(pid, name)


if __name__ == "__main__":
    django.setup()
    from signet.awards.management.commands import award as _award  # noqa: F401  # loaded before forks

    for line in sys.stdin:
        print(json.dumps(run(json.loads(line))), flush=True)  # noqa: T201
