"""A real worker on the real broker, killed in the middle of its work."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from actors.nudges import nudge
from coordination.running.roles import VARIABLES, WORKER
from coordination.situations.models import Compilation, CompilationSource
from coordination.situations.services import reports
from coordination.situations.states import CompilationState
from tests.services import addresses_in
from tests.situations.answers import answer

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60


def environment() -> dict[str, str]:
    """The worker's: its own role in this test's own database."""
    told = addresses_in(connection.settings_dict["NAME"])
    return {**os.environ, **told, "DATABASE_URL": told[VARIABLES[WORKER]]}


@contextmanager
def worker(log: Path):
    with log.open("ab") as out:
        running = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "coordination", "worker", "--pool", "solo", "--loglevel", "info"],
            cwd=ROOT,
            env=environment(),
            stdout=out,
            stderr=out,
        )
        try:
            yield running
        finally:
            running.kill()
            running.wait(timeout=20)


def wait_for(what, log: Path):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = what()
        if found:
            return found
        time.sleep(0.1)
    pytest.fail(f"waited {PATIENCE} s in vain\n" + log.read_text(errors="replace")[-3000:])


def in_state(*states):
    return lambda: Compilation.objects.filter(state__in=states).first()


def test_a_worker_killed_in_the_middle_loses_nothing_and_doubles_nothing(house, incident, asked, tmp_path):
    answer(house.maria, asked, house.ljusdal)
    log = tmp_path / "worker.log"
    with worker(log) as first, connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("LOCK TABLE situations_impact IN ACCESS EXCLUSIVE MODE")
        _compile_from_elsewhere(incident.pk)
        row = wait_for(lambda: _state_from_elsewhere(incident.pk) == "compiling", log)
        assert row
        first.send_signal(signal.SIGKILL)
        first.wait(timeout=20)
        cursor.execute("ROLLBACK")
    assert Compilation.objects.get(state=CompilationState.COMPILING).body == {}
    Compilation.objects.filter(state=CompilationState.COMPILING).update(lease_until="2020-01-01T00:00:00Z")
    with worker(log):
        nudge("situations.sweep")
        ready = wait_for(in_state(CompilationState.READY), log)
    assert [a["short"] for a in ready.body["answered"]] == ["Ljusdal"]
    assert Compilation.objects.filter(state=CompilationState.READY).count() == 1
    assert CompilationSource.objects.filter(compilation=ready).count() == 1
    assert ready.attempts == 2


def test_a_nudge_given_twice_compiles_once(house, incident, asked, tmp_path):
    answer(house.maria, asked, house.ljusdal)
    reports.compile_now(by=house.lena, incident=incident)
    for _ in range(3):
        nudge("situations.compile_incident", incident.pk)
    log = tmp_path / "worker.log"
    with worker(log):
        wait_for(in_state(CompilationState.READY), log)
        time.sleep(1)
    assert Compilation.objects.count() == 1


def _elsewhere(sql: str, *values):
    """A statement on a connection of its own: this test's holds a lock."""
    settings = connection.settings_dict
    with psycopg.connect(
        host=settings["HOST"],
        user=settings["USER"],
        password=settings["PASSWORD"],
        dbname=settings["NAME"],
        port=settings["PORT"] or None,
    ) as other:
        cursor = other.execute(sql, values)
        return cursor.fetchone() if cursor.description else None


def _compile_from_elsewhere(incident_pk: int) -> None:
    _elsewhere("UPDATE situations_compilation SET gather_until = now() WHERE incident_id = %s", incident_pk)
    nudge("situations.compile_incident", incident_pk)


def _state_from_elsewhere(incident_pk: int) -> str:
    found = _elsewhere("SELECT state FROM situations_compilation WHERE incident_id = %s ORDER BY id DESC", incident_pk)
    return found[0] if found else ""
