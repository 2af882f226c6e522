"""A whole award (taken in, decided, signed, written, with its status entry) against raw signing.

Raw signing, the floor, is SHA-256 of the same canonical bytes and Ed25519 over 64 bytes. The gate
counts CPU time; wall time, which has the disk's syncs in it, stands beside.
"""

import house
from figures import Figure, at_most, told

ROWS = 10_000
ROUNDS = 3
MANY_ROWS = 100_000


def measure() -> dict[str, Figure]:
    found: dict[str, Figure] = {}
    for database in house.databases():
        with house.sample(database) as environment:
            found |= against_raw_signing(database, environment)
            if database == "SQLite":
                found |= memory(environment)
    return found


def against_raw_signing(database: str, environment: dict[str, str]) -> dict[str, Figure]:
    work, wall = house.script(
        "award_rounds.py", "ratio", str(ROWS), str(ROUNDS), environment=environment
    )
    name = f"award {ROWS:,} rows on {database}, against raw signing"
    if database == "PostgreSQL":  # it works in processes whose CPU time ours does not see
        return {f"{name}, wall time": told(wall)}
    return {name: at_most(10, work), f"{name}, wall time": told(wall)}


def memory(environment: dict[str, str]) -> dict[str, Figure]:
    """In a process of its own, which has awarded a small roster before."""
    before, after = house.script(
        "award_rounds.py", "memory", str(MANY_ROWS), environment=environment
    )
    return {
        f"resident memory after {MANY_ROWS:,} rows": at_most(200, after, "MB"),
        "resident memory after 500 rows": told(before, "MB"),
    }
