from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """The room of the catalog."""

    name = "signet.catalog"
    label = "catalog"
    verbose_name = "Catalog"
