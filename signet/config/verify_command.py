"""`signet verify`: check a badge from a file or link, without any database."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from signet.lib import clock
from signet.public.verification import MapResolver, NetResolver, badge_at, check
from signet.standards.did import did_web_location
from signet.standards.errors import DidError
from signet.standards.verify import Outcome, Report, ResolveError, Verdict, plain, unread

EXIT_CODES = {Verdict.VERIFIED: 0, Verdict.REFUSED: 1, Verdict.UNCHECKED: 2}
MOST_BYTES = 8 * 1024 * 1024

_COLORS = {Outcome.PASS: "32", Outcome.FAIL: "31", Outcome.NOT_CHECKED: "33"}


class UnusableError(Exception):
    """What the command was given cannot be used; nothing is known of the badge."""


def main(argv: Sequence[str]) -> int:
    """Run the command: 0 verified, 1 refused, 2 could not be checked (or wrongly asked)."""
    try:
        options = _parser().parse_args(argv)
    except SystemExit as stopped:  # argparse has said why, or has shown the help
        return int(stopped.code or 0)
    try:
        report = _report(options)
    except (UnusableError, ResolveError) as error:
        report = unread(str(error))
    _say(_as_json(report) if options.json else _as_text(report))
    return EXIT_CODES[report.verdict]


def _say(text: str) -> None:
    """Print it; a reader that has heard enough, such as `head`, may go away."""
    try:
        print(text, flush=True)  # noqa: T201  # a command
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for the interpreter's end


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="signet verify",
        description="Check an Open Badge: a JSON or JWT file, a baked PNG or SVG, or a link.",
        epilog="Exit code: 0 verified, 1 refused, 2 could not be checked.",
    )
    parser.add_argument("badge", metavar="FILE|URL", help="the badge; - reads standard input")
    parser.add_argument(
        "--documents",
        metavar="MAP.json",
        type=Path,
        help="a JSON object from URL (or did:web) to a document, or to the name of a file beside "
        "it: DID documents, keys, status lists. With it nothing is fetched.",
    )
    parser.add_argument("--now", metavar="ISO", type=_moment, help="check as of this date and time")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument(
        "--allow-loopback", action="store_true", help="also fetch from this machine, by http too"
    )
    return parser


def _moment(text: str) -> datetime:
    """A date, or date and time; UTC where it names no zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!a} is not a date and time") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


# -- what is asked ---------------------------------------------------------------------------


def _report(options: argparse.Namespace) -> Report:
    resolver: MapResolver | NetResolver
    if options.documents is None:
        resolver = NetResolver(allow_loopback=options.allow_loopback)
    else:
        resolver = MapResolver(_documents(options.documents))
    raw = _badge(options.badge, resolver)
    return check(raw, resolver=resolver, now=options.now or clock.now())


def _badge(named: str, resolver: MapResolver | NetResolver) -> bytes:
    if named == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    if not named.lower().startswith(("https://", "http://")):
        return _file(Path(named))
    return resolver.fetch(named) if isinstance(resolver, MapResolver) else badge_at(named, resolver)


def _documents(path: Path) -> dict[str, bytes]:
    try:
        entries = json.loads(_file(path))
    except (ValueError, RecursionError) as error:
        raise UnusableError(f"{path} is not JSON, or nested too deep: {error}.") from error
    if not isinstance(entries, dict):
        raise UnusableError(f"{path} is not a JSON object of documents by their URL.")
    return {_location(url): _document(entry, path.parent) for url, entry in entries.items()}


def _location(url: str) -> str:
    """The URL that a did:web stands for, so that a map may name it either way."""
    if not url.startswith("did:web:"):
        return url
    try:
        return did_web_location(url.partition("#")[0])
    except DidError as error:
        raise UnusableError(str(error)) from error


def _document(entry: Any, folder: Path) -> bytes:
    return _file(folder / entry) if isinstance(entry, str) else json.dumps(entry).encode()


def _file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file name"
        raise UnusableError(f"{path} cannot be read: {reason}.") from error


# -- what is answered ------------------------------------------------------------------------


def _as_json(report: Report) -> str:
    """ASCII only, so that no terminal acts on what a stranger wrote."""
    checks = [
        {"name": each.name, "outcome": each.outcome.value, "detail": each.detail}
        for each in report.checks
    ]
    answer = {"verdict": report.verdict, "checks": checks, "credential": report.credential}
    return json.dumps(answer, indent=2)


def _as_text(report: Report) -> str:
    rows = [
        f"  {_colored(f'{each.outcome:<11}', each.outcome)}  {each.name:<14}  {each.detail}"
        for each in report.checks
    ]
    return "\n".join([_sentence(report), "", *rows])


def _sentence(report: Report) -> str:
    if report.verdict is Verdict.REFUSED:
        return _colored("Refused", Outcome.FAIL) + f": {report.reason}"
    if report.verdict is Verdict.UNCHECKED:
        return _colored("Could not be checked", Outcome.NOT_CHECKED) + f": {report.reason}"
    return _colored("Verified", Outcome.PASS) + f": {_said(report.credential or {})}"


def _said(credential: dict[str, Any]) -> str:
    """What the badge says, in one sentence."""
    issuer, subject = credential["issuer"], credential["credentialSubject"]
    named = subject.get("achievement", credential).get("name", "")
    earners = [
        identity["identityHash"]
        for identity in subject.get("identifier", ())
        if identity["identityType"] == "name" and not identity["hashed"]
    ]
    to = f" to {plain(earners[0])}" if earners else ""
    by = plain(issuer.get("name") or issuer["id"])
    return f"“{plain(named)}”, awarded{to} by {by}."


def _colored(text: str, outcome: Outcome) -> str:
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return text
    return f"\N{ESCAPE}[{_COLORS[outcome]}m{text}\N{ESCAPE}[0m"
