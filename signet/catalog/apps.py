from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "signet.catalog"
    label = "catalog"
    verbose_name = "Catalog"
