"""The loop over HTTP: the same rules and the same sight as on the pages."""

from datetime import timedelta

import pytest
from rest_framework.test import APIClient

from coordination.direction.models import Cycle, Need
from coordination.direction.services import add_note, plan_influence, state_need
from coordination.incidents import services as incidents
from coordination.incidents.clock import now_in
from tests.conftest import fresh
from tests.situations.answers import answer, content

pytestmark = pytest.mark.django_db
API = "/api/v1"


def signed_in(person):
    client = APIClient()
    client.force_authenticate(person)
    return client


def post(client, path, body=None):
    return client.post(f"{API}/{path}", body or {}, format="json")


def test_a_cycle_from_beginning_to_close(storm):
    lena, number = signed_in(storm.lena), storm.incident.number
    begun = post(lena, "cycles/", {"incident": number})
    assert begun.status_code == 201
    assert post(lena, "cycles/", {"incident": number}).status_code == 409
    path = f"cycles/{begun.json()['id']}/"
    body = {"revision": 0, "protection_values": ["life"], "principle": "Sköraste först."}
    assert lena.patch(f"{API}/{path}", body, format="json").json()["revision"] == 1
    late = lena.patch(f"{API}/{path}", body, format="json")
    assert late.status_code == 409
    closed = post(lena, f"{path}close/")
    assert closed.status_code == 200
    assert {gap["kind"] for gap in closed.json()["gaps"]} >= {"no_fact", "endurance"}
    assert post(signed_in(storm.maria), "cycles/", {"incident": number}).status_code == 403
    assert signed_in(storm.charlie).get(f"{API}/{path}").status_code == 404


def test_notes_are_added_held_and_ended(storm):
    lena, maria, number = signed_in(storm.lena), signed_in(storm.maria), storm.incident.number
    made = post(lena, "notes/", {"incident": number, "kind": "fact", "text": "Vägen är avskuren."})
    assert made.status_code == 201
    assert (made.json()["cycle"], made.json()["holds"]) == (1, True)
    own = {"incident": number, "kind": "interpretation", "text": "Värre hos oss.", "actor": storm.ljusdal.key}
    assert post(maria, "notes/", own).status_code == 201
    assert post(maria, "notes/", own | {"actor": storm.bollnas.key}).status_code == 403
    assert post(maria, "notes/", own | {"kind": "fact"}).status_code == 403
    path = f"notes/{made.json()['id']}"
    assert post(lena, f"{path}/hold/").status_code == 200
    assert post(lena, f"{path}/end/").status_code == 400
    assert post(lena, f"{path}/end/", {"why": "Den är röjd."}).json()["holds"] is False
    assert maria.get(f"{API}/notes/?incident={number}&holds=true").json()["results"][0]["text"] == "Värre hos oss."
    scenario = post(lena, "notes/", {"incident": number, "kind": "scenario", "text": "Ny storm"})
    assert scenario.status_code == 409


def test_the_answer_of_a_note_is_named_only_to_those_who_read_it(house, incident, asked):
    sent = answer(house.maria, asked, house.ljusdal, content(2, 2, 2, summary="Dammen."))
    incidents.narrow(
        by=fresh(house.maria), record=sent, audience="named", actors=[house.board], reason="Känsligt",
        legal_ground="18:13", until=now_in(incident) + timedelta(days=2),
    )  # fmt: skip
    body = {"incident": incident.number, "kind": "fact", "text": "En anläggning.", "answer": sent.number}
    lena, bo = signed_in(house.lena), signed_in(house.bo)
    made = post(lena, "notes/", body)
    assert made.json()["answer"] == sent.number
    assert bo.get(f"{API}/notes/{made.json()['id']}/").json()["answer"] is None
    need = {"incident": incident.number, "kind": "help", "title": "Pump", "actor": house.bollnas.key}
    assert post(bo, "needs/", need | {"answer": sent.number}).status_code == 400
    assert not Need.objects.exists()


def test_needs_are_stated_changed_and_judged(storm):
    lena, maria, number = signed_in(storm.lena), signed_in(storm.maria), storm.incident.number
    body = {"incident": number, "kind": "help", "title": "Elverk", "actor": storm.ljusdal.key}
    made = post(maria, "needs/", body)
    assert made.status_code == 201
    assert made.json()["source"] == "reported"
    path = f"{API}/needs/{made.json()['id']}/"
    action = {"incident": number, "kind": "action", "title": "Kör ut elverk"}
    assert post(lena, "needs/", action | {"serves": [1]}).json()["serves"] == [1]
    assert post(lena, "needs/", action | {"serves": [99]}).status_code == 400
    assert post(maria, "needs/", action).status_code == 403
    changed = {"revision": 0, "title": "Två elverk", "priority": 1}
    assert maria.patch(path, changed, format="json").json()["title"] == "Två elverk"
    assert lena.patch(path, changed, format="json").status_code == 409
    move = f"needs/{made.json()['id']}/move/"
    assert post(maria, move, {"state": "covered"}).json()["state"] == "covered"
    assert post(maria, move, {"state": "done"}).status_code == 409
    assert post(signed_in(storm.bo), move, {"state": "uncovered"}).status_code == 403


def test_influence_is_answered_by_the_actor_itself(storm):
    lena, maria, number = signed_in(storm.lena), signed_in(storm.maria), storm.incident.number
    body = {"incident": number, "means": "ask", "text": "Kan ni låna ut?", "actors": [storm.ljusdal.key]}
    made = post(lena, "influences/", body)
    assert made.status_code == 201
    assert made.json()["replies"] == [{"actor": storm.ljusdal.key, "response": "none", "text": "", "at": None}]
    assert post(maria, "influences/", body).status_code == 403
    path = f"influences/{made.json()['id']}"
    said = {"actor": storm.ljusdal.key, "response": "accepted"}
    assert post(lena, f"{path}/answer/", said).status_code == 403
    assert post(maria, f"{path}/answer/", said).json()["replies"][0]["response"] == "accepted"
    assert post(lena, f"{path}/follow-up/", {"effect": "Kom"}).status_code == 409
    assert post(lena, f"{path}/do/").json()["state"] == "done"
    assert post(lena, f"{path}/follow-up/", {"effect": "Kom"}).json()["effect"] == "Kom"


def test_lists_cost_the_same_however_long(storm, django_assert_max_num_queries):
    told = {"by": fresh(storm.lena), "incident": storm.incident}
    for n in range(12):
        add_note(**told, kind="fact", text=f"Notering {n}", actor=storm.ljusdal)
        state_need(**told, kind="help", title=f"Behov {n}", actor=storm.ljusdal)
        plan_influence(**told, means="ask", text=f"Fråga {n}", actors=[storm.ljusdal, storm.bollnas])
    assert Cycle.objects.count() == 1
    lena = signed_in(storm.lena)
    for name in ("cycles", "notes", "needs", "influences"):
        lena.get(f"{API}/{name}/")
        with django_assert_max_num_queries(12):
            found = lena.get(f"{API}/{name}/").json()["results"]
        assert len(found) == (1 if name == "cycles" else 12)
