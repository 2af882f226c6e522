from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "signet.audit"
    label = "audit"
    verbose_name = "Audit log"
