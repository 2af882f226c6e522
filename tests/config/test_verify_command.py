import json
import os
import pty
import subprocess
import sys
import tracemalloc
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from threading import Thread

import pytest

from signet.config.verify_command import main

LIST_URL = "https://badges.example/status/1"


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
def folder(world, tmp_path):
    """A badge, and a map of the documents that it takes to check it: inline, and in a file."""
    (tmp_path / "badge.json").write_bytes(world.signed())
    (tmp_path / "badge.jwt").write_text(world.token() + "\n")
    (tmp_path / "list.json").write_bytes(world.documents[LIST_URL])
    (tmp_path / "map.json").write_text(
        json.dumps({
            "https://badges.example/issuers/letters/did.json": world.issuer.document,
            LIST_URL: "list.json",
            "https://badges.example/badges/abc": json.loads(world.signed()),
        })
    )  # fmt: skip
    return tmp_path


@pytest.fixture
def offline(folder):
    """offline(name, *options): the exit code of the command with the map, at noon of June 1."""

    def run(name, *options):
        named = name if "://" in name else str(folder / name)
        documents = ["--documents", str(folder / "map.json"), "--now", "2026-06-01T12:00:00Z"]
        return main([named, *documents, *options])

    return run


@pytest.mark.parametrize("name", ["badge.json", "badge.jwt", "https://badges.example/badges/abc"])
def test_a_good_badge_exits_with_0(offline, capsys, name):
    assert offline(name) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[:3] == [
        "Verified: “Data Storytelling”, awarded to Zoë Nguyễn by School of Letters.",
        "",
        printed[2],
    ]
    assert printed[9] == "  pass         status          Not revoked, as the issuer's list says."
    assert len(printed) == 13


def test_json_says_what_is_verified(offline, capsys, world):
    assert offline("badge.json", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert list(answer) == ["verdict", "checks", "credential"]
    assert answer["verdict"] == "verified"
    assert [each["name"] for each in answer["checks"]] == [
        "read", "structure", "contexts", "canonical form", "issuer", "signature", "dates",
        "status", "endorsements", "recipient", "trust",
    ]  # fmt: skip
    assert answer["checks"][6] == {
        "name": "dates",
        "outcome": "pass",
        "detail": "Valid since 2026-05-25 00:00 until 2029-05-25 00:00 UTC.",
    }
    expected = world.badge()
    del expected["@context"]
    assert answer["credential"] == expected


def test_one_letter_changed_exits_with_1(offline, folder, capsys):
    raw = (folder / "badge.json").read_text()
    (folder / "badge.json").write_text(raw.replace("Data Storytelling", "Data Storyselling", 1))

    assert offline("badge.json", "--json") == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["verdict"], answer["credential"]) == ("refused", None)


def test_revoked_exits_with_1(offline, folder, capsys, world):
    world.publish_list(94_567)
    (folder / "list.json").write_bytes(world.documents[LIST_URL])

    assert offline("badge.json") == 1
    assert capsys.readouterr().out.startswith("Refused: The issuer has revoked it.\n")


@pytest.mark.parametrize(
    ("now", "code"),
    [
        ("2026-05-24", 1),
        ("2026-05-25", 0),
        ("2026-05-24T23:00:00-02:00", 0),
        ("2029-05-25T00:00:00", 0),
        ("2029-05-25T00:00:01", 1),
    ],
)
def test_now_is_the_moment_asked_about(folder, now, code):
    options = ["--documents", str(folder / "map.json"), "--now", now]

    assert main([str(folder / "badge.json"), *options]) == code


def test_a_map_may_name_an_issuer_by_its_did(folder, world):
    (folder / "map.json").write_text(
        json.dumps({world.issuer.did: world.issuer.document, f"{LIST_URL}#1": "list.json"})
    )

    assert main([str(folder / "badge.json"), "--documents", str(folder / "map.json"),
                 "--now", "2026-06-01"]) == 0  # fmt: skip


@pytest.mark.parametrize("gone", ["https://badges.example/issuers/letters/did.json", LIST_URL])
def test_a_document_that_is_not_in_the_map_exits_with_2(offline, folder, capsys, gone):
    documents = json.loads((folder / "map.json").read_text())
    del documents[gone]
    (folder / "map.json").write_text(json.dumps(documents))

    assert offline("badge.json") == 2
    said = f"Could not be checked: {gone} is not among the documents at hand."
    assert capsys.readouterr().out.splitlines()[0] == said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["absent.json"], "absent.json cannot be read: No such file or directory."),
        (["."], ". cannot be read: Is a directory."),
        (["a\0b"], "cannot be read: not a file name."),
        (["badge.json", "--documents", "absent.json"], "absent.json cannot be read"),
        (["badge.json", "--documents", "deep.json"], "deep.json is not JSON, or nested too deep"),
        (["badge.json", "--documents", "list.txt"], "list.txt is not JSON"),
        (["badge.json", "--documents", "array.json"], "array.json is not a JSON object"),
        (["badge.json", "--documents", "beside.json"], "absent.json cannot be read"),
        (["badge.json", "--documents", "did.json"], "is not a did:web with a host name"),
        (["https://badges.example/xyz", "--documents", "map.json"], "is not among the documents"),
        (["http://127.0.0.1:9/"], "could not be fetched. Only https addresses are fetched."),
        (["https://localhost:9999/"], "is not a host on the public Internet"),
    ],
)
def test_what_cannot_be_had_exits_with_2(folder, capsys, monkeypatch, arguments, said):
    monkeypatch.chdir(folder)
    (folder / "list.txt").write_text("{")
    (folder / "deep.json").write_text("[" * 200_000)
    (folder / "array.json").write_text("[]")
    (folder / "beside.json").write_text('{"https://a.example/": "absent.json"}')
    (folder / "did.json").write_text('{"did:web:127.0.0.1": {}}')

    assert main(arguments) == 2
    assert said in capsys.readouterr().out
    assert main([*arguments, "--json"]) == 2
    answer = json.loads(capsys.readouterr().out)
    assert (answer["verdict"], answer["credential"], len(answer["checks"])) == (
        "unchecked",
        None,
        11,
    )


