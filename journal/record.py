"""Writing an entry: who, what, about which subject, in which stream."""

import logging
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from django.db import DatabaseError
from django.utils import timezone

from journal import chain
from journal.models import READ, REFUSED, Entry
from journal.refusals import Refused

READ_AGAIN_AFTER: Final = timedelta(hours=1)
REFUSED_AGAIN_AFTER: Final = timedelta(minutes=1)

log = logging.getLogger(__name__)


class Journaled(Protocol):
    """What a row must tell of itself to stand in the journal."""

    pk: Any

    def journal_stream(self) -> str: ...

    def journal_subject(self) -> str: ...

    def journal_now(self) -> datetime: ...


class JournaledModel:
    """The answers of a row that belongs to no stream but its own."""

    pk: Any

    def journal_subject(self) -> str:
        return f"{type(self).__name__.lower()}:{self.pk}"

    def journal_stream(self) -> str:
        return self.journal_subject()

    def journal_now(self) -> datetime:
        return timezone.now()


def record(
    subject: Journaled,
    verb: str,
    *,
    by: Any = None,
    note: str = "",
    from_state: str = "",
    to_state: str = "",
    **data: Any,
) -> Entry:
    """Add one entry. `by` is the person, or None when the machine acted. `data` must be JSON."""
    entry = _entry(subject, verb, by, note=note, from_state=from_state, to_state=to_state, data=data)
    chain.append(entry)
    return entry


def note_read(*, by: Any, subject: Journaled) -> bool:
    """A person has read something marked sensitive. At most one entry for each person, subject and hour.

    Returns whether one was written. One statement.
    """
    return chain.append(_entry(subject, READ, by), once_in=READ_AGAIN_AFTER)


def note_export(*, by: Any, subject: Journaled, form: str) -> Entry:
    """Something marked sensitive has left the portal as a file: each time is an entry. `form` is pdf, json, zip ..."""
    return record(subject, "export", by=by, form=form)


def note_refusal(*, by: Any, right: str, subject: Journaled) -> bool:
    """A person was refused an act, for lack of `right` on `subject`. At most one entry a minute for the same.

    Call it after the refused transaction has been rolled back. The refusal itself stands even where the journal
    cannot be written; the log then says so.
    """
    try:
        return chain.append(_entry(subject, REFUSED, by, note=right), once_in=REFUSED_AGAIN_AFTER)
    except DatabaseError:
        log.exception("A refusal (%s) could not be written in the journal", right)
        return False


def note_refused(refused: Refused, by: Any) -> None:
    """The same for what a service raised: the doors, pages and API, call it when they answer 403."""
    if refused.guarded is not None and hasattr(refused.guarded, "journal_stream") and getattr(by, "pk", None):
        note_refusal(by=by, right=refused.right, subject=refused.guarded)


def _entry(subject: Journaled, verb: str, by: Any, **more: Any) -> Entry:
    return Entry(
        stream=subject.journal_stream(),
        subject=subject.journal_subject(),
        label=str(subject)[:200],
        happened_at=subject.journal_now(),
        by=by,
        by_name=str(by) if by else "",
        verb=verb,
        **more,
    )
