import json
import socket
import sys
import time
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from threading import Thread

import pytest

from signet.lib import isolate
from signet.public import verification
from signet.public.verification import MapResolver, NetResolver, badge_at, beside, check, slow_path
from signet.standards import canon, errors
from signet.standards.canon import foreign
from signet.standards.verify import ResolveError, SlowPathError

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def world():
    """The world of tests/standards/verify: test folders are no packages, so it is loaded here."""
    name = "signet_tests_world"
    if name not in sys.modules:
        path = Path(__file__).parents[1] / "standards" / "verify" / "world.py"
        spec = spec_from_file_location(name, path)
        sys.modules[name] = module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name].made()


@pytest.fixture
def site():
    """site({path: (media type, body)}): the base URL of a site on this machine, and its requests."""
    servers = []

    def make(pages):
        requests = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                requests.append(self.path)
                media_type, body = pages.get(self.path, ("", None))
                self.send_response(404 if body is None else 200)
                self.send_header("Content-Type", media_type)
                self.end_headers()
                self.wfile.write(body or b"")

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = Thread(target=server.serve_forever)
        thread.start()
        servers.append((server, thread))
        return f"http://localhost:{server.server_port}", requests

    yield make
    for server, thread in servers:
        server.shutdown()
        thread.join()
        server.server_close()


def off_profile(world, **members):
    """A badge that the walker does not know: one of its lists is empty."""
    subject = world.badge()["credentialSubject"]
    achievement = subject["achievement"] | {"tag": []}
    return world.badge(credentialSubject=subject | {"achievement": achievement} | members)


# -- the slow path ---------------------------------------------------------------------------


def test_the_slow_path_makes_the_bytes_that_the_walker_makes(world):
    document = world.badge()

    assert slow_path(document) == canon.canonical(document)


def test_an_off_profile_badge_is_verified_in_a_child(world):
    raw = json.dumps(world.sign(off_profile(world), canonicalize=foreign.canonical))

    report = check(raw, resolver=world, now=NOW)

    assert report.verdict == "verified"


@pytest.mark.parametrize(
    ("member", "error"),
    [
        ({"xtra": "x"}, errors.UndefinedTermError),
        ({"name": None}, errors.CanonError),
        ({"@context": ["https://evil.example/"]}, errors.ContextError),
        ({"@context": {"@vocab": "urn:x"}}, errors.ContextError),
        ({"awardedDate": 10**400}, errors.CanonError),
    ],
)
def test_what_the_child_refuses_is_refused_by_the_same_name(world, member, error):
    with pytest.raises(error):
        slow_path(off_profile(world) | member)


def test_off_profile_poison_costs_no_more_than_its_share(world):
    """Twelve identical results, in each an identical alignment, beyond the walker's profile."""
    result = {
        "type": ["Result"],
        "alignment": [
            {"type": ["Alignment"], "targetName": "x", "targetUrl": "https://x.example/"}
        ],
    }
    document = off_profile(world, result=[result] * 12)
    raw = json.dumps(document | {"proof": world.sign(world.badge())["proof"]})

    started = time.monotonic()
    report = check(raw, resolver=world, now=NOW)

    assert report.verdict == "refused"
    assert time.monotonic() - started < isolate.START_SECONDS + isolate.WALL_SECONDS


def test_the_poison_that_makes_pyld_run_for_seconds_is_no_danger_in_the_child():
    """Two identical anonymous subjects with nine identical results each, 1.4 kB of JSON."""
    subject = {"type": ["AchievementSubject"], "result": [{"type": ["Result"]}] * 9}
    document = {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "credentialSubject": [subject, subject],
    }

    with pytest.raises(errors.TooComplexError):
        slow_path(document)