@pytest.mark.parametrize("arguments", [[], ["a", "b"], ["a", "--now", "soon"], ["a", "--no-such"]])
def test_bad_usage_exits_with_2(capsys, arguments):
    assert main(arguments) == 2
    assert "usage: signet verify" in capsys.readouterr().err


def test_help_exits_with_0(capsys):
    assert main(["--help"]) == 0
    assert "Exit code: 0 verified, 1 refused, 2 could not be checked." in capsys.readouterr().out


def test_a_file_larger_than_a_badge(folder, capsys):
    (folder / "large.json").write_bytes(b" " * (8 * 1024 * 1024 + 1))

    assert main([str(folder / "large.json")]) == 1
    assert "at most 8,388,608 are read" in capsys.readouterr().out


# Text that would clear the screen, write elsewhere, or run the other way.
UNRULY = "\x1b[2J\x1b]0;owned\x07\r\x9b31m\u202egnp.exe\u2028"


def test_nothing_that_a_stranger_wrote_steers_the_terminal(folder, offline, world, capsys):
    subject = world.badge()["credentialSubject"]
    subject["achievement"]["name"] = f"Badge{UNRULY}"
    subject["identifier"][0]["identityHash"] = f"Zoë{UNRULY}"
    issuer = world.badge()["issuer"] | {"name": f"School{UNRULY}"}
    (folder / "good.jwt").write_text(world.token(credentialSubject=subject, issuer=issuer))
    (folder / "bad.json").write_text(json.dumps({UNRULY: 1})[:-1] + f", {json.dumps(UNRULY)}: 2}}")

    assert offline("good.jwt") == 0
    assert offline("bad.json") == 1
    assert offline("good.jwt", "--json") == 0
    printed = capsys.readouterr().out
    assert all(character.isprintable() or character == "\n" for character in printed)
    assert "Badge\ufffd[2J" in printed


def test_standard_input(folder, world):
    command = [sys.executable, "-m", "signet", "verify", "-", "--documents", str(folder / "map.json"),
               "--now", "2026-06-01"]  # fmt: skip

    done = subprocess.run(command, input=world.signed(), capture_output=True, check=False)

    assert (done.returncode, done.stderr) == (0, b"")


def test_no_database_and_no_django(folder):
    """The command of the console, in a process whose settings could not be loaded."""
    code = (
        "import sys; sys.argv = ['signet', 'verify', *sys.argv[1:]]\n"
        "from signet.config.cli import main\n"
        "try:\n    main()\n"
        "except SystemExit as stopped:\n"
        "    print(stopped.code, [name for name in sys.modules if name.startswith('django')])\n"
    )
    command = [sys.executable, "-c", code, str(folder / "badge.json"), "--json", "--documents",
               str(folder / "map.json"), "--now", "2026-06-01"]  # fmt: skip

    done = subprocess.run(
        command,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "no.such.settings"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.splitlines()[-1] == "0 []"


@pytest.mark.parametrize(("extra", "colored"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colors_are_for_people_only(folder, extra, colored):
    command = [sys.executable, "-m", "signet", "verify", str(folder / "badge.json"), "--documents",
               str(folder / "map.json"), "--now", "2026-06-01"]  # fmt: skip
    plain = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    leader, follower = pty.openpty()
    try:
        subprocess.run(command, stdout=follower, env=plain | extra, check=True)
        os.set_blocking(leader, False)
        printed = os.read(leader, 65536)
    finally:
        os.close(leader)
        os.close(follower)

    assert (b"\x1b[32mVerified\x1b[0m: " in printed) is colored
    assert (b"\x1b" in printed) is colored


def test_a_link_on_this_machine(world, capsys):
    raw = world.signed()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            page = self.path == "/badges/abc"
            self.send_response(200)
            self.send_header("Content-Type", "text/html" if page else "application/vc+ld+json")
            self.end_headers()
            self.wfile.write(b"<html>" if page else raw)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        address = f"http://localhost:{server.server_port}/badges/abc"
        code = main([address, "--allow-loopback", "--json"])
        server.shutdown()
        thread.join()

    # The badge was had; its issuer is nowhere on this machine.
    answer = json.loads(capsys.readouterr().out)
    assert (code, answer["checks"][0]["outcome"], answer["checks"][4]["outcome"]) == (
        2,
        "pass",
        "not checked",
    )


def test_a_reader_may_go_away_and_the_exit_code_stays(folder):
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "signet", "verify", str(folder / "badge.json"), "--json"]
    options = ["--documents", str(folder / "map.json"), "--now", "2026-06-01T12:00:00Z"]

    done = subprocess.run([*command, *options], stdout=writer, stderr=subprocess.PIPE, check=False)

    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_file_of_any_size_is_read_no_further_than_a_badge_goes(folder, capsys):
    with (folder / "huge").open("wb") as file:
        file.truncate(2_000_000_000)

    tracemalloc.start()
    try:
        assert main([str(folder / "huge")]) == 1
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert "bytes; at most" in capsys.readouterr().out
    assert peak < 50_000_000
