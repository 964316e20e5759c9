"""Pages by key: newest first, from a time and a number that stand in the address."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Page(Generic[M]):
    rows: list[M]
    older: str
    first: bool


def newest_page(rows: "QuerySet[M]", before: str, size: int, field: str = "submitted_at") -> "Page[M]":
    """`size` rows older than `before` ("2025-12-28T07:52:00+00:00_31"). What cannot be read is the first page."""
    start = key_of(before)
    if start is not None:
        rows = older(rows, *start, field)
    return page_of(list(newest(rows, size, field)), size, field, first=start is None)


def older(rows: "QuerySet[M]", at: Any, pk: int, field: str = "submitted_at") -> "QuerySet[M]":
    """Those after the key. That none is younger is said by itself, so that the index is entered at the key."""
    return rows.filter(**{f"{field}__lte": at}).filter(Q(**{f"{field}__lt": at}) | Q(pk__lt=pk))


def newest(rows: "QuerySet[M]", size: int, field: str = "submitted_at") -> "QuerySet[M]":
    """One more than the page holds: that it is there says that there is an older page."""
    return rows.order_by(f"-{field}", "-pk")[: size + 1]


def page_of(found: list[M], size: int, field: str = "submitted_at", *, first: bool = True) -> "Page[M]":
    last = found[size - 1] if len(found) > size else None
    older = f"{getattr(last, field).isoformat()}_{last.pk}" if last else ""
    return Page(found[:size], older, first)


def key_of(before: str) -> tuple[datetime, int] | None:
    """The time, in UTC, and the number of the key in an address; None where it cannot be read."""
    at, _, pk = before.replace(" ", "+").rpartition("_")
    try:
        found, number = datetime.fromisoformat(at), int(pk)
        return (found.astimezone(UTC), number) if found.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None
