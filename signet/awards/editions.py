"""The JWT editions: signed after issue, from what is stored, again and again until all are there."""

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

    Awards whose name is withheld have no JWT edition. Idempotent: a unique constraint lets one
    of two runs win.
    """
    press = Press(institution(), created=now)
    made, last = 0, 0
    while awards := _waiting(after=last):
        made += _sign(awards, press, now)
        last = awards[-1].pk
    return made


def _waiting(*, after: int) -> Sequence[Award]:
    signed = Credential.objects.filter(award=OuterRef("pk"), kind=Credential.Kind.JWT)
    named = Credential.objects.filter(award=OuterRef("pk"), kind=Credential.Kind.NAMED)
    return list(
        Award.objects.filter(Exists(named), ~Exists(signed), pk__gt=after)
        .select_related("version__achievement", "unit", "status_list")
        .defer("status_list__bits", "status_list__document")
        .order_by("pk")[: bulk.CHUNK]
    )


def _sign(awards: Sequence[Award], press: Press, now: datetime) -> int:
    try:
        with transaction.atomic():
            compressors = storage.Compressors()
            drafts = [(award.pk, AwardDraft.of(award)) for award in awards]
            writing.write_editions(
                writing.credential(
                    pk, draft, press.sign_jwt(draft), bulk.moment(now), compressors
                )
                for pk, draft in drafts
            )
    except IntegrityError:
        return 0  # another run signed one of these first; what is left is found again
    return len(awards)
