"""The pages for what went wrong, in the site's own dress."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django names it
    """The request could not be read."""
    return render(request, "400.html", status=400)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django names it
    """The visitor may not do this."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django names it
    """Nothing is at this address, or nothing that this visitor may know of."""
    return render(request, "404.html", status=404)


def failed(_request: HttpRequest) -> HttpResponse:
    """The fault is ours. The page asks nothing of the database, which may be what failed."""
    return HttpResponseServerError(render_to_string("500.html"))
