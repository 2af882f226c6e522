"""Dates as people read them."""

from datetime import date


def in_words(day: date) -> str:
    """The day as in `June 12, 2026`."""
    return f"{day:%B} {day.day}, {day.year}"
