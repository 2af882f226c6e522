"""Web addresses and language tags, as far as a signed credential can carry them."""

import re

_HIGHEST_PORT = 65_535
# RFC 3986 with a registered name for host: no user name or password, no bare Unicode, no brackets.
_WEB = re.compile(
    r"https?://[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\.?(?::([0-9]{1,5}))?"
    r"(?:/(?:[A-Za-z0-9._~:/@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?"
    r"(?:\?(?:[A-Za-z0-9._~:/@!$&'()*+,;=?-]|%[0-9A-Fa-f]{2})*)?"
    r"(?:\#(?:[A-Za-z0-9._~:/@!$&'()*+,;=?-]|%[0-9A-Fa-f]{2})*)?",
    re.IGNORECASE,
)
# RFC 5646 2.1 in its outline: a language, then subtags.
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def is_web_address(text: str) -> bool:
    """Whether the text is an absolute http or https URL."""
    match = _WEB.fullmatch(text)
    return match is not None and int(match[1] or 0) <= _HIGHEST_PORT


def is_language(text: str) -> bool:
    """Whether the text is shaped as a language tag."""
    return _LANGUAGE.fullmatch(text) is not None
