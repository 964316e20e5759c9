"""Two made-up readiness drills for the demonstration, some months apart: so the figure and its trend have something
to show.

Played through the services, each act at its second, with the incident's clock set still. Only what real time stamps by
itself, the letters and the compilation, is put at its second afterwards.
"""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from actors.models import Actor, Person
from coordination.direction import services as direction
from coordination.direction.states import Reach
from coordination.exercises import clocks
from coordination.exercises.answers import content_of
from coordination.exercises.drilling import beginning, closing, services
from coordination.exercises.models import Drill
from coordination.exercises.story import moment
from coordination.incidents.models import Incident, Notice, NoticeKind
from coordination.situations.compiled import compiling
from coordination.situations.models import Compilation, Request
from coordination.situations.services import inputs, requests

FILE: Final = Path(__file__).parent / "data" / "drills_gavleborg.json"
COMPILED_AFTER: Final = timedelta(seconds=5)
CALM: Final = {"overall": "1"}

Told = dict[str, Any]


@transaction.atomic
def load() -> str:
    """Once: a board that has held a drill keeps its own."""
    story: Told = json.loads(FILE.read_text(encoding="utf-8"))
    owner = Actor.objects.get(key=story["owner"])
    if Drill.objects.filter(owner=owner).exists():
        return f"The drills of {owner} are already loaded."
    by = Person.objects.get(username=story["account"])
    for told in story["drills"]:
        _play(by, owner, told)
    return f"{len(story['drills'])} made-up drills of {owner} are loaded."


def _play(by: Person, owner: Actor, told: Told) -> None:
    starts, actors = moment(told["starts"]), {row["actor"]: Actor.objects.get(key=row["actor"]) for row in told["rows"]}
    drill = services.plan_drill(
        by=by, owner=owner, actors=actors.values(), minutes=told["minutes"], despite_incident=True
    )
    # No drill is planned for a time that has passed: it is planned as of now, and moved to its day.
    Drill.objects.filter(pk=drill.pk).update(starts_at=starts, made_at=starts, announced=told["announced"])
    if told["announced"]:
        drill.results.update(announced_at=starts - timedelta(days=2))
    beginning.begin(drill.pk, starts, clock_scene=starts, number=told["number"])
    drill = Drill.objects.select_related("incident").get(pk=drill.pk)
    incident = drill.incident
    if incident is None:
        raise RuntimeError(f"the drill of {starts} did not begin: {drill.why}")
    clocks.at(incident, starts)
    Incident.objects.filter(pk=incident.pk).update(opened_at=starts)
    people = {row["by"]: Person.objects.get(username=row["by"]) for row in told["rows"]}
    for second, act in sorted(_acts(drill, incident, told), key=lambda one: one[0]):
        clocks.at(incident, starts + timedelta(seconds=second))
        act(actors, people)
    clocks.at(incident, starts + timedelta(minutes=2 * told["minutes"]))
    _post(incident, actors, starts, told)
    closing.turn(drill.pk)
    Notice.objects.filter(incident=incident, sent_at__isnull=True).update(sent_at=starts)


Act = Callable[[dict[str, Actor], dict[str, Person]], None]


def _acts(drill: Drill, incident: Incident, told: Told) -> Iterator[tuple[float, Act]]:
    """What happens and when; the machine's own step where the time to answer is out."""
    request = Request.objects.select_related("question_set").get(incident=incident)
    request.incident = incident
    for row in told["rows"]:
        for name, do in DOES.items():
            if name in row:
                yield row[name], _act(do, drill, request, row)
    yield 60 * told["minutes"], lambda _actors, _people: _thank(drill, incident)


def _act(do: Callable[..., None], drill: Drill, request: Request, row: Told) -> Act:
    return lambda actors, people: do(drill, request, actors[row["actor"]], people[row["by"]])


def _thank(drill: Drill, incident: Incident) -> None:
    closing.turn(drill.pk)
    made = compiling.compile_incident(incident.pk)
    if made is not None and incident.clock_scene is not None:
        Compilation.objects.filter(pk=made.pk).update(ready_at=incident.clock_scene + COMPILED_AFTER)


def _open(drill: Drill, request: Request, actor: Actor, by: Person) -> None:
    requests.note_opened(request=request, actor=actor)


def _answer(drill: Drill, request: Request, actor: Actor, by: Person) -> None:
    draft = inputs.open_draft(by=by, request=request, actor=actor)
    key = f"{request.incident.number}:{actor.key}"
    inputs.submit_input(by=by, draft=draft, key=key, raw=content_of(CALM, request.question_set))


def _read(drill: Drill, request: Request, actor: Actor, by: Person) -> None:
    direction.note_seen(by=by, of=_message(drill, request), actor=actor)


def _acknowledge(drill: Drill, request: Request, actor: Actor, by: Person) -> None:
    direction.receive(by=by, actor=actor, reach=Reach.UNDERSTOOD, announcement=_message(drill, request))


def _message(drill: Drill, request: Request) -> Any:
    drill.refresh_from_db(fields=["message"])
    message = drill.message
    if message is not None:
        message.incident = request.incident
    return message


DOES: Final = {"opened": _open, "answered": _answer, "read": _read, "acknowledged": _acknowledge}


def _post(incident: Incident, actors: dict[str, Actor], starts: datetime, told: Told) -> None:
    """When each letter left; the one that did not is left so until the drill is measured."""
    for row in told["rows"]:
        if "told" in row:
            sent = Notice.objects.filter(incident=incident, kind=NoticeKind.REQUEST, actor=actors[row["actor"]])
            sent.update(sent_at=starts + timedelta(seconds=row["told"]), made_at=starts)
