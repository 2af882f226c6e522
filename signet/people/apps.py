from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "signet.people"
    label = "people"
    verbose_name = "People and units"
