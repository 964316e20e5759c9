"""What changed in a row, who did it and through what: kept by triggers, shown as "Visa ändringar"."""

import datetime

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coordination.direction import services as direction
from coordination.incidents import services
from coordination.incidents import services as incidents
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident
from coordination.situations.compiled import compiling
from coordination.situations.services import reports, requests
from journal import history
from journal.history import changes_of, through
from tests.situations.answers import answer, content

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


def test_a_change_tells_field_before_after_and_who(client, house, incident):
    client.force_login(house.lena)
    path = reverse("incident_phase", args=[incident.number])
    client.post(path, {"level": "activated", "note": "Stormen tilltar"})
    [change] = changes_of(incident)
    assert (change.field, change.before, change.after) == ("nivå", "Ordinarie läge", "Aktiverat läge")
    assert (change.who, change.through) == (house.lena.name, path)
    page = client.get(path).content.decode()
    assert "Visa ändringar" in page
    assert page.index("Ordinarie läge", page.index("Visa ändringar")) > 0


def test_changes_beside_the_portals_own_code_are_kept(house, incident):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE incidents_incident SET name = 'Annat namn' WHERE id = %s", [incident.pk])
    [change] = changes_of(incident)
    assert (change.before, change.after, change.who) == ("Stormen Prov", "Annat namn", "")


def test_what_a_command_does_says_so(incident):
    with through("manage.py rename"):
        Incident.objects.filter(pk=incident.pk).update(registry_number="452-1-2026")
    [change] = changes_of(incident)
    assert (change.through, change.field, change.before, change.after) == (
        "manage.py rename",
        "diarienummer",
        "",
        "452-1-2026",
    )


def test_the_portals_own_counting_is_no_change(incident):
    Incident.objects.filter(pk=incident.pk).update(last_receipt=7, headline={"x": 1})
    assert changes_of(incident) == []


def test_history_is_only_added_to(incident):
    kept = Incident.pgh_event_model.objects.filter(pgh_obj=incident)
    assert kept.count() == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        kept.update(name="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        kept.delete()


def test_who_asks_rides_on_the_statement_and_costs_none(client, house, incident):
    client.force_login(house.lena)
    with CaptureQueriesContext(connection) as seen:
        client.post(reverse("incident_phase", args=[incident.number]), {"level": "activated"})
    telling = [q["sql"] for q in seen if "pghistory.context" in q["sql"]]
    assert len(telling) == 1
    assert 'UPDATE "incidents_incident"' in telling[0]
    with CaptureQueriesContext(connection) as seen:
        client.get(reverse("incident", args=[incident.number]))
    assert not any("pghistory" in q["sql"] for q in seen)


def test_a_change_counts_its_rows_as_before(house, incident):
    """A conditional update goes by the number of rows: what rides along must not hide it."""
    with through("x"):
        assert Incident.objects.filter(pk=incident.pk, level="ordinary").update(level="activated") == 1
        assert Incident.objects.filter(pk=incident.pk, level="ordinary").update(level="activated") == 0
        services.change_phase(by=house.lena, incident=incident, to="handle")
    assert len(changes_of(incident)) == 2


def test_a_measure_a_request_and_a_report_say_what_they_said_before(client, house, incident, asked):
    measure = direction.suggest_measure(
        by=house.lena, incident=incident, owner=house.ljusdal, what="Röj väg 83", due=now_in(incident) + HOUR
    )
    direction.update_measure(by=house.maria, measure=measure, to="taken", note="Vi börjar klockan tio.")
    states = {(one.field, one.before, one.after) for one in changes_of(measure)}
    assert ("läge i korthet", "", "Vi börjar klockan tio.") in states
    requests.close_request(by=house.lena, request=asked)
    assert [(one.before, one.after) for one in changes_of(asked)] == [("Skickad", "Avslutad")]
    reports.compile_now(by=house.lena, incident=incident)
    compiling.compile_incident(incident.pk)
    report = reports.open_report(by=house.anna, incident=incident)
    reports.save_words(by=house.anna, report=report, revision=report.revision, words={"summary": "Läget är känt."})
    assert ("sammanfattning", "Läget är känt.") in {(one.field, one.after) for one in changes_of(report)}


def test_changes_are_read_by_the_owner_and_by_those_who_write(client, house, incident):
    measure = direction.suggest_measure(
        by=house.lena, incident=incident, owner=house.ljusdal, what="Röj väg 83", due=now_in(incident) + HOUR
    )
    direction.update_measure(by=house.maria, measure=measure, to="taken", note="Vi börjar klockan tio.")
    path = reverse("record_changes", args=[incident.number, "atgard", measure.pk])
    for reader, status in ((house.maria, 200), (house.anna, 200), (house.bo, 403), (house.charlie, 404)):
        client.force_login(reader)
        answer = client.get(path)
        assert answer.status_code == status, reader
        assert ("Vi börjar klockan tio." in answer.content.decode()) is (status == 200)
    client.force_login(house.maria)
    assert client.get(reverse("measure_answer", args=[incident.number, measure.pk])).content.decode().count(path) == 1
    assert client.get(reverse("record_changes", args=[incident.number, "svar", 1])).status_code == 404


def test_what_is_withheld_is_not_told_by_its_history(client, house, incident, asked):
    answer(house.maria, asked, house.ljusdal, content(2, 1, 1, households=900))
    reports.compile_now(by=house.lena, incident=incident)
    compiling.compile_incident(incident.pk)
    report = reports.open_report(by=house.anna, incident=incident)
    report = reports.save_words(by=house.anna, report=report, revision=report.revision, words={"summary": "Namnet."})
    reports.send_to_review(by=house.anna, report=report)
    reports.publish_report(by=house.lena, report=report, revision=report.revision)
    path = reverse("record_changes", args=[incident.number, "rapport", report.pk])
    client.force_login(house.lena)
    assert "Namnet." in client.get(path).content.decode()
    incidents.quarantine(by=house.lena, record=report, reason="Ett namn")
    hidden = client.get(path)
    assert hidden.status_code in (404, 409)
    assert "Namnet." not in hidden.content.decode()


def test_every_tracked_column_has_a_name_that_people_read():
    unnamed = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for events in [getattr(model, "pgh_event_model", None)]
        if events is not None
        for field in events._meta.fields
        if not field.name.startswith("pgh_") and not history._named(model._meta.get_field(field.name))
    ]
    assert unnamed == []
