import uuid

from django.db import models
from django.db.models.functions import Coalesce

from signet.awards.states import KeyState
from signet.people.models import Unit


class IssuerKey(models.Model):
    """The public half of a signing key; the private half is a file that the signer reads.

    unit: whose DID it stands under, null for the institution itself; kid: the fragment of its
    DID URL; multikey: the public key (Multikey, multibase).
    """

    class Purpose(models.TextChoices):
        CREDENTIAL = "credential"
        STATUS = "status"
        JWT = "jwt"

    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="keys"
    )
    purpose = models.CharField(max_length=12, choices=Purpose)
    kid = models.CharField(max_length=60)
    multikey = models.CharField(max_length=80)
    state = models.CharField(max_length=12, choices=KeyState, default=KeyState.PENDING)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                "kid",
                Coalesce("unit", 0),  # SQLite takes any two NULLs for different
                name="awards_key_kid_once",
            ),
            models.UniqueConstraint(
                "purpose",
                Coalesce("unit", 0),
                condition=models.Q(state=KeyState.ACTIVE),
                name="awards_key_one_active",
            ),
        ]

    def __str__(self) -> str:
        return self.kid


class IssuerDocument(models.Model):
    """A published version of an issuer's DID document; every one is kept, the last is served."""

    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    number = models.PositiveIntegerField()
    body = models.BinaryField()
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                "number", Coalesce("unit", 0), name="awards_document_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit or 'institution'}, version {self.number}"


class StatusList(models.Model):
    """A Bitstring Status List of a unit: 131,072 entries, handed out in a secret random order.

    seed: decides the order; allocated: entries handed out so far; bits: the list, gzip;
    document: the signed list credential as served; sequence: how often it was signed.
    """

    SIZE = 131_072

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="status_lists")
    seed = models.BinaryField(max_length=32)
    allocated = models.PositiveIntegerField(default=0)
    bits = models.BinaryField()
    document = models.BinaryField()
    sequence = models.PositiveIntegerField(default=0)
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(allocated__lte=131_072), name="awards_status_list_within_size"
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
