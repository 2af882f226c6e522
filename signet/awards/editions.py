"""The JWT editions: signed after issue, from what is stored, until every award has one."""

import logging
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from signet.awards import bulk, signer, statuslists, storage, writing
from signet.awards.drafts import AwardDraft
from signet.awards.models import Award, Credential, IssuerKey
from signet.awards.press import Press, active_key
from signet.people.models import Unit
from signet.people.queries import institution

_log = logging.getLogger(__name__)


def sign_missing(*, now: datetime) -> int:
    """Sign the JWT edition of every award that has none, oldest first; how many were signed.

    Each says what the newest JSON edition says. Runs take turns, so each award gets one. Awards of
    a unit whose key cannot sign wait, and hold up no other unit.
    """
    press, units = Press(institution(), created=now), _able_to_sign()
    made = last = 0
    while True:
        with transaction.atomic():
            statuslists.queue_up(units)
            awards = _waiting(units, after=last)
            if not awards:
                return made
            _sign(awards, press, now)
        made, last = made + len(awards), awards[-1].pk


def _able_to_sign() -> list[int]:
    """The units whose JWT key can be used now."""
    able = []
    for unit in Unit.objects.filter(keys__purpose=IssuerKey.Purpose.JWT).distinct():
        try:
            signer.signer(active_key(unit, IssuerKey.Purpose.JWT))
        except signer.KeyUnavailableError as error:
            _log.warning("No JWT editions of %s for now. %s", unit, error)
        else:
            able.append(unit.pk)
    return able


def _waiting(units: Collection[int], *, after: int) -> Sequence[Award]:
    signed = Credential.objects.filter(award=OuterRef("pk"), kind=Credential.Kind.JWT)
    return list(
        Award.objects.filter(~Exists(signed), unit__in=units, pk__gt=after)
        .select_related("version", "unit", "status_list")
        .defer("status_list__bits", "status_list__document")
        .order_by("pk")[: bulk.CHUNK]
    )


def _sign(awards: Sequence[Award], press: Press, now: datetime) -> None:
    told = Credential.objects.filter(award__in=awards)  # none of them a JWT
    newest = {credential.award_id: credential for credential in told.order_by("number")}
    compressors = storage.Compressors({award.version_id for award in awards})
    writing.write_editions(
        _row(award, newest[award.pk], press, now, compressors) for award in awards
    )


def _row(
    award: Award,
    told: Credential,
    press: Press,
    now: datetime,
    compressors: storage.Compressors,
) -> tuple[object, ...]:
    draft = AwardDraft.of(award)
    edition = press.sign_jwt(draft, storage.stored(told.body, told.dictionary_id))
    return writing.credential(award.pk, draft, edition, bulk.moment(now), compressors)
