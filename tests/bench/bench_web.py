"""What a stored credential and a badge page cost to serve, against a bare WSGI hello.

All under wrk on granian as `signet serve` starts it, with the same settings for the hello. In
each round each contestant is asked for a while, in turns.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import house
from figures import Figure, at_least, told

ROUNDS = 3
WRK = ("wrk", "-t2", "-c16", "-d3", "--timeout", "20s")
FOLDER = Path(__file__).resolve().parent
GRANIAN = ("--interface=wsgi", "--workers=2", "--log-level=warning", "--no-ws")
A_BADGE = (
    "from signet.awards.models import Award;"
    "print(Award.objects.filter(state='issued').earliest('pk').public_id)"
)


def measure() -> dict[str, Figure]:
    if shutil.which("wrk") is None:
        return {}
    found: dict[str, Figure] = {}
    for database in house.databases():
        with house.sample(database) as environment:
            document, page = against_hello(environment)
        found[f"stored credential on {database}, against a bare hello"] = at_least(0.15, document)
        found[f"badge page on {database}, against a bare hello"] = told(page)
    return found


def against_hello(environment: dict[str, str]) -> tuple[float, float]:
    """Requests a second of the stored credential and of the page, in those of the hello."""
    public_id = house.signet(["shell", "-v0", "-c", A_BADGE], environment).split()[-1]
    with hello() as plain, signet(environment) as site:
        badge = f"{site}/badges/{public_id}"
        for url in (plain, f"{badge}.json", badge):
            rate(url)
        rounds = [
            (rate(f"{badge}.json") / rate(plain), rate(badge) / rate(plain)) for _ in range(ROUNDS)
        ]
    document, page = zip(*rounds, strict=True)
    return median(document), median(page)


def rate(url: str) -> float:
    """Requests a second; RuntimeError where any was not answered as it should."""
    done = subprocess.run([*WRK, url], capture_output=True, text=True, check=True)
    found = re.search(r"Requests/sec: +([0-9.]+)", done.stdout)
    if found is None or "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        raise RuntimeError(done.stdout + done.stderr)
    return float(found[1])


@contextmanager
def hello() -> Iterator[str]:
    granian = str(Path(sys.executable).with_name("granian"))
    port = free_port()
    command = [granian, *GRANIAN, f"--port={port}", "bare:application"]
    with serving(command, {**os.environ, "PYTHONPATH": str(FOLDER)}, port) as url:
        yield url


@contextmanager
def signet(environment: dict[str, str]) -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "signet", "serve", f"--port={port}"]
    with serving(command, environment, port) as url:
        yield url


@contextmanager
def serving(command: list[str], environment: dict[str, str], port: int) -> Iterator[str]:
    """The address of a server, once it answers there."""
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            for _ in range(300):
                if answers(port):
                    break
                time.sleep(0.1)
            yield f"http://localhost:{port}"
        finally:
            server.terminate()
            server.wait(20)


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
