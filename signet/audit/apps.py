from django.apps import AppConfig

from signet.lib import guards


class AuditConfig(AppConfig):
    """The room of the audit log."""

    name = "signet.audit"
    label = "audit"
    verbose_name = "Audit log"

    def ready(self) -> None:
        """Have the database refuse what nobody may change."""
        from signet.audit.models import GUARDS  # noqa: PLC0415  # models need a loaded app

        guards.keep(self, *GUARDS)
