"""The JWT editions: signed after issue, from what is stored, until every award has one."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from signet.awards import bulk, storage, writing
from signet.awards.drafts import AwardDraft
from signet.awards.models import Award, Credential
from signet.awards.press import Press
from signet.people.queries import institution


def sign_missing(*, now: datetime) -> int:
    """Sign the JWT edition of every award that has none, oldest first; how many were signed.

    Each says what the newest JSON edition says. Idempotent: a unique constraint lets one of two
    runs win.
    """
    press = Press(institution(), created=now)
    made, last = 0, 0
    while awards := _waiting(after=last):
        made += _sign(awards, press, now)
        last = awards[-1].pk
    return made


def _waiting(*, after: int) -> Sequence[Award]:
    signed = Credential.objects.filter(award=OuterRef("pk"), kind=Credential.Kind.JWT)
    return list(
        Award.objects.filter(~Exists(signed), pk__gt=after)
        .select_related("version", "unit", "status_list")
        .defer("status_list__bits", "status_list__document")
        .order_by("pk")[: bulk.CHUNK]
    )


def _sign(awards: Sequence[Award], press: Press, now: datetime) -> int:
    told = Credential.objects.filter(award__in=awards).exclude(kind=Credential.Kind.JWT)
    newest = {credential.award_id: credential for credential in told.order_by("number")}
    try:
        with transaction.atomic():
            compressors = storage.Compressors({award.version_id for award in awards})
            rows = [
                row
                for award in awards
                if (row := _row(award, newest[award.pk], press, now, compressors))
            ]
            writing.write_editions(rows)
    except IntegrityError:
        return 0  # another run signed one of these first; what is left is found again
    return len(rows)


def _row(
    award: Award,
    told: Credential,
    press: Press,
    now: datetime,
    compressors: storage.Compressors,
) -> tuple[object, ...] | None:
    """The edition's row; None where the unit's key cannot sign, which holds up no other unit."""
    draft = AwardDraft.of(award)
    try:
        edition = press.sign_jwt(draft, storage.stored(told.body, told.dictionary_id))
    except KeyUnavailableError as error:
        _log.warning("No JWT edition of %s for now. %s", award, error)
        return None
    return writing.credential(award.pk, draft, edition, bulk.moment(now), compressors)
