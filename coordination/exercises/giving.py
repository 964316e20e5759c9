"""Giving an inject: by the clock, by hand, or as the clock jumps past it. Exactly once, whoever gives it.

What it becomes goes through the services that everybody uses, in the name of the person who leads the exercise, so that
players meet it on their ordinary screens.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.models import Actor, ActorKind, Person
from coordination.direction.services import announce, suggest_measure
from coordination.exercises.models import Inject, InjectKind, Play
from coordination.exercises.states import InjectState, PlayState
from coordination.incidents.clock import now_in
from coordination.incidents.holding import hold
from coordination.incidents.models import Incident, LogLine
from coordination.incidents.services import mark_columns
from coordination.situations.models import QuestionSet
from coordination.situations.services.requests import send_request
from journal.moves import move
from journal.refusals import Refused, RuleBroken

HEADING: Final = 100
ANSWER_WITHIN: Final = 60
MEASURE_WITHIN: Final = 120
# Under which an inject keeps what it became, and why it could not be given.
BECAME, TROUBLE = "became", "trouble"
BY_CLOCK: Final = "Spelades in av klockan"

Became = dict[str, list[int]]


def run() -> int:
    """Give all that is due in every exercise that runs, each in a transaction of its own. Returns how many."""
    plays = Play.objects.filter(state=PlayState.RUNNING).select_related("incident")
    return sum(_give_due(play) for play in plays)


def _give_due(play: Play) -> int:
    waiting = Inject.objects.filter(play=play, state=InjectState.WAITING, at__lte=now_in(play.incident))
    untroubled = waiting.exclude(more__has_key=TROUBLE).order_by("at", "order")
    return sum(_give_one(pk, play.incident_id) for pk in list(untroubled.values_list("pk", flat=True)))


def _give_one(pk: int, incident_pk: int) -> int:
    try:
        with transaction.atomic(), override("sv"):
            hold(incident_pk)
            inject = _still_due(pk)
            if inject is None:
                return 0
            give(inject, by=inject.play.leader, note=BY_CLOCK)
    except (RuleBroken, Refused, ValidationError) as broken:
        # The others go on; this one waits for its leader, with the reason beside it.
        _note_trouble(pk, incident_pk, broken)
        return 0
    return 1


def _still_due(pk: int) -> Inject | None:
    """The row as it stands now that the incident is held, if the clock is still to give it."""
    rows = Inject.objects.filter(pk=pk, state=InjectState.WAITING, play__state=PlayState.RUNNING)
    inject = rows.select_related("play__leader", "incident__lead").first()
    return inject if inject is not None and inject.at <= now_in(inject.incident) else None


def _note_trouble(pk: int, incident_pk: int, broken: Exception) -> None:
    sentence = getattr(broken, "sentence", "") or "; ".join(getattr(broken, "messages", []))
    with transaction.atomic():
        hold(incident_pk)
        row = Inject.objects.filter(pk=pk, state=InjectState.WAITING).first()
        if row is not None:
            row.more = {**row.more, TROUBLE: sentence}
            row.save(update_fields=["more"])


def give(inject: Inject, *, by: Person, note: str = "") -> None:
    """It is given, and becomes what its kind says: all or nothing. Whoever calls holds the incident."""
    incident = inject.incident
    # Those on the row itself: who may play may have changed since the exercise was made.
    actors = [one for one in inject.to.all() if _takes_part(incident, one)]
    more = {name: value for name, value in inject.more.items() if name != TROUBLE}
    with transaction.atomic():
        move(inject, InjectState.GIVEN, by=by, note=note, given_at=now_in(incident), more=more)
        became = HOW[InjectKind(inject.kind)](inject, actors, by)
        if became:
            inject.more = {**more, BECAME: became}
            inject.save(update_fields=["more"])


def _takes_part(incident: Incident, actor: Actor) -> bool:
    return incident.participations.filter(actor=actor, left_at__isnull=True).exists()


def _tell(inject: Inject, actors: list[Actor], by: Person) -> Became:
    """An important message to those it is for, and a line in the log."""
    _refuse_nobody(actors)
    row = announce(by=by, incident=inject.incident, heading=heading_of(inject.text), text=inject.text, actors=actors)
    return {"announcement": [row.number], **_log(inject, actors, by)}


def _log(inject: Inject, actors: list[Actor], by: Person) -> Became:
    """By the board that leads the exercise: nobody speaks for a player."""
    incident, now = inject.incident, now_in(inject.incident)
    line = LogLine(
        incident=incident,
        actor=incident.lead,
        by=by,
        text=_("Inspel: %(text)s") % {"text": inject.text},
        happened_at=now,
        written_at=now,
        **mark_columns(None, by=by, now=now, default=incident),
    )
    line.full_clean()
    line.save()
    return {"line": [line.pk]}


def _ask(inject: Inject, actors: list[Actor], by: Person) -> Became:
    asked = [actor for actor in actors if actor.kind != ActorKind.COUNTY_BOARD]
    _refuse_nobody(asked)
    now = now_in(inject.incident)
    request = send_request(
        by=by,
        incident=inject.incident,
        question_set=_questions(inject),
        recipients=asked,
        purpose=inject.text[:300],
        as_of=now,
        deadline=_later(inject, now, ANSWER_WITHIN),
    )
    return {"request": [request.number]}


def _questions(inject: Inject) -> QuestionSet:
    """Those that the inject names, else the first that the board is offered."""
    offered = QuestionSet.objects.offered_to(inject.incident.lead)
    named = offered.filter(key=inject.more.get("set", "")).first() or offered.first()
    if named is None:
        raise RuleBroken(_("Det finns inga frågor att ställa."))
    return named


def _suggest(inject: Inject, actors: list[Actor], by: Person) -> Became:
    """To each of them one of its own: only the owner says yes or no."""
    _refuse_nobody(actors)
    due = _later(inject, now_in(inject.incident), MEASURE_WITHIN)
    rows = [
        suggest_measure(by=by, incident=inject.incident, owner=actor, what=inject.text[:300], due=due)
        for actor in actors
    ]
    return {"measure": [row.pk for row in rows]}


def _for_control(inject: Inject, actors: list[Actor], by: Person) -> Became:
    return {}


def _later(inject: Inject, now: datetime, minutes: int) -> datetime:
    return now + timedelta(minutes=int(inject.more.get("answer_minutes", minutes)))


def _refuse_nobody(actors: list[Actor]) -> None:
    if not actors:
        raise RuleBroken(_("Ingen av mottagarna deltar i övningen. Bjud in någon, eller hoppa över inspelet."))


HOW: Final[dict[InjectKind, Callable[[Inject, list[Actor], Person], Became]]] = {
    InjectKind.TOLD: _tell,
    InjectKind.LOG: _log,
    InjectKind.REQUEST: _ask,
    InjectKind.MEASURE: _suggest,
    InjectKind.FOR_CONTROL: _for_control,
}


def heading_of(text: str) -> str:
    """The first sentence, or as much of it as a heading holds."""
    first = text.strip().splitlines()[0]
    sentence = first.partition(". ")[0].rstrip(".")
    return sentence if len(sentence) <= HEADING else f"{sentence[: HEADING - 1].rstrip()}…"
