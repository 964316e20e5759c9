"""Made-up lessons of the storm for the demonstration, each as far on its way as its story goes."""

import datetime
import json
from pathlib import Path
from typing import Any, Final

from django.utils import timezone

from actors.models import Actor, Person
from coordination.incidents.models import Incident
from coordination.incidents.services import note_lesson
from processes import services
from processes.models import Lesson, WorkItem

FILE: Final = Path(__file__).parent / "data" / "lessons_gavleborg.json"

Told = dict[str, Any]


def load() -> int:
    """How many there are now. Without the storm there is nothing to have learnt from."""
    story: Told = json.loads(FILE.read_text(encoding="utf-8"))
    incident = Incident.objects.filter(number=story["incident"]).select_related("lead").first()
    if incident is None:
        return 0
    leader = Person.objects.get(username=story["leader"])
    for told in story["lessons"]:
        lesson = _noted(incident, told)
        _on_its_way(leader, incident, lesson, told)
        if "released" in told:
            services.release(by=Person.objects.get(username=story["reviewer"]), lesson=lesson, **told["released"])
    return len(story["lessons"])


def _noted(incident: Incident, told: Told) -> Lesson:
    return note_lesson(
        by=Person.objects.get(username=told["by"]),
        incident=incident,
        actor=Actor.objects.get(key=told["actor"]),
        observation=told["observation"],
    )


def _on_its_way(by: Person, incident: Incident, lesson: Lesson, told: Told) -> None:
    if "aside" in told:
        services.put_aside(by=by, lesson=lesson, why=told["aside"])
    if "lesson" not in told:
        return
    services.word_lesson(by=by, lesson=lesson, text=told["lesson"])
    if "owner" in told:
        due = timezone.localdate() + datetime.timedelta(days=told["due"])
        services.give_item(by=by, lesson=lesson, owner=Actor.objects.get(key=told["owner"]), due_on=due)
    if "late" in told:
        _let_pass(lesson, told["late"])
    if told.get("done"):
        services.done(by=by, lesson=lesson)
        link = incident.get_absolute_url() if told["proof_here"] else ""
        services.learned(by=by, lesson=lesson, proof=told["proof"], proof_url=link)


def _let_pass(lesson: Lesson, days: int) -> None:
    """Nobody gives an item a day that has passed: here the days have gone by since."""
    passed = timezone.localdate() - datetime.timedelta(days=days)
    Lesson.objects.filter(pk=lesson.pk).update(due_on=passed)
    WorkItem.objects.filter(lessons=lesson).update(due_on=passed)
