"""Signing keys: made, put to work, rotated, retired; each change publishes a new DID document."""

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from signet.audit.actions import Actor, move, record
from signet.awards import identity, issuers, signer, statuslists
from signet.awards.models import IssuerDocument, IssuerKey
from signet.awards.states import KEY_MOVES, KeyState
from signet.lib import clock
from signet.people.actions import fix_public_url
from signet.people.models import Institution, Unit
from signet.people.queries import institution
from signet.standards import documents


def provision(unit: Unit | None, *, by: Actor) -> None:
    """Give an issuer that never had keys one for each purpose and a DID document.

    A unit's first keys bring those above it theirs, up to the institution: its badges name them.

    The private files are written first: a transaction that fails leaves files that the next try
    finds again. Keys that once existed are never replaced here, missing or not.
    """
    with transaction.atomic():
        home = fix_public_url(institution(), url=settings.PUBLIC_URL, by=by)
        identity.remember_secret(by=by)
        if unit is not None:
            Unit.objects.select_for_update().get(pk=unit.pk)
        if IssuerKey.objects.filter(unit=unit).exists():
            return
        if unit is not None:
            provision(unit.parent, by=by)
        for purpose in IssuerKey.Purpose:
            move(_made(unit, purpose), "activate", moves=KEY_MOVES, by=by)
        _publish(unit, home, by=by)


def rotate(unit: Unit | None, purpose: str, *, by: Actor) -> IssuerKey:
    """Let a new key sign from now on; the old one retires and what it signed stays good."""
    with transaction.atomic():
        home = institution().public_url
        fresh = _made(unit, purpose)
        for old in IssuerKey.objects.filter(unit=unit, purpose=purpose, state=KeyState.ACTIVE):
            move(old, "retire", moves=KEY_MOVES, by=by)
        move(fresh, "activate", moves=KEY_MOVES, by=by)
        _publish(unit, home, by=by)
        return fresh


def retire(key: IssuerKey, *, by: Actor) -> None:
    """End the key's signing; it stays in the DID document, so its badges still verify."""
    _end(key, "retire", by=by)


def compromise(key: IssuerKey, *, by: Actor) -> None:
    """Say that others may hold the key: it leaves assertionMethod, and what it signed fails.

    The lists of a status key are signed again at once, by a new key where it was the active one:
    without them nobody could check any badge of the unit.
    """
    with transaction.atomic():
        _end(key, "compromise", by=by)
        if key.unit is not None and key.purpose == IssuerKey.Purpose.STATUS:
            active = IssuerKey.objects.filter(unit=key.unit, purpose=key.purpose, state="active")
            if not active.exists():
                rotate(key.unit, key.purpose, by=by)
            statuslists.sign_again(key.unit, institution=institution(), now=clock.now())


def _end(key: IssuerKey, verb: str, *, by: Actor) -> None:
    with transaction.atomic():
        move(key, verb, moves=KEY_MOVES, by=by)
        _publish(key.unit, institution().public_url, by=by)


def _made(unit: Unit | None, purpose: str) -> IssuerKey:
    count = IssuerKey.objects.filter(unit=unit, purpose=purpose).count()
    key = IssuerKey(
        unit=unit, purpose=purpose, kid=f"{purpose}-{count + 1}", created_at=clock.now()
    )
    key.multikey = signer.make(key).multikey
    key.save()
    return key


def _publish(unit: Unit | None, home: str, *, by: Actor) -> None:
    kept = IssuerDocument.objects.filter(unit=unit)
    number = (kept.aggregate(last=Max("number"))["last"] or 0) + 1
    keys = IssuerKey.objects.filter(unit=unit).exclude(state=KeyState.PENDING)
    body = documents.dumps(issuers.did_document(unit, keys, home))
    document = IssuerDocument.objects.create(
        unit=unit, number=number, body=body, published_at=clock.now()
    )
    subject: Unit | Institution = unit or institution()
    record("publish_keys", subject, by=by, number=document.number)
