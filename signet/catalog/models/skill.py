import uuid

from django.db import models

from signet.lib.texts import one_line, prose, slug


class Skill(models.Model):
    """A skill that badges name, aligned to a published framework where one lists it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=60, unique=True, validators=[slug])
    name = models.CharField(max_length=120, validators=[one_line])
    description = models.TextField(blank=True, validators=[prose])
    framework = models.CharField(max_length=120, blank=True)
    code = models.CharField(max_length=60, blank=True)
    url = models.URLField(max_length=300, blank=True)
    target_type = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class VersionSkill(models.Model):
    """A skill of one achievement version, in the order its authors gave."""

    version = models.ForeignKey(
        "catalog.AchievementVersion", on_delete=models.CASCADE, related_name="version_skills"
    )
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="version_skills")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "skill"], name="catalog_version_skill_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.skill}"
