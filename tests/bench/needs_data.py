"""Two incidents, a small and a large one: needs, what actors are to them, measures that wait. Prints a JSON of both."""

import json
from itertools import pairwise
from typing import Any

import django

django.setup()

from actors.models import Actor, ActorKind  # noqa: E402  # apps come first
from actors.roles import Role  # noqa: E402
from coordination.direction.models import Measure, Need, NeedRole  # noqa: E402
from coordination.incidents.clock import now_in  # noqa: E402
from coordination.incidents.models import IncidentType  # noqa: E402
from coordination.incidents.services import invite, open_incident  # noqa: E402
from tests.bench.needs import SIZES  # noqa: E402
from tests.bench.portal_data import HOUR, cookie  # noqa: E402
from tests.conftest import person  # noqa: E402

PARTS = ("responsible", "supports", "affected", "missing")


def main() -> None:
    board = Actor.objects.get(kind=ActorKind.COUNTY_BOARD, county__code="21")
    duty = person("duty", board, Role.DUTY_OFFICER)
    towns = list(Actor.objects.filter(kind=ActorKind.MUNICIPALITY).order_by("pk"))
    numbers = {
        name: fill(duty, board, towns[: actors - 1], needs, todo) for name, (actors, needs, todo) in SIZES.items()
    }
    print(json.dumps({"cookie": cookie(duty), "incidents": numbers}))


def fill(duty: Any, board: Actor, towns: list[Actor], needs: int, todo: int) -> str:
    incident = open_incident(
        by=duty, type=IncidentType.objects.get(key="storm"), name="Behov", lead=board, counties=[board.county]
    )
    invite(by=duty, incident=incident, actors=towns)
    now, there = now_in(incident), [board, *towns]
    rows = Need.objects.bulk_create(
        Need(
            incident=incident, number=n + 1, kind="help", title=f"Behov {n} av värme, bränsle eller folk i norr",
            state="new", priority=1 + n % 4, needed_by=now + (n % 30 - 5) * HOUR, made_at=now, made_by=duty,
        )
        for n in range(needs)
    )  # fmt: skip
    given = {(row.pk, (n * 7 + k * 11) % len(there)): (n, k) for n, row in enumerate(rows) for k in range(6)}
    NeedRole.objects.bulk_create(
        NeedRole(
            need_id=need, actor=there[actor], part=PARTS[k % 4], said_at=now, said_by=duty,
            confirmed_at=now if (n + k) % 3 == 0 else None,
        )
        for (need, actor), (n, k) in given.items()
    )  # fmt: skip
    made = Measure.objects.bulk_create(
        Measure(
            incident=incident, owner=there[n % len(there)], need=rows[n % len(rows)], what=f"Åtgärd {n}",
            due=now + (n % 9 - 3) * HOUR, state="taken", made_at=now, made_by=duty,
        )
        for n in range(todo)
    )  # fmt: skip
    ties = Measure.depends_on.through
    ties.objects.bulk_create(ties(from_measure=one, to_measure=other) for one, other in pairwise(made))
    return str(incident.number)


if __name__ == "__main__":
    main()
