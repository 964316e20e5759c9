"""Requests that come again by themselves, over the API: by the same rules as on the pages."""

import datetime

import pytest

from coordination.incidents.clock import now_in
from coordination.situations.models import QuestionSet, Rhythm
from tests.api.calling import call

pytestmark = pytest.mark.django_db


@pytest.fixture
def weekly(house, incident):
    return {
        "incident": incident.number,
        "question_set": QuestionSet.objects.first().key,
        "recipients": [house.ljusdal.key, house.bollnas.key],
        "purpose": "Samlad l\u00e4gesbild, varje vardag",
        "kind": "weekly",
        "weekdays": [0, 1, 2, 3, 4],
        "at": "13:00",
        "answer_minutes": 60,
        "reminders": [30],
    }


def test_a_system_of_those_who_ask_makes_puts_off_and_stops_a_rhythm(house, incident, weekly):
    lena = call(house.lena)
    made = lena.post("/rhythms", weekly)
    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["incident"], sorted(told["recipients"])) == (incident.number, sorted(weekly["recipients"]))
    assert len(told["next_times"]) == 3
    row = Rhythm.objects.get(pk=told["id"])
    assert (row.at, row.weekdays, row.reminders) == (datetime.time(13), [0, 1, 2, 3, 4], [30])
    later = row.next_at + datetime.timedelta(hours=1)
    moved = lena.post(f"/rhythms/{row.pk}/put-off", {"to": later.isoformat(), "note": "M\u00f6tet flyttas."}).json()
    assert (moved["postponed_note"], moved["postponed_from"][:16]) == (
        "M\u00f6tet flyttas.",
        f"{row.next_at:%Y-%m-%dT%H:%M}",
    )
    stopped = lena.post(f"/rhythms/{row.pk}/stop").json()
    assert (bool(stopped["stopped_at"]), stopped["next_times"]) == (True, [])
    assert lena.post(f"/rhythms/{row.pk}/stop").json()["type"] == "/api/v1/problems/moved-on"


def test_an_hourly_one_begins_when_it_is_said_to(house, incident, weekly):
    first = now_in(incident).replace(microsecond=0) + datetime.timedelta(hours=2)
    hourly = weekly | {"kind": "hours", "every_hours": 6, "first": first.isoformat(), "weekdays": [], "at": None}
    told = call(house.lena).post("/rhythms", hourly).json()
    assert told["next_times"] == [f"{first + datetime.timedelta(hours=6 * n):%Y-%m-%dT%H:%M:%SZ}" for n in range(3)]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"weekdays": []}, "weekdays"),
        ({"at": None}, "at"),
        ({"kind": "hours"}, "every_hours"),
        ({"question_set": "finns-inte"}, "question_set"),
        ({"recipients": ["finns-inte"]}, "recipients"),
        ({"answer_minutes": 0}, "answer_minutes"),
        ({"hour": 3}, "hour"),
    ],
)
def test_what_cannot_be_read_names_its_field(house, weekly, wrong, field):
    refused = call(house.lena).post("/rhythms", weekly | wrong)
    assert (refused.status_code, field in refused.json()["errors"]) == (400, True), refused.content
    assert not Rhythm.objects.exists()


def test_a_first_time_that_has_been_is_refused_by_the_rule(house, incident, weekly):
    past = (now_in(incident) - datetime.timedelta(hours=1)).isoformat()
    refused = call(house.lena).post("/rhythms", weekly | {"kind": "hours", "every_hours": 6, "first": past})
    assert (refused.status_code, refused.json()["type"]) == (409, "/api/v1/problems/rule-broken")


def test_those_who_take_part_read_it_and_do_not_make_it(house, incident, weekly):
    pk = call(house.lena).post("/rhythms", weekly).json()["id"]
    maria, charlie = call(house.maria), call(house.charlie)
    assert [row["id"] for row in maria.get("/rhythms", {"incident": incident.number}).json()["results"]] == [pk]
    assert maria.get("/rhythms", {"stopped": "true"}).json()["results"] == []
    assert maria.post("/rhythms", weekly).status_code == 403
    for act, body in (("stop", {}), ("put-off", {"to": "2099-01-01T00:00:00Z", "note": "Nej."})):
        assert maria.post(f"/rhythms/{pk}/{act}", body).status_code == 403
        assert charlie.post(f"/rhythms/{pk}/{act}", body).status_code == 404
    assert charlie.post("/rhythms", weekly).status_code == 404
    assert charlie.get("/rhythms").json()["results"] == []
    assert Rhythm.objects.get().stopped_at is None
