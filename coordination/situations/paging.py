"""Pages by key: newest first, from a time and a number that stand in the address."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Page(Generic[M]):
    rows: list[M]
    older: str
    first: bool


def newest_page(rows: "QuerySet[M]", before: str, size: int, field: str = "submitted_at") -> "Page[M]":
    """`size` rows older than `before` ("2025-12-28T07:52:00+00:00_31"). What cannot be read is the first page."""
    start = _start(before)
    if start is not None:
        at, pk = start
        rows = rows.filter(Q(**{f"{field}__lt": at}) | Q(**{field: at, "pk__lt": pk}))
    return page_of(list(newest(rows, size, field)), size, field, first=start is None)


def newest(rows: "QuerySet[M]", size: int, field: str = "submitted_at") -> "QuerySet[M]":
    """One more than the page holds: that it is there says that there is an older page."""
    return rows.order_by(f"-{field}", "-pk")[: size + 1]


def page_of(found: list[M], size: int, field: str = "submitted_at", *, first: bool = True) -> "Page[M]":
    last = found[size - 1] if len(found) > size else None
    older = f"{getattr(last, field).isoformat()}_{last.pk}" if last else ""
    return Page(found[:size], older, first)


def _start(before: str) -> tuple[datetime, int] | None:
    at, _, pk = before.replace(" ", "+").rpartition("_")
    try:
        found = datetime.fromisoformat(at), int(pk)
    except ValueError:
        return None
    return found if found[0].tzinfo is not None else None
