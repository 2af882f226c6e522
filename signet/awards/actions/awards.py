"""One award at a time: granting without a roster, suspending, reinstating, revoking."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.db import transaction

from signet.audit.actions import move, record
from signet.awards import bulk, scrutiny, statuslists, storage, writing
from signet.awards.actions import keys
from signet.awards.drafts import AwardDraft, Given, Place, draft
from signet.awards.models import Award, Credential
from signet.awards.press import Press
from signet.awards.rosters import award_key
from signet.awards.states import AWARD_MOVES
from signet.catalog.models import Achievement
from signet.catalog.states import AchievementState
from signet.people.models import Person, User
from signet.people.queries import identities_of, institution, successor
from signet.people.states import UnitState


class AlreadyHeldError(Exception):
    """The person holds this award already."""


class NotAwardableError(Exception):
    """The achievement cannot be awarded now, or not with what was given; the message says why."""


class UnfitReasonError(Exception):
    """An award cannot end for this reason; the message says why."""


def grant(
    achievement: Achievement,
    person: Person,
    given: Given,
    *,
    by: User,
    now: datetime,
    key: str | None = None,
) -> Award:
    """Give the achievement to the person and sign it.

    Raises PermissionDenied outside the user's units or to themselves, NotAwardableError,
    AlreadyHeldError, and signer.KeyUnavailableError.
    """
    _permit(by, achievement, person.pk, "award")
    home, unit = institution(), successor(achievement.unit)
    today = now.astimezone(ZoneInfo(home.time_zone)).date()
    trouble = scrutiny.trouble_with(
        given, key=key or "", today=today, withheld=person.directory_block
    )
    if achievement.state != AchievementState.PUBLISHED or unit.state != UnitState.ACTIVE:
        trouble = f"{achievement} of {unit} cannot be awarded now."
    if trouble:
        raise NotAwardableError(trouble)
    keys.provision(unit, by=by)
    home.refresh_from_db()
    kept = award_key(key, given.awarded_on, once_only=not achievement.repeatable)
    with transaction.atomic():
        statuslists.queue_up([unit.pk])
        if Award.objects.filter(achievement=achievement, person=person, award_key=kept).exists():
            raise AlreadyHeldError(f"{person} holds {achievement} already.")
        [(shard, index)] = statuslists.allocate(unit, 1, institution=home, now=now)
        place = Place(
            achievement=achievement,
            person_id=person.pk,
            person_uuid=person.uuid,
            key=kept,
            unit=unit,
            status_list=shard,
            status_index=index,
        )
        return _granted(place, given, person, Press(home, created=now), by=by, now=now)


def _granted(
    place: Place, given: Given, person: Person, press: Press, *, by: User, now: datetime
) -> Award:
    """Sign, write and log the award, in the caller's transaction."""
    person.refresh_from_db(fields=["directory_block"])  # it may have been set meanwhile
    told = replace(given, name="" if person.directory_block else given.name.strip())
    made = draft(place, told, zone=institution().time_zone)
    edition = press.sign(made, Credential.Kind.showing(made.shown_name))
    signed = writing.Signed(made, edition)
    writing.write_awards([signed], batch=None, by=by, now=now)
    award = Award.objects.get(pk=signed.pk)
    record("grant", award, by=by, achievement=str(place.achievement.uuid))
    return award


def suspend(award: Award, *, by: User, public_reason: str, now: datetime) -> None:
    """Set the award's status bit until it is reinstated; our page tells it from revoked."""
    _end(award, "suspend", by=by, reason="", public_reason=public_reason, now=now)


def revoke(award: Award, *, by: User, reason: str, public_reason: str, now: datetime) -> None:
    """End the award for good, with a reason that its page shows.

    Suspending, reinstating and revoking are for whoever may award it; PermissionDenied otherwise.
    Raises UnfitReasonError where a page cannot show the reason.

    reason: of Award.Reason.
    """
    if reason not in Award.Reason.values:
        raise UnfitReasonError(f"{reason!a} is none of {', '.join(Award.Reason.values)}.")
    _end(award, "revoke", by=by, reason=reason, public_reason=public_reason, now=now)


def reinstate(award: Award, *, by: User, now: datetime) -> None:
    """Let a suspended award hold again.

    A set bit never comes back (Bitstring Status List v1.0), so the award gets a fresh status entry
    and new editions under the same URL; those of before stay stored and stay revoked.
    """
    _permit(by, award.achievement, award.person_id, "reinstate")
    with transaction.atomic():
        home = institution()
        statuslists.queue_up([award.unit_id])
        [(shard, index)] = statuslists.allocate(award.unit, 1, institution=home, now=now)
        changes = {
            "status_list": shard,
            "status_index": index,
            "ended_at": None,
            "valid_from": min(now, award.valid_until or now),  # it may have expired meanwhile
            "public_reason": "",
        }
        move(award, "reinstate", moves=AWARD_MOVES, by=by, changes=changes, index=index)
        sign_again(award, Press(home, created=now), now=now)


def sign_again(award: Award, press: Press, *, now: datetime) -> None:
    """New editions of the award as it stands: its JSON and, where it has one, its JWT."""
    award.refresh_from_db()  # a name may have been withheld since it was read
    made = AwardDraft.of(award)
    numbers = {"json": 0, "jwt": 0}
    for kind, number in award.credentials.values_list("kind", "number"):
        form = "jwt" if kind == Credential.Kind.JWT else "json"
        numbers[form] = max(numbers[form], number)
    told = [press.sign(made, Credential.Kind.showing(made.shown_name))]
    if numbers["jwt"]:
        told.append(press.sign_jwt(made, told[0].body))
    compressors = storage.Compressors()
    writing.write_editions(
        writing.credential(
            award.pk, made, edition, bulk.moment(now), compressors, number=numbers[form] + 1
        )
        for form, edition in zip(numbers, told, strict=False)
    )


def _permit(by: User, achievement: Achievement, person: int, verb: str) -> None:
    """Raise PermissionDenied outside the user's units, and where it is about themselves."""
    if not by.has_perm("awards.award", achievement) or person in identities_of(by)[2]:
        raise PermissionDenied(f"{by} may not {verb} {achievement} of this person.")


def _end(
    award: Award, verb: str, *, by: User, reason: str, public_reason: str, now: datetime
) -> None:
    _permit(by, award.achievement, award.person_id, verb)
    trouble = scrutiny.trouble_with_reason(public_reason)
    if trouble:
        raise UnfitReasonError(trouble)
    with transaction.atomic():
        statuslists.queue_up([award.unit_id])
        changes = {"ended_at": now, "reason": reason, "public_reason": public_reason}
        move(award, verb, moves=AWARD_MOVES, by=by, changes=changes, reason=reason)
        # reinstating since the award was read gave it another entry
        award.refresh_from_db(fields=["status_list", "status_index"])
        statuslists.set_bits(
            award.status_list, [award.status_index], institution=institution(), now=now
        )
