import contextlib
import datetime as dt
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Self

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from signet.lib import fetch


@dataclass
class Server:
    """Speaks raw bytes on a loopback address, so that tests can say what no HTTP library would."""

    answer: Callable[[socket.socket], None]
    address: str = "127.0.0.1"
    port: int = 0
    tls: ssl.SSLContext | None = None
    connections: list[str] = field(default_factory=list)
    requests: list[bytes] = field(default_factory=list)

    def __enter__(self) -> Self:
        family = socket.AF_INET6 if ":" in self.address else socket.AF_INET
        self._listener = socket.create_server((self.address, self.port), family=family)
        self._listener.settimeout(0.05)
        self.port = self._listener.getsockname()[1]
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        while not self._stop.is_set():
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                continue
            self.connections.append(self.address)
            with contextlib.suppress(OSError), self._wrapped(connection) as wire:
                wire.settimeout(5)
                self.requests.append(wire.recv(65536))
                self.answer(wire)
                with contextlib.suppress(OSError):
                    wire.shutdown(socket.SHUT_WR)
                    wire.settimeout(0.2)
                    while wire.recv(65536):
                        pass

    @contextlib.contextmanager
    def _wrapped(self, connection: socket.socket) -> Iterator[socket.socket]:
        with connection:
            if self.tls is None:
                yield connection
                return
            with self.tls.wrap_socket(connection, server_side=True) as wire:
                yield wire


@pytest.fixture
def serve():
    """Start servers with serve(answer, address=…, port=…, tls=…); all stop with the test."""
    with contextlib.ExitStack() as stack:
        yield lambda answer, **options: stack.enter_context(Server(answer, **options))


@pytest.fixture
def reply():
    """reply(body, *headers, status=…): an answer for serve()."""

    def make(body=b"{}", *headers, status="200 OK"):
        head = [f"HTTP/1.1 {status}", *headers]
        if not any(header.lower().startswith(("content-length", "transfer")) for header in headers):
            head.append(f"Content-Length: {len(body)}")
        whole = "\r\n".join([*head, "", ""]).encode() + body
        return lambda wire: wire.sendall(whole)

    return make


@pytest.fixture
def certified(tmp_path, monkeypatch):
    """certified(*hosts): a server's TLS context, its certificate from an authority that we trust."""
    authority_key = ec.generate_private_key(ec.SECP256R1())
    authority = _certificate("Test Authority", authority_key, authority_key, "Test Authority", ())
    bundle = tmp_path / "authority.pem"
    bundle.write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
    fetch._tls.cache_clear()

    def make(*hosts):
        key = ec.generate_private_key(ec.SECP256R1())
        leaf = _certificate(hosts[0], key, authority_key, "Test Authority", hosts)
        chain = tmp_path / f"{hosts[0]}.pem"
        private = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        chain.write_bytes(leaf.public_bytes(serialization.Encoding.PEM) + private)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(chain)
        return context

    yield make
    fetch._tls.cache_clear()


def _certificate(name, key, signer, issuer, hosts):
    now = dt.datetime.now(dt.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=not hosts, path_length=None), critical=True)
    )
    if hosts:
        names = x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts])
        builder = builder.add_extension(names, critical=False)
    return builder.sign(signer, hashes.SHA256())
