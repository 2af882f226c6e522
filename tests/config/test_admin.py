"""Django's admin: a window for superusers, through which nothing can be reached."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from signet.audit.admin import LookOnlyAdmin
from signet.audit.models import Event
from signet.awards import actions
from signet.people.models import User

ROOMS = ("audit", "people", "catalog", "awards")
MODELS = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
NAMES = [model._meta.label for model in MODELS]


@pytest.fixture
def lived_in(house, house_module):
    """At least one record of every model."""
    house.achievement()
    batch = house.staged("data-storytelling")
    actions.run(batch, now=house_module.NOON, told=lambda _: None)
    return house


def url(model, page, *arguments):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


def test_every_model_is_shown_and_none_of_others():
    ours = {model for model in admin.site._registry if model._meta.app_label in ROOMS}

    assert ours == set(MODELS)
    assert all(isinstance(admin.site._registry[model], LookOnlyAdmin) for model in ours)
    assert set(admin.site._registry) == ours


@pytest.mark.parametrize("model", MODELS, ids=NAMES)
def test_a_superuser_looks_and_changes_nothing(lived_in, client, model):
    client.force_login(lived_in.registrar)
    record = model.objects.first()
    before, events = list(model.objects.values()), Event.objects.count()

    assert client.get(url(model, "changelist")).status_code == 200
    shown = client.get(url(model, "change", record.pk))
    assert shown.status_code == 200
    assert "pbkdf2" not in shown.content.decode()
    for refused in (
        client.get(url(model, "add")),
        client.post(url(model, "add"), {}),
        client.post(url(model, "change", record.pk), {}),
        client.post(url(model, "delete", record.pk), {"post": "yes"}),
    ):
        assert refused.status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [record.pk], "post": "yes"}
    client.post(url(model, "changelist"), chosen)
    assert (list(model.objects.values()), Event.objects.count()) == (before, events)


@pytest.mark.parametrize("model", MODELS, ids=NAMES)
def test_nobody_else_looks(lived_in, client, model):
    pages = [url(model, "changelist"), url(model, "change", model.objects.first().pk)]

    assert [client.get(page).status_code for page in pages] == [302, 302]
    client.force_login(lived_in.user("daniel-yazzie"))  # Registrar, but no superuser
    assert [client.get(page).status_code for page in pages] == [302, 302]
    staff = User.objects.create_user("staff@example.edu", is_staff=True)
    client.force_login(staff)
    assert [client.get(page).status_code for page in pages] == [403, 403]


def test_where_no_address_is_the_search_finds_people(lived_in, client):
    client.force_login(lived_in.registrar)

    for query in ("maya.alvarez@example.edu", "870200201", "Maya"):
        page = client.get("/admin/people/person/", {"q": query})
        assert "Maya Alvarez" in page.content.decode(), query
