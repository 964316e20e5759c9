"""Somebody adds fields that no form of ours has, or sends one twice, to decide what is not hers to decide."""

import json

import pytest

from actors.models import Person
from coordination.incidents.models import LogLine
from coordination.situations.models import Input, Report
from tests.attacks import rows

pytestmark = pytest.mark.django_db


def smuggled(stage):
    """Names of columns, with values that would do harm."""
    other = stage.house.charlie.pk
    return {
        "id": 1, "pk": 1, "state": "published", "number": "2020-001", "incident": 1, "incident_id": 1, "by": other,
        "by_id": other, "author": other, "author_id": other, "sent_by": other, "asker": stage.house.other.pk,
        "is_superuser": "1", "is_staff": "1", "is_active": "1", "is_demo": "1", "role": "duty_officer",
        "published_at": "2020-01-01T00:00", "published_by": other, "submitted_at": "2020-01-01T00:00",
        "written_at": "2020-01-01T00:00", "sent_at": "2020-01-01T00:00", "fixed_at": "2020-01-01T00:00", "grade": 1,
        "proposed": 1, "late": "", "oral": "1", "content_hash": "0" * 64, "submission_key": "k", "version_": 9,
        "revision": 99, "lead": stage.house.other.pk, "clock_speed": 1000, "headline": "{}", "last_receipt": 500,
        "question_back": "x", "read_by": other, "compilation": 1, "body": "{}", "replaces": 1,
    }  # fmt: skip


def people():
    return list(Person.objects.order_by("pk").values_list("pk", "is_superuser", "is_staff", "is_active", "is_demo"))


def test_a_line_in_the_log_is_its_writers_whatever_she_adds(stage, client):
    client.force_login(stage.house.maria)
    before = people()
    client.post(f"/h/{stage.number}/logg/", {**smuggled(stage), "text": "Hej", "actor": stage.house.ljusdal.pk})
    line = LogLine.objects.latest("pk")
    assert (line.text, line.by, line.actor, line.incident) == (
        "Hej", stage.house.maria, stage.house.ljusdal, stage.incident)  # fmt: skip
    assert line.written_at.year > 2020
    assert people() == before


def test_a_grade_is_computed_whatever_the_sender_says(stage, client):
    """The page and the API both compute it of the three answers; another grade needs its reason."""
    client.force_login(stage.house.maria)
    form = {
        **smuggled(stage),
        "do": "send",
        "vy": "full",
        "overall.works": "2",
        "overall.resources": "2",
        "overall.load": "2",
        "overall.grade": "",
        "overall.proposed": "1",
        "overall.trend": "same",
        "overall.confidence": "confirmed",
    }
    client.post(f"/h/{stage.number}/begaran/{stage.asked.number}/svara/", form)
    sent = Input.objects.filter(author=stage.house.maria).latest("pk")
    stage.incident.refresh_from_db()
    assert (sent.state, sent.actor, sent.incident) == ("submitted", stage.house.ljusdal, stage.incident)
    assert (sent.grade, sent.proposed, sent.oral) == (5, 5, False)
    assert stage.incident.last_receipt < 500


def test_saving_a_report_never_publishes_it(stage, client):
    client.force_login(stage.house.anna)
    open_one = Report.objects.get(pk=stage.next_report.pk)
    form = {**smuggled(stage), "version": open_one.revision, "summary": "Nytt", "report": open_one.pk}
    client.post(f"/h/{stage.number}/rapporter/utkast/", form)
    client.post(f"/h/{stage.number}/rapporter/utkast/spara/", form)
    open_one.refresh_from_db()
    assert (open_one.state, open_one.number, open_one.content_hash) == ("draft", None, "")
    assert (open_one.published_at, open_one.published_by) == (None, None)


def test_ones_password_page_makes_nobody_an_administrator(stage, client):
    client.force_login(stage.house.maria)
    before = people()
    form = {**smuggled(stage), "language": "en", "theme": "dark", "username": "x", "password1": "y" * 20}
    for path in ("konto/password/change", "konto/reauthenticate", "konto/signup", "sprak/setlang", "utseende"):
        client.post(f"/{path}/", form)
    assert people() == before


def test_the_api_does_not_take_what_it_does_not_ask_for(stage, client):
    client.force_login(stage.house.maria)
    extra = smuggled(stage)
    posts = {
        f"incidents/{stage.number}/log": {"actor": stage.house.ljusdal.key, "text": "Hej"},
        f"inputs/{stage.sent.pk}/withdraw": {"reason": "Fel siffror"},
    }
    before = people()
    for path, body in posts.items():
        client.post(f"/api/v1/{path}", json.dumps({**extra, **body}), content_type="application/json")
    assert people() == before
    line = LogLine.objects.latest("pk")
    assert line.by == stage.house.maria
    stage.sent.refresh_from_db()
    assert stage.sent.state in {"submitted", "withdrawn"}
    assert stage.sent.author == stage.house.maria
    for method in ("put", "patch", "delete"):
        answer = getattr(client, method)(
            f"/api/v1/incidents/{stage.number}", json.dumps(extra), content_type="application/json"
        )
        assert answer.status_code == 405


def test_the_same_field_twice_gives_no_other_right_than_once(stage, client):
    """One part of a server may read the first and another the last: whichever it is, it must be allowed."""
    client.force_login(stage.house.maria)
    mine, theirs = stage.house.ljusdal.pk, stage.house.board.pk
    before = rows.hashes(rows.READING_WRITES)
    assert client.post(f"/h/{stage.number}/logg/", {"text": "Hej", "actor": [mine, theirs]}).status_code == 422
    assert rows.changed(before, rows.READING_WRITES) == []
    client.post(f"/h/{stage.number}/logg/", {"text": "Hej", "actor": [theirs, mine]})
    assert LogLine.objects.latest("pk").actor_id == mine


def test_the_same_name_twice_in_a_body_or_a_filter_is_refused(stage, client):
    client.force_login(stage.house.maria)
    body = f'{{"actor": "{stage.house.ljusdal.key}", "actor": "{stage.house.board.key}", "text": "Hej"}}'
    answer = client.post(f"/api/v1/incidents/{stage.number}/log", body, content_type="application/json")
    assert answer.status_code == 400
    assert client.get("/api/v1/inputs?state=submitted&state=withdrawn").status_code == 400
