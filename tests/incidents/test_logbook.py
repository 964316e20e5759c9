"""The logbook: added to, corrected by addition, never changed."""

import datetime

import pytest
from django.db import DatabaseError, transaction

from coordination.incidents import logbook, services
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, LogLine
from journal.models import Entry
from journal.refusals import Refused, RuleBroken

pytestmark = pytest.mark.django_db


def write(house, incident, text="Vattenverket går på reserv.", **more):
    return services.write_line(by=house.maria, incident=incident, actor=house.ljusdal, text=text, **more)


def test_a_line_stands_among_what_the_portal_recorded(house, incident):
    write(house, incident, significant=True)
    lines, more = logbook.lines(incident, house.lena)
    assert lines[0].text == "Vattenverket går på reserv."
    assert lines[0].significant
    assert {line.text for line in lines[1:]} >= {"Händelsen öppnades", "Bjöds in"}
    assert not more


def test_when_it_happened_and_when_it_was_written_are_two_times(house, incident):
    before = now_in(incident) - datetime.timedelta(hours=1)
    Incident.objects.filter(pk=incident.pk).update(opened_at=before)
    line = write(house, incident, happened_at=before)
    assert line.happened_at < line.written_at
    assert logbook.line_of(line).backdated


def test_the_future_is_not_written(house, incident):
    with pytest.raises(RuleBroken):
        write(house, incident, happened_at=now_in(incident) + datetime.timedelta(hours=1))


def test_a_correction_is_a_new_line(house, incident):
    line = write(house, incident)
    correction = write(house, incident, "Vattenverket går på elnät.", corrects=line)
    assert correction.corrects == line
    assert LogLine.objects.count() == 2


@pytest.mark.parametrize("model", [LogLine, Entry])
def test_the_database_refuses_to_change_or_take_away(house, incident, model):
    write(house, incident)
    row = model.objects.first()
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.filter(pk=row.pk).update(happened_at=now_in(incident))
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.filter(pk=row.pk).delete()


def test_nobody_writes_for_another_or_in_a_closed_incident(house, incident):
    with pytest.raises(Refused):
        services.write_line(by=house.bo, incident=incident, actor=house.ljusdal, text="x")
    with pytest.raises(Refused):
        services.write_line(by=house.charlie, incident=incident, actor=house.other, text="x")
    services.change_phase(by=house.lena, incident=incident, to="closed")
    with pytest.raises(RuleBroken):
        write(house, incident)
