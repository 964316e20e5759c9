"""What is narrowed or in quarantine is kept by the database itself: asked in SQL, as the web server's role."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from actors.models import Actor
from actors.sight import as_machine
from coordination.incidents import services as incidents
from coordination.incidents.models import LogLine, Quarantine
from coordination.running.roles import WEB
from coordination.situations.models import Impact, Input, Report
from coordination.situations.services.afterwards import withdraw_input
from coordination.situations.services.inputs import open_draft
from coordination.situations.services.redaction import redact
from journal.models import Entry
from tests import conftest
from tests.sharing.conftest import published
from tests.situations.answers import answer, content
from tests.walls.test_wall import as_role, rows

pytestmark = pytest.mark.django_db

# Every place where the machine looks past audience and quarantine. A new one is a decision: traits or rules, no words.
THROUGH_THE_DOOR = {
    "coordination/direction/services/issues.py:_refuse_judged",
    "coordination/direction/services/waiting.py:_edges",
    "coordination/direction/system/reading.py:_judged",
    "coordination/exercises/drilling/reading.py:on_process",
    "coordination/exercises/replaying.py:written_in_all",
    "coordination/incidents/api_sharing.py:find",
    "coordination/overview/evidence/making.py:count",
    "coordination/incidents/logbook.py:lines",
    "coordination/incidents/logbook.py:since",
    "coordination/incidents/records.py:find",
    "coordination/incidents/services/escalations.py:_refuse_gone",
    "coordination/incidents/services/quarantine.py:lift",
    "coordination/incidents/services/quarantine.py:quarantine",
    "coordination/incidents/services/resources.py:_refuse_twice",
    "coordination/incidents/views.py:_withheld",
    "coordination/incidents/views_sharing.py:ask",
    "coordination/situations/answers/filed.py:follow",
    "coordination/situations/board/picture.py:board",
    "coordination/situations/report/readership.py:of",
    "coordination/situations/services/inputs.py:_latest",
    "coordination/situations/services/inputs.py:open_draft",
    "coordination/situations/services/inputs.py:submit_input",
    "coordination/situations/services/afterwards.py:withdraw_input",
    "coordination/situations/views/board.py:show_copy",
    "coordination/situations/views/board.py:show_input",
    "coordination/situations/views/seat.py:_count",
    "coordination/situations/views/seat.py:latest",
    "coordination/situations/board/withheld.py:in_incident",
    "coordination/situations/board/withheld.py:of_request",
    "coordination/direction/services/cycles.py:_begin",
    "processes/services/lessons.py:_note",
    "coordination/direction/services/meetings/planning.py:_refuse_double",
    "coordination/direction/services/meetings/agenda.py:_refuse_twice",
    "coordination/direction/services/directions.py:_replaced",
    "coordination/incidents/numbering.py:next_number",
    "coordination/direction/services/positions.py:_refuse_hidden",
}


@pytest.fixture
def said(house, asked):
    """Ljusdal's answer."""
    return answer(house.maria, asked, house.ljusdal, content(2, 1, 1, households=900, el=(2, 2, 2)))


@pytest.fixture
def line(house, incident, said):
    return incidents.write_line(by=house.maria, incident=incident, actor=house.ljusdal, text="Trädet ligger kvar.")


def narrow(house, record, *, actors=()):
    incidents.narrow(
        by=house.maria,
        record=record,
        audience="named" if actors else "own",
        reason="Skäl",
        until=timezone.now() + timedelta(days=2),
        actors=actors,
        legal_ground="18:13",
    )


def fresh_answer(said):
    return Input.objects.select_related("incident", "actor").get(pk=said.pk)


def seen(person, table):
    with as_role(WEB, person):
        return rows(table)


def test_an_answer_for_its_own_actor_only_is_not_there_for_the_others(house, said):
    assert (seen(house.bo, "situations_input"), seen(house.bo, "situations_impact")) == (1, Impact.objects.count())
    narrow(house, said)
    for other in (house.bo, house.lena):
        assert (seen(other, "situations_input"), seen(other, "situations_impact")) == (0, 0)
    assert seen(house.maria, "situations_input") == 1


