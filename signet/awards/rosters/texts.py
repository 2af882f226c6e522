"""What can be wrong or odd with the text of a cell, whatever the column means."""

import re
from typing import NamedTuple

from signet.awards.rosters.values import Verdict


class Finding(NamedTuple):
    """A remark that does not know its column yet."""

    verdict: Verdict
    problem: str
    mend: str


# U+0085, U+2028 and U+2029 end a line in HTML, mail and logs as well as CR and LF do.
_LINE_BREAK = re.compile("[\n\r\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
# U+FFFD stands where a program lost a letter; U+FFFE and U+FFFF cannot stand in XML (a baked SVG).
_LOST = re.compile("[\ufffd-\uffff]")
_SUSPECT = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ufffd-\uffff]")

_FORMULA = ("=", "+", "-", "@")
_MARKUP = re.compile(
    r"<[A-Za-z/!?]|&(?:#[0-9]{1,7}|#[Xx][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});|javascript:",
    re.IGNORECASE,
)
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Zero-width joiners are left out: Persian and Indic names need them.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u2800\u3164\ufeff\uffa0"
    "\U000e0000-\U000e0fff]"
)
_BLANK = re.compile(rf"(?:\s|{_BIDI.pattern}|{_INVISIBLE.pattern}|[\u200c\u200d\ufe00-\ufe0f])*")

_LATIN = "A-Za-z\u00c0-\u024f"
_GREEK_OR_CYRILLIC = "\u0370-\u052f"
_TWO_ALPHABETS = re.compile(
    f"[{_LATIN}][{_GREEK_OR_CYRILLIC}]|[{_GREEK_OR_CYRILLIC}][{_LATIN}]",
)
# UTF-8 that was once read as Windows-1252: a lead byte's letter, then continuation bytes' signs.
_CONTINUATION = re.escape(bytes(range(0x80, 0xC0)).decode("cp1252", "ignore"))
GARBLED = re.compile(f"[\u00c2-\u00c5][{_CONTINUATION}]|[\u00e0-\u00e3][{_CONTINUATION}]{{2}}")

# A mailbox anywhere in a text, in a web address as well, where @ may be written %40.
_MAILBOX = re.compile(r"(?<=[\w.+-])@[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}")
_MAILBOX_ERROR = Finding(
    Verdict.ERROR,
    "The cell contains an e-mail address, and everybody may read it on the badge.",
    "Take the address out.",
)

_LITERAL = "It will be awarded as literal text; correct the cell if it is not meant so."
_LONGEST_SHOWN = 60


_LINE_BREAK_ERROR = Finding(
    Verdict.ERROR,
    "The cell contains a line break.",
    "Write the cell on one line; if it swallowed rows below it, close its quotation mark.",
)
_LOST_ERROR = Finding(
    Verdict.ERROR,
    "A letter in the cell was lost when the file was saved.",
    "Type the letter again and save the file as CSV UTF-8.",
)


def shown(text: str) -> str:
    """Make a text of others fit for a terminal, a log or one line: short, nothing unprintable."""
    clipped = text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
    if clipped.isprintable():
        return clipped
    return "".join(sign if sign.isprintable() else "·" for sign in clipped)


def is_blank(text: str) -> bool:
    """Whether nothing of the text can be seen."""
    return _BLANK.fullmatch(text) is not None


def text_errors(text: str) -> list[Finding]:
    """Signs that no cell may hold."""
    if not _SUSPECT.search(text):
        return []
    errors = []
    if _LINE_BREAK.search(text):
        errors.append(_LINE_BREAK_ERROR)
    if match := _CONTROL.search(text):
        problem = f"The cell contains the control character U+{ord(match[0]):04X}."
        errors.append(Finding(Verdict.ERROR, problem, "Type the cell again instead of pasting it."))
    if _LOST.search(text):
        errors.append(_LOST_ERROR)
    return errors


def public_errors(text: str) -> list[Finding]:
    """What no text may hold that a badge shows to everybody."""
    return [_MAILBOX_ERROR] if _MAILBOX.search(text.replace("%40", "@")) else []


def text_warnings(text: str) -> list[Finding]:
    """Signs that a cell may hold, and that whoever awards should have seen."""
    warnings = []
    if text.startswith(_FORMULA):
        warnings.append(_warning(f"The cell starts like a spreadsheet formula, with {text[0]}."))
    if _MARKUP.search(text):
        warnings.append(_warning("The cell contains HTML or script."))
    if not text.isascii() and _BIDI.search(text):
        warnings.append(_warning("The cell contains signs that turn the direction of writing."))
    if not text.isascii() and _INVISIBLE.search(text):
        warnings.append(_warning("The cell contains invisible characters."))
    return warnings


def name_warnings(text: str) -> list[Finding]:
    """What makes a name look like another, or unlike itself."""
    warnings = []
    if text.isascii():
        return []
    if _TWO_ALPHABETS.search(text):
        warnings.append(_warning("A word in the name mixes letters of alphabets that look alike."))
    if meant := _ungarbled(text):
        problem = f'The name looks garbled; perhaps "{shown(meant)}" is meant.'
        warnings.append(Finding(Verdict.WARNING, problem, "Save the file again as CSV UTF-8."))
    return warnings


def _warning(problem: str) -> Finding:
    return Finding(Verdict.WARNING, problem, _LITERAL)


def _ungarbled(text: str) -> str:
    if not GARBLED.search(text):
        return ""
    try:
        return text.encode("cp1252").decode()
    except UnicodeError:
        return ""