def test_work_that_is_killed_is_too_complex(tmp_path, monkeypatch):
    (tmp_path / "endless.py").write_text("def canonical(raw):\n    while True: pass\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(verification, "_SLOW_PATH", "endless:canonical")

    with pytest.raises(errors.TooComplexError):
        slow_path({})


def test_a_child_that_does_not_start_says_nothing(monkeypatch):
    monkeypatch.setattr(verification, "_SLOW_PATH", "not.there:canonical")

    with pytest.raises(SlowPathError):
        slow_path({})


def test_the_child_imports_no_django():
    """And nothing else that costs time: only the slow path itself."""
    found = isolate.run("signet.public.slow_path:canonical", json.dumps(CLEAN).encode())

    assert b"urn:x" in found


CLEAN = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "id": "urn:x",
    "type": ["VerifiableCredential"],
}


# -- resolvers -------------------------------------------------------------------------------


def test_documents_at_hand_are_all_there_is():
    resolver = MapResolver({"https://a.example/1": b"one", "https://a.example/2#key": b"two"})

    assert resolver.fetch("https://a.example/1#part") == b"one"
    assert resolver.fetch("https://a.example/2") == b"two"
    with pytest.raises(ResolveError, match="not among the documents at hand"):
        resolver.fetch("https://a.example/3")


def test_the_net_says_what_could_not_be_fetched(site):
    home, _ = site({"/there": ("application/json", b"{}")})
    resolver = NetResolver(allow_loopback=True)

    assert resolver.fetch(f"{home}/there") == b"{}"
    with pytest.raises(ResolveError, match=r"/absent could not be fetched\. .*status 404"):
        resolver.fetch(f"{home}/absent")


def test_this_machine_is_not_fetched_from_unless_allowed(site):
    home, requests = site({"/there": ("application/json", b"{}")})

    with pytest.raises(ResolveError, match="Only https"):
        NetResolver().fetch(f"{home}/there")

    assert requests == []


def test_all_fetches_together_are_bounded(site):
    home, requests = site({"/there": ("application/json", b"{}")})
    resolver = NetResolver(allow_loopback=True, seconds=0.0)

    with pytest.raises(ResolveError, match="too long altogether"):
        resolver.fetch(f"{home}/there")

    assert requests == []


def test_a_link_to_a_page_leads_to_the_badge_beside_it(site, world):
    raw = world.signed()
    home, requests = site({
        "/badges/abc": ("text/html; charset=utf-8", b"<html>"),
        "/badges/abc/": ("text/html; charset=utf-8", b"<html>"),
        "/badges/abc.json": ("application/vc+ld+json", raw),
    })  # fmt: skip
    resolver = NetResolver(allow_loopback=True)

    assert badge_at(f"{home}/badges/abc.json", resolver) == raw
    assert badge_at(f"{home}/badges/abc#top", resolver) == raw
    assert badge_at(f"{home}/badges/abc/", resolver) == raw
    assert requests == ["/badges/abc.json", "/badges/abc", "/badges/abc.json", "/badges/abc/",
                        "/badges/abc.json"]  # fmt: skip


def test_a_link_without_a_badge(site):
    home, _ = site({"/page": ("text/html", b"<html>")})

    with pytest.raises(ResolveError):
        badge_at(f"{home}/page", NetResolver(allow_loopback=True))


def test_beside_a_page():
    assert beside("https://a.example/b/c?x=1#y") == "https://a.example/b/c.json"


def test_nothing_that_a_badge_names_inside_is_connected_to(world):
    """Every URL of a badge leads to a trap on this machine."""
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.setblocking(False)
        home = f"https://localhost:{trap.getsockname()[1]}"
        did = f"did:web:localhost%3A{trap.getsockname()[1]}"
        issuer = {
            "id": did,
            "type": ["Profile"],
            "url": f"{home}/",
            "image": {"id": f"{home}/i", "type": "Image"},
        }
        document = world.badge(issuer=issuer, credentialStatus=None)
        signed = world.sign(document)
        signed["proof"][0]["verificationMethod"] = f"{did}#key-1"

        report = check(json.dumps(signed), resolver=NetResolver(), now=NOW)

        assert report.verdict == "unchecked"
        with pytest.raises(BlockingIOError):
            trap.accept()