def test_the_named_actor_reads_it_and_the_others_do_not(house, said):
    narrow(house, said, actors=[house.bollnas])
    assert (seen(house.bo, "situations_input"), seen(house.lena, "situations_input")) == (1, 0)


def test_after_its_end_date_all_read_it_again(house, said):
    narrow(house, said)
    Input.objects.update(audience_until=timezone.now() - timedelta(minutes=1))
    assert seen(house.bo, "situations_input") == 1


def test_a_line_of_the_log_is_kept_in_the_same_way(house, line):
    assert seen(house.bo, "incidents_logline") == 1
    narrow(house, line)
    assert (seen(house.bo, "incidents_logline"), seen(house.maria, "incidents_logline")) == (0, 1)


def test_what_is_in_quarantine_is_there_for_nobody_until_it_is_lifted(house, said, line):
    row = incidents.quarantine(by=house.bo, record=said, reason="Fel")
    incidents.quarantine(by=house.bo, record=line, reason="Fel")
    for person in (house.maria, house.bo, house.lena):
        tables = ("situations_input", "situations_impact", "incidents_logline")
        assert [seen(person, table) for table in tables] == [0, 0, 0]
    incidents.lift(by=house.maria, row=row, note="Rätt ändå")
    assert seen(house.bo, "situations_input") == 1


def test_a_request_in_quarantine_is_gone_with_who_was_asked(house, said, asked):
    incidents.quarantine(by=house.bo, record=asked, reason="Fel")
    assert (seen(house.lena, "situations_request"), seen(house.lena, "situations_recipient")) == (0, 0)


def test_a_redacted_copy_is_read_by_all_and_its_answer_is_not(house, said):
    narrow(house, said)
    redact(by=house.maria, answer=said, struck=["numbers.households_without_power"])
    assert (seen(house.bo, "situations_redactedcopy"), seen(house.bo, "situations_input")) == (1, 0)
    incidents.quarantine(by=house.maria, record=said, reason="Fel")
    assert seen(house.bo, "situations_redactedcopy") == 0


def test_the_stored_pages_of_a_withheld_report_are_not_given(house, incident, said):
    published(house, incident)
    assert seen(house.bo, "situations_rendering") > 0
    Report.objects.update(state="withheld")
    assert (seen(house.bo, "situations_rendering"), seen(house.bo, "situations_report")) == (0, 1)


def acts_on(person, record):
    with as_role(WEB, person):
        return Entry.objects.filter(subject=record.journal_subject()).count()


def test_the_journal_keeps_acts_on_what_is_narrowed_from_those_who_may_not_read_it(house, said):
    before = acts_on(house.bo, said)
    assert before > 0
    narrow(house, said)
    withdraw_input(by=house.maria, sent=fresh_answer(said), reason="Fel siffra: det var 9 000.")
    assert (acts_on(house.bo, said), acts_on(house.lena, said)) == (0, 0)
    assert acts_on(house.maria, said) > before
    with as_role(WEB, house.bo), as_machine():
        assert not Entry.objects.filter(subject=said.journal_subject()).exists(), "not through the door either"
    Input.objects.update(audience_until=timezone.now() - timedelta(minutes=1))
    assert acts_on(house.bo, said) > before


def test_the_journal_tells_the_named_actor_what_was_done(house, said):
    narrow(house, said, actors=[house.bollnas])
    assert acts_on(house.bo, said) > 0
    assert acts_on(house.lena, said) == 0


def test_the_journal_keeps_acts_on_what_is_in_quarantine_from_everybody(house, said):
    row = incidents.quarantine(by=house.bo, record=said, reason="Fel")
    assert [acts_on(one, said) for one in (house.maria, house.bo, house.lena)] == [0, 0, 0]
    incidents.lift(by=house.maria, row=row, note="Rätt ändå")
    assert acts_on(house.bo, said) > 0


