"""A list of fifty costs as many statements as a list of one, at most twelve: asked as the portal's runtime role.

The counts stand in statements.json. One that has changed fails here, with what was asked.
"""

import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from actors.models import Actor
from coordination.direction.services import suggest_measure
from coordination.incidents import services as incidents
from coordination.incidents.clock import now_in
from coordination.incidents.models import IncidentType
from coordination.situations.models import QuestionSet
from coordination.situations.services import requests
from tests.conftest import fresh
from tests.counting import Statements
from tests.sharing.conftest import published
from tests.situations.answers import answer, content

pytestmark = pytest.mark.django_db
WRITTEN: Final = Path(__file__).with_name("statements.json")
MOST: Final = 12
MANY: Final = 50

LISTS: Final = {
    "incidents": "/h/",
    "board": "/h/{number}/lagesbild/",
    "feed": "/h/{number}/svar/",
    "log": "/h/{number}/logg/",
    "requests": "/h/{number}/begaran/",
    "reports": "/h/{number}/rapporter/",
    "measures": "/h/{number}/atgarder/",
    "API incidents": "/api/v1/incidents",
    "API requests": "/api/v1/requests",
    "API inputs": "/api/v1/inputs",
    "API reports": "/api/v1/reports",
    "API measures": "/api/v1/measures",
    "API log": "/api/v1/incidents/{number}/log",
}


def one_more(house, incident, at: int) -> None:
    """One more row in every list: another incident, a request with an answer, a log line, a measure."""
    by, now = fresh(house.lena), now_in(incident)
    asked = requests.send_request(
        by=by,
        incident=incident,
        question_set=QuestionSet.objects.first(),
        recipients=[house.municipal["Ljusdal"], house.municipal["Bollnäs"]],
        purpose=f"Lägesbild {at}",
        as_of=now,
        deadline=now + datetime.timedelta(hours=2),
    )
    who, actor = ((house.maria, house.ljusdal), (house.bo, house.bollnas))[at % 2]
    answer(fresh(who), asked, actor, content(2, 1, 1, households=at, el=(1, 1, 1), summary=f"Svar {at}"))
    incidents.write_line(by=by, incident=incident, actor=house.board, text=f"Rad {at}")
    due = now + datetime.timedelta(hours=3)
    owner = Actor.objects.filter(participations__incident=incident).order_by("pk")[at % 10]
    suggest_measure(by=by, incident=incident, owner=owner, what=f"Åtgärd {at}", due=due)
    another = incidents.open_incident(
        by=by,
        type=IncidentType.objects.get(key="storm"),
        name=f"Händelse {at}",
        lead=house.board,
        counties=[house.county],
    )
    incidents.invite(by=by, incident=another, actors=[house.ljusdal])


def counts(house, incident) -> dict[str, tuple[int, str]]:
    """Statements of each list, and what they were. Each is asked twice: the first fills what is kept."""
    found = {}
    for name, path in LISTS.items():
        client, address = Client(), path.format(number=incident.number)
        client.force_login(house.lena)
        assert client.get(address).status_code == 200, address
        if name == "board":
            cache.clear()  # counted as it is drawn, not as it is kept
        with Statements(connection) as asked:
            client.get(address)
        found[name] = (len(asked), "\n".join(query["sql"][:300] for query in asked.captured_queries))
    return found


def differing(found: dict[str, tuple[int, str]], wrong: Callable[[str, int], bool]) -> str:
    return "\n\n".join(f"{name}: {count}\n{asked}" for name, (count, asked) in found.items() if wrong(name, count))


def test_a_list_of_fifty_costs_what_a_list_of_one_costs_and_at_most_twelve(house, incident):
    one_more(house, incident, 0)
    published(house, incident)
    cache.clear()
    one = counts(house, incident)
    for at in range(1, MANY):
        one_more(house, incident, at)
    for _time in range(4):
        published(house, incident)
    many = counts(house, incident)
    written = json.loads(WRITTEN.read_text())
    assert not differing(many, lambda name, count: count != one[name][0]), differing(
        {name: (one[name][0], one[name][1] + "\n-- with fifty:\n" + many[name][1]) for name in one},
        lambda name, count: count != many[name][0],
    )
    assert not differing(many, lambda name, count: count > MOST)
    assert {name: count for name, (count, _asked) in many.items()} == written, differing(
        many, lambda name, count: count != written.get(name)
    )
