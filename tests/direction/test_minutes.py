"""Minutes: written while the meeting is held, frozen when somebody approves them, never changed after it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coordination.direction.meetings import minuting
from coordination.direction.models import AgendaPoint, Call, Measure, Meeting, Pack, Resolution
from coordination.direction.services import (
    answer_call,
    approve_minutes,
    begin_meeting,
    call_meeting,
    end_meeting,
    note_attendance,
    note_point,
    object_to,
    resolve,
    suggest_measure,
)
from coordination.direction.services.meetings.minutes import fingerprint
from coordination.incidents import logbook
from coordination.incidents.models import Incident, Notice, Quarantine
from coordination.incidents.services import lift, quarantine
from journal.models import Entry
from journal.refusals import MovedOn, Refused, RuleBroken
from tests.conftest import fresh as again
from tests.direction.house import fresh
from tests.direction.meeting_house import begun, called, ended, planned

WORDS = "Region och kommuner delar på de fyra aggregaten."


def test_notes_are_kept_and_an_older_revision_meets_both_texts(storm):
    meeting = begun(storm)
    point = meeting.points.first()
    note_point(by=storm.lena, point=point, revision=0, notes="Alla rapporterar lika.")
    with pytest.raises(MovedOn, match="Båda texterna finns kvar"):
        note_point(by=storm.carl, point=fresh(point), revision=0, notes="Jag hörde annat.")
    assert (fresh(point).notes, fresh(point).revision) == ("Alla rapporterar lika.", 1)


def test_saving_by_itself_writes_no_line_in_the_journal(storm):
    point = begun(storm).points.first()
    note_point(by=storm.lena, point=point, revision=0, notes="Ha", note=False)
    assert not Entry.objects.filter(verb="agendapoint.noted").exists()
    note_point(by=storm.lena, point=point, revision=1, notes="Halv")
    assert Entry.objects.filter(verb="agendapoint.noted").count() == 1


def test_minutes_are_written_by_those_who_prepare_and_only_while_it_is_held(storm):
    meeting = called(storm)
    with pytest.raises(RuleBroken, match="inte börjat"):
        note_point(by=storm.lena, point=meeting.points.first(), revision=0, notes="För tidigt")
    with pytest.raises(RuleBroken, match="inte börjat"):
        resolve(by=storm.lena, meeting=meeting, text=WORDS)
    held = begun(storm, hours=3)
    for act in (
        lambda: note_point(by=storm.maria, point=held.points.first(), revision=0, notes="Mitt"),
        lambda: resolve(by=storm.maria, meeting=held, text=WORDS),
        lambda: note_attendance(by=storm.maria, meeting=held, there={storm.ljusdal: (True, "TiB")}),
        lambda: end_meeting(by=storm.maria, meeting=held),
    ):
        with pytest.raises(Refused):
            act()
    assert not Resolution.objects.exists()


def test_what_was_agreed_stands_by_itself_and_in_the_log(storm):
    meeting = begun(storm)
    made = resolve(by=storm.lena, meeting=meeting, text=WORDS, point=meeting.points.first(), actors=[storm.ljusdal])
    assert (list(made.actors.all()), made.point) == ([storm.ljusdal], meeting.points.first())
    assert Entry.objects.get(verb="resolution.made").label == WORDS
    with pytest.raises(RuleBroken, match="kom överens om"):
        resolve(by=storm.lena, meeting=meeting, text="  ")
    with pytest.raises(RuleBroken, match="ett annat möte"):
        resolve(by=storm.lena, meeting=begun(storm, hours=3), text=WORDS, point=meeting.points.first())
    with pytest.raises(RuleBroken, match="deltar inte i händelsen"):
        resolve(by=storm.lena, meeting=meeting, text=WORDS, actors=[storm.other])


def test_measure_of_a_meeting_knows_its_point_and_its_owner_answers_for_itself(storm):
    meeting = begun(storm)
    point = meeting.points.first()
    said = {"by": storm.lena, "incident": storm.incident, "owner": storm.ljusdal, "what": "Räkna aggregaten"}
    measure = suggest_measure(**said, due=timezone.now() + timedelta(hours=1), point=point)
    assert (measure.point, measure.state) == (point, "suggested")
    with pytest.raises(RuleBroken, match="Mötet pågår inte"):
        suggest_measure(**said, due=timezone.now() + timedelta(hours=1), point=planned(storm, hours=3).points.first())
    assert Measure.objects.count() == 1


def test_attendance_also_takes_in_who_came_without_a_call(storm):
    meeting = begun(storm, actors=[storm.bollnas])
    note_attendance(by=storm.lena, meeting=meeting, there={storm.bollnas: (False, ""), storm.ljusdal: (True, "TiB ")})
    found = {call.actor: (call.attended, call.attended_as) for call in Call.objects.filter(meeting=meeting)}
    assert found == {storm.bollnas: (False, ""), storm.ljusdal: (True, "TiB")}
    with pytest.raises(RuleBroken, match="deltar inte i händelsen"):
        note_attendance(by=storm.lena, meeting=meeting, there={storm.other: (True, "")})


def test_ending_plans_the_next_of_the_same_kind(storm):
    meeting = begun(storm, actors=[storm.ljusdal, storm.board], where="020-123 456")
    at = timezone.now() + timedelta(hours=6)
    with pytest.raises(RuleBroken, match="i det förgångna"):
        end_meeting(by=storm.lena, meeting=meeting, next_at=timezone.now() - timedelta(minutes=1))
    following = end_meeting(by=storm.lena, meeting=meeting, next_at=at)
    assert (following.number, following.kind, following.where) == (2, "isf", "020-123 456")
    assert {call.actor for call in following.calls.all()} == {storm.ljusdal, storm.board}
    assert following.reason == "Fortsätter efter möte 1"
    assert (fresh(meeting).state, fresh(meeting).next_at) == ("ended", at)
    assert [one["number"] for one in Incident.objects.get().headline["meetings"]] == [2]
    with pytest.raises(RuleBroken, match="redan avslutat"):
        end_meeting(by=storm.lena, meeting=meeting)


def whole(storm):
    """A meeting with something of everything in it, ended."""
    meeting = called(storm)
    answer_call(by=storm.maria, meeting=meeting, actor=storm.ljusdal, coming=True)
    point = meeting.points.first()
    object_to(by=storm.maria, meeting=meeting, actor=storm.ljusdal, text="Vi har inga aggregat.", point=point)
    begin_meeting(by=storm.lena, meeting=meeting)
    note_point(by=storm.lena, point=point, revision=0, notes="Läget är värre i norr.")
    note_attendance(by=storm.lena, meeting=meeting, there={storm.ljusdal: (True, "TiB")})
    resolve(by=storm.lena, meeting=meeting, text=WORDS, point=point, actors=[storm.ljusdal])
    due = timezone.now() + timedelta(hours=1)
    words = {"incident": storm.incident, "owner": storm.ljusdal, "what": "Räkna aggregaten"}
    suggest_measure(by=storm.lena, due=due, point=point, **words)
    end_meeting(by=storm.lena, meeting=meeting)
    return meeting


def test_approved_minutes_hold_all_of_it_and_say_so_to_who_was_called(storm):
    meeting = whole(storm)
    approve_minutes(by=storm.carl, meeting=meeting)
    row = fresh(meeting)
    point = row.body["points"][0]
    assert point["notes"] == "Läget är värre i norr."
    assert [one["text"] for one in point["resolutions"]] == [WORDS]
    assert [one["what"] for one in point["measures"]] == ["Räkna aggregaten"]
    assert [one["text"] for one in point["objections"]] == ["Vi har inga aggregat."]
    there = next(one for one in row.body["attendance"] if one["actor"] == storm.ljusdal.name)
    assert (there["attended"], there["as"], there["answer"]) == (True, "TiB", "Kommer")
    assert row.content_hash == minuting.hash_of(row.body)
    assert Notice.objects.filter(kind="minutes").count() == 3


def test_only_chair_and_duty_officer_approve_and_only_what_has_ended(storm):
    meeting = ended(storm)
    for person in (storm.anna, storm.maria):
        with pytest.raises(Refused):
            approve_minutes(by=person, meeting=meeting)
    with pytest.raises(RuleBroken, match="Avsluta mötet"):
        approve_minutes(by=storm.carl, meeting=begun(storm, hours=3))
    approve_minutes(by=storm.lena, meeting=meeting)
    with pytest.raises(RuleBroken, match="redan protokollet godkänt"):
        approve_minutes(by=storm.carl, meeting=meeting)


def test_what_was_written_since_she_read_is_read_first(storm):
    meeting = ended(storm)
    seen = fingerprint(minuting.Minuted(meeting))
    note_point(by=storm.anna, point=meeting.points.first(), revision=0, notes="En rad till")
    with pytest.raises(MovedOn, match="Läs igen"):
        approve_minutes(by=storm.carl, meeting=meeting, seen=seen)
    approve_minutes(by=storm.carl, meeting=fresh(meeting), seen=fingerprint(minuting.Minuted(meeting)))
    assert fresh(meeting).state == "approved"


def test_nothing_is_written_in_approved_minutes(storm):
    meeting = ended(storm)
    point = meeting.points.first()
    approve_minutes(by=storm.carl, meeting=meeting)
    for act in (
        lambda: note_point(by=storm.lena, point=fresh(point), revision=0, notes="Ändrat i efterhand"),
        lambda: resolve(by=storm.lena, meeting=fresh(meeting), text=WORDS),
        lambda: note_attendance(by=storm.lena, meeting=fresh(meeting), there={storm.ljusdal: (True, "")}),
    ):
        with pytest.raises(RuleBroken, match="godkänt och ändras inte mer"):
            act()
    assert fresh(point).notes == ""


def test_minutes_have_the_highest_marking_of_what_is_in_them(storm):
    meeting = begun(storm)
    AgendaPoint.objects.filter(pk=meeting.points.first().pk).update(marking="internal")
    end_meeting(by=storm.lena, meeting=meeting)
    approve_minutes(by=storm.carl, meeting=meeting)
    assert fresh(meeting).marking == "internal"


def test_quarantine_of_what_was_said_hides_the_minutes_that_repeat_it(storm):
    meeting = whole(storm)
    approve_minutes(by=storm.carl, meeting=meeting)
    agreed = Resolution.objects.get()
    row = quarantine(by=storm.bo, record=agreed, reason="Fel aggregat")
    assert not Meeting.objects.visible_to(again(storm.maria)).exists()
    assert Quarantine.objects.filter(part_of=row, kind="meeting").exists()
    lift(by=storm.lena, row=row, note="Stämmer ändå")
    assert Meeting.objects.visible_to(again(storm.maria)).get() == meeting


def test_quarantine_before_the_approval_leaves_only_that_out(storm):
    meeting = whole(storm)
    quarantine(by=storm.bo, record=Resolution.objects.get(), reason="Fel aggregat")
    assert Meeting.objects.visible_to(again(storm.maria)).exists()
    approve_minutes(by=storm.carl, meeting=meeting)
    assert fresh(meeting).body["points"][0]["resolutions"] == []


def test_quarantine_of_a_point_hides_the_pack_and_of_the_meeting_all_of_it(storm):
    meeting = planned(storm)
    AgendaPoint.objects.filter(pk=meeting.points.first().pk).update(proposal="Stäng ställverket i Ljusdal")
    call_meeting(by=storm.lena, meeting=meeting)
    row = quarantine(by=storm.bo, record=meeting.points.first(), reason="Skyddsobjekt")
    assert not Pack.objects.visible_to(again(storm.maria)).exists()
    assert Meeting.objects.visible_to(again(storm.maria)).exists()
    lift(by=storm.lena, row=row, note="Gammal uppgift")
    assert Pack.objects.visible_to(again(storm.maria)).exists()
    quarantine(by=storm.bo, record=meeting, reason="Fel nummer i kallelsen")
    assert not Meeting.objects.visible_to(again(storm.maria)).exists()
    assert Incident.objects.get().headline["meetings"] == []


def test_quarantine_of_the_meeting_takes_its_lines_out_of_the_log(storm):
    meeting = called(storm)
    answer_call(by=storm.maria, meeting=meeting, actor=storm.ljusdal, coming=True, remark="Via telefon")
    object_to(by=storm.maria, meeting=meeting, actor=storm.ljusdal, text="Vi har inga aggregat.")

    def told():
        found, _more = logbook.lines(storm.incident, again(storm.bo))
        lines = [(line.text, line.note) for line in found if "öte" in line.text or "aggregat" in line.text]
        return [line for line in lines if "karantän" not in line[0]]

    assert len(told()) == 4
    quarantine(by=storm.bo, record=meeting, reason="Fel nummer i kallelsen")
    assert told() == []
