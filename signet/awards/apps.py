from django.apps import AppConfig


class AwardsConfig(AppConfig):
    """The room of awards."""

    name = "signet.awards"
    label = "awards"
    verbose_name = "Awards"
