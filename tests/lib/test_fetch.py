import contextlib
import gzip
import ipaddress
import socket
import time

import pytest

from signet.lib.fetch import MEBIBYTE, Fetched, FetchError, fetch, is_public


def leads_to(*addresses):
    return lambda *_: addresses


# -- what a fetch is for ---------------------------------------------------------------------


def test_fetch_over_tls_from_the_host_that_the_certificate_names(serve, reply, certified):
    answer = reply(b'{"a":1}', "Content-Type: Application/JSON; charset=utf-8")
    server = serve(answer, tls=certified("badges.example"))

    fetched = fetch(
        f"https://badges.example:{server.port}/status/1?x=%20#part",
        allow_loopback=True,
        resolve=leads_to("127.0.0.1"),
    )

    assert fetched == Fetched(b'{"a":1}', "application/json")
    assert server.requests == [
        f"GET /status/1?x=%20 HTTP/1.1\r\nHost: badges.example:{server.port}\r\n"
        "Accept: application/json, application/ld+json, */*;q=0.1\r\n"
        "Accept-Encoding: identity\r\nConnection: close\r\nUser-Agent: Signet\r\n\r\n".encode()
    ]


def test_fetch_refuses_a_certificate_of_another_host(serve, reply, certified):
    server = serve(reply(), tls=certified("other.example"))

    with pytest.raises(
        FetchError, match=r"^badges\.example has no valid certificate of its own\.$"
    ):
        fetch(
            f"https://badges.example:{server.port}/",
            allow_loopback=True,
            resolve=leads_to("127.0.0.1"),
        )

    assert server.requests == []


def test_fetch_refuses_a_certificate_of_an_unknown_authority(serve, reply, certified, monkeypatch):
    server = serve(reply(), tls=certified("badges.example"))
    monkeypatch.delenv("SSL_CERT_FILE")

    with pytest.raises(FetchError, match="no valid certificate"):
        fetch(
            f"https://badges.example:{server.port}/",
            allow_loopback=True,
            resolve=leads_to("127.0.0.1"),
        )


def test_fetch_from_this_machine_when_the_caller_allows_it(serve, reply):
    server = serve(reply(b"{}"))

    assert fetch(f"http://localhost:{server.port}", allow_loopback=True) == Fetched(b"{}", "")


def test_fetch_reads_a_chunked_answer(serve):
    server = serve(
        lambda wire: wire.sendall(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
        )
    )

    assert fetch(f"http://localhost:{server.port}", allow_loopback=True).body == b"abcde"


def test_fetch_tries_the_next_address_when_one_does_not_answer(serve, reply):
    server = serve(reply(b"{}"), address="127.0.0.2")

    fetched = fetch(
        f"http://localhost:{server.port}",
        allow_loopback=True,
        resolve=leads_to("127.0.0.3", "127.0.0.2"),
    )

    assert fetched.body == b"{}"


# -- where a fetch may not lead --------------------------------------------------------------

LOOPBACK_SPELLINGS = [
    "127.0.0.1", "localhost", "LOCALHOST", "LocalHost", "localhost.", "127.1", "127.0.1", "127.0.0.1.",
    "2130706433", "0x7f000001", "0X7F000001", "0x7f.0.0.1", "0x7f.1", "0177.0.0.1", "017700000001",
    "0177.1", "127.000.000.001", "127.0.0.0x1", "0", "0.0.0.0", "127.255.255.254", "127.127.127.127",  # noqa: S104  # a spelling
    "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[0000:0000:0000:0000:0000:0000:0000:0001]", "[::0001]",
    "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::127.0.0.1]", "[::1%lo]",
    "[::1%25lo]", "[2002:7f00:1::]", "127。0。0。1", "１２７.０.０.１", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "localhost%00",
    "localhost%2e", "%6cocalhost", "%31%32%37.0.0.1", "loopback.example", "rebind.example", "a_b.example",
]  # fmt: skip
URL_SHAPES = [
    "https://{host}:{port}/",
    "http://{host}:{port}/",
    "HTTPS://{host}:{port}/.well-known/did.json",
    "https://user:secret@{host}:{port}/",
    "https://badges.example@{host}:{port}/",
    "https://badges.example\\@{host}:{port}/",
    "https:/{host}:{port}/",
    "https:{host}:{port}/",
    "//{host}:{port}/",
    " https://{host}:{port}/",
    "https://{host}:{port}\t/",
    "https://{host}:{port}/\r\nX-Evil: 1",
    "https://{host}:0{port}/",
    "gopher://{host}:{port}/",
    "file://{host}:{port}/etc/passwd",
]


def every_name_is_ours(host, port):
    """A hostile resolver: numbers mean what C takes them for, all else is this machine."""
    try:
        return [socket.inet_ntoa(socket.inet_aton(host))]
    except OSError:
        return [host if ":" in host else "127.0.0.1"]


def spellings(port):
    return [
        shape.format(host=host, port=port) for host in LOOPBACK_SPELLINGS for shape in URL_SHAPES
    ]


