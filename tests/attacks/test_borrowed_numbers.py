"""Somebody puts another incident's number, or something of another incident, into an address or a form of her own."""

import json
import re

import pytest

from coordination.incidents.models import LogLine
from tests.attacks import rows
from tests.attacks.addresses import Address, fill, patterns, values_for
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db


def nested():
    """Routes that name an incident and something in it."""
    return [route for route, _pattern in patterns() if "<str:number>" in route and len(re.findall("<", route)) > 1]


def with_values(route, **values):
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), route)


# Of what the other county has nothing, and of the portal's own question sets, which are for all.
NOBODYS = 10**6


def pk_of(foreign, route):
    """The number of the other county's row of the same kind: of another kind it might be one of ours by chance."""
    rows = {
        "atgarder": foreign.measure,
        "notering": foreign.note,
        "/moten/": foreign.point,
        **dict.fromkeys(("/svar/", "/kvitto/", "<str:slug>"), foreign.sent),
    }
    return next((row.pk for word, row in rows.items() if word in route), NOBODYS)


def asked(client, path):
    return {client.get(path).status_code, client.post(path, {"note": "x", "reason": "x", "do": "send"}).status_code}


def test_something_of_another_county_under_ones_own_incident_is_not_there(stage, foreign, client):
    client.force_login(stage.house.lena)
    leader = signed_in(stage.exercise.by)
    before, seen = rows.hashes(rows.READING_WRITES), 0
    for route in nested():
        # Whoever has no right on the pages of an exercise's leader is told so before any row is looked for.
        by = leader if route.startswith("ovningar/") else client
        own = values_for(route, stage)
        theirs = {"pk": pk_of(foreign, route), "actor": foreign.actor.pk}
        for name in re.findall(r"<int:(\w+)>", route):
            borrowed = with_values(route, **{**own, name: theirs.get(name, 999)})
            assert asked(by, borrowed) <= {404, 405}, borrowed
            seen += 1
    assert seen >= 20
    assert rows.changed(before, rows.READING_WRITES) == []


def test_ones_own_numbers_under_another_countys_incident_are_not_there(stage, foreign, client):
    client.force_login(stage.house.lena)
    before = rows.hashes(rows.READING_WRITES)
    for route, _pattern in patterns():
        if "<str:number>" in route:
            path = with_values(route, **{**values_for(route, stage), "number": foreign.number})
            assert asked(client, path) <= {404, 405}, path
    assert rows.changed(before, rows.READING_WRITES) == []


def test_the_other_countys_duty_officer_gets_nothing_here(stage, foreign, client):
    client.force_login(stage.house.charlie)
    for route, pattern in patterns():
        if "<str:number>" in route:
            address = Address(route, pattern.name, "/" + fill(route, stage))
            assert asked(client, address.path) <= {404, 405}, address.path


def test_a_form_takes_nothing_from_another_county(stage, foreign, client):
    """The numbers stand in the form, not in the address."""
    client.force_login(stage.house.lena)
    before, at = rows.hashes(rows.READING_WRITES), f"/h/{stage.number}"
    other = foreign.house.other
    tries = {
        f"{at}/logg/": [
            {"text": "Hej", "actor": other.pk},
            {"text": "Hej", "actor": stage.house.board.pk, "rattar": foreign.line.pk},
        ],
        f"{at}/begaran/ny/": [
            {
                "purpose": "x",
                "as_of": "2030-01-01T10:00",
                "deadline": "2030-01-01T11:00",
                "question_set": stage.asked.question_set_id,
                "recipients": [foreign.actor.pk],
            }
        ],
        f"{at}/atgarder/ny/": [{"what": "x", "owner": other.pk, "due": "2030-01-01T11:00"}],
        f"{at}/begaran/{stage.asked.number}/paminn/": [{"actor": foreign.actor.pk}],
        f"{at}/rapporter/utkast/sammanstall/": [{"retry": 1 + 10**9}],
    }
    for path, forms in tries.items():
        for form in forms:
            assert client.post(path, form).status_code in {404, 409, 422}, (path, form)
    assert rows.changed(before, rows.READING_WRITES) == []


def test_the_api_takes_nothing_from_another_county(stage, foreign, client):
    client.force_login(stage.house.lena)
    before = rows.hashes(rows.READING_WRITES)
    number = stage.number
    for path in (
        f"inputs/{foreign.sent.pk}",
        f"requests/{foreign.asked.pk}",
        f"measures/{foreign.measure.pk}",
        f"directions/{foreign.direction.pk}",
        f"incidents/{foreign.number}",
        f"incidents/{foreign.number}/log",
        f"incidents/{foreign.number}/participants",
    ):
        assert client.get(f"/api/v1/{path}").status_code == 404, path
    posts = {
        f"incidents/{foreign.number}/log": {"actor": stage.house.board.key, "text": "x"},
        f"incidents/{number}/log": {"actor": stage.house.board.key, "text": "x", "corrects": foreign.line.pk},
        "inputs": {"request": foreign.asked.pk, "actor": foreign.actor.key, "content": {}},
        f"inputs/{foreign.sent.pk}/withdraw": {"reason": "x"},
        "directions": {"incident": foreign.number},
        f"directions/{foreign.direction.pk}/propose": {},
        "positions": {"direction": foreign.direction.pk, "actor": stage.house.board.key, "stand": "behind"},
        "receptions": {"direction": foreign.direction.pk, "actor": stage.house.board.key, "reach": "acting"},
        "measures": {
            "incident": foreign.number,
            "owner": foreign.house.other.key,
            "what": "x",
            "due": "2030-01-01T11:00:00Z",
        },
    }
    for path, body in posts.items():
        answer = client.post(
            f"/api/v1/{path}", json.dumps(body), content_type="application/json", headers={"idempotency-key": "k"}
        )
        assert answer.status_code in {400, 404}, (path, answer.content)
    assert rows.changed(before, rows.READING_WRITES) == []


def test_a_list_is_not_widened_by_its_filters(stage, foreign, client):
    client.force_login(stage.house.lena)
    for path in ("inputs", "requests", "reports", "directions", "measures"):
        answer = client.get(f"/api/v1/{path}", {"incident": foreign.number})
        assert answer.json()["results"] == [], path
    assert LogLine.objects.filter(incident=foreign.incident).count() == 1
