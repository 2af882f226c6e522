"""Writing the log: record() for any change, move() for a change of state."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Protocol

import rfc8785
from django.db import models, transaction

from signet.audit.models import Event
from signet.lib import clock
from signet.lib.moves import IllegalMoveError, Move


class Actor(Protocol):
    """Whoever acts: a User, or System."""

    @property
    def actor_id(self) -> str:
        """Such as `user:<uuid>` or `system:<command>`."""


class System:
    """The program itself, acting for a command that no person stands behind."""

    def __init__(self, command: str) -> None:
        self.actor_id = f"system:{command}"


def record(verb: str, subject: models.Model, *, by: Actor, **body: Any) -> Event:
    """Write one event; the caller's transaction carries it with the change itself.

    body: plain JSON values and ids only. Raises TransactionManagementError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            f"The event {verb!r} must be written in the transaction of its change."
        )
    text = rfc8785.dumps(body)
    return Event.objects.create(
        at=clock.now(),
        actor=by.actor_id,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject=subject_id(subject),
        body=text.decode(),
        digest=sha256(text).digest(),
    )


def subject_id(subject: models.Model) -> str:
    """What the log calls a record: its uuid, else its primary key."""
    return str(getattr(subject, "uuid", None) or subject.pk)


def move(
    record_: models.Model,
    verb: str,
    *,
    moves: Mapping[str, Move],
    by: Actor,
    changes: Mapping[str, Any] | None = None,
    **body: Any,
) -> Event:
    """Make the move `verb` of the state table `moves` on the record and write its event.

    A compare-and-swap: of two at once, one wins and the other gets IllegalMoveError.
    changes: further columns set by the same statement.
    """
    step = moves[verb]
    with transaction.atomic():
        rows = type(record_)._base_manager.filter(pk=record_.pk)
        # what the record says of itself may be older than the row
        before = rows.select_for_update().values_list("state", flat=True).get()
        if before not in step.sources or not rows.filter(state=before).update(
            state=step.target, **(changes or {})
        ):
            record_.state = before  # type: ignore[attr-defined]
            raise IllegalMoveError(
                f"{record_._meta.verbose_name} {record_} is {before}, so it cannot {verb}."
            )
        record_.state = step.target  # type: ignore[attr-defined]
        for name, value in (changes or {}).items():
            setattr(record_, name, value)
        return record(verb, record_, by=by, was=str(before), now=str(step.target), **body)
