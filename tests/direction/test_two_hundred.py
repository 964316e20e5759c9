"""Two hundred actors answer one direction in the same moment: nothing is lost, nothing doubled."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from actors.models import Actor
from coordination.direction.models import Direction, Position, Stand
from coordination.direction.services import fix_direction, take_position
from coordination.direction.standings import standings_of
from coordination.incidents import services as incidents
from journal.models import Entry
from tests.conftest import person
from tests.direction.house import anew, fresh, proposed

MANY, WORKERS = 200, 20
STANDS = (Stand.BEHIND, Stand.RESERVATION, Stand.CANNOT, Stand.BEHIND)


def actors_of(house):
    """Two hundred actors, each with one who answers for it."""
    names = [f"bolag-{n:03}" for n in range(MANY)]
    made = Actor.objects.bulk_create(
        [Actor(key=name, name=name.title(), short=name, sort_name=name, kind="other") for name in names]
    )
    incidents.invite(by=anew(house.lena), incident=house.incident, actors=made)
    return [(actor, person(f"p-{actor.key}", actor)) for actor in made]


@pytest.mark.django_db(transaction=True)
def test_two_hundred_positions_in_the_same_moment(storm, record_property):
    direction, answering = proposed(storm), actors_of(storm)
    gate = threading.Barrier(WORKERS)

    def say(n, stand):
        actor, who = answering[n]
        mine = Direction.objects.select_related("incident__lead").get(pk=direction.pk)
        take_position(by=anew(who), direction=mine, actor=actor, stand=stand, reason=f"Skäl {n} {stand}")

    def work(worker):
        """Each worker has ten actors. The first of all has its actor change at once from another worker too."""
        try:
            gate.wait(30)
            for n in range(worker, MANY, WORKERS):
                say(n, STANDS[n % len(STANDS)])
            if worker in (0, 1):
                gate_of_two.wait(30)
                say(0, Stand.CANNOT if worker == 0 else Stand.RESERVATION)
        finally:
            connections.close_all()

    gate_of_two = threading.Barrier(2)
    began = time.monotonic()
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, range(WORKERS)))
    took = time.monotonic() - began
    record_property("seconds", round(took, 1))
    print(f"{MANY} positions from {WORKERS} at once: {took:.1f} s")

    rows = {row.actor_id: row for row in Position.objects.filter(direction=direction)}
    assert len(rows) == MANY
    for n, (actor, who) in enumerate(answering):
        stand = rows[actor.pk].stand if n == 0 else STANDS[n % len(STANDS)]
        # The words of one saying: never the stand of one and the reason of another.
        assert (rows[actor.pk].stand, rows[actor.pk].reason) == (stand, f"Skäl {n} {stand}")
        assert rows[actor.pk].by == who
    said = Entry.objects.filter(verb__startswith="position.")
    assert said.count() == MANY + 2
    last = said.filter(subject=f"position:{rows[answering[0][0].pk].pk}").order_by("pk").last()
    assert last.verb == f"position.{rows[answering[0][0].pk].stand}"
    assert rows[answering[0][0].pk].stand in (Stand.CANNOT, Stand.RESERVATION)

    fix_direction(by=storm.carl, direction=fresh(direction))
    printed = standings_of(fresh(direction))
    assert sum(not row.is_silent for row in printed) == MANY
    assert len(printed) == MANY + 3
