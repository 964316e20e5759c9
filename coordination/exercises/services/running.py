"""The clock of an exercise as its leader sets it: start, pause, speed, jump, end. It is the incident's own clock."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actors.models import Person
from coordination.exercises import clocks
from coordination.exercises.giving import give
from coordination.exercises.models import Inject, Play
from coordination.exercises.services.rules import held_play, refuse_ended
from coordination.exercises.states import InjectState, PlayState
from coordination.incidents import services as incidents
from coordination.incidents.clock import now_in
from coordination.incidents.permissions import CONTROL
from coordination.incidents.states import Phase
from journal.moves import move
from journal.permissions import require
from journal.record import record
from journal.refusals import RuleBroken

SLOWEST: Final = 0.5
FASTEST: Final = 20.0
GIVE: Final = "give"
SKIP: Final = "skip"
NOTE_JUMPED: Final = "Spelades in när klockan hoppade"


def run(*, by: Person, play: Play) -> None:
    """The clock goes, from where it stands. Who starts it leads it from then on."""
    require(by, CONTROL, play.incident)
    with transaction.atomic():
        held_play(play)
        now = timezone.now()
        move(play, PlayState.RUNNING, by=by, started_at=play.started_at or now, leader=by)
        clocks.let_run(play.incident, now)


def pause(*, by: Person, play: Play) -> None:
    require(by, CONTROL, play.incident)
    with transaction.atomic():
        held_play(play)
        move(play, PlayState.PAUSED, by=by)
        clocks.at(play.incident, now_in(play.incident))


def set_speed(*, by: Person, play: Play, speed: float) -> None:
    """How many minutes of the exercise go in one."""
    require(by, CONTROL, play.incident)
    if not SLOWEST <= speed <= FASTEST:
        raise RuleBroken(_("Välj en fart från en halv till tjugo gånger."))
    with transaction.atomic():
        held_play(play)
        refuse_ended(play)
        clocks.set_speed(play.incident, speed)
        play.speed = speed
        play.save(update_fields=["speed"])
        record(play, "play.speed", by=by, speed=speed)


def jump(*, by: Person, play: Play, to: datetime, passed: str = "") -> int:
    """Let the clock be later than it is. What is passed over is played in or skipped: its leader says which.

    Returns how many injects were passed.
    """
    require(by, CONTROL, play.incident)
    with transaction.atomic():
        held_play(play)
        if play.state not in (PlayState.RUNNING, PlayState.PAUSED):
            raise RuleBroken(_("Starta övningen först. Sedan går det att hoppa."))
        if to <= now_in(play.incident):
            raise RuleBroken(_("Klockan går bara framåt. Välj en senare tid."))
        rows = list(waiting_until(play, to).select_related("play"))
        _refuse_unsaid(rows, passed)
        clocks.at(play.incident, to)
        if play.state == PlayState.RUNNING:
            clocks.let_run(play.incident)
        for row in rows:
            row.incident = play.incident
            _pass(row, by, passed)
        record(play, "play.jumped", by=by, to=to.isoformat(), passed=len(rows), how=passed)
    return len(rows)


def waiting_until(play: Play, to: datetime) -> "QuerySet[Inject]":
    return Inject.objects.filter(play=play, state=InjectState.WAITING, at__lte=to).order_by("at", "order")


def _refuse_unsaid(rows: list[Inject], passed: str) -> None:
    if rows and passed not in (GIVE, SKIP):
        words = ngettext(
            "%(n)d inspel ligger före den tiden. Välj om det ska spelas in eller hoppas över.",
            "%(n)d inspel ligger före den tiden. Välj om de ska spelas in eller hoppas över.",
            len(rows),
        )
        raise RuleBroken(words % {"n": len(rows)})


def _pass(row: Inject, by: Person, passed: str) -> None:
    if passed == GIVE:
        give(row, by=by, note=NOTE_JUMPED)
    else:
        move(row, InjectState.SKIPPED, by=by)


def end_play(*, by: Person, play: Play) -> None:
    """The exercise is over: the clock stands, its incident is closed. What was never played in stays unplayed."""
    require(by, CONTROL, play.incident)
    with transaction.atomic():
        held_play(play)
        incident = play.incident
        move(play, PlayState.ENDED, by=by, ended_at=timezone.now())
        clocks.at(incident, now_in(incident))
        if incident.state == Phase.HANDLE:
            incidents.change_phase(by=by, incident=incident, to=Phase.WIND_DOWN)
        if not incident.is_closed:
            incidents.change_phase(by=by, incident=incident, to=Phase.CLOSED)
