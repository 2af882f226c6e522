from django.apps import AppConfig

from signet.lib import guards


class AwardsConfig(AppConfig):
    """The room of awards."""

    name = "signet.awards"
    label = "awards"
    verbose_name = "Awards"

    def ready(self) -> None:
        """Have the database refuse what nobody may change."""
        from signet.awards.models import GUARDS  # noqa: PLC0415  # models need a loaded app

        guards.keep(self, *GUARDS)
