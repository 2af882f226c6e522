"""The least that a WSGI server can be asked for."""

from collections.abc import Callable, Iterable
from typing import Any


def application(_: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return (b"hello",)
