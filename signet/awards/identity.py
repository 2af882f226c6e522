"""Ids that cannot be guessed and come out the same every time.

All are HMACs under the institution's secret, a 0400 file beside the keys and part of every
backup: a run repeated after a crash, or on a restored database, makes the same ids.
"""

import hmac
import secrets
from base64 import b32encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from django.conf import settings

from signet.audit.actions import Actor, record
from signet.awards.models import Award
from signet.awards.signer import KeyUnavailableError
from signet.lib.env import kept_secret
from signet.people.models import Institution

_SECRET_BYTES = 32


def person_uuid(*, university_id: str, address: str) -> UUID:
    """The uuid of a person first met under this university id, else under this address.

    address: normalized.
    """
    natural = f"id:{university_id}" if university_id else f"mail:{address}"
    return UUID(bytes=_hmac("person", natural)[:16], version=4)


def award_ids(achievement: UUID, person: UUID, award_key: str) -> tuple[UUID, str]:
    """The uuid and the public id (26 characters of base32) of an award."""
    digest = _hmac("award", f"{achievement}/{person}/{award_key}")
    public_id = b32encode(digest[:16]).decode().rstrip("=").lower()
    return UUID(bytes=digest[16:], version=4), public_id


def remember_secret(*, by: Actor) -> None:
    """Store for good what tells the secret from any other, in the caller's transaction."""
    institution = Institution.objects.select_for_update().get()
    if not institution.secret_check:
        institution.secret_check = _check_value(_keyed(str(settings.KEYS)))
        institution.save(update_fields=["secret_check"])
        record("remember_secret", institution, by=by)


def _hmac(purpose: str, text: str) -> bytes:
    return _under(_keyed(str(settings.KEYS)), f"{purpose}:{text}")


def _check_value(keyed: hmac.HMAC) -> str:
    return _under(keyed, "check:").hex()


def _under(keyed: hmac.HMAC, text: str) -> bytes:
    mine = keyed.copy()
    mine.update(text.encode())
    return mine.digest()


@cache
def _keyed(folder: str) -> hmac.HMAC:
    path = Path(folder) / "institution-secret"
    known = Institution.objects.values_list("secret_check", flat=True).first()
    if not path.exists() and (known or Award.objects.exists()):
        raise KeyUnavailableError(
            f"The institution's secret {path} is missing, and awards are given ids by it. Restore "
            f"it from a backup; issuing waits until then."
        )
    try:
        secret = bytes.fromhex(kept_secret(path, lambda: secrets.token_hex(_SECRET_BYTES)))
    except (OSError, ValueError) as error:
        raise KeyUnavailableError(
            f"The institution's secret {path} cannot be read or is damaged. Restore it from a "
            f"backup, mode 0400, for the user that runs Signet."
        ) from error
    if len(secret) != _SECRET_BYTES:
        raise KeyUnavailableError(
            f"The institution's secret {path} is damaged: it holds {len(secret)} bytes where "
            f"{_SECRET_BYTES} belong. Restore it from a backup."
        )
    keyed = hmac.new(secret, digestmod=sha256)
    if known and known != _check_value(keyed):
        raise KeyUnavailableError(
            f"The institution's secret {path} is another one than awards were given ids by. "
            f"Restore the right one from the backup of this database."
        )
    return keyed
