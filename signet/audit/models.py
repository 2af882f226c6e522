import uuid

from django.db import models

from signet.lib.guards import Guard


class Event(models.Model):
    """One thing that somebody did, written in the transaction that did it.

    body: canonical JSON (RFC 8785) of ids and plain values, never a person's name or address;
    digest: SHA-256 of body. Rows are never changed or deleted: triggers refuse it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)  # "user:<uuid>" or "system:<command>"
    verb = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=40)
    subject = models.CharField(max_length=64)
    body = models.TextField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["subject_type", "subject", "id"], name="audit_event_subject"),
            models.Index(fields=["verb", "id"], name="audit_event_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_type} {self.subject}"


GUARDS = (
    Guard(
        name="audit_event_no_update",
        table="audit_event",
        operation="UPDATE",
        message="The audit log is append-only: an event cannot be changed.",
    ),
    Guard(
        name="audit_event_no_delete",
        table="audit_event",
        operation="DELETE",
        message="The audit log is append-only: an event cannot be deleted.",
    ),
)
