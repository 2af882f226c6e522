from django.contrib import admin

from signet.audit.admin import LookOnlyAdmin
from signet.awards.models import Award, Batch, IssuerKey, StatusList


@admin.register(Award)
class AwardAdmin(LookOnlyAdmin):
    """Awards, newest first."""

    list_display = ("public_id", "achievement", "person", "state", "awarded_at")
    list_filter = ("state",)
    search_fields = ("public_id", "person__name", "achievement__slug")
    list_select_related = ("achievement", "person")
    show_full_result_count = False


@admin.register(Batch)
class BatchAdmin(LookOnlyAdmin):
    """Rosters that were awarded."""

    list_display = ("file_name", "by", "state", "created_at")
    list_select_related = ("by",)


@admin.register(IssuerKey)
class IssuerKeyAdmin(LookOnlyAdmin):
    """The public halves of the signing keys."""

    list_display = ("kid", "unit", "purpose", "state", "created_at")
    list_filter = ("state", "purpose")
    list_select_related = ("unit",)


@admin.register(StatusList)
class StatusListAdmin(LookOnlyAdmin):
    """Status lists and how full they are."""

    list_display = ("uuid", "unit", "allocated", "sequence", "signed_at")
    list_select_related = ("unit",)
