"""Lessons of an incident with a chosen text in every place where somebody writes: for attacks and the matrix."""

import datetime
from types import SimpleNamespace

from django.utils import timezone

from actors.models import Actor
from actors.roles import Role
from coordination.incidents.services import note_lesson
from processes import services
from tests.conftest import fresh, person


def learn(write, led, author, town, incident, *, noted=None, released=None):
    """`noted` writes what the town saw, which it reads back; `released` what all who are signed in read."""

    def needed(column, by=write):
        return (by or write)(f"processes.{column}") or "x"

    board, process = incident.lead, led.run.process
    reviewer = person(f"releases.{board.key}", Actor.objects.get(kind="national_agency"), Role.REVIEWER)
    seen = needed("lesson.observation", noted)
    walked = note_lesson(by=fresh(author), incident=incident, actor=town, observation=seen)
    services.word_lesson(by=led.by, lesson=walked, text=needed("lesson.lesson"))
    due = timezone.localdate() + datetime.timedelta(days=9)
    services.give_item(by=led.by, lesson=walked, owner=board, due_on=due)
    services.done(by=led.by, lesson=walked)
    services.learned(by=led.by, lesson=walked, proof=needed("lesson.proof"), proof_url="/h/1/")
    library = services.release(
        by=reviewer,
        lesson=walked,
        title=needed("releasedlesson.title", released),
        text=needed("releasedlesson.text", released),
        tags=needed("releasedlesson.tags", released),
    )
    aside = services.observe(
        by=led.by,
        process=process,
        source="review",
        source_label=write("processes.lesson.source_label"),
        observation=needed("lesson.observation"),
    )
    services.put_aside(by=led.by, lesson=aside, why=needed("lesson.put_aside_why"))
    return SimpleNamespace(lesson=walked, aside=aside, released=library)
