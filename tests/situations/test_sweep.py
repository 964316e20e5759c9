"""What the sweep takes up: leases that ran out, rows that wait."""

import datetime

import pytest
from django.utils import timezone

from coordination.situations.compiled import compiling
from coordination.situations.models import Compilation
from coordination.situations.states import CompilationState
from tests.situations.answers import answer

pytestmark = pytest.mark.django_db
AGO = timezone.now() - datetime.timedelta(hours=1)


def lost(incident, attempts=1):
    Compilation.objects.all().delete()
    return Compilation.objects.create(
        incident=incident, state="compiling", gather_until=AGO, lease_until=AGO, attempts=attempts
    )


def test_a_lease_that_ran_out_goes_back_to_the_queue(incident, asked):
    row = lost(incident)
    compiling.sweep()
    row.refresh_from_db()
    assert row.state == CompilationState.QUEUED
    assert compiling.compile_incident(incident.pk).state == CompilationState.READY


def test_a_lost_compilation_with_a_newer_one_queued_is_superseded(incident, asked):
    row = lost(incident)
    Compilation.objects.create(incident=incident, state="queued", gather_until=timezone.now())
    compiling.sweep()
    row.refresh_from_db()
    assert row.state == CompilationState.SUPERSEDED


def test_one_that_was_lost_five_times_fails_and_the_row_shows_it(incident, asked):
    row = lost(incident, attempts=5)
    compiling.sweep()
    row.refresh_from_db()
    assert row.state == CompilationState.FAILED
    assert row.error


def test_a_worker_that_lost_its_lease_writes_nothing(house, incident, asked):
    answer(house.maria, asked, house.ljusdal)
    Compilation.objects.update(gather_until=AGO)
    row = compiling.claim(incident.pk)
    body, used = compiling.gather(row)
    Compilation.objects.filter(pk=row.pk).update(lease_until=AGO)
    compiling.sweep()
    compiling.store(row, body, used)
    row.refresh_from_db()
    assert row.state == CompilationState.QUEUED
    assert row.body == {}


def test_a_compilation_waits_for_more_answers(house, incident, asked):
    Compilation.objects.all().delete()
    answer(house.maria, asked, house.ljusdal)
    assert compiling.compile_incident(incident.pk) is None
    assert Compilation.objects.get().state == CompilationState.QUEUED
