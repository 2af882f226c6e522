"""From the TOML files beside this one to an institution with people, badges and awards.

Each part finds what is there already, so that loading twice, or after a kill, adds nothing twice.
"""

import hashlib
import tomllib
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model

from signet.audit.actions import System, record
from signet.awards import editions
from signet.awards.actions import awards, batches
from signet.awards.drafts import Given
from signet.awards.identity import person_uuid
from signet.awards.models import Award, Batch
from signet.awards.rosters import award_key, normalize_address, open_roster
from signet.awards.states import BatchState
from signet.catalog import actions as catalog
from signet.catalog import files
from signet.catalog.files import Entries
from signet.catalog.models import Achievement, Classification, Skill
from signet.catalog.queries import awardable
from signet.people.models import Address, Institution, Membership, Person, Unit, User

_FOLDER = Path(__file__).parent
_ROSTER = _FOLDER / "rosters" / "credly-spring.csv"
_ROSTER_DAY = date(2026, 6, 1)
_ZONE = "America/Denver"
PASSWORD = "show-me-signet"  # noqa: S105  # of the demo's invented people, on localhost only

_CLASS_COLUMNS = [
    "name",
    "position",
    "banner_label",
    "outer",
    "inner",
    "banner",
    "cue",
    "has_level",
    "mastery",
    "meaning",
    "criteria_meaning",
    "rings_in_words",
]


def table(name: str) -> dict[str, Any]:
    """One of the files, such as `units.toml`."""
    return tomllib.loads((_FOLDER / name).read_text("utf-8"))


@cache
def cast() -> Mapping[str, Mapping[str, Any]]:
    """The named cast by key."""
    return {person["key"]: person for person in table("cast.toml")["person"]}


