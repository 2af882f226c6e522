"""Credentials in SVG: one element directly in the root (OB 3.0 §5.3.2).

Reading goes through expat with every document type refused, so there are no entities to expand and
nothing external to fetch. Baking only inserts text: the drawing's own bytes stay as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from signet.standards.bake.limits import MAX_CREDENTIAL_BYTES, check_picture_size, is_jws
from signet.standards.errors import BakeError

SVG = "http://www.w3.org/2000/svg"
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
OPEN_BADGES_2_NAMESPACE = "http://openbadges.org"

# Names reach the handlers as "namespace local".
_ROOT = f"{SVG} svg"
_CREDENTIAL = f"{NAMESPACE} credential"
_OPEN_BADGES_2 = f"{OPEN_BADGES_2_NAMESPACE} assertion"
MAX_DEPTH = 256
# Characters that JSON may hold as they are and XML 1.0 §2.2 may not at all.
_NOT_XML = {0xFFFE: "\\ufffe", 0xFFFF: "\\uffff"}
_OPEN = re.compile(rb"<[^\s/>]+")
_BOUND_PREFIX = re.compile(rb"xmlns:openbadges\s*=")


def bake_svg(svg: bytes, credential: str) -> bytes:
    """A copy of the drawing that carries the credential as the first element of its root.

    JSON goes into CDATA, a compact JWS into `verify`. Refuses a drawing that carries a badge.
    """
    encoded = credential.encode()
    if is_jws(encoded):
        element = f'<openbadges:credential verify="{credential}"></openbadges:credential>'
    else:
        # CDATA ends at the first "]]>" (XML 1.0 §2.7): split it over two sections.
        text = credential.translate(_NOT_XML).replace("]]>", "]]]]><![CDATA[>")
        element = f"<openbadges:credential><![CDATA[{text}]]></openbadges:credential>"
    drawing = _read(svg)
    if drawing.credentials or drawing.open_badges_2:
        raise BakeError("The picture already carries a badge; bake into a bare one.")
    if drawing.root_start is None or drawing.root_end is None:
        raise BakeError("The SVG is empty.")
    tag = svg[drawing.root_start : drawing.root_end]
    name = _OPEN.match(tag)
    if name is None or not tag.endswith(b">") or _BOUND_PREFIX.search(tag):
        raise BakeError("The SVG's first tag cannot take the badge's namespace.")
    place = drawing.root_start + name.end()
    return b"".join(
        (
            svg[:place],
            f' xmlns:openbadges="{NAMESPACE}"'.encode(),
            svg[place : drawing.root_end],
            element.encode(),
            svg[drawing.root_end :],
        )
    )


def extract_svg(svg: bytes) -> str:
    """The one credential that the drawing carries."""
    drawing = _read(svg)
    if len(drawing.credentials) > 1:
        raise BakeError("The SVG carries more than one credential, so none can be trusted.")
    if drawing.credentials:
        return drawing.credentials[0].payload()
    if drawing.open_badges_2:
        raise BakeError("The SVG carries an Open Badges 2.0 badge, which is not read yet.")
    raise BakeError("The SVG carries no badge.")


@dataclass(slots=True)
class _Credential:
    """One credential element: the JWS of its attribute, the text of its body."""

    verify: str | None
    texts: list[str] = field(default_factory=list)

    def payload(self) -> str:
        """Exactly one of the two; both would be two payloads."""
        body = "".join(self.texts).strip()
        verify = (self.verify or "").strip()
        if body and verify:
            raise BakeError("The SVG carries more than one credential, so none can be trusted.")
        if not (body or verify):
            raise BakeError("The SVG's credential is empty.")
        return body or verify


class _Drawing:
    """What a pass over the drawing finds: where its root's tag stands, and each credential."""

    def __init__(self) -> None:
        self.credentials: list[_Credential] = []
        self.open_badges_2 = False
        self.root_start: int | None = None
        self.root_end: int | None = None
        self._depth = 0
        self._open: _Credential | None = None
        self._size = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.CommentHandler = self._other
        self._parser.ProcessingInstructionHandler = self._other
        self._parser.StartCdataSectionHandler = self._other
        self._parser.StartDoctypeDeclHandler = _refuse_doctype
        self._parser.XmlDeclHandler = _check_declaration

    def parse(self, svg: bytes) -> None:
        """Go over the whole drawing."""
        self._parser.Parse(svg, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._other()
        if self._open is not None:
            raise BakeError("The SVG's credential holds elements.")
        if self._depth == 0:
            if name != _ROOT:
                raise BakeError("This is not an SVG.")
            self.root_start = self._parser.CurrentByteIndex
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise BakeError("The SVG is nested too deep.")
        if name == _CREDENTIAL:
            if self._depth != 2:
                raise BakeError("The SVG's credential does not stand directly in the svg element.")
            self._open = _Credential(attributes.get("verify"))
            self.credentials.append(self._open)
        self.open_badges_2 = self.open_badges_2 or name == _OPEN_BADGES_2

    def _end(self, name: str) -> None:
        if self._depth > 1:
            self._other()
        self._depth -= 1
        if name == _CREDENTIAL:
            self._open = None

    def _text(self, text: str) -> None:
        self._other()
        if self._open is not None:
            self._size += len(text)
            if self._size > MAX_CREDENTIAL_BYTES:
                raise BakeError(f"The credential has more than {MAX_CREDENTIAL_BYTES:,} bytes.")
            self._open.texts.append(text)

    def _other(self, *_: object) -> None:
        """The first thing inside the root begins where the root's tag ends."""
        if self._depth and self.root_end is None:
            self.root_end = self._parser.CurrentByteIndex


def _read(svg: bytes) -> _Drawing:
    check_picture_size(svg)
    if b"\0" in svg:
        # expat would read UTF-16 on its own; the text that baking inserts is UTF-8.
        raise BakeError("Only an SVG in UTF-8 is read.")
    drawing = _Drawing()
    try:
        drawing.parse(svg)
    except expat.ExpatError as error:
        raise BakeError(f"The SVG is not well-formed XML: {error}.") from None
    return drawing


def _refuse_doctype(*_: object) -> NoReturn:
    raise BakeError("An SVG with a document type is not read: it could define entities.")


def _check_declaration(_version: str, encoding: str | None, _standalone: int) -> None:
    """Offsets and inserted text are in UTF-8."""
    if (encoding or "UTF-8").upper() != "UTF-8":
        raise BakeError("Only an SVG in UTF-8 is read.")
