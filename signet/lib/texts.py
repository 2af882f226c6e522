"""What a text of the records may be: validators for model fields."""

import json
import re
import unicodedata
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError

_SLUG = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
_CONTROL = {"Cc", "Cs"}  # control characters, surrogates
_BREAKS = {"Zl", "Zp"}  # line and paragraph separators


def one_line(text: str) -> None:
    """A text of one line in which something can be seen; ValidationError otherwise."""
    if not text.strip():
        raise ValidationError("Write something here.")
    if any(unicodedata.category(sign) in _CONTROL | _BREAKS for sign in text):
        raise ValidationError("Write it on one line, without control characters.")


def prose(text: str) -> None:
    """A text of any number of lines; ValidationError where it holds control characters."""
    if any(unicodedata.category(sign) in _CONTROL for sign in text if sign not in "\n\r\t"):
        raise ValidationError("Write it without control characters.")


def slug(text: str) -> None:
    """Small ASCII letters and digits, in words joined by single hyphens; ValidationError else."""
    if not _SLUG.fullmatch(text):
        raise ValidationError("Use small letters, digits and single hyphens, such as data-science.")


def texts(value: object) -> None:
    """A list of texts; ValidationError otherwise."""
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValidationError("Give a list of texts.")
    for one in value:
        one_line(one)


def named_values(value: object) -> None:
    """Values by name; ValidationError otherwise."""
    if not isinstance(value, dict):
        raise ValidationError("Give values by name.")
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    except ValueError:
        raise ValidationError("Write finite numbers.") from None
    if "\\u00" in text:
        raise ValidationError("Write it without control characters.")


def time_zone(text: str) -> None:
    """A time zone of the IANA database; ValidationError otherwise."""
    if text not in available_timezones():
        raise ValidationError(f"{text!a} is no time zone: write one such as America/Denver or UTC.")


def told(error: ValidationError) -> str:
    """All that a ValidationError has to say, in one line: `field: message; …`."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return "; ".join(
        f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items()
    )
