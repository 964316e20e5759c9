"""Marking what is written: by whom, when, on what ground; never lower than what it rests on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.utils.translation import gettext as _

from actors.models import Person
from coordination.incidents.models import Marking, Reference, allowed, rank
from journal.refusals import RuleBroken


class HasMark(Protocol):
    marking: str
    marking_reference: str
    marking_reason: str


@dataclass(frozen=True)
class Mark:
    """A marking as somebody chose it. `reference` and `reason` belong to the sensitive only."""

    marking: str = Marking.OPEN.value
    reference: str = ""
    reason: str = ""

    @classmethod
    def of(cls, row: HasMark) -> "Mark":
        return cls(row.marking, row.marking_reference, row.marking_reason)


def mark_columns(
    mark: Mark | None,
    *,
    by: Person,
    now: datetime,
    default: HasMark | None = None,
    at_least: Iterable[HasMark] = (),
) -> dict[str, Any]:
    """The columns of a marking that may stand; RuleBroken with a sentence for one that may not.

    `mark` None takes that of `default` (the incident, what is corrected) or, where it is higher, what it rests on.
    """
    under = [Mark.of(row) for row in at_least]
    floor = max(under, key=lambda one: rank(one.marking), default=Mark())
    if mark is None:
        own = Mark.of(default) if default is not None else Mark()
        mark = floor if rank(floor.marking) > rank(own.marking) else own
    refuse_mark(mark)
    refuse_lower(mark.marking, floor.marking)
    sensitive = mark.marking == Marking.SENSITIVE
    return {
        "marking": mark.marking,
        "marking_reference": mark.reference if sensitive else "",
        "marking_reason": mark.reason.strip() if sensitive else "",
        "marked_by": by if mark.marking != Marking.OPEN else None,
        "marked_at": now if mark.marking != Marking.OPEN else None,
    }


def refuse_mark(mark: Mark) -> None:
    """A marking that does not exist, that this installation does not take, or that does not say why."""
    for sentence in wrong_with(mark).values():
        raise RuleBroken(sentence)


def wrong_with(mark: Mark) -> dict[str, str]:
    """What is wrong with a marking, by field: marking, reference, reason."""
    if mark.marking not in Marking.values:
        return {"marking": _("Den märkningen finns inte.")}
    if mark.marking not in allowed():
        words = {"highest": str(Marking(allowed()[-1]).label)}
        return {"marking": _("Här får inget märkas högre än %(highest)s. Skriv inte uppgiften i portalen.") % words}
    if mark.marking != Marking.SENSITIVE:
        return {}
    wrong = {}
    if mark.reference not in Reference.values:
        wrong["reference"] = _("Välj det lagrum som sekretess kan gälla enligt.")
    if not mark.reason.strip():
        wrong["reason"] = _("Skriv varför sekretess kan gälla.")
    return wrong


def refuse_lower(marking: str, floor: str) -> None:
    """Nothing is marked lower than what it rests on."""
    if rank(marking) < rank(floor):
        words = {"floor": str(Marking(floor).label)}
        raise RuleBroken(_("Märkningen kan inte vara lägre än %(floor)s: det som ligger till grund har den.") % words)


def put_mark(row: Any, columns: dict[str, Any]) -> None:
    for name, value in columns.items():
        setattr(row, name, value)
