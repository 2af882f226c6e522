from django.apps import AppConfig

from signet.lib import guards


class PeopleConfig(AppConfig):
    """The room of people and units."""

    name = "signet.people"
    label = "people"
    verbose_name = "People and units"

    def ready(self) -> None:
        """Have the database refuse what nobody may change."""
        from signet.people.models import GUARDS  # noqa: PLC0415  # models need a loaded app

        guards.keep(self, *GUARDS)
