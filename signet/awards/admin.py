from django.contrib import admin

from signet.audit.admin import LookOnlyAdmin
from signet.awards.models import (
    Award,
    Batch,
    BatchRow,
    CompressionDictionary,
    Credential,
    IssuerDocument,
    IssuerKey,
    StatusList,
)


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


@admin.register(BatchRow)
class BatchRowAdmin(LookOnlyAdmin):
    """The rows of rosters and what became of them."""

    list_display = ("batch", "number", "state", "award")
    list_filter = ("state",)
    list_select_related = ("batch", "award")
    search_fields = ("batch__file_name",)
    show_full_result_count = False


@admin.register(Credential)
class CredentialAdmin(LookOnlyAdmin):
    """Signed editions, newest first."""

    list_display = ("award", "kind", "number", "key", "signed_at")
    list_filter = ("kind",)
    list_select_related = ("award", "key")
    ordering = ("-id",)
    search_fields = ("award__public_id",)
    show_full_result_count = False


@admin.register(IssuerDocument)
class IssuerDocumentAdmin(LookOnlyAdmin):
    """The DID documents that were published."""

    list_display = ("unit", "number", "published_at")
    list_select_related = ("unit",)


@admin.register(StatusList)
class StatusListAdmin(LookOnlyAdmin):
    """Status lists and how full they are."""

    list_display = ("uuid", "unit", "allocated", "sequence", "signed_at")
    list_select_related = ("unit",)


admin.site.register(CompressionDictionary, LookOnlyAdmin)
