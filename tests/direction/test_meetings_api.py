"""Meetings over HTTP: the same sight and the same services as the pages."""

import pytest
from icalendar import Calendar
from rest_framework.test import APIClient

from coordination.direction.models import AgendaPoint, Call, Meeting, Objection
from coordination.direction.services import call_meeting
from coordination.incidents.services import quarantine
from tests.conftest import fresh as again
from tests.direction.meeting_house import begun, called, planned


def api(person):
    client = APIClient()
    client.force_authenticate(person)
    return client


def one(meeting, act=""):
    return f"/api/v1/meetings/{meeting.pk}" + (f"/{act}" if act else "")


def test_list_and_one_are_for_those_who_take_part(storm):
    meeting = called(storm)
    rows = api(storm.maria).get("/api/v1/meetings", {"incident": storm.incident.number}).json()["results"]
    assert [(row["number"], row["state"]) for row in rows] == [(1, "called")]
    assert api(storm.charlie).get("/api/v1/meetings").json()["results"] == []
    assert api(storm.charlie).get(one(meeting)).status_code == 404
    whole = api(storm.rut).get(one(meeting)).json()
    assert [point["kind"] for point in whole["points"]][:2] == ["round", "need"]
    assert {call["answer"] for call in whole["calls"]} == {"no_answer"}
    assert whole["pack"]["content_hash"] == meeting.pack.content_hash


def test_system_acknowledges_for_its_own_actor_alone(storm):
    meeting = called(storm)
    told = api(storm.maria).post(one(meeting, "answer"), {"actor": storm.ljusdal.key, "coming": True}, format="json")
    assert told.status_code == 200
    assert Call.objects.get(actor=storm.ljusdal).answer == "coming"
    other = api(storm.maria).post(one(meeting, "answer"), {"actor": storm.bollnas.key, "coming": True}, format="json")
    assert other.status_code == 403
    early = api(storm.maria).post(
        one(planned(storm, hours=3), "answer"), {"actor": storm.ljusdal.key, "coming": True}, format="json"
    )
    assert (early.status_code, "inte kallat" in early.json()["detail"]) == (409, True)


def test_system_objects_until_the_meeting_begins(storm):
    meeting = called(storm)
    said = {"actor": storm.ljusdal.key, "text": "Inga aggregat", "point": meeting.points.first().pk}
    assert api(storm.maria).post(one(meeting, "object"), said, format="json").status_code == 201
    assert Objection.objects.get().text == "Inga aggregat"
    elsewhere = said | {"point": planned(storm, hours=4).points.first().pk}
    assert api(storm.maria).post(one(meeting, "object"), elsewhere, format="json").status_code == 404
    held = begun(storm, hours=3)
    late = api(storm.maria).post(one(held, "object"), said | {"point": None}, format="json")
    assert (late.status_code, "har börjat" in late.json()["detail"]) == (409, True)


def test_hidden_pack_and_point_are_left_out(storm):
    meeting = planned(storm)
    AgendaPoint.objects.filter(pk=meeting.points.first().pk).update(proposal="Stäng ställverket i Ljusdal")
    call_meeting(by=again(storm.lena), meeting=meeting)
    quarantine(by=again(storm.bo), record=meeting.points.first(), reason="Skyddsobjekt")
    whole = api(storm.maria).get(one(meeting))
    assert whole.json()["pack"] is None
    assert "ställverket" not in whole.content.decode()


@pytest.mark.parametrize("marking", ["open", "internal"])
def test_calendar_by_the_api_is_that_of_the_page(storm, marking):
    meeting = called(storm, where="020-123 456")
    Meeting.objects.update(marking=marking)
    got = api(storm.maria).get(one(meeting, "ics"))
    assert got["Content-Type"] == "text/calendar; charset=utf-8"
    event = Calendar.from_ical(got.content).walk("VEVENT")[0]
    assert ("LOCATION" in event) == (marking == "open")


def test_list_costs_the_same_for_many(storm, django_assert_max_num_queries):
    planned(storm)
    client = api(storm.maria)
    client.get("/api/v1/meetings")
    with django_assert_max_num_queries(12) as few:
        client.get("/api/v1/meetings")
    for turn in range(4):
        planned(storm, hours=3 + turn)
    with django_assert_max_num_queries(len(few)):
        client.get("/api/v1/meetings")
