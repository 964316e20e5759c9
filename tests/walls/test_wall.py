"""The second wall by itself: asked in SQL, past all of Django's own filters, as the role that the web server has."""

from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.utils import ProgrammingError

from coordination.incidents import services as incidents
from coordination.incidents.models import Incident, LogLine
from coordination.running.roles import AUDIT, FEED, OWNER, VARIABLES, WEB, WORKER
from coordination.situations.models import Input, Report
from coordination.walls import check
from coordination.walls.policies import WALLS
from journal.models import Entry
from tests.conftest import end_membership
from tests.situations.answers import answer, content

pytestmark = pytest.mark.django_db


@contextmanager
def as_role(role, person=None):
    """In a savepoint, which takes role and name with it when it ends."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {role}")
            cursor.execute("SELECT set_config('samlad.person', %s, true)", [str(person.pk) if person else ""])
        yield
        transaction.set_rollback(True)


def rows(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


@pytest.fixture
def storm(house, incident, asked):
    answer(house.maria, asked, house.ljusdal, content(2, 1, 1, households=900, el=(2, 2, 2)))
    incidents.write_line(by=house.maria, incident=incident, actor=house.ljusdal, text="Trädet ligger över vägen.")
    return incident


def test_without_a_name_no_walled_table_has_a_row(storm):
    for role in (WEB, FEED):
        with as_role(role):
            assert {table: rows(table) for table in WALLS if rows(table)} == {}


def test_a_participant_sees_the_storm_and_the_neighbouring_county_none_of_it(storm, house):
    with as_role(WEB, house.maria):
        assert (rows("incidents_incident"), rows("situations_input"), rows("incidents_logline")) == (1, 1, 1)
    with as_role(WEB, house.charlie):
        assert {table for table in WALLS if rows(table)} <= {"journal_entry"}
        # Of the journal his own board's and his own, and nothing of the storm.
        own = {house.other.journal_stream(), house.charlie.journal_stream()}
        assert set(Entry.objects.values_list("stream", flat=True)) <= own


def test_djangos_own_manager_without_any_filter_gives_no_more(storm, house):
    with as_role(WEB, house.charlie):
        assert not Incident.objects.all().exists()
        assert not Input._base_manager.all().exists()
        assert not LogLine.objects.filter(text__contains="Trädet").exists()


def test_a_role_that_ended_sees_nothing_from_the_next_statement(storm, house):
    from actors.duty import apply_all

    end_membership(house.maria)
    apply_all()
    with as_role(WEB, house.maria):
        assert rows("situations_input") == 0


def test_nobody_writes_into_an_incident_of_another_county(storm, house):
    line = "INSERT INTO incidents_logline (incident_id, happened_at, written_at, by_id, actor_id, text, significant)"
    refused = pytest.raises(ProgrammingError, match="row-level security")
    with as_role(WEB, house.charlie), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"{line} VALUES (%s, now(), now(), %s, %s, 'x', false)", [storm.pk, house.charlie.pk, house.other.pk]
        )


def test_an_update_past_the_filters_touches_no_row(storm, house):
    with as_role(WEB, house.charlie):
        assert Incident.objects.filter(pk=storm.pk).update(name="Kapad") == 0
    assert Incident.objects.get(pk=storm.pk).name != "Kapad"


def test_the_web_server_cannot_take_away_what_was_written(storm, house):
    for model in (Incident, Input, LogLine, Report):
        refused = pytest.raises(ProgrammingError, match="permission denied")
        with as_role(WEB, house.lena), refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {model._meta.db_table}")


def test_every_table_of_an_incident_stands_behind_the_wall():
    """A new model of these slices is walled or named here with the reason."""
    open_to_all = {
        "incidents_incidenttype",  # reference data
        "journal_chain",  # how long each stream is and its last hash
        "incidents_incidentgroupright",  # which group has which right: read by the wall itself, no content
        "situations_function",  # reference data
        "situations_questionset",  # reference data
        "situations_question",  # reference data
        "situations_disputerule",  # reference data
        "direction_callclock",  # reference data: the counties' own times
        "direction_agendatemplate",  # reference data
    }
    slices = [apps.get_app_config(label) for label in ("incidents", "situations", "direction", "journal")]
    tables = {m._meta.db_table for config in slices for m in config.get_models(include_auto_created=True)}
    assert tables - open_to_all - WALLS.keys() == set()


def test_the_wall_is_forced_on_every_table():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        assert {name for (name,) in cursor.fetchall()} == set(WALLS)


def test_no_role_of_the_portal_passes_by_the_wall():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [list(VARIABLES)])
        assert {name for (name,) in cursor.fetchall()} == set(VARIABLES)
        cursor.execute(
            "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND (rolsuper OR rolbypassrls OR rolcreaterole)",
            [list(VARIABLES)],
        )
        assert cursor.fetchall() == []


def test_a_program_with_the_wrong_role_does_not_start():
    assert "passes by row-level security" in check.passes_by(WEB)  # the tests' own administrator
    with as_role(WEB):
        assert check.passes_by(WEB) == ""
        assert "is not samlad_worker" in check.passes_by(WORKER)


def test_the_owner_sees_only_when_it_says_that_it_means_to(storm):
    with as_role(OWNER), connection.cursor() as cursor:
        cursor.execute("SET LOCAL samlad.door = 'house'")
    with transaction.atomic(), connection.cursor() as cursor:
        for table in ("incidents_incident", "situations_input"):
            cursor.execute(f"GRANT SELECT ON {table} TO {OWNER}")
        cursor.execute(f"SET LOCAL ROLE {OWNER}")
        assert rows("incidents_incident") == 0
        cursor.execute("SET LOCAL samlad.door = 'house'")
        assert rows("incidents_incident") == 1
        transaction.set_rollback(True)


def test_the_auditor_reads_the_journal_and_nothing_else(storm):
    with as_role(AUDIT):
        assert rows("journal_entry") > 0
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            rows("incidents_incident")
