"""Hållbarhet: how long what was said may count, as a pure function of three times.

A fact has the time it is of (the request's), the time it was reported, and the time it was last changed. Its shelf
life runs from when it was reported: an answer confirmed unchanged is a new report of the same. In its last quarter it
is ageing; after it, it is stale: readable still, faded, and counted as unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

DAY: Final = 24 * 60
LAST_QUARTER: Final = 0.75


class Age(StrEnum):
    FRESH = "fresh"
    AGEING = "ageing"
    STALE = "stale"


@dataclass(frozen=True)
class Freshness:
    """`until` is when it goes on to the next age; of what is stale, when it became so."""

    age: Age
    until: datetime

    @property
    def stale(self) -> bool:
        return self.age == Age.STALE


def freshness(answered_at: datetime, shelf_minutes: int, now: datetime) -> Freshness:
    """At the very moment that its shelf life ends a fact is stale."""
    ages = answered_at + timedelta(minutes=shelf_minutes * LAST_QUARTER)
    ends = answered_at + timedelta(minutes=shelf_minutes)
    if now >= ends:
        return Freshness(Age.STALE, ends)
    if now >= ages:
        return Freshness(Age.AGEING, ends)
    return Freshness(Age.FRESH, ages)


@dataclass(frozen=True)
class Shelves:
    """The time it is, and each question's shelf life in minutes by its path: functions.el, numbers.injured."""

    now: datetime
    minutes: Mapping[str, int] = field(default_factory=dict)

    def of(self, path: str) -> int:
        return self.minutes.get(path, DAY)

    def stale(self, path: str, answered_at: str) -> bool:
        """Whether what was said under the path at the time (ISO 8601) is older than its limit."""
        return datetime.fromisoformat(answered_at) <= self.limit(path)

    def limit(self, path: str) -> datetime:
        """What was said under the path at this time or before is older than its limit."""
        return self.now - timedelta(minutes=self.of(path))


def shelves_of(sections: list[dict[str, Any]], functions: Mapping[str, int], now: datetime) -> Shelves:
    """The shelf lives of a question set, whose questions may carry `shelf_minutes`, and of the functions by key."""
    minutes = {f"functions.{key}": shelf for key, shelf in functions.items()}
    for section in sections:
        for question in section["questions"]:
            minutes[f"{PARTS.get(question['kind'], 'texts')}.{question['key']}"] = question.get("shelf_minutes") or DAY
    return Shelves(now, minutes)


PARTS: Final = {"number": "numbers", "rows": "rows", "place": "places"}


def facts(said: Mapping[str, Any]) -> list[str]:
    """The paths of all that an answer's content says something of. Needs are not facts: they have their own times."""
    found = ["overall"] if (said.get("overall") or {}).get("grade") is not None else []
    found += [f"functions.{key}" for key, one in (said.get("functions") or {}).items() if one.get("grade") is not None]
    return found + plain_facts(said)


def plain_facts(said: Mapping[str, Any]) -> list[str]:
    """Of those the ones that are not graded."""
    found = []
    for part in ("numbers", "texts", "rows", "places"):
        values = (said.get(part) or {}).items()
        found += [f"{part}.{key}" for key, value in values if value not in (None, "", [], {})]
    return found


def stale_facts(said: Mapping[str, Any], answered_at: datetime, shelves: Shelves) -> list[str]:
    """Those of an answer's facts that are older than their limits."""
    return [path for path in facts(said) if freshness(answered_at, shelves.of(path), shelves.now).stale]
