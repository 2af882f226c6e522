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
            document = documents.find(path, wants_json=prefers_document(accept))
        except NoInstitutionError:
            document = None
        if document is None:
            return self._get_response(request)
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={**_OPEN, **_PREFLIGHT})
        return _response(document, accept, request.META.get("HTTP_IF_NONE_MATCH", ""))


def prefers_document(accept: str) -> bool:
    """Whether an Accept header ranks JSON of any kind above HTML (RFC 9110, 12.5.1)."""
    if "json" not in accept and "/vc" not in accept:
        return False
    best = {"json": 0.0, "html": 0.0}
    for part in accept.split(","):
        media, _, parameters = part.strip().partition(";")
        kind = "html" if "html" in media else "json" if _is_document(media) else ""
        if kind:
            best[kind] = max(best[kind], _quality(parameters))
    return best["json"] > best["html"]


def _is_document(media: str) -> bool:
    return "json" in media or media.strip() == "application/vc"


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
    if known and (known == "*" or etag in known.replace("W/", "").split(", ")):
        return HttpResponse(status=304, headers=headers)
    called = next((name for name in document.types if name in accept), document.types[0])
    return HttpResponse(document.body, content_type=called, headers=headers)
