"""Over HTTP: who may read, asking, answering, quarantine and markings, by the same rules as the pages."""

import datetime

import pytest
from django.utils import timezone

from coordination.incidents.models import LogLine, Quarantine
from coordination.situations.models import Input
from tests.api.calling import call
from tests.sharing.conftest import CANARY, bollnas_said, ljusdal_said, only  # noqa: F401
from tests.situations.answers import answer, content

pytestmark = pytest.mark.django_db


def about(record, kind="input"):
    return {"incident": record.incident.number, "kind": kind, "id": record.pk}


def test_the_owner_narrows_and_widens(house, ljusdal_said):  # noqa: F811
    until = (timezone.now() + datetime.timedelta(days=9)).isoformat()
    said = {**about(ljusdal_said), "audience": "named", "actors": [house.board.key], "reason": "Nät", "until": until}
    made = call(house.maria).post("/narrowings", said)
    assert (made.status_code, made.json()["lacking"]) == (201, 9)
    assert call(house.bo).get(f"/inputs/{ljusdal_said.pk}").status_code == 404
    assert call(house.bo).get("/inputs").json()["results"] == []
    seen = call(house.lena).get(f"/inputs/{ljusdal_said.pk}").json()
    assert (seen["audience"], seen["marking"]) == ("named", "open")
    wide = {**about(ljusdal_said), "audience": "participants", "reason": "Klart"}
    assert call(house.maria).post("/narrowings", wide).status_code == 201
    assert call(house.bo).get(f"/inputs/{ljusdal_said.pk}").status_code == 200
    assert call(house.bo).get("/narrowings").json()["results"] == []
    assert len(call(house.maria).get("/narrowings").json()["results"]) == 2


def test_others_do_not_narrow(house, ljusdal_said):  # noqa: F811
    said = {**about(ljusdal_said), "audience": "own", "reason": "x"}
    assert call(house.bo).post("/narrowings", said).status_code == 403
    assert call(house.charlie).post("/narrowings", said).status_code == 404
    assert call(house.maria).post("/narrowings", said).status_code == 409


def test_asking_and_answering(house, ljusdal_said):  # noqa: F811
    only(ljusdal_said, house.maria, "own")
    made = call(house.bo).post("/access-requests", {**about(ljusdal_said), "asker": house.bollnas.key})
    assert (made.status_code, made.json()["state"]) == (201, "asked")
    where = f"/access-requests/{made.json()['id']}"
    assert call(house.bo).post(f"{where}/grant", {}).status_code == 403
    assert call(house.lena).get(where).status_code == 404
    assert call(house.maria).post(f"{where}/grant", {}).json()["state"] == "granted"
    assert call(house.bo).get(f"/inputs/{ljusdal_said.pk}").status_code == 200
    assert call(house.maria).post(f"{where}/decline", {"note": "nej"}).status_code == 409


def test_what_is_not_withheld_cannot_be_asked_for(house, ljusdal_said):  # noqa: F811
    said = {**about(ljusdal_said), "asker": house.bollnas.key}
    assert call(house.bo).post("/access-requests", said).status_code == 404


def test_quarantine_and_its_lifting(house, ljusdal_said):  # noqa: F811
    made = call(house.bo).post("/quarantines", {**about(ljusdal_said), "reason": "Fel"})
    assert made.status_code == 201
    assert CANARY not in made.content.decode()
    for who in (house.maria, house.bo, house.lena):
        assert CANARY not in call(who).get("/inputs").content.decode()
    where = f"/quarantines/{made.json()['id']}"
    assert call(house.bo).post(f"{where}/lift", {"note": "x"}).status_code == 403
    assert call(house.anna).get(where).status_code == 404
    assert call(house.maria).post(f"{where}/lift", {"note": "Misstag"}).json()["lifted_at"]
    assert not Quarantine.objects.open().exists()


def test_an_unknown_kind_is_a_sentence(house, ljusdal_said):  # noqa: F811
    assert call(house.bo).post("/quarantines", {**about(ljusdal_said, "person"), "reason": "x"}).status_code == 409


def test_an_answer_is_sent_with_its_marking_and_its_guards(house, asked):
    raw = content(1, 0, 0)
    raw["texts"]["forecast"] = CANARY
    said = {"request": asked.pk, "actor": house.ljusdal.key, "content": raw, "guards": {"texts.forecast": "own"}}
    mark = {"marking": "sensitive", "marking_reference": "18:13", "marking_reason": "Nät"}
    sent = call(house.maria).post("/inputs", {**said, **mark}, HTTP_IDEMPOTENCY_KEY="k1")
    assert sent.status_code == 201, sent.content
    assert Input.objects.get().marking == "sensitive"
    mine = call(house.maria).get(f"/inputs/{sent.json()['id']}").json()
    assert mine["guarded"] == [{"path": "texts.forecast", "audience": "own", "value": CANARY}]
    assert CANARY not in call(house.bo).get(f"/inputs/{sent.json()['id']}").content.decode()
    again = call(house.maria).post("/inputs", {**said, **mark}, HTTP_IDEMPOTENCY_KEY="k1")
    assert again.status_code == 200


def test_a_guard_on_what_is_not_asked_is_refused(house, asked):
    said = {"request": asked.pk, "actor": house.ljusdal.key, "content": content(), "guards": {"texts.nothing": "own"}}
    assert call(house.maria).post("/inputs", said, HTTP_IDEMPOTENCY_KEY="k1").status_code == 400


def test_a_line_of_the_log_is_marked(house, incident):
    said = {"actor": house.ljusdal.key, "text": "Linjen är nere", "marking": "internal"}
    made = call(house.maria).post(f"/incidents/{incident.number}/log", said)
    assert made.json()["marking"] == "internal"
    refused = call(house.maria).post(f"/incidents/{incident.number}/log", {**said, "marking": "sensitive"})
    assert refused.status_code == 409
    assert LogLine.objects.count() == 1


def test_the_log_over_http_leaves_out_what_the_caller_may_not_read(house, incident, asked):
    sent = answer(house.maria, asked, house.ljusdal)
    only(sent, house.maria, "own")
    said = call(house.bo).get(f"/incidents/{incident.number}/log").content.decode()
    assert "Svar kom" not in said
    assert "Svar kom" in call(house.maria).get(f"/incidents/{incident.number}/log").content.decode()
