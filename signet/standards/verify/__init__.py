"""Whether a badge can be believed: every check in order, failing closed."""

from signet.standards.verify.ports import ResolveError, Resolver, SlowPath, SlowPathError
from signet.standards.verify.report import Check, Name, Outcome, Report, Verdict, plain, unread
from signet.standards.verify.verifier import verify

__all__ = [
    "Check",
    "Name",
    "Outcome",
    "Report",
    "ResolveError",
    "Resolver",
    "SlowPath",
    "SlowPathError",
    "Verdict",
    "plain",
    "unread",
    "verify",
]
