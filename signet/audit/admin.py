"""A window for superusers: every record can be looked at, none changed past the actions."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from signet.audit.models import Event

# Django's class takes its model only in the eyes of the type checker
if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
else:
    _ModelAdmin = admin.ModelAdmin


class LookOnlyAdmin(_ModelAdmin):
    """Lists and shows. Changes go through actions, which write the audit log."""

    formfield_overrides: ClassVar = {models.URLField: {"assume_scheme": "https"}}

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody adds here."""
        del request, obj
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody changes anything here."""
        del request, obj
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody deletes here."""
        del request, obj
        return False


@admin.register(Event)
class EventAdmin(LookOnlyAdmin):
    """The audit log, newest first."""

    list_display = ("at", "actor", "verb", "subject_type", "subject")
    list_filter = ("verb", "subject_type")
    search_fields = ("subject", "actor")
    ordering = ("-id",)
    show_full_result_count = False
