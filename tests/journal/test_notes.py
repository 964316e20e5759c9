"""Refusals, reads of what is sensitive, and files that leave: who did it stands in the journal."""

import pytest
from django.urls import reverse

from actors.roles import Role
from coordination.incidents.services import Mark
from coordination.situations.compiled import compiling
from coordination.situations.models import Compilation, Report
from coordination.situations.services import reports
from journal.models import Entry
from journal.record import note_read, note_refusal
from tests.conftest import person
from tests.journal.tampering import run
from tests.situations.answers import answer

pytestmark = pytest.mark.django_db


def entries(verb):
    return list(Entry.objects.filter(verb=verb).order_by("pk"))


@pytest.fixture
def published(house, incident, asked):
    answer(house.maria, asked, house.ljusdal)
    Compilation.objects.filter(state="queued").update(gather_until="2020-01-01T00:00:00Z")
    compiling.compile_incident(incident.pk)
    report = reports.open_report(by=house.anna, incident=incident)
    reports.save_words(by=house.anna, report=report, revision=0, words={"summary": "Läget."}, mark=SENSITIVE)
    reports.send_to_review(by=house.anna, report=report)
    return reports.publish_report(by=house.lena, report=report, revision=1)


SENSITIVE = Mark("sensitive", "18:13", "Sårbarhet i elnätet.")


def test_a_refused_page_is_an_entry_about_the_right_that_was_missing(client, house, incident):
    client.force_login(house.maria)
    assert client.get(reverse("incident_phase", args=[incident.number])).status_code == 403
    [entry] = entries("refused")
    assert (entry.by, entry.note, entry.stream) == (house.maria, "manage_incident", incident.journal_stream())


def test_a_refused_call_is_an_entry_too(client, house, incident, asked):
    sent = answer(house.maria, asked, house.ljusdal)
    client.force_login(person("rut", house.ljusdal, Role.READER))
    path = f"/api/v1/inputs/{sent.pk}/withdraw/"
    assert client.post(path, {"reason": "x"}, content_type="application/json").status_code == 403
    assert [(e.by_name, e.note) for e in entries("refused")] == [("Rut", "contribute")]


def test_knocking_again_within_the_minute_is_not_written_again(house, incident):
    assert note_refusal(by=house.maria, right="manage_incident", subject=incident)
    assert not note_refusal(by=house.maria, right="manage_incident", subject=incident)
    assert note_refusal(by=house.maria, right="invite", subject=incident)
    assert note_refusal(by=house.bo, right="manage_incident", subject=incident)


def test_what_cannot_be_seen_leaves_no_entry(client, house, incident):
    client.force_login(house.charlie)
    assert client.get(reverse("incident_phase", args=[incident.number])).status_code == 404
    assert entries("refused") == []


def test_a_read_is_written_once_an_hour_in_one_statement(house, incident, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert note_read(by=house.maria, subject=incident)
    with django_assert_num_queries(1):
        assert not note_read(by=house.maria, subject=incident)
    assert note_read(by=house.bo, subject=incident)
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("SET LOCAL session_replication_role = replica")
    run("UPDATE journal_entry SET at = at - interval '61 minutes' WHERE verb = 'read'")
    run("SET LOCAL session_replication_role = origin")
    assert note_read(by=house.maria, subject=incident)


def test_reading_a_sensitive_report_is_written_and_its_files_each_time(client, house, published):
    client.force_login(house.maria)
    page = reverse("report", args=[published.incident.number, published.number])
    for _time in range(2):
        assert client.get(page).status_code == 200
    assert [(e.by, e.subject) for e in entries("read")] == [(house.maria, published.journal_subject())]
    for name in ("report_pdf", "report_json", "report_json"):
        assert client.get(reverse(name, args=[published.incident.number, published.number])).status_code == 200
    assert [e.data["form"] for e in entries("export")] == ["pdf", "json", "json"]
    client.get(f"/api/v1/reports/{published.pk}/")
    assert len(entries("export")) == 4


def test_reading_what_is_not_sensitive_is_nobodys_business(client, house, published):
    Report.objects.filter(pk=published.pk).update(marking="internal")
    client.force_login(house.maria)
    for name in ("report", "report_json"):
        client.get(reverse(name, args=[published.incident.number, published.number]))
    assert entries("read") == entries("export") == []
