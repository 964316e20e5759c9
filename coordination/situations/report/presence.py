"""Who has a page open just now: a hint to colleagues, never a lock. Losing the cache loses the hint and no more."""

import time
from typing import Final

from django.core.cache import cache

from actors.models import Person

KEPT_SECONDS: Final = 180


def note(page: str, person: Person) -> None:
    """The person has the page open, or has just written in it."""
    there = _there(page) | {person.pk: (person.name, time.time() + KEPT_SECONDS)}
    cache.set(_key(page), there, KEPT_SECONDS)


def others(page: str, person: Person) -> list[str]:
    """The names of those who have it open besides the person."""
    return sorted(name for pk, (name, _until) in _there(page).items() if pk != person.pk)


def _there(page: str) -> dict[int, tuple[str, float]]:
    found: dict[int, tuple[str, float]] = cache.get(_key(page)) or {}
    return {pk: row for pk, row in found.items() if row[1] > time.time()}


def _key(page: str) -> str:
    return f"presence:{page}"
