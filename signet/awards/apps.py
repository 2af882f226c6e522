from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "signet.awards"
    label = "awards"
    verbose_name = "Awards"
