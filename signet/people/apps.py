from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The room of people and units."""

    name = "signet.people"
    label = "people"
    verbose_name = "People and units"
