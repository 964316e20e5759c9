"""How far each of those asked has come, in a word and a shape, and how many have answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from coordination.situations.models import AnswerLink, Input, Recipient, Request
from coordination.situations.rounds import asking

LATE, WAITING, POSTPONED, ANSWERED = "late", "waiting", "postponed", "answered"
# The late are rung: they stand first.
ORDER: Final = (LATE, WAITING, POSTPONED, ANSWERED)


@dataclass(frozen=True)
class Line:
    """One of those asked. `recipient` carries the telephone number of the function that is rung."""

    recipient: Recipient
    state: str
    answer: Input | None
    withheld: Any
    due: datetime
    link: AnswerLink | None = None

    @property
    def is_silent(self) -> bool:
        return self.state != ANSWERED

    @property
    def has_more(self) -> bool:
        """Whether there is more to say of it than its state."""
        told = self.recipient.postponed_note or self.recipient.reminded_at
        return self.is_silent and bool(told or self.state in (LATE, POSTPONED))

    @property
    def came_late(self) -> bool:
        """Said without the answer, which may be others' to read."""
        answered = self.recipient.answered_at
        return answered is not None and answered > self.recipient.request.deadline


@dataclass(frozen=True)
class Tally:
    lines: list[Line]
    asked: int
    answered: int
    late: int
    begun: int
    opened: int
    postponed: int


def of(
    request: Request,
    recipients: Iterable[Recipient],
    answers: Mapping[int, Input],
    away: Mapping[int, Any],
    links: Mapping[int, AnswerLink],
    now: datetime,
) -> Tally:
    """`away` is what of the answers is not for the reader: that they came is told all the same."""
    lines = []
    for row in recipients:
        row.request = request
        answer, held = answers.get(row.actor_id), away.get(row.actor_id)
        state = ANSWERED if answer is not None or held is not None else _waits(request, row, now)
        due = asking.due_for(request, row)
        lines.append(Line(row, state, None if held is not None else answer, held, due, links.get(row.actor_id)))
    lines.sort(key=lambda line: ORDER.index(line.state))
    silent = [line.recipient for line in lines if line.is_silent]
    return Tally(
        lines,
        asked=len(lines),
        answered=len(lines) - len(silent),
        late=sum(line.state == LATE for line in lines),
        begun=sum(row.began_at is not None for row in silent),
        opened=sum(row.opened_at is not None and row.began_at is None for row in silent),
        postponed=sum(line.state == POSTPONED for line in lines),
    )


def _waits(request: Request, row: Recipient, now: datetime) -> str:
    if asking.due_for(request, row) < now:
        return LATE
    return POSTPONED if row.postponed_to is not None else WAITING
