"""What a direction or a measure rests on: its author ties it to answers, so that each shows the other."""

import re
from collections.abc import Collection, Iterable
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from actors import access
from actors.models import Person
from actors.roles import Role
from coordination.direction.models import Direction, Ground, Measure
from coordination.direction.states import DirectionState
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident
from coordination.incidents.permissions import CONTRIBUTE, PROPOSE
from coordination.incidents.services import refuse_closed
from coordination.situations.models import Input
from journal.permissions import require
from journal.record import record
from journal.refusals import Refused, RuleBroken

RECEIPT: Final = re.compile(r"\d{4}-\d{1,6}-\d{1,6}")
MOST: Final = 40


def rest_direction(*, by: Person, direction: Direction, answers: Collection[Input]) -> None:
    """Say which answers the direction rests on: these and no others. Not after it is fixed."""
    require(by, PROPOSE, direction.incident)
    refuse_closed(direction.incident)
    if direction.state not in (DirectionState.DRAFT, DirectionState.PROPOSED):
        raise RuleBroken(_("Inriktningen är inte längre ett utkast eller förslag. Den ändras inte mer."))
    _rest(by, direction, {"direction": direction}, answers)


def rest_measure(*, by: Person, measure: Measure, answers: Collection[Input]) -> None:
    """The same of a measure: who wrote it says so, or who answers for its owner."""
    require(by, CONTRIBUTE, measure.incident)
    refuse_closed(measure.incident)
    if not writes(by, measure):
        raise Refused(_("Bara den som skrev åtgärden eller dess ägare säger vad den bygger på."))
    _rest(by, measure, {"measure": measure}, answers)


def writes(by: Person, measure: Measure) -> bool:
    return measure.made_by_id == by.pk or access.acts_for(by, measure.owner, Role.REPORTER)


def _rest(by: Person, subject: Any, of: dict[str, Any], answers: Collection[Input]) -> None:
    if len(answers) > MOST:
        raise RuleBroken(_("Välj högst %(n)d svar.") % {"n": MOST})
    if any(answer.incident_id != subject.incident_id or not answer.number for answer in answers):
        raise RuleBroken(_("Välj svar som är skickade i den här händelsen."))
    wanted = {answer.pk: answer for answer in answers}
    now = now_in(subject.incident)
    with transaction.atomic():
        # What the author may not read stands as somebody else put it: she neither sees it nor takes it away.
        rows = Ground.objects.visible_to(by).filter(**of)
        there = dict(rows.values_list("input_id", "pk"))
        Ground.objects.filter(pk__in=[pk for answer, pk in there.items() if answer not in wanted]).delete()
        Ground.objects.bulk_create(
            [
                Ground(incident=subject.incident, input=answer, at=now, by=by, **of)
                for pk, answer in wanted.items()
                if pk not in there
            ],
            ignore_conflicts=True,
        )
        numbers = sorted(answer.number for answer in wanted.values())
        record(subject, f"{next(iter(of))}.grounds", by=by, answers=numbers)


def answers_by_number(by: Person, incident: Incident, typed: str) -> tuple[list[Input], list[str]]:
    """The answers whose receipt numbers stand in the text and that she reads, and the numbers that lead nowhere."""
    numbers = list(dict.fromkeys(RECEIPT.findall(typed)))
    seen = Input.objects.visible_to(by).sent().filter(incident=incident, number__in=numbers)
    found = {answer.number: answer for answer in seen}
    return list(found.values()), [number for number in numbers if number not in found]


def by_keys(by: Person, incident: Incident, keys: Iterable[int]) -> list[Input]:
    return list(Input.objects.visible_to(by).sent().filter(incident=incident, pk__in=list(keys)))
