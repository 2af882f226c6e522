"""Terms in the canonical N-Quads syntax that RDFC-1.0, appendix A asks for."""

import math
import re
from typing import TypeAlias

from signet.standards.errors import CanonError

Quad: TypeAlias = tuple[str, str, str, str]
"""Subject, predicate, object and graph, each in N-Quads syntax; the default graph is ''."""

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDF_TYPE = f"<{RDF}type>"
RDF_FIRST = f"<{RDF}first>"
RDF_REST = f"<{RDF}rest>"
RDF_NIL = f"<{RDF}nil>"
XSD = "http://www.w3.org/2001/XMLSchema#"

# An absolute IRI as N-Quads may write it down (IRIREF), begun by a scheme (RFC 3987). JSON-LD
# processors silently drop an IRI that has any white space, Unicode's too, so those are refused.
is_iri = re.compile(
    r'[A-Za-z][A-Za-z0-9+.\-]*:[^\s\x00-\x20<>"{}|\\^`\x7f\ud800-\udfff\ufeff\ufffe\uffff]*\Z'
).match
# A well-formed language tag (BCP 47, as far as its grammar of subtags goes).
is_language = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*\Z").match

_special = re.compile('[\x00-\x1f"\\\\\x7f\ud800-\udfff\ufffe\uffff]').search
# No scalar values of Unicode, or characters whose canonical writing differs between editions.
_unwritable = re.compile("[\ud800-\udfff\ufffe\uffff]").search
_ESCAPES = {code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F)} | {
    0x08: "\\b",
    0x09: "\\t",
    0x0A: "\\n",
    0x0C: "\\f",
    0x0D: "\\r",
    0x22: '\\"',
    0x5C: "\\\\",
}
# Above this, a JavaScript reader of the same JSON would sign another number.
_MAX_INTEGER = 2**53


def escape(text: str) -> str:
    """The text between the quotes of a literal."""
    if _special(text) is None:
        return text
    if _unwritable(text) is not None:
        raise CanonError("A text has a code point that stands for no character.")
    return text.translate(_ESCAPES)


def number(value: float, datatype: str | None) -> str:
    """A JSON number as a literal (JSON-LD 1.1 API, 8.2.2 steps 9 to 11)."""
    if abs(value) >= _MAX_INTEGER:
        raise CanonError("A number is too large for all readers to agree on it.")
    if not math.isfinite(value):
        raise CanonError("A number is not finite.")
    if value == 0 and math.copysign(1, value) < 0:
        raise CanonError("A number is minus zero, which readers write in two ways.")
    if value == int(value) and datatype != f"{XSD}double":
        return f'"{int(value)}"^^<{datatype or f"{XSD}integer"}>'
    mantissa, exponent = f"{value:.15E}".split("E")
    mantissa = mantissa.rstrip("0")
    mantissa += "0" if mantissa.endswith(".") else ""
    return f'"{mantissa}E{int(exponent)}"^^<{datatype or f"{XSD}double"}>'
