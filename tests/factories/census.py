"""Counts an award house after whatever befell it: what was lost, doubled, reused or left unsigned."""

from __future__ import annotations

import json
from collections import Counter
from hashlib import sha256
from typing import Any

from signet.audit.models import Event
from signet.awards import documents
from signet.awards.models import Award, BatchRow, Credential, StatusList
from signet.awards.storage import stored
from signet.people.models import Address, Person
from signet.standards import canon, did, jwt, proof


def census() -> dict[str, Any]:
    """Counts of what there is, and of what there must be none of."""
    awards = Award.objects.all()
    kinds = Counter(Credential.objects.values_list("kind", flat=True))
    return {
        "awards": awards.count(),
        "credentials": dict(sorted(kinds.items())),
        "people": Person.objects.filter(awards__isnull=False).distinct().count(),
        "rows": dict(sorted(Counter(BatchRow.objects.values_list("state", flat=True)).items())),
        "entries handed out": sum(StatusList.objects.values_list("allocated", flat=True)),
        **_faults(),
    }


def nothing_wrong() -> dict[str, int]:
    """What `census` says of a house in order, besides its counts."""
    return {
        "doubled": 0,
        "entries reused": 0,
        "not the bytes signed": 0,
        "do not verify": 0,
        "not in the log": 0,
        "in the log only": 0,
        "rows without their award": 0,
        "people without address": 0,
    }


def _faults() -> dict[str, int]:
    awards = {str(uuid) for uuid in Award.objects.values_list("uuid", flat=True)}
    logged = _logged()
    places = Counter(Award.objects.values_list("achievement", "person", "award_key"))
    faults = nothing_wrong() | {
        "doubled": sum(places.values()) - len(places),
        "not in the log": len(awards - logged.keys()) + sum(logged.values()) - len(logged),
        "in the log only": len(logged.keys() - awards),
        "rows without their award": BatchRow.objects.filter(state="awarded", award=None).count(),
        "people without address": Person.objects.exclude(
            pk__in=Address.objects.values("person")
        ).count(),
    }
    entries: dict[tuple[str, str], set[int]] = {}
    for credential in Credential.objects.order_by("pk").iterator():
        body = stored(credential.body, credential.dictionary_id)
        told = _told(credential, body)
        status = told["credentialStatus"]
        place = (status["statusListCredential"], status["statusListIndex"])
        entries.setdefault(place, set()).add(credential.award_id)
        faults["not the bytes signed"] += sha256(body).digest() != bytes(credential.digest)
        faults["do not verify"] += not _verifies(credential, body, told)
    faults["entries reused"] = sum(len(holders) - 1 for holders in entries.values())
    return faults


def _logged() -> Counter[str]:
    """How often the log says of each award that it was made."""
    return Counter(
        uuid
        for body in Event.objects.filter(verb="award").values_list("body", flat=True)
        for uuid in json.loads(body)["awards"]
    )


def _told(credential: Credential, body: bytes) -> dict[str, Any]:
    if credential.kind == Credential.Kind.JWT:
        return jwt.parse(body).payload
    return json.loads(body)


def served(url: str) -> bytes:
    """The document that our site serves under one of its own URLs."""
    found = documents.find("/" + url.split("/", 3)[3].split("#", maxsplit=1)[0], wants_json=True)
    if found is None:
        raise LookupError(url)
    return found.body


def _verifies(credential: Credential, body: bytes, told: dict[str, Any]) -> bool:
    issuer = told["issuer"]["id"]
    try:
        served(told["credentialStatus"]["statusListCredential"])
        if credential.kind == Credential.Kind.JWT:
            jws = jwt.parse(body)
            key = did.resolve_jwt_key(jws.header, issuer, served)
            jwt.verify(jws, key)
        else:
            proof.verify(
                told,
                key_for=lambda one: (
                    did.resolve(one["verificationMethod"], issuer=issuer, fetch=served).key
                ),
                canonicalize=canon.canonical,
            )
    except Exception:  # noqa: BLE001  # whatever went wrong, it does not verify
        return False
    return True
