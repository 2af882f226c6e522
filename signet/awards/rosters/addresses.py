"""E-mail addresses: one sane form, and no more folding than ASCII case."""

import re
import string
import unicodedata

from signet.awards.rosters.values import LONGEST, Column

# RFC 5321 4.5.3.1.1; RFC 1035 2.3.4
LONGEST_LOCAL_PART = 64
LONGEST_LABEL = 63

_ASCII_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
# RFC 5322 3.2.3 dot-atom; quoted local parts are legal, never seen, and a way to smuggle spaces.
_DOT_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_ASCII_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?")


def normalize_address(text: str) -> str:
    """Lowercase ASCII letters and nothing else, so that look-alikes never become one person."""
    return text.lower() if text.isascii() else text.translate(_ASCII_LOWER)


def address_problem(text: str) -> str:
    """Say what keeps `text` from being one address; '' when nothing does."""
    if len(text) > LONGEST[Column.ADDRESS]:
        return f"it is longer than {LONGEST[Column.ADDRESS]} characters"
    local, at, domain = text.rpartition("@")
    if not at:
        return "it has no @"
    if "@" in local:
        return "it has more than one @"
    if any(character.isspace() for character in text):
        return "it has a space in it"
    return _local_problem(local) or _domain_problem(domain)


def _local_problem(local: str) -> str:
    if not local:
        return "nothing stands before the @"
    if len(local) > LONGEST_LOCAL_PART:
        return f"more than {LONGEST_LOCAL_PART} characters stand before the @"
    if not _DOT_ATOM.fullmatch(local):
        return "what stands before the @ has a character or a dot that no mailbox has there"
    return ""


def _domain_problem(domain: str) -> str:
    labels = domain.split(".")
    if len(labels) == 1:
        return "what stands after the @ has no dot"
    if labels[-1].isdigit() or not all(map(_is_label, labels)):
        return "what stands after the @ is not the name of a mail domain"
    return ""


def _is_label(label: str) -> bool:
    if label.isascii():
        return len(label) <= LONGEST_LABEL and bool(_ASCII_LABEL.fullmatch(label))
    # A U-label (RFC 5890 2.3.2.1): letters, digits and marks in their one stable, lower-case form.
    stable = unicodedata.normalize("NFKC", label.lower())
    if stable != label.translate(_ASCII_LOWER) or label[0] == "-" or label[-1] == "-":
        return False
    if not all(sign == "-" or unicodedata.category(sign)[0] in "LMN" for sign in label):
        return False
    return len(b"xn--" + stable.encode("punycode")) <= LONGEST_LABEL
