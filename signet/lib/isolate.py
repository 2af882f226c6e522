"""Work on a stranger's bytes in a child process that can be killed and cannot do much.

`run("module:function", raw)` calls function(raw) -> bytes in a fresh interpreter with an empty
environment and no inherited files. The bounds begin when the module is imported and the work
begins, so that a slow disk or a busy machine does not eat the stranger's share: 1 second of
processor time (ITIMER_PROF, with RLIMIT_CPU behind it), 2 seconds on the wall (ITIMER_REAL, with
the parent's SIGKILL behind it), 256 MiB of address space, no byte written to any file. Bytes go in
and bytes or a named error come out; nothing from the child is unpickled.

The child runs this very file as a script, so it imports nothing of ours but the function's module.
"""

import importlib
import json
import os
import resource
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass

CPU_SECONDS = 1.0
WALL_SECONDS = 2.0
START_SECONDS = 8.0
MEMORY_BYTES = 256 * 1024 * 1024

_READY, _RESULT, _ERROR, _LIMIT = b"?", b"+", b"-", b"!"


class IsolateError(Exception):
    """The work could not be done, through no fault of the bytes: nothing is known of them."""


class LimitError(IsolateError):
    """The work took more time or memory than it may."""


class RemoteError(IsolateError):
    """The function raised: `name` is the error's class, the message is what it said."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


# Each child may take 256 MiB, so a page that many people use at once must not start them freely.
_SEATS = threading.BoundedSemaphore(max(2, os.cpu_count() or 1))
_WAIT_SECONDS = 10.0


def run(function: str, raw: bytes) -> bytes:
    """What `function` ("module:name", bytes to bytes) makes of `raw`, in a child of its own."""
    if not _SEATS.acquire(timeout=_WAIT_SECONDS):
        raise IsolateError("Too many documents are being looked at just now; try again shortly.")
    try:
        return _answer(*_converse(function, raw))
    finally:
        _SEATS.release()


def _converse(function: str, raw: bytes) -> tuple[int, bytes]:
    # -I and -S leave out the environment, the user's site and .pth files; the child gets the
    # parent's import path by name, which costs nothing to set up.
    command = [sys.executable, "-I", "-S", __file__, function, json.dumps(sys.path)]
    with subprocess.Popen(  # noqa: S603 -- our own interpreter and file; no shell
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        start_new_session=True,
    ) as child:
        try:
            output, _ = child.communicate(raw, timeout=START_SECONDS + WALL_SECONDS)
        except subprocess.TimeoutExpired as expired:
            child.kill()
            if (expired.output or b"").startswith(_READY):
                raise LimitError("It takes too long to work out.") from None
            raise IsolateError("The machine is too busy to look at it just now.") from None
        except BaseException:
            child.kill()
            raise
    return child.returncode, output


def _answer(returncode: int, output: bytes) -> bytes:
    kind, body = output[1:2], output[2:]
    if output[:1] != _READY:
        raise IsolateError("The part that looks at it did not start.")
    if returncode in {-signal.SIGPROF, -signal.SIGALRM, -signal.SIGXCPU} or kind == _LIMIT:
        raise LimitError("It takes more time or memory to work out than a document ever needs.")
    if returncode == 0 and kind == _RESULT:
        return body
    if returncode == 0 and kind == _ERROR:
        error = json.loads(body)
        raise RemoteError(str(error["name"]), str(error["message"]))
    raise IsolateError(f"The part that looks at it broke down (code {returncode}).")


# -- in the child ----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Limits:
    cpu: float
    wall: float
    memory: int

    def apply(self) -> None:
        """Bound what follows; the timers' signals are left at their default, which is to end."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        whole = int(used.ru_utime + used.ru_stime + self.cpu) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (whole, whole))
        resource.setrlimit(resource.RLIMIT_AS, (self.memory, self.memory))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))  # root is not bound by this one
        signal.setitimer(signal.ITIMER_PROF, self.cpu)
        signal.setitimer(signal.ITIMER_REAL, self.wall)


def _child(function: str, path: str) -> None:
    sys.path[:] = json.loads(path)
    module, _, name = function.partition(":")
    work = getattr(importlib.import_module(module), name)
    _Limits(CPU_SECONDS, WALL_SECONDS, MEMORY_BYTES).apply()
    _say(_READY)
    try:
        answer = _RESULT + work(sys.stdin.buffer.read())
    except (MemoryError, RecursionError):
        answer = _LIMIT
    except Exception as error:  # noqa: BLE001 -- named to the parent, which decides
        said = {"name": type(error).__name__, "message": str(error)}
        answer = _ERROR + json.dumps(said).encode()
    _say(answer)


def _say(answer: bytes) -> None:
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    _child(*sys.argv[1:])
