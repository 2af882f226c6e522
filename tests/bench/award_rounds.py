"""Awards rosters of fresh people, as the command `award` does, in the environment it is given.

`award_rounds.py ratio ROWS ROUNDS` prints the CPU and wall time of the awards in those of raw
signing;
`award_rounds.py memory ROWS` prints the peak of resident memory in MB: before and after.
"""

import csv
import hashlib
import json
import random
import resource
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from tempfile import NamedTemporaryFile

import django

django.setup()

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: E402
from house import REGISTRAR  # noqa: E402

from signet.awards.actions import batches  # noqa: E402
from signet.awards.models import Award, Credential  # noqa: E402
from signet.awards.rosters import open_roster  # noqa: E402
from signet.awards.storage import stored  # noqa: E402
from signet.catalog.queries import awardable  # noqa: E402
from signet.lib import clock  # noqa: E402
from signet.people.models import User  # noqa: E402
from signet.standards import canon, documents  # noqa: E402

SOME = 500


def ratio(rows: int, rounds: int) -> list[float]:
    """CPU and wall time of awarding `rows`, each in that of signing such documents raw."""
    award_some()
    canonical = newest_canonical(SOME)
    measured = [one_round(rows, f"round{number}", canonical) for number in range(rounds)]
    return [median(turns) for turns in zip(*measured, strict=True)]


def one_round(rows: int, tag: str, canonical: list[bytes]) -> tuple[float, float]:
    """One roster, with raw signing of as many documents half before it and half after it."""
    raw, whole = Stopwatch(), Stopwatch()
    with roster(rows, tag) as path:
        sign_raw(canonical, rows // 2, raw)
        with whole:
            award(path)
        sign_raw(canonical, rows - rows // 2, raw)
    return whole.work / raw.work, whole.wall / raw.wall


def sign_raw(canonical: list[bytes], count: int, watch: "Stopwatch") -> None:
    secret = Ed25519PrivateKey.generate()
    with watch:
        for told in islice(cycle(canonical), count):
            digest = hashlib.sha256(told).digest()
            secret.sign(digest + digest)


def memory(rows: int) -> list[float]:
    """The peak of resident memory in MB: after a small roster, and after one of `rows`."""
    award_some()
    before = peak()
    with roster(rows, "many") as path:
        award(path)
    return [before, peak()]


def award_some() -> None:
    """What the first awards of a process cost once is paid before anything is measured."""
    with roster(SOME, "some") as path:
        award(path)


def award(path: Path) -> None:
    """Take in and award a roster of people whom nobody knows yet."""
    before = Award.objects.count()
    achievements = awardable()
    rows = open_roster(
        path,
        today=clock.today("America/Denver"),
        achievements=achievements.keys(),
        once_only={slug for slug, one in achievements.items() if not one.repeatable},
    )
    digest = hashlib.sha256(path.read_bytes()).digest()
    by = User.objects.get(email=REGISTRAR)
    batch = batches.stage(rows, file_name=path.name, digest=digest, by=by)
    batches.run(batch, now=clock.now(), told=lambda _: None)
    if Award.objects.count() != before + len(rows):
        raise RuntimeError("Not every row was awarded.")


@contextmanager
def roster(rows: int, tag: str) -> Iterator[Path]:
    """A roster of fresh people over all badges of the catalog."""
    slugs = sorted(awardable())
    draw, fresh = random.Random(tag), secrets.token_hex(4)  # a roster, no secret
    given = ("Ada", "Bao", "Chidi", "Dalia", "Émile", "Fatima", "Gül", "Hiro")
    family = ("Lovelace", "Nguyễn", "Okafor", "Haddad", "Zola", "Al-Harbi", "Şahin", "Tanaka")
    with NamedTemporaryFile("w", suffix=".csv", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(("address", "name", "date", "badge", "student id"))
        for number in range(rows):
            name = f"{draw.choice(given)} {draw.choice(family)}"
            day = f"2026-{draw.randint(1, 5):02}-{draw.randint(1, 28):02}"
            place = f"{tag}-{fresh}-{number}"
            lines.writerow((f"{place}@example.edu", name, day, draw.choice(slugs), f"s-{place}"))
        file.flush()
        yield Path(file.name)


def newest_canonical(count: int) -> list[bytes]:
    """The canonical bytes of the credentials awarded last."""
    found = []
    kept = Credential.objects.order_by("-pk").values_list("body", "dictionary_id")
    for body, dictionary in kept[:count]:
        document = documents.loads(stored(bytes(body), dictionary))
        del document["proof"]
        found.append(canon.canonical(document))
    return found


class Stopwatch:
    """Adds up the wall and CPU time spent inside `with`."""

    wall = work = 0.0

    def __enter__(self) -> None:
        self.begun = time.perf_counter(), time.process_time()

    def __exit__(self, *_: object) -> None:
        self.wall += time.perf_counter() - self.begun[0]
        self.work += time.process_time() - self.begun[1]


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    verb, *numbers = sys.argv[1:]
    figures = {"ratio": ratio, "memory": memory}[verb](*map(int, numbers))
    print(json.dumps(figures))  # noqa: T201  # read by bench_award.py