class Loader:
    """Loads the sample. say: hears a line for each part; by: who the log says it was."""

    def __init__(self, say: Callable[[str], object], *, by: System | None = None) -> None:
        self._say = say
        self._by = by or System("demo")

    def load(self) -> None:
        """Everything: institution, catalog, cast, awards."""
        self.load_institution()
        self.load_units()
        self.load_classes()
        self.load_cast()
        self.load_catalog()
        self.load_roster()
        self.load_awards()
        self._say("Signing the JWT editions …")
        editions.sign_missing(now=_noon(_ROSTER_DAY))

    def load_institution(self) -> None:
        """The sample institution itself."""
        told = table("institution.toml")
        columns = ["name", "short_name", "tagline", "description", "url", "email"]
        with transaction.atomic():
            home, is_new = Institution.objects.get_or_create(
                pk=1, defaults={name: told[name] for name in columns} | {"time_zone": _ZONE}
            )
            if is_new:
                record("found", home, by=self._by)

    def load_units(self) -> None:
        """The units in their tree."""
        units = table("units.toml")["unit"]
        list(files.enter_units(_missing(Unit, units), by=self._by))
        self._say(f"{len(units)} units.")

    def load_classes(self) -> None:
        """The classes of micro-credentials."""
        classes = table("classifications.toml")["classification"]
        for told in _missing(Classification, classes):
            catalog.enter_class(told["slug"], by=self._by, **_picked(told, _CLASS_COLUMNS))
        self._say(f"{len(classes)} classes.")

    def load_cast(self) -> None:
        """The people who sign in or earn."""
        for told in cast().values():
            with transaction.atomic():
                self._member(told)
        self._say(f"{len(cast())} people of the cast.")

    def load_catalog(self) -> None:
        """Skills and published achievements."""
        list(files.enter_skills(_missing(Skill, table("skills.toml")["skill"]), by=self._by))
        told = [
            one
            for path in sorted((_FOLDER / "achievements").glob("*.toml"))
            for one in table(f"achievements/{path.name}")["achievement"]
        ]
        days = {one["slug"]: one.pop("published") for one in told}
        list(
            files.enter_achievements(
                _missing(Achievement, told), by=self._by, at=lambda slug: _noon(days[slug])
            )
        )
        self._say(f"{Achievement.objects.count()} micro-credentials.")

    def load_roster(self) -> None:
        """The spring roster, awarded by the Registrar."""
        digest = hashlib.sha256(_ROSTER.read_bytes()).digest()
        if Batch.objects.filter(digest=digest, state=BatchState.DONE).exists():
            return
        by = User.objects.get(is_superuser=True)
        achievements = awardable()
        roster = open_roster(
            _ROSTER,
            today=_ROSTER_DAY,
            achievements=achievements.keys(),
            once_only={slug for slug, one in achievements.items() if not one.repeatable},
        )
        batch = batches.stage(
            roster,
            file_name=_ROSTER.name,
            digest=digest,
            by=by,
        )
        batches.run(batch, now=_noon(_ROSTER_DAY), told=lambda _decisions: None)
        self._say(f"{Award.objects.filter(batch=batch).count()} awards of the spring roster.")

    def load_awards(self) -> None:
        """The cast's own awards, some of them revoked since."""
        told_awards = table("awards.toml")["award"]
        for told in told_awards:
            self._grant(told)
        self._say(f"{len(told_awards)} awards of the cast.")

    def _member(self, told: Mapping[str, Any]) -> None:
        if User.objects.filter(email=told["email"]).exists():
            return
        name = f"{told['given_name']} {told['family_name']}".strip()
        person = _person(told, name)
        user = User.objects.create_user(
            told["email"],
            PASSWORD,
            name=name,
            person=person,
            is_staff=told["superuser"],
            is_superuser=told["superuser"],
        )
        for role in told["roles"]:
            everywhere = role["role"] == Membership.Role.REGISTRAR
            unit = None if everywhere else Unit.objects.get(slug=role["unit"])
            Membership.objects.create(user=user, role=role["role"], unit=unit)
        record("enter", user, by=self._by, person=str(person.uuid))

    def _grant(self, told: Mapping[str, Any]) -> None:
        achievement = awardable()[told["achievement"]]
        person = User.objects.get(email=cast()[told["person"]]["email"]).person
        key = award_key(None, told["awarded_on"], once_only=not achievement.repeatable)
        held = Award.objects.filter(achievement=achievement, person=person, award_key=key).first()
        if held is None:
            held = self._granted(achievement, person, told)
        revoked = told.get("revoked")
        if revoked and held.state == "issued":
            awards.revoke(
                held,
                by=_registrar(),
                reason=revoked["reason_code"],
                public_reason=revoked["public_reason"],
                now=_noon(revoked["on"]),
            )

    def _granted(
        self, achievement: Achievement, person: Person | None, told: Mapping[str, Any]
    ) -> Award:
        if person is None:
            raise ValueError(f"{told['person']} is no earner.")
        former = told.get("former", {})
        given = Given(
            name=person.name,
            awarded_on=told["awarded_on"],
            expires_on=told.get("expires_on"),
            language=person.language,
            evidence=tuple(told.get("evidence", ())),
            narrative=told.get("narrative", ""),
            result=told.get("result", ""),
            former_host=former.get("host", ""),
            former_id=former.get("id", ""),
            former_url=former.get("url", ""),
        )
        return awards.grant(
            achievement, person, given, by=_registrar(), now=_noon(told["awarded_on"])
        )


def _missing(model: type[Model], entries: Entries) -> Entries:
    """The entries that the database does not hold yet."""
    held = set(model._default_manager.values_list("slug", flat=True))  # noqa: SLF001  # any model's
    return [entry for entry in entries if entry["slug"] not in held]


def _person(told: Mapping[str, Any], name: str) -> Person:
    address = normalize_address(told["email"])
    person = Person.objects.create(
        uuid=person_uuid(university_id=told["university_id"], address=address),
        given_name=told["given_name"],
        family_name=told["family_name"],
        name=name,
        university_id=told["university_id"],
        directory_block=told["directory_block"],
        created_at=_noon(date(2025, 1, 6)),
    )
    Address.objects.create(
        person=person,
        address=told["email"],
        normalized=address,
        source=Address.Source.STAFF,
        verified_at=_noon(date(2025, 1, 6)),
    )
    return person


def _registrar() -> User:
    return User.objects.get(is_superuser=True)


def _picked(told: Mapping[str, Any], columns: list[str]) -> dict[str, Any]:
    return {name: told[name] for name in columns if name in told}


def _noon(day: date) -> datetime:
    """Early evening UTC: noon, or nearly, at the sample institution."""
    return datetime.combine(day, time(18), UTC)
