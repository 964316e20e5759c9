"""Another system answers: once, however often it sends, and by the same rules as on the page."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from coordination.incidents import services as incidents
from coordination.incidents.models import LogLine
from coordination.situations.models import Input, Standing
from coordination.situations.services import inputs
from tests.api.calling import call
from tests.conftest import person
from tests.situations.answers import content

pytestmark = pytest.mark.django_db


def body(asked, actor, raw=None, **more):
    return {"request": asked.pk, "actor": actor.key, "content": raw or full(), **more}


def full(*levels, **more):
    raw = content(*levels, **more)
    raw["functions"].setdefault("vatten", {"works": 1, "resources": 0, "load": None})
    return raw


def send(caller, said, key=None):
    return caller.post("/inputs", said, HTTP_IDEMPOTENCY_KEY=key or uuid.uuid4().hex)


def test_an_answer_gets_its_receipt(house, incident, asked):
    answered = send(call(house.maria), body(asked, house.ljusdal, full(2, 1, 1, households=900)))
    assert answered.status_code == 201
    receipt = answered.json()
    sent = Input.objects.get()
    assert receipt["number"] == sent.number == f"{incident.number}-001"
    assert (receipt["late"], receipt["version"], receipt["grade"], receipt["proposed"]) == (False, 1, 4, 4)
    assert receipt["content_hash"] == sent.content_hash
    assert receipt["submitted_at"].endswith("Z")
    assert Standing.objects.get().input == sent


def test_the_request_may_be_named_by_its_incident_and_the_actor_by_id(house, incident, asked):
    said = {"incident": incident.number, "number": asked.number, "actor": house.ljusdal.pk, "content": full()}
    assert send(call(house.maria), said).status_code == 201
    assert send(call(house.maria), {**said, "request": asked.pk}).status_code == 400
    del said["number"]
    assert "request" in send(call(house.maria), said).json()["errors"]


def test_the_same_key_and_body_give_the_same_receipt(house, asked):
    maria = call(house.maria)
    first = send(maria, body(asked, house.ljusdal), "k1")
    again = send(maria, body(asked, house.ljusdal), "k1")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Input.objects.count() == 1


def test_a_used_key_with_another_body_sends_nothing(house, asked):
    maria = call(house.maria)
    send(maria, body(asked, house.ljusdal), "k1")
    other = send(maria, body(asked, house.ljusdal, full(2, 2, 2)), "k1")
    assert (other.status_code, other.json()["type"]) == (422, "/api/v1/problems/idempotency-key-reused")
    assert Input.objects.count() == 1
    # Another actor's keys are its own.
    assert send(call(house.bo), body(asked, house.bollnas), "k1").status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 81, "å"])
def test_without_a_key_nothing_is_sent(house, asked, key):
    refused = call(house.maria).post("/inputs", body(asked, house.ljusdal), HTTP_IDEMPOTENCY_KEY=key)
    assert (refused.status_code, refused.json()["type"]) == (400, "/api/v1/problems/idempotency-key-missing")
    assert not Input.objects.exists()


def test_a_new_key_is_a_correction_and_the_first_receipt_still_stands(house, asked):
    maria = call(house.maria)
    first = send(maria, body(asked, house.ljusdal), "k1").json()
    second = send(maria, body(asked, house.ljusdal, full(2, 2, 2)), "k2").json()
    assert second["version"] == 2
    again = send(maria, body(asked, house.ljusdal), "k1")
    assert again.status_code == 200
    assert again.json()["number"] == first["number"]
    assert again.json()["state"] == "replaced"


def test_what_a_colleague_is_writing_is_not_lost(house, asked):
    draft = inputs.open_draft(by=house.maria, request=asked, actor=house.ljusdal)
    inputs.save_draft(by=house.maria, draft=draft, raw=content(1, 1, 1, summary="Jag skriver."), revision=0)
    system = person("ljusdal.drift", house.ljusdal)
    assert send(call(system), body(asked, house.ljusdal)).status_code == 201
    kept = Input.objects.get(state="draft")
    assert (kept.content["texts"]["summary"], kept.author, kept.version) == ("Jag skriver.", house.maria, 2)
    assert Input.objects.get(state="submitted").summary == ""


def test_what_the_county_noted_gives_way_to_the_actors_own_system(house, asked):
    inputs.open_draft(by=house.lena, request=asked, actor=house.ljusdal, oral=True)
    assert send(call(house.maria), body(asked, house.ljusdal)).status_code == 201
    assert Input.objects.get().oral is False


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ({}, "content.overall"),
        ({"overall": {"works": 1}}, "content.overall.load"),
        ({"overall": {"works": 7, "resources": 0, "load": 0}}, "content.overall.works"),
        ({"overall": {"works": 0, "resources": 0, "load": 0, "grade": 5}}, "content.overall.reason"),
        ({"overall": {"works": 0, "resources": 0, "load": 0, "trend": "up"}}, "content.overall.trend"),
        ({"overall": {"works": 0, "resources": 0, "load": 0, "extra": 1}}, "content.overall.extra"),
        ({"functions": {"rymd": {"works": 0, "resources": 0, "load": 0}}}, "content.functions.rymd"),
        ({"functions": {"el": {"works": "x", "resources": 0, "load": 0}}}, "content.functions.el.works"),
        ({"numbers": {"households_without_power": -1}}, "content.numbers.households_without_power"),
        ({"numbers": {"households_without_power": 10**12}}, "content.numbers.households_without_power"),
        ({"numbers": {"hushall": 1}}, "content.numbers.hushall"),
        ({"texts": {"summary": "a" * 4001}}, "content.texts.summary"),
        ({"texts": {"summary": "a\x00b"}}, "content.texts.summary"),
        ({"texts": {"crisis_board": "sleeping"}}, "content.texts.crisis_board"),
        ({"needs": [{"amount": "2"}]}, "content.needs.0.what"),
        ({"needs": "mat"}, "content.needs"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_sent(house, asked, raw, field):
    raw = raw if raw == {} or "overall" in raw else {"overall": {"works": 0, "resources": 0, "load": 0}, **raw}
    refused = send(call(house.maria), {"request": asked.pk, "actor": house.ljusdal.key, "content": raw})
    assert refused.status_code == 400
    assert refused.json()["errors"][field][0]
    assert not Input.objects.exists()


def test_half_a_sign_is_refused_in_words(house, asked):
    named = f'"request": {asked.pk}, "actor": "{house.ljusdal.key}"'
    said = "{" + named + ', "content": {"overall": {"works": 0, "resources": 0, "load": 0}, '
    for rest in ('"texts": {"summary": "\\ud800"}}}', '"texts": {"\\ud800": "a"}}}'):
        refused = call(house.maria).generic(
            "POST", "/api/v1/inputs", said + rest, content_type="application/json", HTTP_IDEMPOTENCY_KEY="k"
        )
        assert refused.status_code == 400, refused.content


@pytest.mark.parametrize("actor", ["kommun-9999", 10**30, True, None, [], "\x00"])
def test_an_actor_that_is_not_there(house, asked, actor):
    refused = send(call(house.maria), {"request": asked.pk, "actor": actor, "content": full()})
    assert refused.status_code == 400
    assert "actor" in refused.json()["errors"]


def test_nobody_answers_for_another(house, asked):
    assert send(call(house.bo), body(asked, house.ljusdal)).status_code == 403
    assert send(call(house.charlie), body(asked, house.other)).status_code == 404
    assert send(call(person("rolf", house.ljusdal, "reader")), body(asked, house.ljusdal)).status_code == 403
    send(call(house.maria), body(asked, house.ljusdal), "k1")
    assert send(call(house.bo), body(asked, house.ljusdal), "k1").status_code == 403


def test_a_closed_incident_takes_no_answer_but_gives_an_old_receipt(house, incident, asked):
    first = send(call(house.maria), body(asked, house.ljusdal), "k1").json()
    incidents.change_phase(by=house.lena, incident=incident, to="closed")
    refused = send(call(house.maria), body(asked, house.ljusdal), "k2")
    assert (refused.status_code, refused.json()["type"]) == (409, "/api/v1/problems/rule-broken")
    again = send(call(house.maria), body(asked, house.ljusdal), "k1")
    assert (again.status_code, again.json()) == (200, first)


def test_a_late_answer_is_taken_and_marked(house, asked):
    type(asked).objects.filter(pk=asked.pk).update(
        sent_at=timezone.now() - timedelta(hours=3), deadline=timezone.now() - timedelta(hours=1)
    )
    assert send(call(house.maria), body(asked, house.ljusdal)).json()["late"] is True


def test_an_answer_is_taken_back_with_its_reason(house, asked, sent):
    assert call(house.bo).post(f"/inputs/{sent.pk}/withdraw", {"reason": "Fel"}).status_code == 403
    assert call(house.maria).post(f"/inputs/{sent.pk}/withdraw", {}).status_code == 400
    taken = call(house.maria).post(f"/inputs/{sent.pk}/withdraw", {"reason": "Fel kommun."})
    assert (taken.status_code, taken.json()["state"]) == (200, "withdrawn")
    again = call(house.maria).post(f"/inputs/{sent.pk}/withdraw", {"reason": "Fel kommun."})
    assert again.status_code == 409


def test_a_line_in_the_log(house, incident):
    there = f"/incidents/{incident.number}/log"
    said = {"actor": house.ljusdal.key, "text": "Trädfällning klar.", "significant": True}
    written = call(house.maria).post(there, said)
    assert written.status_code == 201
    row = call(house.maria).get(there, {"only": "written"}).json()["results"][0]
    assert row == written.json()
    line = LogLine.objects.get()
    corrected = call(house.maria).post(there, {**said, "text": "Nästan klar.", "corrects": line.pk})
    assert corrected.json()["corrects"] == line.pk


def test_a_line_that_cannot_be_written_says_why(house, incident):
    there, said = f"/incidents/{incident.number}/log", {"actor": house.ljusdal.key, "text": "Rad"}
    maria = call(house.maria)
    ahead = (timezone.now() + timedelta(hours=1)).isoformat()
    assert maria.post(there, {**said, "happened_at": ahead}).status_code == 409
    for wrong in (
        {"text": " "},
        {"happened_at": "2025-12-28T07:52:00"},
        {"happened_at": "i går"},
        {"actor": "x"},
        {"corrects": 999999},
    ):
        refused = maria.post(there, {**said, **wrong})
        assert (refused.status_code, list(refused.json()["errors"])) == (400, list(wrong)), wrong
    assert call(house.bo).post(there, said).status_code == 403
    assert not LogLine.objects.exists()
