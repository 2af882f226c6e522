"""The first middleware: stored documents go out before sessions, sign-in and pages.

It is a plain callable on purpose: nothing of it runs for a path that cannot be a document.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from signet.awards import documents
from signet.awards.documents import Document
from signet.people.queries import NoInstitutionError

_ROOMS = ("/badges/", "/status/", "/issuers/", "/achievements/", "/.well-known/")
_OPEN = {
    "Access-Control-Allow-Origin": "*",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


class StoredDocuments:
    """Answers GET, HEAD and OPTIONS for documents; all else goes on to Django."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The document at the path, or whatever the site answers."""
        path = request.path_info
        if not path.startswith(_ROOMS) or request.method not in {"GET", "HEAD", "OPTIONS"}:
            return self._get_response(request)
        accept = request.META.get("HTTP_ACCEPT", "")
        try:
            document = _found(path, preferred(accept), asked=request.method == "OPTIONS")
        except NoInstitutionError:
            document = None
        if document is None:
            return self._get_response(request)
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={**_OPEN, **_PREFLIGHT})
        return _response(document, accept, request.META.get("HTTP_IF_NONE_MATCH", ""))


def _found(path: str, kind: str, *, asked: bool) -> Document | None:
    """The document at the path or, where a page stands there too, of the kind that is preferred.

    asked: a browser asks beforehand what it may fetch, without saying of which kind.
    """
    document = documents.find(path, wants_json=asked or kind == "json")
    if document is None and kind in {"jwt", "png", "svg"}:
        document = documents.find(f"{path}.{kind}", wants_json=False)
    return document


def preferred(accept: str) -> str:
    """What an Accept header ranks first (RFC 9110, 12.5.1): html, json, jwt, png, svg or ''.

    Of equals, html goes first: a browser's header names pictures as well.
    """
    best = dict.fromkeys(("html", "json", "jwt", "png", "svg"), 0.0)
    for part in accept.lower().split(","):
        media, _, parameters = part.partition(";")
        kind = _kind(media.strip())
        if kind:
            best[kind] = max(best[kind], _quality(parameters))
    kind = max(best, key=best.__getitem__)
    return kind if best[kind] else ""


def _kind(media: str) -> str:
    if "html" in media:
        return "html"
    if "jwt" in media:
        return "jwt"
    if "json" in media or media == "application/vc":
        return "json"
    return {"image/png": "png", "image/svg+xml": "svg"}.get(media, "")


def _quality(parameters: str) -> float:
    for parameter in parameters.split(";"):
        name, _, value = parameter.strip().partition("=")
        if name == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def _response(document: Document, accept: str, known: str) -> HttpResponse:
    etag = f'"{document.etag}"'
    headers = {**_OPEN, "ETag": etag, "Cache-Control": document.caching, "Vary": "Accept"}
    if known == "*" or etag in _listed(known.replace("W/", "")):
        return HttpResponse(status=304, headers=headers)
    named = _listed(accept.lower())
    called = next((name for name in document.types if name in named), document.types[0])
    return HttpResponse(document.body, content_type=called, headers=headers)


def _listed(header: str) -> set[str]:
    """What a header lists, without parameters."""
    return {part.partition(";")[0].strip() for part in header.split(",")}
