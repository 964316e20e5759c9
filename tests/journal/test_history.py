"""What changed in a row, who did it and through what: kept by triggers, shown as "Visa ändringar"."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coordination.incidents import services
from coordination.incidents.models import Incident
from journal.history import changes_of, through

pytestmark = pytest.mark.django_db


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