def test_fetch_never_connects_to_this_machine_however_it_is_spelled(serve, reply):
    trap = serve(reply())
    serve(reply(), address="::1", port=trap.port)
    urls = spellings(trap.port)
    assert len(urls) >= 300

    started = time.monotonic()
    for url in urls:
        with pytest.raises(FetchError):
            fetch(url, resolve=every_name_is_ours)

    assert trap.connections == []
    assert time.monotonic() - started < 5


def test_the_trap_catches_a_fetch_that_is_not_guarded(serve, reply):
    trap = serve(reply())
    for url in spellings(trap.port):
        with contextlib.suppress(FetchError):
            fetch(url, allow_loopback=True, resolve=every_name_is_ours)

    assert len(trap.connections) >= 20


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.255",  # noqa: S104  # an address
        "168.63.129.16", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.9", "192.0.0.192",
        "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
        "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:169.254.169.254",
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b::a00:1", "64:ff9b:1::808:808", "100::1",
        "2001::1", "2001:0:7f00:1::", "2001:2::1", "2001:10::1", "2001:db8::1", "2002:7f00:1::1",
        "2002:a9fe:a9fe::1", "2002:808:808::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254",
        "fe80::1", "fe80::1%eth0", "2606:4700::1111%eth0", "fec0::1", "ff02::1",
    ],
)  # fmt: skip
def test_fetch_refuses_an_address_that_is_no_public_host(address):
    assert is_public(ipaddress.ip_address(address)) is False
    with pytest.raises(
        FetchError, match=r"^badges\.example is not a host on the public Internet\.$"
    ):
        fetch("https://badges.example/", resolve=leads_to(address))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "193.0.6.139", "2606:4700::1111", "2a00:1450::1", "64:ff9b::808:808"]
)
def test_public_hosts_are_public(address):
    assert is_public(ipaddress.ip_address(address)) is True


def test_one_internal_address_among_public_ones_refuses_them_all(serve, reply):
    trap = serve(reply())

    with pytest.raises(FetchError, match="not a host on the public Internet"):
        fetch(
            f"https://badges.example:{trap.port}/",
            allow_loopback=True,
            resolve=leads_to("127.0.0.1", "10.0.0.1"),
        )

    assert trap.connections == []


def test_plain_http_only_reaches_this_machine(serve, reply):
    with pytest.raises(FetchError, match=r"^Only https addresses are fetched\.$"):
        fetch("http://badges.example/", allow_loopback=True, resolve=leads_to("8.8.8.8"))


def test_no_name_is_looked_up_for_an_address_that_is_not_https():
    with pytest.raises(FetchError, match=r"^Only https addresses are fetched\.$"):
        fetch("http://badges.example/", resolve=lambda *_: pytest.fail("it was looked up"))


def test_a_length_beyond_the_bound_is_refused_before_the_body_comes(serve):
    def silent(wire):
        wire.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 200001\r\n\r\n")
        time.sleep(1.5)

    server = serve(silent)

    with pytest.raises(FetchError, match="larger than a document"):
        fetch(f"http://localhost:{server.port}/", allow_loopback=True, max_bytes=200_000, timeout=1)


def test_a_body_of_no_declared_length_is_bounded_too(serve):
    server = serve(
        lambda wire: wire.sendall(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n30d41\r\n"
            + b"a" * 200_001
            + b"\r\n0\r\n\r\n"
        )
    )

    with pytest.raises(FetchError, match="larger than a document"):
        fetch(f"http://localhost:{server.port}/", allow_loopback=True, max_bytes=200_000)


def test_the_connection_goes_to_the_address_that_was_checked(serve, reply):
    checked = serve(reply(b'"checked"'), address="127.0.0.1")
    rebound = serve(reply(b'"rebound"'), address="127.0.0.2", port=checked.port)
    answers = iter([["127.0.0.1"], ["127.0.0.2"], ["127.0.0.2"]])

    fetched = fetch(
        f"http://rebind.example:{checked.port}/",
        allow_loopback=True,
        resolve=lambda *_: next(answers),
    )

    assert fetched.body == b'"checked"'
    assert (checked.connections, rebound.connections) == (["127.0.0.1"], [])
    assert next(answers) == ["127.0.0.2"]


@pytest.mark.parametrize("port", [0, 22, 25, 80, 444, 1023, 65536, 99999])
def test_fetch_refuses_the_ports_of_other_services(port):
    with pytest.raises(FetchError, match=f"^Port {port} is not one"):
        fetch(f"https://badges.example:{port}/", resolve=leads_to("8.8.8.8"))


@pytest.mark.parametrize(
    "url",
    ["", "https://", "https:///x", "https://a..b/", "https://-a.example/", f"https://{'a' * 64}.example/",
     "https://badges.example/a b", "https://badges.example/é", "https://badges.example/<x>",
     "https://badges.example/" + "a" * 2048, "javascript:alert(1)", "data:,x", "did:web:badges.example",
     "https://[::g]/", "https://[1.2.3.4]/", "https://1.2.3/", "https://256.1.1.1/", "https://0x/"],
)  # fmt: skip
def test_fetch_refuses_what_is_not_the_address_of_a_document(url):
    with pytest.raises(FetchError, match="web address"):
        fetch(url, resolve=leads_to("127.0.0.1"), allow_loopback=True)


