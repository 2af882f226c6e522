import uuid
from decimal import Decimal

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models

from signet.catalog.models.classification import Classification
from signet.catalog.models.skill import Skill
from signet.catalog.states import AchievementState
from signet.lib.guards import Guard
from signet.lib.texts import named_values, one_line, prose, slug, texts
from signet.people.models import Unit

_SOME = MinValueValidator(Decimal("0.01"), "Write more than nothing, or leave it out.")


class LearningType(models.TextChoices):
    """How the learning is set, as the university tells it apart."""

    CURRICULAR = "curricular"
    CO_CURRICULAR = "co-curricular", "Co-curricular"
    EXPERIENTIAL = "experiential"


class AchievementQuerySet(models.QuerySet["Achievement"]):
    """Achievements, filtered by the catalog's words."""

    def published(self) -> "AchievementQuerySet":
        """Those that may be awarded and stand in the catalog."""
        return self.filter(state=AchievementState.PUBLISHED)


class Achievement(models.Model):
    """A micro-credential or program through all its versions.

    repeatable: it may be earned more than once, told apart by the award key or date.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True, validators=[slug])
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="achievements")
    repeatable = models.BooleanField(default=False)
    state = models.CharField(
        max_length=10, choices=AchievementState, default=AchievementState.DRAFT
    )
    current = models.OneToOneField(
        "catalog.AchievementVersion",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="current_of",
    )

    objects = AchievementQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=AchievementState.DRAFT) | models.Q(current__isnull=False),
                name="catalog_achievement_published_has_version",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class AchievementVersion(models.Model):
    """What the achievement says at one time; once published, a trigger refuses any change.

    uuid names it in credentials (`/achievements/<uuid>`); hours: learning hours; credits: quarter
    hours; frozen: class and skills as they read when it was published; result: what an
    award may report (name, type, allowed values).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120, validators=[one_line])
    short_name = models.CharField(max_length=40, blank=True, validators=[one_line])
    description = models.TextField(max_length=500, validators=[MaxLengthValidator(500), prose])
    criteria = models.TextField(validators=[prose])
    outcomes = models.JSONField(default=list, blank=True, validators=[texts])
    assessment = models.TextField(blank=True, validators=[prose])
    classification = models.ForeignKey(Classification, on_delete=models.PROTECT, related_name="+")
    learning_type = models.CharField(max_length=20, choices=LearningType)
    achievement_type = models.CharField(max_length=60, default="MicroCredential")
    language = models.CharField(max_length=12, default="en")
    hours = models.DecimalField(
        max_digits=6, decimal_places=1, null=True, blank=True, validators=[_SOME]
    )
    credits = models.DecimalField(
        max_digits=5, decimal_places=2, null=True, blank=True, validators=[_SOME]
    )
    assessed = models.BooleanField(default=True)
    supervised = models.BooleanField(default=False)
    identity_checked = models.BooleanField(default=False)
    format = models.CharField(max_length=20, blank=True, validators=[one_line])
    cost_note = models.CharField(max_length=120, blank=True, validators=[one_line])
    sponsor_name = models.CharField(max_length=120, blank=True, validators=[one_line])
    sponsor_url = models.URLField(blank=True)
    tags = models.JSONField(default=list, blank=True, validators=[texts])
    prerequisites = models.ManyToManyField(Achievement, blank=True, related_name="opens")
    skills = models.ManyToManyField(Skill, through="catalog.VersionSkill", related_name="versions")
    valid_months = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[_SOME, MaxValueValidator(1200)]
    )
    result = models.JSONField(default=dict, blank=True, validators=[named_values])
    frozen = models.JSONField(default=dict, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["achievement", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["achievement", "number"], name="catalog_version_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(published_at__isnull=True)
                | models.Q(learning_type__in=LearningType.values),
                name="catalog_version_learning_type",
            ),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{f"{column}__isnull": True})
                    | models.Q(**{f"{column}__gt": 0}),
                    name=f"catalog_version_{column}_positive",
                    violation_error_message=f"{column} must be more than nothing, or left out.",
                )
                for column in ("hours", "credits", "valid_months")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, version {self.number}"


_STAYS = "A published version never changes: make a new one."


def _published(row: str, column: str) -> str:
    """Whether the row belongs to a published version. row: OLD or NEW."""
    return (
        f"EXISTS (SELECT 1 FROM catalog_achievementversion v "  # noqa: S608  # our own names
        f"WHERE v.id = {row}.{column} AND v.published_at IS NOT NULL)"
    )


GUARDS = (
    Guard(
        name="catalog_version_stays",
        table="catalog_achievementversion",
        operation="UPDATE",
        when="OLD.published_at IS NOT NULL",
        message=_STAYS,
    ),
    Guard(
        name="catalog_version_kept",
        table="catalog_achievementversion",
        operation="DELETE",
        when="OLD.published_at IS NOT NULL",
        message="A published version is kept: badges name it.",
    ),
    *(
        Guard(
            name=f"{table}_{operation.lower()}",
            table=table,
            operation=operation,
            when=" OR ".join(_published(row, column) for row in rows),
            message=_STAYS,
        )
        for table, column in (
            ("catalog_versionskill", "version_id"),
            ("catalog_achievementversion_prerequisites", "achievementversion_id"),
        )
        for operation, rows in (
            ("INSERT", ("NEW",)),
            ("UPDATE", ("OLD", "NEW")),
            ("DELETE", ("OLD",)),
        )
    ),
)
