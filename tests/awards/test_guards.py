"""What was signed stays: the database itself refuses to change it."""

import pytest
from django.db import DatabaseError, transaction

from signet.awards.models import CompressionDictionary, Credential, StatusList


@pytest.mark.parametrize(
    ("model", "columns", "refusal"),
    [
        (Credential, {"body": b"another"}, "never changes"),
        (Credential, {"digest": b"0" * 32}, "never changes"),
        (Credential, {"number": 7}, "never changes"),
        (CompressionDictionary, {"body": b"another"}, "stored by this dictionary"),
        (StatusList, {"sequence": 0}, "never goes back"),
        (StatusList, {"allocated": 0}, "never goes back"),
        (StatusList, {"seed": b"0" * 32}, "never goes back"),
    ],
)
def test_no_update_of_what_was_signed(house, model, columns, refusal):
    house.award(house.achievement())
    before = list(model.objects.values())

    with pytest.raises(DatabaseError, match=refusal), transaction.atomic():
        model.objects.update(**columns)

    assert list(model.objects.values()) == before


@pytest.mark.parametrize("model", [CompressionDictionary, StatusList])
def test_what_badges_need_is_not_deleted(house, model):
    house.award(house.achievement())
    table = model._meta.db_table

    with pytest.raises(DatabaseError, match=r"badges point|stored by"), transaction.atomic():
        model.objects.all()._raw_delete(using="default")

    assert model.objects.count() == 1, table
