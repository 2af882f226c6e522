import json
import resource
import subprocess
import sys
import threading
import time

import pytest

from signet.lib import isolate
from signet.lib.isolate import IsolateError, LimitError, RemoteError, run

WORK = """
import json, os, resource, sys, time

def upper(raw): return raw.upper()
def spin(raw):
    while True: pass
def sleep(raw): time.sleep(60)
def fill(raw): return bytes(int(raw))
def dig(raw): return dig(raw)
def refuse(raw): raise LookupError("no \\x1b[2J such \\u2028 thing")
def leave(raw): os._exit(3)
def shout(raw):
    sys.stdout.buffer.write(b"+forged"); sys.stdout.flush(); os._exit(0)
def text(raw): return "not bytes"
def surroundings(raw):
    descriptors = [name for name in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{name}")]
    return json.dumps({"environment": sorted(os.environ), "folder": os.getcwd(), "open": sorted(descriptors),
                       "signet": sorted(name for name in sys.modules if name.startswith("signet"))}).encode()
def write(raw):
    with open(raw.decode(), "wb") as file:
        file.write(b"x"); file.flush()
    return b"written"
def limits(raw):
    names = ("CPU", "NPROC", "FSIZE", "CORE", "AS")
    return json.dumps({name: resource.getrlimit(getattr(resource, f"RLIMIT_{name}")) for name in names}).encode()
def slow_to_say(raw): return b"x" * 5_000_000
"""


@pytest.fixture
def work(tmp_path, monkeypatch):
    """work("name"): run that function of WORK in a child."""
    (tmp_path / "their_work.py").write_text(WORK)
    monkeypatch.syspath_prepend(str(tmp_path))
    return lambda name, raw=b"": run(f"their_work:{name}", raw)


def test_bytes_go_in_and_bytes_come_out(work):
    assert work("upper", b"abc\n\x00+-") == b"ABC\n\x00+-"
    assert work("upper", b"a" * 3_000_000) == b"A" * 3_000_000
    assert work("slow_to_say") == b"x" * 5_000_000


@pytest.mark.parametrize("name", ["spin", "sleep"])
def test_work_without_end_is_killed(work, name):
    started = time.monotonic()

    with pytest.raises(LimitError):
        work(name)

    assert time.monotonic() - started < isolate.WALL_SECONDS + isolate.START_SECONDS


def test_processor_time_is_bounded(work):
    before = _children_seconds()
    with pytest.raises(LimitError):
        work("spin")

    assert _children_seconds() - before < isolate.CPU_SECONDS + 0.9


def _children_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_memory_is_bounded(work):
    assert len(work("fill", b"1000000")) == 1_000_000
    with pytest.raises(LimitError):
        work("fill", b"300000000")


def test_recursion_is_bounded(work):
    with pytest.raises(LimitError):
        work("dig")


def test_an_error_comes_back_by_name(work):
    with pytest.raises(RemoteError) as refused:
        work("refuse")

    assert (refused.value.name, str(refused.value)) == (
        "LookupError",
        "no \x1b[2J such \u2028 thing",
    )


@pytest.mark.parametrize("name", ["leave", "text", "no_such_function"])
def test_a_child_that_breaks_down_says_nothing_of_the_bytes(work, name):
    with pytest.raises(IsolateError) as broken:
        work(name)

    assert type(broken.value) in (IsolateError, RemoteError)


def test_a_module_that_is_not_there():
    with pytest.raises(IsolateError, match="did not start"):
        run("no_such_module:function", b"")


def test_nothing_is_inherited(work, monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "do not tell")
    with (tmp_path / "open").open("wb") as inherited:
        subprocess.run([sys.executable, "-c", ""], pass_fds=[inherited.fileno()], check=True)
        found = json.loads(work("surroundings"))

    assert found == {
        "environment": ["LC_CTYPE"],  # put there by Python itself (PEP 538)
        "folder": "/",
        "open": ["0", "1", "2"],
        "signet": [],
    }


def test_the_system_bounds_the_child_as_well_as_the_timers(work):
    """Root may start processes past its limit, so what is asked for is looked at here."""
    cpu, *others = json.loads(work("limits")).values()

    assert 1 <= cpu[0] == cpu[1] <= isolate.CPU_SECONDS + 2
    assert others == [[0, 0], [0, 0], [0, 0], [isolate.MEMORY_BYTES] * 2]


def test_no_file_is_written(work, tmp_path):
    with pytest.raises(IsolateError):
        work("write", str(tmp_path / "new").encode())

    assert not (tmp_path / "new").exists() or (tmp_path / "new").read_bytes() == b""


def test_only_so_many_at_once(work, monkeypatch):
    monkeypatch.setattr(isolate, "_SEATS", threading.BoundedSemaphore(1))
    monkeypatch.setattr(isolate, "_WAIT_SECONDS", 0.05)
    results = []

    def try_it():
        try:
            work("sleep")
        except IsolateError as error:
            results.append(type(error))

    threads = [threading.Thread(target=try_it) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results, key=str) == sorted([IsolateError, IsolateError, LimitError], key=str)
    assert work("upper", b"a") == b"A"
