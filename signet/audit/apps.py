from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The room of the audit log."""

    name = "signet.audit"
    label = "audit"
    verbose_name = "Audit log"
