"""What every page knows: whose site it is."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from signet.people.models import Institution


def institution(_request: HttpRequest) -> dict[str, Any]:
    """The institution for the header and footer, read when a page first asks for it.

    Falsy before one has been set up, so that even then a page can be shown.
    """
    return {"institution": SimpleLazyObject(_found)}


def _found() -> Institution | tuple[()]:
    # an empty tuple and not None: a lazy object stands for whatever it finds, and None has no name
    return Institution.objects.first() or ()
