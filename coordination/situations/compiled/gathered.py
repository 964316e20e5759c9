"""What the compiled picture is made of: those who were asked, their latest answers, and what the request asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from coordination.situations.weighing.freshness import Shelves

MUNICIPALITY, OTHER = "municipality", "other"
Body = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """An actor that was asked. `last` is its answer to a former request: shown with its age, never summed.

    `awaited` is the number of the newest request that asks it, where it has not answered that one.
    """

    actor: int
    name: str
    short: str
    level: str
    sort_name: str
    code: str = ""
    last: Mapping[str, Any] | None = None
    awaited: int | None = None


class Grade(NamedTuple):
    grade: int | None
    proposed: int | None = None
    trend: str = ""
    confidence: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Answer:
    """One actor's latest answer to the request.

    `at` is when it was sent, `since` when what it says was first said: the same, unless it was confirmed unchanged.
    `weighed` is the steward's word of how certain it is; `same_as` the actor whose answer tells its figures already.
    """

    actor: int
    input: int
    number: str
    at: str
    late: bool = False
    oral: bool = False
    overall: Grade = field(default_factory=lambda: Grade(None))
    functions: Mapping[str, Grade] = field(default_factory=dict)
    numbers: Mapping[str, int | None] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    needs: Sequence[Mapping[str, str]] = ()
    marking: str = "open"
    redacted: bool = False
    rows: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    weighed: str = ""
    same_as: int | None = None
    linked: bool = False
    since: str = ""
    request: int = 0
    # By question: what each file is, never its bytes.
    files: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Outline:
    """What the request asked: functions to grade, numbers to sum, texts to gather, each with its name.

    `files` are the questions answered with files: key, name and the name of the section that they stand in.
    """

    functions: Sequence[tuple[str, str]]
    numbers: Sequence[Mapping[str, str]]
    texts: Sequence[tuple[str, str]]
    files: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True)
class Picture:
    """Those who were asked with their answers, in the order that the body tells them. `counted` carry the spread.

    `lost` are facts (answer, path) that another answer was found to know better, so they are not summed. `earlier` is
    what stands of an actor's answers to other requests in force: only what its latest one was not asked.
    """

    invited: Sequence[Asked]
    latest: Mapping[int, Answer]
    counted: Sequence[Asked]
    source: Mapping[int, int]
    shelves: Shelves | None = None
    lost: frozenset[tuple[int, str]] = frozenset()
    earlier: Mapping[int, Sequence[Answer]] = field(default_factory=dict)

    @cached_property
    def known(self) -> dict[int, Asked]:
        return {actor.actor: actor for actor in self.invited}

    @cached_property
    def ordered(self) -> list[Answer]:
        return in_turn(self.invited, self.latest, self.earlier)

    def telling(self, actor: int, key: str) -> Answer | None:
        """The answer in which the actor tells a figure: its latest, where no earlier one stands for that."""
        older = (one for one in self.earlier.get(actor, ()) if one.numbers.get(key) is not None)
        return next(older, self.latest.get(actor))

    @cached_property
    def _at(self) -> list[tuple[int, datetime]]:
        return [(answer.input, datetime.fromisoformat(answer.at)) for answer in self.ordered]

    @cached_property
    def _old(self) -> dict[int, frozenset[int]]:
        return {}

    def old(self, path: str) -> frozenset[int]:
        """The answers whose word under the path is older than its limit: then it counts as unknown.

        Found once for each shelf life, which most paths share.
        """
        if self.shelves is None:
            return frozenset()
        minutes = self.shelves.of(path)
        if minutes not in self._old:
            limit = self.shelves.limit(path)
            self._old[minutes] = frozenset(pk for pk, at in self._at if at <= limit)
        return self._old[minutes]


def in_turn(
    invited: Sequence[Asked], latest: Mapping[int, Answer], earlier: Mapping[int, Sequence[Answer]]
) -> list[Answer]:
    """Every answer that the body is made of: actor by actor, the latest first."""
    return [answer for a in invited if a.actor in latest for answer in (latest[a.actor], *earlier.get(a.actor, ()))]


def known_grade(row: Mapping[str, Any], name: str = "grade") -> int | None:
    """The grade of a cell or an answer in a body, as it counts: what is older than its limit is unknown."""
    return None if row.get("stale") else row[name]
