"""Resource needs, offers and formal requests through the other door: the same services, the same refusals."""

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.direction.house import add_storm
from tests.incidents.test_resources import need, offer, state

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def storm(house):
    return add_storm(house)


def call(person):
    client = APIClient()
    client.force_authenticate(person)
    return client


def words(storm, **more):
    return {
        "incident": storm.incident.number, "actor": storm.ljusdal.key, "what": "elverk", "quantity": 5, "unit": "st",
        "from_at": timezone.now().isoformat(), "where": "Färila", "contact": "TiB", **more,
    }  # fmt: skip


def test_a_need_goes_from_asked_for_to_returned(storm):
    maria, bo = call(storm.maria), call(storm.bo)
    made = maria.post(f"{API}/resource-needs", words(storm), format="json")
    assert (made.status_code, made.data["state"], made.data["told_by_phone"]) == (201, "requested", False)
    there = f"{API}/resource-needs/{made.data['id']}"
    given = {
        "need": made.data["id"], "actor": storm.bollnas.key, "quantity": 8,
        "from_at": timezone.now().isoformat(), "contact": "VB",
    }  # fmt: skip
    offered = bo.post(f"{API}/resource-offers", given, format="json")
    assert offered.status_code == 201
    assert bo.get(there).data["offered"] == 8
    answer = f"{API}/resource-offers/{offered.data['id']}/answer"
    refused = maria.post(answer, {"accepts": True}, format="json")
    assert refused.status_code == 409
    assert "8 av 5" in refused.data["detail"]
    assert bo.post(answer, {"accepts": True, "anyway": True}, format="json").status_code == 403
    assert maria.post(answer, {"accepts": True, "anyway": True}, format="json").data["state"] == "accepted"
    assert maria.get(there).data["agreed"] == 8
    assert maria.patch(there, {"state": "delivered"}, format="json").data["state"] == "delivered"
    assert maria.patch(there, {"state": "returned"}, format="json").data["state"] == "returned"
    assert maria.patch(there, {"state": "agreed"}, format="json").status_code == 400


def test_others_are_refused_and_another_county_finds_nothing(storm):
    assert call(storm.bo).post(f"{API}/resource-needs", words(storm), format="json").status_code == 403
    told = call(storm.lena).post(f"{API}/resource-needs", words(storm), format="json")
    assert told.data["told_by_phone"]
    charlie = call(storm.charlie)
    assert charlie.post(f"{API}/resource-needs", words(storm), format="json").status_code == 404
    assert charlie.get(f"{API}/resource-needs/{told.data['id']}").status_code == 404
    assert charlie.get(f"{API}/resource-needs", {"incident": storm.incident.number}).data["results"] == []
    ended = (timezone.now() - timedelta(hours=1)).isoformat()
    wrong = call(storm.maria).post(f"{API}/resource-needs", words(storm, until=ended), format="json")
    assert wrong.status_code == 409
    assert "före början" in wrong.data["detail"]


def test_an_offer_is_taken_back_by_who_made_it(storm):
    given = offer(storm, need(storm))
    there = f"{API}/resource-offers/{given.pk}/withdraw"
    assert call(storm.maria).post(there, {}, format="json").status_code == 403
    assert call(storm.bo).post(there, {"note": "Trasig"}, format="json").data["reply"] == "Trasig"


def test_a_formal_request_is_drafted_changed_sent_and_answered(storm):
    asked, lena = need(storm), call(storm.lena)
    said = {"to": "neighbour", "addressee": "Länsstyrelsen Dalarna", "needs": [asked.pk]}
    made = lena.post(f"{API}/escalations", said | {"incident": storm.incident.number}, format="json")
    assert (made.status_code, made.data["needs"]) == (201, [asked.pk])
    there = f"{API}/escalations/{made.data['id']}"
    assert call(storm.maria).get(there).status_code == 404
    assert lena.patch(there, said | {"tried": "Alla"}, format="json").data["tried"] == "Alla"
    assert lena.patch(there, said | {"needs": [999_999]}, format="json").status_code == 400
    assert lena.patch(there, said | {"needs": [asked.pk, asked.pk]}, format="json").status_code == 400
    sent = lena.post(f"{there}/send").data
    assert sent["body"]["needs"][0]["what"] == "reservkraftverk 100 kVA"
    assert len(sent["content_hash"]) == 64
    assert lena.post(f"{there}/send").status_code == 409
    assert call(storm.maria).post(f"{there}/answer", {"reply": "Ja"}, format="json").status_code == 403
    assert lena.post(f"{there}/answer", {"reply": "Ja"}, format="json").data["state"] == "answered"
    assert state(asked) == "requested"