def test_why_something_is_hidden_is_no_column_that_the_web_server_reads(house, line):
    incidents.quarantine(by=house.bo, record=line, reason="Fel")
    for column in ("reason", "lifted_note"):
        refused = pytest.raises(ProgrammingError, match="permission denied")
        with as_role(WEB, house.maria), refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT {column} FROM incidents_quarantine")


def test_why_something_is_hidden_is_told_to_its_owner_who_hid_it_and_who_may_lift_it(house, line):
    incidents.quarantine(by=house.bo, record=line, reason="Fel väg")
    other = conftest.person("another", Actor.objects.get(name__startswith="Hudiksvalls"))
    for asking, told in ((house.maria, "Fel väg"), (house.bo, "Fel väg"), (house.lena, "Fel väg"), (other, None)):
        with as_role(WEB, asking):
            assert Quarantine.objects.with_why().get().why == told
    with as_role(WEB, house.charlie), connection.cursor() as cursor:
        cursor.execute("SELECT samlad_why(%s)", [Quarantine.objects.model._base_manager.count() or 1])
        assert cursor.fetchone() == (None,)


def test_who_writes_down_spoken_words_reads_what_she_has_begun_also_for_an_actor_that_has_narrowed(house, said, asked):
    narrow(house, said)
    draft = open_draft(by=house.lena, request=asked, actor=house.ljusdal, oral=True)
    assert draft.audience == "own"
    with as_role(WEB, house.lena):
        assert list(Input.objects.values_list("pk", "state")) == [(draft.pk, "draft")]
    with as_role(WEB, house.bo):
        assert not Input.objects.exists()


def test_how_many_versions_there_are_is_known_where_none_may_be_read(house, said):
    narrow(house, said)
    for asking, there in ((house.bo, 1), (house.charlie, 0)):
        with as_role(WEB, asking), connection.cursor() as cursor:
            cursor.execute("SELECT samlad_versions(%s, %s)", [said.request_id, said.actor_id])
            assert cursor.fetchone() == (there,)


def test_the_machine_s_door_never_leads_into_another_incident(house, said):
    narrow(house, said)
    for person, there in ((house.bo, 1), (house.charlie, 0)):
        with as_role(WEB, person):
            with as_machine():
                assert rows("situations_input") == there
            assert rows("situations_input") == 0


def test_the_door_is_shut_after_an_error_in_it(house, said):
    narrow(house, said)
    with as_role(WEB, house.bo):
        with pytest.raises(DatabaseError), transaction.atomic(), as_machine():
            rows("a_table_that_is_not_there")
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('samlad.door', true)")
            assert not cursor.fetchone()[0]
        assert Input.objects.count() == 0


def test_what_is_written_through_the_door_is_written(house, line):
    with as_role(WEB, house.bo), as_machine():
        row = Quarantine(kind="logline", object_id=line.pk, incident=line.incident, label="x", reason="x")
        row.actor, row.by, row.at = house.ljusdal, house.bo, timezone.now()
        row.save()
        assert row.pk
        assert LogLine.objects.filter(pk=line.pk).count() == 1
        assert Quarantine.objects.filter(pk=row.pk).update(label="y") == 1


def test_every_place_with_the_door_is_known():
    found = set()
    for path in Path().glob("*/**/*.py"):
        if path.parts[0] in ("actors", "journal", "processes", "coordination"):
            found |= {f"{path.as_posix()}:{name}" for name in callers(path)}
    assert found == THROUGH_THE_DOOR


def callers(path):
    for each in ast.walk(ast.parse(path.read_text())):
        if isinstance(each, ast.FunctionDef):
            names = {call.func.id for call in ast.walk(each) if isinstance(call, ast.Call) and _is_name(call.func)}
            if "as_machine" in names:
                yield each.name


def _is_name(called):
    return isinstance(called, ast.Name)
