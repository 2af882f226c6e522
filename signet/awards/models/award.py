from django.db import models

from signet.awards.models.batch import Batch
from signet.awards.models.keys import IssuerKey, StatusList
from signet.awards.states import AwardState
from signet.catalog.models import Achievement, AchievementVersion
from signet.people.models import Person, Unit, User


class Award(models.Model):
    """An achievement given to a person, once per award key.

    uuid names the subject of its credentials (`urn:uuid:`), public_id its page; both come from
    an HMAC of achievement, person and award key, so a repeated run makes the same ones.
    shown_name: the name as signed, empty where the person's name is withheld;
    evidence and narrative are signed with the name only, as they may name the person as well;
    awarded_at: the first instant of its day; valid_from: the same until newer editions are signed,
    of which the newest `validFrom` wins; evidence: list of {"url", "name", "narrative"}.
    """

    class Reason(models.TextChoices):
        ERROR = "error", "Awarded in error"
        CRITERIA = "criteria", "The criteria were not met"
        CONDUCT = "conduct", "Academic conduct decision"
        REQUEST = "request", "At the earner's request"
        KEY = "key", "The signing key was exposed"

    uuid = models.UUIDField(unique=True, editable=False)
    public_id = models.CharField(max_length=26, unique=True, editable=False)
    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="awards")
    version = models.ForeignKey(AchievementVersion, on_delete=models.PROTECT, related_name="awards")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="awards")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="awards")
    award_key = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=AwardState, default=AwardState.ISSUED)
    shown_name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=35, blank=True)
    awarded_at = models.DateTimeField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)
    evidence = models.JSONField(default=list, blank=True)
    narrative = models.TextField(blank=True)
    result = models.CharField(max_length=60, blank=True)
    former_host = models.CharField(max_length=200, blank=True)
    former_id = models.CharField(max_length=255, blank=True)
    former_url = models.CharField(max_length=2000, blank=True)
    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="awards")
    status_index = models.PositiveIntegerField()
    batch = models.ForeignKey(
        Batch, null=True, blank=True, on_delete=models.PROTECT, related_name="awards"
    )
    granted_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    public_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["achievement", "person", "award_key"], name="awards_award_once"
            ),
            models.UniqueConstraint(
                fields=["status_list", "status_index"], name="awards_award_status_index_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state=AwardState.ISSUED, ended_at__isnull=True)
                | (~models.Q(state=AwardState.ISSUED) & models.Q(ended_at__isnull=False)),
                name="awards_award_ended_has_date",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class CompressionDictionary(models.Model):
    """A zstd dictionary: one signed credential of a version, which its others resemble.

    body: raw content, never changed; a better one gets the next number.
    """

    version = models.ForeignKey(
        AchievementVersion, on_delete=models.PROTECT, related_name="dictionaries"
    )
    kind = models.CharField(max_length=10)
    number = models.PositiveSmallIntegerField(default=1)
    body = models.BinaryField()

    class Meta:
        verbose_name_plural = "compression dictionaries"
        constraints = [
            models.UniqueConstraint(
                fields=["version", "kind", "number"], name="awards_dictionary_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.version}, number {self.number}"


class Credential(models.Model):
    """A signed edition of an award: stored once, served as stored, never rebuilt.

    identifier: its `id`; body: the signed bytes, zstd; digest: SHA-256 of the signed bytes.
    """

    class Kind(models.TextChoices):
        NAMED = "named"
        ANONYMOUS = "anonymous"
        JWT = "jwt", "JWT"

        @classmethod
        def showing(cls, name: str) -> "Credential.Kind":
            """The JSON edition of an award that shows `name`."""
            return cls.NAMED if name else cls.ANONYMOUS

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="credentials")
    kind = models.CharField(max_length=10, choices=Kind)
    number = models.PositiveSmallIntegerField(default=1)
    key = models.ForeignKey(IssuerKey, on_delete=models.PROTECT, related_name="credentials")
    dictionary = models.ForeignKey(
        CompressionDictionary, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    body = models.BinaryField()
    digest = models.BinaryField(max_length=32)
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["award", "kind", "number"], name="awards_credential_edition_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award}: {self.kind} {self.number}"
