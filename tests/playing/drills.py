"""A drill of Gävleborg as its tests play it, and a clock that stands where a test puts it."""

from datetime import timedelta

from django.utils import timezone

from actors.models import ContactPoint
from coordination.direction.services import note_seen, receive
from coordination.exercises.drilling import beginning, closing, services
from coordination.exercises.models import Drill
from coordination.incidents import notices
from coordination.situations.compiled import compiling
from coordination.situations.models import Request
from coordination.situations.services import requests
from journal.record import record
from tests.situations.answers import answer

MINUTES = 5


class Clock:
    def __init__(self):
        self.began = self.now = timezone.now().replace(microsecond=0)

    def __call__(self):
        return self.now

    def at(self, seconds):
        """So many seconds from the start."""
        self.now = self.began + timedelta(seconds=seconds)


def reach(*actors):
    """Each has a number and an address."""
    for actor in actors:
        ContactPoint.objects.create(
            actor=actor, function="TiB", phone="070-174 06 11", email=f"tib@{actor.key}.example.se"
        )


def planned(by, owner, actors, **more):
    return services.plan_drill(by=by, owner=owner, actors=actors, minutes=MINUTES, **more)


def begun(by, owner, actors, **more):
    drill = planned(by, owner, actors, **more)
    assert beginning.run() == 1
    notices.send_waiting()
    return fresh_of(drill)


def fresh_of(drill):
    return Drill.objects.select_related("incident", "message", "owner").get(pk=drill.pk)


def request_of(drill):
    return Request.objects.select_related("question_set", "incident").get(incident=drill.incident)


def sign_in(person):
    record(person, "person.signed_in", by=person, method="password", strong=True, address="")


def take_steps(clock, drill, person, actor, last):
    """The actor goes along the chain as far as to the link, and no further."""
    links = ("told", "signed_in", "answered", "compiled", "read", "acknowledged")
    steps = links[: links.index(last) + 1]
    if "signed_in" in steps:
        clock.at(60)
        sign_in(person)
        requests.note_opened(request=request_of(drill), actor=actor)
    if "answered" in steps:
        clock.at(90)
        answer(person, request_of(drill), actor)
    if "compiled" in steps:
        clock.at(170)
        compiling.compile_incident(drill.incident_id)
    thank(clock, drill)
    if "read" in steps:
        clock.at(310)
        message = fresh_of(drill).message
        note_seen(by=person, of=message, actor=actor)
        if "acknowledged" in steps:
            clock.at(320)
            receive(by=person, actor=actor, reach="understood", announcement=message)


def thank(clock, drill):
    if fresh_of(drill).message is None:
        clock.at(MINUTES * 60)
        assert closing.run() == 1


def measured(clock, drill):
    thank(clock, drill)
    clock.at(2 * MINUTES * 60)
    closing.run()
    return fresh_of(drill)
