"""The only place that asks the machine for the time."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def now() -> datetime:
    """This instant, in UTC, whole seconds (what the standards write)."""
    return datetime.now(UTC).replace(microsecond=0)


def today(zone: str) -> date:
    """The calendar date at this instant in the IANA zone `zone`."""
    return now().astimezone(ZoneInfo(zone)).date()


def day_begins(day: date, zone: str) -> datetime:
    """The first instant of `day` in `zone`, in UTC."""
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)


def day_ends(day: date, zone: str) -> datetime:
    """The last whole second of `day` in `zone`, in UTC."""
    return day_begins(day + timedelta(days=1), zone) - timedelta(seconds=1)
