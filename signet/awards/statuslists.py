"""Status lists: handing out entries, setting bits, signing again."""

import gzip
import secrets
from collections.abc import Iterable
from datetime import datetime

from signet.awards import composing, issuers, permutation, press
from signet.awards.models import IssuerKey, StatusList
from signet.people.models import Institution, Unit
from signet.standards import status


def queue_up(units: Iterable[int]) -> None:
    """Let whoever writes awards of these units come one after the other, in the transaction.

    Called before the records are read: what is decided then still holds when it is written, and
    all wait in the same order. SQLite's transactions queue up by themselves.
    """
    list(Unit.objects.select_for_update().filter(pk__in=units).order_by("pk").values_list("pk"))


def allocate(
    unit: Unit, count: int, *, institution: Institution, now: datetime
) -> list[tuple[StatusList, int]]:
    """`count` entries of the unit's lists that nobody had before, inside the caller's transaction.

    The list's row is locked until that ends, so two runs never draw the same entry, and a run
    that rolls back gives its entries back unseen.
    """
    found: list[tuple[StatusList, int]] = []
    while len(found) < count:
        open_list = _open_list(unit, institution=institution, now=now)
        free = StatusList.SIZE - open_list.allocated
        take = min(free, count - len(found))
        first = open_list.allocated
        seed = bytes(open_list.seed)
        found += (
            (open_list, permutation.nth(seed, first + step, size=StatusList.SIZE))
            for step in range(take)
        )
        open_list.allocated = first + take
        StatusList.objects.filter(pk=open_list.pk).update(allocated=open_list.allocated)
    return found


def set_bits(
    shard: StatusList, indexes: Iterable[int], *, institution: Institution, now: datetime
) -> None:
    """Set entries of a list for good and sign it again, inside the caller's transaction."""
    locked = StatusList.objects.select_for_update().select_related("unit").get(pk=shard.pk)
    bits = bytearray(gzip.decompress(locked.bits))
    for index in indexes:
        status.set_bit(bits, index)
    locked.bits = gzip.compress(bytes(bits), 6, mtime=0)
    _sign(locked, bits, institution=institution, now=now)
    locked.save(update_fields=["bits", "document", "sequence", "signed_at"])


def sign_again(unit: Unit, *, institution: Institution, now: datetime) -> None:
    """Sign the unit's lists as they stand with the key that is active now."""
    for pk in unit.status_lists.order_by("pk").values_list("pk", flat=True):
        set_bits(StatusList(pk=pk), (), institution=institution, now=now)


def _open_list(unit: Unit, *, institution: Institution, now: datetime) -> StatusList:
    lists = StatusList.objects.select_for_update().defer("bits", "document")
    found = lists.filter(unit=unit, allocated__lt=StatusList.SIZE).first()
    if found is not None:
        return found
    bits = status.new_bits(StatusList.SIZE)
    fresh = StatusList(
        unit=unit,
        seed=secrets.token_bytes(32),
        bits=gzip.compress(bytes(bits), 6, mtime=0),
    )
    _sign(fresh, bits, institution=institution, now=now)
    fresh.save()
    return fresh


def _sign(shard: StatusList, bits: bytearray, *, institution: Institution, now: datetime) -> None:
    home = institution.public_url
    document = status.list_credential(
        id=composing.status_url(shard.uuid, home),
        issuer=issuers.did_of(shard.unit, home),
        valid_from=now,
        purpose="revocation",
        encoded=status.encode(bytes(bits)),
    )
    key = press.active_key(shard.unit, IssuerKey.Purpose.STATUS)
    shard.document = press.sign_document(document, key, home=home, created=now)
    shard.sequence += 1
    shard.signed_at = now
