import uuid
from typing import Any

from django.db import models

from signet.lib.guards import Guard
from signet.lib.texts import one_line, prose, slug, time_zone
from signet.people.states import UnitState


class Institution(models.Model):
    """The university; there is one.

    public_url: what every issued document is named by; set at the first issue, never changed;
    secret_check: tells the institution's secret, by which ids are made, from any other; likewise.
    """

    name = models.CharField(max_length=200, validators=[one_line])
    short_name = models.CharField(max_length=40, validators=[one_line])
    tagline = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    url = models.URLField(blank=True)
    email = models.EmailField(blank=True)
    time_zone = models.CharField(max_length=60, default="UTC", validators=[time_zone])
    public_url = models.CharField(max_length=200, blank=True)
    secret_check = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="people_institution_is_one"),
        ]

    def __str__(self) -> str:
        return self.name


class UnitQuerySet(models.QuerySet["Unit"]):
    """Units, filtered by their state."""

    def active(self) -> "UnitQuerySet":
        """Units that may issue."""
        return self.filter(state=UnitState.ACTIVE)


class Unit(models.Model):
    """A college, school, department, center or office; it issues under a DID of its own.

    slug: part of the DID; a trigger refuses to change it.
    """

    class Kind(models.TextChoices):
        COLLEGE = "college"
        SCHOOL = "school"
        DEPARTMENT = "department"
        OFFICE = "office"
        CENTER = "center"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=60, unique=True, validators=[slug])
    name = models.CharField(max_length=200, validators=[one_line])
    short_name = models.CharField(max_length=40, validators=[one_line])
    kind = models.CharField(max_length=20, choices=Kind)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    offers = models.BooleanField(default=True)
    url = models.URLField(blank=True)
    email = models.EmailField(blank=True)
    description = models.TextField(blank=True, validators=[prose])
    state = models.CharField(max_length=10, choices=UnitState, default=UnitState.ACTIVE)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="absorbed"
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=UnitState.MERGED, merged_into__isnull=False)
                | (~models.Q(state=UnitState.MERGED) & models.Q(merged_into__isnull=True)),
                name="people_unit_merged_names_its_successor",
            ),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="people_unit_no_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def lineage(self) -> "list[Unit]":
        """The units above this one, nearest first."""
        found: list[Unit] = []
        unit: Any = self.parent
        while unit is not None and unit not in found:
            found.append(unit)
            unit = unit.parent
        return found


GUARDS = (
    Guard(
        name="people_unit_slug_stays",
        table="people_unit",
        operation="UPDATE",
        columns=("slug",),
        when="OLD.slug <> NEW.slug",
        message="The slug of a unit is part of its DID and never changes.",
    ),
    Guard(
        name="people_institution_kept",
        table="people_institution",
        operation="DELETE",
        when="OLD.public_url <> ''",
        message="Issued badges are named by this institution: it cannot be deleted.",
    ),
    Guard(
        name="people_institution_url_stays",
        table="people_institution",
        operation="UPDATE",
        columns=("public_url",),
        when="OLD.public_url <> NEW.public_url AND OLD.public_url <> ''",
        message="Issued badges are named by this public URL: it cannot change.",
    ),
    Guard(
        name="people_institution_secret_stays",
        table="people_institution",
        operation="UPDATE",
        columns=("secret_check",),
        when="OLD.secret_check <> NEW.secret_check AND OLD.secret_check <> ''",
        message="Issued badges have their ids by this secret: it cannot change.",
    ),
)
