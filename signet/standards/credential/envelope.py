# ruff: noqa: RUF009  # member() is dataclasses.field() by another name
"""What every verifiable credential has, whatever it says: contexts, types, issuer, dates, services.

VC 2.0 as it is; VC 1.1 is read into the same members (issuanceDate as validFrom, expirationDate as
validUntil).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from signet.standards.credential.kinds import MOMENT, TEXT, TEXTS, URI, Many, One
from signet.standards.credential.profile import Profile, ProfileRef
from signet.standards.credential.services import (
    CredentialSchema,
    RefreshService,
    Status,
    TermsOfUse,
)
from signet.standards.credential.shape import Node, ShapeError, member
from signet.standards.credential.subject import Evidence
from signet.standards.credential.terms import CONTEXTS, OB_CONTEXT, OB_V3, VC_V1, VC_V2, DataModel

if TYPE_CHECKING:
    from datetime import datetime

CREDENTIAL = "VerifiableCredential"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofShape(Node):
    """What both schema forms say of any proof; whether it holds is for signet.standards.proof."""

    type: str = member(TEXT, required=True)
    created: datetime | None = member(MOMENT)
    cryptosuite: str | None = member(TEXT)
    challenge: str | None = member(TEXT)
    domain: str | None = member(TEXT)
    nonce: str | None = member(TEXT)
    proof_purpose: str | None = member(TEXT)
    proof_value: str | None = member(TEXT)
    verification_method: str | None = member(TEXT)


PROOFS = Many(One(lambda: ProofShape))


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope(Node):
    """The members that badges and endorsements share."""

    # Any of these beside VerifiableCredential makes a document one of this class.
    NAMES: ClassVar[tuple[str, ...]]

    context: tuple[str, ...] = member(TEXTS, json="@context", default=CONTEXTS)
    id: str = member(URI, required=True)
    types: tuple[str, ...] = member(TEXTS, json="type")
    name: str | None = member(TEXT)
    description: str | None = member(TEXT)
    issuer: Profile = member(ProfileRef(), required=True)
    valid_from: datetime = member(MOMENT, required=True)
    valid_until: datetime | None = member(MOMENT)
    awarded_date: datetime | None = member(MOMENT)
    evidence: tuple[Evidence, ...] = member(Many(One(lambda: Evidence)))
    credential_schema: tuple[CredentialSchema, ...] = member(Many(One(lambda: CredentialSchema)))
    credential_status: Any = member(Status())
    refresh_service: RefreshService | None = member(One(lambda: RefreshService))
    terms_of_use: tuple[TermsOfUse, ...] = member(Many(One(lambda: TermsOfUse)))

    @property
    def data_model(self) -> DataModel:
        """The version of the data model that the document follows."""
        return DataModel.V1 if self.context[0] == VC_V1 else DataModel.V2

    @property
    def status(self) -> tuple[dict[str, Any], ...]:
        """The status entries as JSON: none or one."""
        return () if self.credential_status is None else (Status().write(self.credential_status),)

    def check_rules(self) -> None:
        """Contexts and types as the standard orders them, and dates that leave some time."""
        check_contexts(self.context)
        if CREDENTIAL not in self.types:
            raise ShapeError(f"must hold {CREDENTIAL}", ("type",))
        if not set(self.NAMES) & set(self.types):
            raise ShapeError(f"must hold {self.NAMES[0]}", ("type",))
        if self.valid_until is not None and self.valid_until < self.valid_from:
            # VC 2.0 §4.9
            raise ShapeError("must not be before validFrom", ("validUntil",))

    @classmethod
    def prepared(cls, raw: dict[str, Any]) -> dict[str, Any]:
        """Check the proofs' shape, and read VC 1.1 dates into the members of VC 2.0."""
        if "proof" in raw:
            try:
                PROOFS.read(raw["proof"])
            except ShapeError as error:
                raise error.within("proof") from None
        return in_members_of_v2(raw)


OLD_DATES = {"issuanceDate": "validFrom", "expirationDate": "validUntil"}


def in_members_of_v2(raw: dict[str, Any]) -> dict[str, Any]:
    """The same document with the dates of VC 2.0, whichever data model it follows."""
    contexts = raw.get("@context")
    if type(contexts) is list and contexts and contexts[0] == VC_V1:
        return with_dates_of_v2(raw)
    for old, new in OLD_DATES.items():
        if old in raw:
            # Ignored, an expirationDate would let an expired credential pass.
            raise ShapeError(f"belongs to VC 1.1; VC 2.0 has {new}", (old,))
    return raw


def with_dates_of_v2(raw: dict[str, Any]) -> dict[str, Any]:
    """The same document with its VC 1.1 dates (VC 1.1 §4.6) under their VC 2.0 names.

    VC 1.1 reserved the new names beside the old ones: of two starts the later counts, of two ends
    the earlier.
    """
    if "issuanceDate" not in raw:
        raise ShapeError("is missing", ("issuanceDate",))
    document = {name: value for name, value in raw.items() if name not in OLD_DATES}
    for old, new in OLD_DATES.items():
        if old not in raw:
            continue
        stated = {}
        for name in (old, new):
            if name in raw:
                try:
                    stated[MOMENT.read(raw[name])] = raw[name]
                except ShapeError as error:
                    raise error.within(name) from None
        document[new] = stated[max(stated) if new == "validFrom" else min(stated)]
    return document


def check_contexts(contexts: tuple[str, ...]) -> None:
    """OB 3.0, @context: the data model's first, then Open Badges'."""
    if contexts[:1] not in ((VC_V2,), (VC_V1,)):
        raise ShapeError(f"must begin with {VC_V2}", ("@context",))
    if len(contexts) == 1 or OB_CONTEXT.fullmatch(contexts[1]) is None:
        raise ShapeError(f"must name {OB_V3} second", ("@context",))
