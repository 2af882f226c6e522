import uuid

from django.db import models

from signet.awards.states import BatchState, RowState
from signet.people.models import User


class Batch(models.Model):
    """A roster in work. Each row keeps its own state, so that a killed run goes on where it was.

    digest: SHA-256 of the file; staged: the number of the last row taken in.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file_name = models.CharField(max_length=200)
    digest = models.BinaryField(max_length=32, db_index=True)
    achievement = models.CharField(max_length=80, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="batches")
    state = models.CharField(max_length=10, choices=BatchState, default=BatchState.STAGING)
    staged = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "batches"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.state})"


class BatchRow(models.Model):
    """One row of a roster: what it says, what was found, what became of it.

    number: as a spreadsheet counts; content: the row's values; remarks: list of
    {"column", "problem", "mend"}.
    """

    # both indexes below begin with the batch; one of the batch alone misled PostgreSQL into
    # reading all its rows to find each
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=RowState)
    content = models.JSONField()
    remarks = models.JSONField(default=list)
    award = models.ForeignKey(
        "awards.Award", null=True, on_delete=models.SET_NULL, related_name="rows"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="awards_row_once"),
        ]
        indexes = [models.Index(fields=["batch", "state", "number"], name="awards_row_todo")]

    def __str__(self) -> str:
        return f"row {self.number}: {self.state}"
