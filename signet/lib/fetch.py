"""The only outbound HTTP of the house: one GET of one small document from the public Internet.

Whoever hands in a badge chooses the URLs in it, so a fetch is a request made on behalf of a
stranger. It is decided on the address that the name resolves to, the connection is pinned to that
address (a second, different DNS answer changes nothing), redirects are not followed, and time,
bytes and content encodings are bounded.
"""

import functools
import http.client
import ipaddress
import queue
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

MEBIBYTE = 1024 * 1024
JSON_FIRST = "application/json, application/ld+json, */*;q=0.1"

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve: TypeAlias = Callable[[str, int], Sequence[str]]


class FetchError(Exception):
    """The document could not be had. `status` is the HTTP status where the server gave one."""

    def __init__(self, message: str, *, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Fetched:
    """What the server sent; `media_type` in lower case and without its parameters."""

    body: bytes
    media_type: str


@dataclass(frozen=True)
class _Target:
    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = {"https": 443, "http": 80}[self.scheme]
        return host if self.port == usual else f"{host}:{self.port}"


def system_resolver(host: str, port: int) -> Sequence[str]:
    """Every address that the machine's resolver knows for a host, in its order of preference."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(sockaddr[0]) for *_, sockaddr in answers]


def fetch(
    url: str,
    *,
    allow_loopback: bool = False,
    timeout: float = 5.0,
    max_bytes: int = MEBIBYTE,
    accept: str = JSON_FIRST,
    resolve: Resolve = system_resolver,
) -> Fetched:
    """GET one document; FetchError with a plain sentence for whatever stands in the way.

    `timeout` bounds everything together: name, connection, headers and body. `allow_loopback` is
    for a demo on one machine: it lets loopback addresses in, and plain http for those only.
    """
    deadline = time.monotonic() + timeout
    target = _parse(url, allow_loopback=allow_loopback)
    try:
        addresses = _addresses(target, resolve, deadline)
        for address in addresses:
            _check_address(target, address, allow_loopback=allow_loopback)
        connection = _connect(target, addresses, deadline)
        try:
            wire = _secure(target, connection, deadline, budget=max_bytes + _OVERHEAD)
        except BaseException:
            connection.close()
            raise
        with wire:
            return _get(target, wire, accept=accept, max_bytes=max_bytes)
    except TimeoutError as error:
        raise FetchError(f"{target.host} did not answer within {timeout:g} seconds.") from error
    except ssl.SSLCertVerificationError as error:
        raise FetchError(f"{target.host} has no valid certificate of its own.") from error
    except (OSError, http.client.HTTPException) as error:
        raise FetchError(f"{target.host} could not be reached, or broke off its answer.") from error


# -- the URL ---------------------------------------------------------------------------------

# Written out instead of urlsplit, which forgives: no userinfo, no backslash, no space, no
# control character and nothing outside ASCII can be spelled in these characters.
_URL = re.compile(
    r"(?P<scheme>https?)://"
    r"(?P<host>\[[0-9a-f:.]{2,45}\]|[a-z0-9._-]{1,253})"
    r"(?::(?P<port>[0-9]{1,5}))?"
    r"(?P<path>(?:[/?][A-Za-z0-9\-._~:/?\[\]@!$&'()*+,;=%]*)?)"
    r"(?:\#[!-~]*)?",
    re.IGNORECASE | re.ASCII,
)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", re.ASCII)
_LONGEST_URL = 2048
_FIRST_FREE_PORT = 1024


def _parse(url: str, *, allow_loopback: bool) -> _Target:
    found = _URL.fullmatch(url) if len(url) <= _LONGEST_URL else None
    if found is None:
        raise FetchError("This is not the web address of a document (https://…).")
    scheme, host = found["scheme"].lower(), found["host"].lower()
    if scheme == "http" and not allow_loopback:
        raise FetchError("Only https addresses are fetched.")
    usual = {"https": 443, "http": 80}[scheme]
    port = int(found["port"]) if found["port"] else usual
    if port != usual and not _FIRST_FREE_PORT <= port <= 65535:  # other services answer below
        raise FetchError(f"Port {port} is not one that documents are fetched from.")
    path = found["path"] or "/"
    return _Target(scheme, _host(host), port, path if path.startswith("/") else f"/{path}")


def _host(text: str) -> str:
    if text.startswith("["):
        try:
            return str(ipaddress.IPv6Address(text[1:-1]))
        except ValueError:
            raise FetchError("This web address has a malformed IPv6 address.") from None
    labels = text.split(".")
    if not all(_LABEL.fullmatch(label) for label in labels):
        raise FetchError("This web address has a malformed host name.")
    # A last label that is a number makes the whole an IPv4 address (WHATWG URL, "ends in a
    # number"), and 127.1, 2130706433 and 0x7f000001 are ways to write one that nobody means well.
    if labels[-1].isdecimal() or re.fullmatch(r"0x[0-9a-f]*", labels[-1]):
        try:
            return str(ipaddress.IPv4Address(text))
        except ValueError:
            raise FetchError("This web address has a malformed IPv4 address.") from None
    return text


# -- the address -----------------------------------------------------------------------------

_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# Inside the global unicast space, yet not a public host: protocol assignments with Teredo,
# documentation, and 6to4, whose addresses carry an IPv4 address that a relay would reach for us.
_NOT_HOSTS_6 = tuple(
    ipaddress.IPv6Network(network)
    for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)
# 6to4 relays, IETF assignments (is_global changed its mind about them between releases of
# Python), and the address that answers for the machine's host on one large cloud.
_NOT_HOSTS_4 = tuple(
    ipaddress.IPv4Network(network)
    for network in ("192.88.99.0/24", "192.0.0.0/24", "168.63.129.16/32")
)


def is_public(address: Address) -> bool:
    """Whether an address is a host on the public Internet. Source: IANA special-purpose registries.

    IPv6 is decided by an allow-list. A NAT64 address (RFC 6052) is as public as the IPv4 address
    inside it, because on an IPv6-only network every IPv4-only host is reached by one.
    """
    if isinstance(address, ipaddress.IPv4Address):
        internal = address.is_multicast or address.is_reserved or address.is_unspecified
        listed = any(address in network for network in _NOT_HOSTS_4)
        return address.is_global and not internal and not listed
    if address.scope_id is not None:
        return False
    if address in _NAT64:
        return is_public(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF))
    listed = any(address in network for network in _NOT_HOSTS_6)
    return address in _GLOBAL_UNICAST and not listed


def _addresses(target: _Target, resolve: Resolve, deadline: float) -> list[Address]:
    """Ask for the addresses in a thread of its own: getaddrinfo knows no timeout."""
    answers: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(target.host, target.port))
        except Exception as error:  # noqa: BLE001 -- carried to the thread that waits for it
            answers.put(error)

    threading.Thread(target=ask, name="fetch-resolve", daemon=True).start()
    try:
        answer = answers.get(timeout=_left(deadline))
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(answer, Exception):
        raise FetchError(f"{target.host} is not a host that can be found.") from answer
    addresses = [ipaddress.ip_address(text) for text in dict.fromkeys(answer)]
    if not addresses:
        raise FetchError(f"{target.host} is not a host that can be found.")
    return addresses


def _check_address(target: _Target, address: Address, *, allow_loopback: bool) -> None:
    if allow_loopback and address.is_loopback:
        return
    if target.scheme == "http":
        raise FetchError("Only https addresses are fetched.")
    if not is_public(address):
        raise FetchError(f"{target.host} is not a host on the public Internet.")


# -- the connection --------------------------------------------------------------------------

_OVERHEAD = 64 * 1024  # status line, headers and chunk sizes


class _Bounds:
    """Bounds what a socket receives, in time and in bytes, over all calls together.

    A timeout of a socket alone bounds one receive; a server that drips a byte every four seconds
    would hold us for days.
    """

    deadline: float
    budget: int

    def recv_into(self, *args: Any) -> int:
        if self.budget <= 0:
            raise FetchError("The answer is larger than a document may be.")
        self.settimeout(_left(self.deadline))  # type: ignore[attr-defined]
        received: int = super().recv_into(*args)  # type: ignore[misc]
        self.budget -= received
        return received


class _PlainWire(_Bounds, socket.socket):
    pass


class _TlsWire(_Bounds, ssl.SSLSocket):
    pass


@functools.cache
def _tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.sslsocket_class = _TlsWire
    return context


def _connect(target: _Target, addresses: Sequence[Address], deadline: float) -> socket.socket:
    """The first address that answers; each gets its share of the time that is left."""
    failure: OSError | None = None
    for index, address in enumerate(addresses):
        family = socket.AF_INET if address.version == 4 else socket.AF_INET6
        wire = _PlainWire(family, socket.SOCK_STREAM)
        try:
            wire.settimeout(_left(deadline) / (len(addresses) - index))
            wire.connect((str(address), target.port))
        except OSError as error:
            wire.close()
            failure = error
        else:
            return wire
    raise failure or OSError


def _secure(
    target: _Target, connection: socket.socket, deadline: float, *, budget: int
) -> _PlainWire | _TlsWire:
    connection.settimeout(_left(deadline))
    wire: Any = connection
    if target.scheme == "https":
        wire = _tls().wrap_socket(connection, server_hostname=target.host)
    wire.deadline, wire.budget = deadline, budget
    return wire  # type: ignore[no-any-return]


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


# -- the exchange ----------------------------------------------------------------------------


def _get(target: _Target, wire: socket.socket, *, accept: str, max_bytes: int) -> Fetched:
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.auto_open = 0  # never connect by name: the wire is pinned
    connection.sock = wire
    headers = {
        "Host": target.authority,
        "Accept": accept,
        "Accept-Encoding": "identity",
        "Connection": "close",
        "User-Agent": "Signet",
    }
    connection.request("GET", target.path, headers=headers)
    with connection.getresponse() as response:
        _check_head(target, response, max_bytes=max_bytes)
        body = _read(target, response, max_bytes=max_bytes)
        media_type = (
            response.headers.get_content_type() if "Content-Type" in response.headers else ""
        )
        return Fetched(body, media_type)


def _check_head(target: _Target, response: http.client.HTTPResponse, *, max_bytes: int) -> None:
    if 300 <= response.status < 400:
        raise FetchError(
            f"{target.host} sends this request elsewhere, and redirects are not followed.",
            status=response.status,
        )
    if response.status != http.client.OK:
        raise FetchError(
            f"{target.host} answered with status {response.status}.", status=response.status
        )
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in {"", "identity"}:
        raise FetchError(f"{target.host} sent a compressed answer, which was not asked for.")
    if response.length is not None and response.length > max_bytes:
        raise FetchError("The answer is larger than a document may be.")


def _read(target: _Target, response: http.client.HTTPResponse, *, max_bytes: int) -> bytes:
    expected = response.length
    body = bytearray()
    while piece := response.read1(64 * 1024):
        body += piece
        if len(body) > max_bytes:
            raise FetchError("The answer is larger than a document may be.")
    if expected is not None and len(body) != expected:
        raise FetchError(f"{target.host} broke off its answer.")
    return bytes(body)
