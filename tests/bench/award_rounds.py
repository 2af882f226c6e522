"""Awards rosters of fresh people, as the command `award` does, in the environment it is given.

`award_rounds.py ratio ROWS ROUNDS` prints [wall, CPU] of the awards in those of raw signing;
`award_rounds.py memory ROWS` prints the peak of resident memory in MB: before and after.
"""

import csv
import hashlib
import json
import random
import resource
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import django

django.setup()

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: E402
from house import REGISTRAR  # noqa: E402

from signet.awards.actions import batches  # noqa: E402
from signet.awards.clerk import Decision  # noqa: E402
from signet.awards.models import Award, Credential  # noqa: E402
from signet.awards.rosters import open_roster  # noqa: E402
from signet.awards.storage import stored  # noqa: E402
from signet.catalog.queries import awardable  # noqa: E402
from signet.lib import clock  # noqa: E402
from signet.people.models import User  # noqa: E402
from signet.standards import canon, documents  # noqa: E402


def ratio(rows: int, rounds: int) -> list[float]:
    """Wall and CPU time of awarding `rows`, each in that of signing as many documents raw.

    Raw signing takes its turn after each chunk that is committed, so both meet the same machine.
    """
    award_roster(100, "warm")
    canonical = typical()
    measured = [one_round(rows, f"round{number}", canonical) for number in range(rounds)]
    return [median(walls) for walls in zip(*measured, strict=True)]


def one_round(rows: int, tag: str, canonical: bytes) -> tuple[float, float]:
    raw_wall = raw_work = 0.0

    def sign_as_many(decisions: Sequence[Decision]) -> None:
        nonlocal raw_wall, raw_work
        wall, work = timed(lambda: sign_raw(canonical, len(decisions)))
        raw_wall, raw_work = raw_wall + wall, raw_work + work

    wall, work = timed(lambda: award_roster(rows, tag, sign_as_many))
    return (wall - raw_wall) / raw_wall, (work - raw_work) / raw_work


def memory(rows: int) -> list[float]:
    award_roster(100, "warm")
    before = peak()
    award_roster(rows, "many")
    return [before, peak()]


def award_roster(
    rows: int, tag: str, told: Callable[[Sequence[Decision]], None] = lambda _: None
) -> None:
    """Take in and award a roster of `rows` people whom nobody knows yet."""
    with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8", newline="") as file:
        write_roster(csv.writer(file), rows, tag)
        file.flush()
        before = Award.objects.count()
        achievements = awardable()
        path = Path(file.name)
        roster = open_roster(
            path,
            today=clock.today("America/Denver"),
            achievements=achievements.keys(),
            once_only={slug for slug, one in achievements.items() if not one.repeatable},
        )
        digest = hashlib.sha256(path.read_bytes()).digest()
        by = User.objects.get(email=REGISTRAR)
        batch = batches.stage(roster, file_name=path.name, digest=digest, by=by)
        batches.run(batch, now=clock.now(), told=told)
        if Award.objects.count() != before + rows:
            raise RuntimeError("Not every row was awarded.")


def write_roster(file: "csv._writer", rows: int, tag: str) -> None:
    slugs = sorted(awardable())
    draw, fresh = random.Random(tag), secrets.token_hex(4)  # noqa: S311  # a roster, no secret
    given = ("Ada", "Bao", "Chidi", "Dalia", "Émile", "Fatima", "Gül", "Hiro")
    family = ("Lovelace", "Nguyễn", "Okafor", "Haddad", "Zola", "Al-Harbi", "Şahin", "Tanaka")
    file.writerow(("address", "name", "date", "badge", "student id"))
    for number in range(rows):
        name = f"{draw.choice(given)} {draw.choice(family)}"
        day = f"2026-{draw.randint(1, 5):02}-{draw.randint(1, 28):02}"
        place = f"{tag}-{fresh}-{number}"
        file.writerow((f"{place}@example.edu", name, day, draw.choice(slugs), f"s-{place}"))


def typical() -> bytes:
    """The canonical bytes of the credential whose length is the median of those awarded."""
    bodies = sorted(
        (
            stored(bytes(one.body), one.dictionary_id)
            for one in Credential.objects.filter(kind="named").order_by("-pk")[:100]
        ),
        key=len,
    )
    document = documents.loads(bodies[len(bodies) // 2])
    del document["proof"]
    return canon.canonical(document)


def sign_raw(canonical: bytes, times: int) -> None:
    secret = Ed25519PrivateKey.generate()
    for _ in range(times):
        digest = hashlib.sha256(canonical).digest()
        secret.sign(digest + digest)


def timed(call: Callable[[], None]) -> tuple[float, float]:
    wall, work = time.perf_counter(), time.process_time()
    call()
    return time.perf_counter() - wall, time.process_time() - work


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    verb, *numbers = sys.argv[1:]
    figures = {"ratio": ratio, "memory": memory}[verb](*map(int, numbers))
    print(json.dumps(figures))  # noqa: T201  # read by bench_award.py
