from django.apps import AppConfig

from signet.lib import guards


class CatalogConfig(AppConfig):
    """The room of the catalog."""

    name = "signet.catalog"
    label = "catalog"
    verbose_name = "Catalog"

    def ready(self) -> None:
        """Have the database refuse what nobody may change."""
        from signet.catalog.models import GUARDS  # noqa: PLC0415  # models need a loaded app

        guards.keep(self, *GUARDS)