# -- how much a fetch may take ---------------------------------------------------------------


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See", "307 T", "308 P"])
def test_fetch_follows_no_redirect(serve, reply, status):
    elsewhere = serve(reply())
    server = serve(reply(b"", f"Location: http://localhost:{elsewhere.port}/", status=status))

    with pytest.raises(FetchError, match="redirects are not followed") as refused:
        fetch(f"http://localhost:{server.port}/", allow_loopback=True)

    assert refused.value.status == int(status[:3])
    assert elsewhere.connections == []


@pytest.mark.parametrize(
    "status", ["404 Not Found", "410 Gone", "500 Oops", "204 Empty", "206 Part"]
)
def test_fetch_takes_only_a_whole_answer(serve, reply, status):
    server = serve(reply(b"", status=status))

    with pytest.raises(FetchError, match=f"answered with status {status[:3]}") as refused:
        fetch(f"http://localhost:{server.port}/", allow_loopback=True)

    assert refused.value.status == int(status[:3])


def test_a_document_of_a_mebibyte_is_read_and_one_byte_more_is_not(serve, reply):
    whole = serve(reply(b" " * MEBIBYTE))
    larger = serve(reply(b" " * (MEBIBYTE + 1)))

    assert len(fetch(f"http://localhost:{whole.port}/", allow_loopback=True).body) == MEBIBYTE
    with pytest.raises(FetchError, match="larger than a document may be"):
        fetch(f"http://localhost:{larger.port}/", allow_loopback=True)


def endless(head, piece):
    def answer(wire):
        wire.sendall(head)
        while True:
            wire.sendall(piece)

    return answer


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", b" " * 65536),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n" * 4096),
        (b"HTTP/1.1 200 OK\r\n", b"X-Pad: " + b"a" * 60000 + b"\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 2048),
    ],
    ids=["body", "chunks", "headers", "interim answers"],
)
def test_fetch_stops_reading_an_endless_answer(serve, head, piece):
    server = serve(endless(head, piece))

    with pytest.raises(FetchError, match=r"larger than a document|broke off"):
        fetch(f"http://localhost:{server.port}/", allow_loopback=True, max_bytes=200_000)


def dripping(head):
    def answer(wire):
        wire.sendall(head)
        while True:
            wire.sendall(b"a")
            time.sleep(0.05)

    return answer


@pytest.mark.parametrize(
    "head",
    [b"", b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"],
    ids=["nothing", "headers", "body"],
)
def test_the_time_bounds_the_whole_fetch(serve, head):
    server = serve(dripping(head))

    started = time.monotonic()
    with pytest.raises(FetchError, match=r"^localhost did not answer within 0\.5 seconds\.$"):
        fetch(f"http://localhost:{server.port}/", allow_loopback=True, timeout=0.5)

    assert time.monotonic() - started < 1.5


def test_the_time_bounds_a_tls_handshake_that_is_never_answered(serve):
    server = serve(lambda _: time.sleep(1.5))

    started = time.monotonic()
    with pytest.raises(FetchError, match=r"did not answer within 0\.5 seconds"):
        fetch(f"https://localhost:{server.port}/", allow_loopback=True, timeout=0.5)

    assert time.monotonic() - started < 1.4


def test_the_time_bounds_a_resolver_that_never_answers():
    def asleep(host, port):
        time.sleep(1)
        return ["127.0.0.1"]

    with pytest.raises(FetchError, match=r"did not answer within 0\.2 seconds"):
        fetch("https://badges.example/", timeout=0.2, resolve=asleep)


def test_five_seconds_are_all_that_a_fetch_takes_unless_told_otherwise():
    assert (fetch.__kwdefaults__["timeout"], fetch.__kwdefaults__["max_bytes"]) == (
        5.0,
        1024 * 1024,
    )


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate", "x-anything", "gzip, identity"])
def test_fetch_refuses_a_compressed_answer(serve, reply, encoding):
    server = serve(reply(gzip.compress(bytes(4_000_000)), f"Content-Encoding: {encoding}"))

    with pytest.raises(FetchError, match="compressed"):
        fetch(f"http://localhost:{server.port}/", allow_loopback=True)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n",
        b"HTTP/9.9 okay\r\n\r\n",
    ],
)
def test_fetch_refuses_half_an_answer(serve, answer):
    server = serve(lambda wire: wire.sendall(answer))

    with pytest.raises(FetchError, match="broke off"):
        fetch(f"http://localhost:{server.port}/", allow_loopback=True)


@pytest.mark.parametrize("answers", [[], None])
def test_a_host_that_does_not_exist_is_said_so(answers):
    def unknown(host, port):
        if answers is None:
            raise socket.gaierror
        return answers

    with pytest.raises(FetchError, match=r"^badges\.example is not a host that can be found\.$"):
        fetch("https://badges.example/", resolve=unknown)
