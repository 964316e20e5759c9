"""An exercise is made from a scenario: an incident whose clock stands at the scene's start, its players invited."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import Actor, Municipality, Person
from coordination.exercises import casting, clocks
from coordination.exercises.models import Inject, Play, Scenario
from coordination.exercises.services.rules import refuse_not_leading
from coordination.incidents import services as incidents
from coordination.incidents.models import IncidentType
from coordination.situations import headline
from journal.record import record
from journal.refusals import Refused, RuleBroken

# A scene may lie in the past or ahead, and not where a slip of the finger puts it.
FARTHEST: Final = timedelta(days=3660)
KEPT: Final = ("set", "answer_minutes", "real", "act")


def start_play(
    *, by: Person, scenario: Scenario, board: Actor, actors: Iterable[Actor], name: str, starts: datetime
) -> Play:
    """Make the exercise, ready to begin: nothing is played in until its leader starts the clock."""
    refuse_not_leading(by, board)
    players = [actor for actor in dict.fromkeys(actors) if actor.pk != board.pk]
    _refuse_unclear(scenario, board, players, name, starts)
    with transaction.atomic():
        incident = incidents.open_incident(
            by=by,
            type=IncidentType.objects.get(pk=scenario.body["type"]),
            name=name.strip(),
            lead=board,
            counties=[board.county],  # type: ignore[list-item]  # a county board has a county
            municipalities=_municipalities(players),
            is_exercise=True,
            is_fictitious=True,
            clock_scene=starts,
        )
        clocks.at(incident, starts)
        # Her rights on the new incident are not yet known to the one who opened it.
        leader = Person.objects.get(pk=by.pk)
        incidents.invite(by=leader, incident=incident, actors=players)
        play = Play(incident=incident, scenario=scenario, leader=leader)
        play.save()
        put_in(play, scenario, [board, *players], starts)
        # The pages of the incident lead its leader to where it is led from.
        headline.note(incident, led=True)
        record(play, "play.prepared", by=leader, to_state=play.state, scenario=scenario.key, version=scenario.version)
    return play


def put_in(play: Play, scenario: Scenario, actors: list[Actor], starts: datetime) -> None:
    """The injects as rows of this exercise, with times of its own and functions as those who play them."""
    roles = casting.cast(actors)
    told: Sequence[dict[str, Any]] = scenario.body["injects"]
    rows = [_row(play, order, one, roles, starts) for order, one in enumerate(told, 1)]
    Inject.objects.bulk_create(rows)
    through = Inject.to.through
    through.objects.bulk_create(
        [
            through(inject_id=row.pk, actor_id=actor.pk)
            for row, one in zip(rows, told, strict=True)
            for actor in casting.whom(one["to"], roles)
        ]
    )


def _row(play: Play, order: int, told: dict[str, Any], roles: casting.Roles, starts: datetime) -> Inject:
    return Inject(
        incident=play.incident,
        play=play,
        order=order,
        at=starts + timedelta(minutes=told["minutes"]),
        kind=told["kind"],
        text=casting.told_to(told["text"], roles),
        expected=told.get("expected", ""),
        really=told.get("really", ""),
        more={name: told[name] for name in KEPT if name in told},
    )


def _municipalities(players: list[Actor]) -> list[Municipality]:
    keys = [actor.municipality_id for actor in players if actor.is_municipality and actor.municipality_id]
    return list(Municipality.objects.filter(pk__in=keys))


def _refuse_unclear(scenario: Scenario, board: Actor, players: list[Actor], name: str, starts: datetime) -> None:
    if scenario.owner_id != board.pk and not scenario.shared:
        raise Refused(_("Scenariot är inte delat med andra län."))
    if not players:
        raise RuleBroken(_("Välj minst en aktör som ska öva."))
    if not name.strip():
        raise RuleBroken(_("Skriv vad övningen heter."))
    if abs(starts - timezone.now()) > FARTHEST:
        raise RuleBroken(_("Övningens tid ligger mer än tio år bort."))
