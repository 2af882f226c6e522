from django.contrib import admin

from signet.audit.admin import LookOnlyAdmin
from signet.catalog.models import (
    Achievement,
    AchievementVersion,
    Classification,
    Skill,
    VersionSkill,
)


@admin.register(Achievement)
class AchievementAdmin(LookOnlyAdmin):
    """Micro-credentials and programs."""

    list_display = ("slug", "unit", "state", "repeatable")
    list_filter = ("state", "unit")
    search_fields = ("slug", "current__name")
    list_select_related = ("unit",)


@admin.register(AchievementVersion)
class AchievementVersionAdmin(LookOnlyAdmin):
    """Their versions."""

    list_display = ("name", "number", "classification", "learning_type", "published_at")
    list_filter = ("classification", "learning_type")
    search_fields = ("name",)
    list_select_related = ("classification",)


admin.site.register(Classification, LookOnlyAdmin)
admin.site.register(Skill, LookOnlyAdmin)
admin.site.register(VersionSkill, LookOnlyAdmin)
