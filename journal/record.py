"""Writing an entry: who, what, about which subject, in which stream."""

from datetime import datetime
from typing import Any, Protocol

from django.utils import timezone

from journal.models import Entry


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
    return Entry.objects.create(
        stream=subject.journal_stream(),
        subject=subject.journal_subject(),
        label=str(subject)[:200],
        happened_at=subject.journal_now(),
        by=by,
        by_name=str(by) if by else "",
        verb=verb,
        note=note,
        from_state=from_state,
        to_state=to_state,
        data=data,
    )
