"""Stored documents go out first: before sessions, sign-in and pages.

Plain functions on purpose: nothing of it runs for a path that cannot be a document.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.db import connection
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


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes out for a document."""

    status: HTTPStatus
    headers: dict[str, str]
    body: bytes = b""


def before(site: WSGIApplication) -> WSGIApplication:
    """The site as a WSGI application whose documents go out before Django takes up the request.

    That is twice as fast as the middleware below, which gives the same answers wherever Django is
    run in another way.
    """

    def application(request: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path, method = request["PATH_INFO"], request["REQUEST_METHOD"]
        try:
            answer = answer_to(path, method, request)
        except Exception:  # noqa: BLE001  # the site tries again, and tells of it as ever
            connection.close()
            answer = None
        if answer is None:
            return site(request, start_response)
        status = f"{answer.status.value} {answer.status.phrase}"
        start_response(status, [*answer.headers.items()])
        return [] if method == "HEAD" else [answer.body]

    return application


class StoredDocuments:
    """The middleware: documents are answered here, all else goes on to Django."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The document at the path, or whatever the site answers."""
        answer = answer_to(request.path_info, request.method or "", request.META)
        if answer is None:
            return self._get_response(request)
        return HttpResponse(answer.body, status=answer.status, headers=answer.headers)


def answer_to(path: str, method: str, headers: Mapping[str, str]) -> Answer | None:
    """What goes out where a document stands, or could; None where the site answers.

    headers: of the request, named as WSGI names them.
    """
    if not path.startswith(_ROOMS):
        return None
    if method not in {"GET", "HEAD", "OPTIONS"}:
        may_stand = documents.may_stand(path)
        return _refused(HTTPStatus.METHOD_NOT_ALLOWED, path) if may_stand else None
    accept = headers.get("HTTP_ACCEPT", "")
    try:
        document = _found(path, preferred(accept), asked=method == "OPTIONS")
    except NoInstitutionError:
        return None
    if document is None:
        may_stand = documents.may_stand(path, alone=True)
        return _refused(HTTPStatus.NOT_FOUND, path) if may_stand else None
    if method == "OPTIONS":
        return Answer(HTTPStatus.NO_CONTENT, {**_OPEN, **_PREFLIGHT})
    return _answer(document, accept, headers.get("HTTP_IF_NONE_MATCH", ""))


def _found(path: str, kind: str, *, asked: bool) -> Document | None:
    """The document at the path or, where a page stands there too, of the kind that is preferred.

    asked: a browser asks beforehand what it may fetch, without saying of which kind.
    """
    document = documents.find(path, wants_json=asked or kind == "json")
    if document is None and kind in {"jwt", "png", "svg"}:
        document = documents.find(f"{path}.{kind}", wants_json=False)
    return document


@lru_cache(maxsize=256)
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


def _answer(document: Document, accept: str, known: str) -> Answer:
    etag = f'"{document.etag}"'
    headers = {**_OPEN, "ETag": etag, "Cache-Control": document.caching, "Vary": "Accept"}
    if known and (known == "*" or etag in _listed(known.replace("W/", ""))):
        return Answer(HTTPStatus.NOT_MODIFIED, headers)
    called = document.types[0]
    if accept:
        named = _listed(accept.lower())
        called = next((name for name in document.types if name in named), called)
    headers |= {"Content-Type": called, "Content-Length": str(len(document.body))}
    return Answer(HTTPStatus.OK, headers, document.body)


def _refused(status: HTTPStatus, path: str) -> Answer:
    """A refusal that software of any origin can read."""
    body = f"{status.phrase}: {path}\n".encode()
    headers = {**_OPEN, "Allow": "GET, HEAD, OPTIONS", "Content-Type": "text/plain; charset=utf-8"}
    return Answer(status, headers | {"Content-Length": str(len(body))}, body)


def _listed(header: str) -> set[str]:
    """What a header lists, without parameters."""
    return {part.partition(";")[0].strip() for part in header.split(",")}
