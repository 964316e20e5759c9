"""Meetings: planned from the kind's agenda, called once with a frozen pack, answered by each actor for itself."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from coordination.direction import reference
from coordination.direction.meetings import clocks, packing
from coordination.direction.models import (
    AgendaPoint,
    AgendaTemplate,
    Call,
    CallClock,
    Meeting,
    Objection,
    Pack,
    SystemIssue,
)
from coordination.direction.services import (
    add_point,
    answer_call,
    begin_meeting,
    call_meeting,
    cancel_meeting,
    edit_meeting,
    note_opened,
    object_to,
    order_points,
    plan_meeting,
    remove_point,
)
from coordination.incidents.models import Incident, Notice
from coordination.incidents.services import Mark
from journal.models import Entry
from journal.refusals import MovedOn, Refused, RuleBroken
from tests.direction.house import close, fresh, proposed
from tests.direction.meeting_house import begun, called, ended, planned
from tests.situations.test_races import at_once

SENSITIVE = Mark("sensitive", "18:8", "Skyddsobjekt")


def issue(storm, title="Två kommuner räknar med samma aggregat", **more):
    number = SystemIssue.objects.count() + 1
    return SystemIssue.objects.create(
        incident=storm.incident, number=number, kind="overlap", title=title, made_at=timezone.now(),
        made_by=storm.lena, **more,
    )  # fmt: skip


def test_forms_are_loaded_once_and_a_countys_own_times_stay(storm):
    CallClock.objects.create(county=storm.county, kind="isf", acknowledge_minutes=10, source="Länets överenskommelse")
    before = (AgendaTemplate.objects.count(), CallClock.objects.count())
    reference.load()
    assert (AgendaTemplate.objects.count(), CallClock.objects.count()) == before
    own = clocks.clock_of(storm.incident, "isf")
    assert (own.acknowledge_minutes, own.own, own.whose) == (10, True, "Länets egna tider")


def test_the_defaults_say_whose_times_they_are(storm):
    found = clocks.clocks_of(storm.incident)
    assert found["tib_group"].words == "I kontakt inom 30 minuter från att behovet sågs."
    assert found["isf"].words == "Kvittera inom 5 minuter."
    assert found["isf_support"].words == "Igång inom 12 timmar efter beslutet."
    assert found["isf"].whose == "Östergötlands tider, används där länet inte har egna"
    assert found["other"].words == ""


def test_planned_meeting_has_the_agenda_of_its_kind_and_all_participants(storm):
    meeting = planned(storm)
    titles = list(meeting.points.values_list("kind", flat=True))
    assert titles == ["round", "need", "issue", "direction", "communication", "next"]
    assert {call.actor for call in meeting.calls.all()} == {storm.board, storm.ljusdal, storm.bollnas}
    assert not Notice.objects.filter(kind="meeting").exists()
    assert Incident.objects.get().headline["meetings"] == [
        {"at": meeting.starts_at.isoformat(), "kind": "isf", "number": 1}
    ]


def test_isf_takes_up_the_system_issues_that_wait(storm):
    waits, hers = issue(storm), issue(storm, "Bilateral", forum="bilateral")
    issue(storm, "Löst", state="settled", outcome="Klart")
    meeting = planned(storm)
    assert list(meeting.points.filter(issue__isnull=False).values_list("issue", flat=True)) == [waits.pk]
    assert not planned(storm, kind="other").points.filter(issue__isnull=False).exists()
    assert hers.state == "open"
    call_meeting(by=storm.lena, meeting=meeting)
    assert fresh(waits).state == "raised"


def test_two_that_plan_the_same_make_one(storm):
    meeting = planned(storm)
    with pytest.raises(RuleBroken, match="redan ett möte av det slaget"):
        planned(storm, starts_at=meeting.starts_at)
    cancel_meeting(by=storm.lena, meeting=meeting, why="Fel dag")
    assert planned(storm, starts_at=meeting.starts_at).number == 2


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"reason": " "}, "varför mötet hålls"),
        ({"starts_at": timezone.now() - timedelta(minutes=1)}, "redan gått"),
        ({"minutes_long": 2}, "Välj mellan 5 och 720 minuter"),
        ({"form": "brev"}, "hur mötet hålls"),
        ({"kind": "fika"}, "mötesformen finns inte"),
    ],
)
def test_unclear_plan_is_refused_in_words(storm, wrong, words):
    with pytest.raises(RuleBroken, match=words):
        planned(storm, **wrong)
    assert not Meeting.objects.exists()


def test_only_those_who_prepare_plan_and_call(storm):
    meeting = planned(storm)
    for person in (storm.maria, storm.rut, storm.charlie):
        with pytest.raises(Refused):
            plan_meeting(
                by=person, incident=storm.incident, kind="isf", reason="x", form="video", starts_at=meeting.starts_at
            )
        with pytest.raises(Refused):
            call_meeting(by=person, meeting=meeting)
    assert fresh(meeting).state == "planned"


def test_closed_incident_takes_no_meeting(storm):
    meeting = planned(storm)
    close(storm.incident)
    with pytest.raises(RuleBroken, match="avslutad"):
        call_meeting(by=storm.lena, meeting=meeting)


def test_call_freezes_the_pack_and_asks_each_actor(storm):
    direction = proposed(storm)
    meeting = planned(storm)
    point = meeting.points.get(kind="need")
    AgendaPoint.objects.filter(pk=point.pk).update(proposal="Vi delar på fyra aggregat")
    pack = call_meeting(by=storm.lena, meeting=meeting)
    assert pack.body["decide"] == [packing.point_words(fresh(point))]
    assert pack.body["direction"]["intended"] == direction.intended
    assert pack.content_hash == packing.hash_of(fresh(pack).body)
    assert meeting.acknowledge_by == meeting.called_at + timedelta(minutes=5)
    asked = Notice.objects.filter(kind="meeting")
    assert {row.actor for row in asked} == {storm.board, storm.ljusdal, storm.bollnas}
    assert {row.path for row in asked} == {meeting.get_absolute_url()}


def test_pack_stays_as_it_was_frozen(storm):
    meeting = called(storm)
    before = Pack.objects.get(meeting=meeting)
    add_point(by=storm.lena, meeting=meeting, kind="other", title="En till", proposal="Vi gör det")
    AgendaPoint.objects.filter(meeting=meeting, kind="round").update(title="Ändrad")
    proposed(storm)
    after = Pack.objects.get(meeting=meeting)
    assert (after.body, after.content_hash) == (before.body, before.content_hash)


def test_called_twice_is_refused_in_words(storm):
    meeting = planned(storm)
    stale = fresh(meeting)
    call_meeting(by=storm.lena, meeting=meeting)
    with pytest.raises(RuleBroken, match="redan kallat"):
        call_meeting(by=storm.lena, meeting=meeting)
    with pytest.raises(MovedOn, match="hann före"):
        call_meeting(by=storm.lena, meeting=stale)
    assert Pack.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_calls_at_once_make_one(storm):
    meeting = planned(storm)
    found = at_once(*[partial(call_meeting, by=fresh(storm.lena), meeting=fresh(meeting)) for _ in range(4)])
    refused = [one for one in found if isinstance(one, RuleBroken)]
    assert (Pack.objects.count(), len(refused)) == (1, 3)
    assert Notice.objects.filter(kind="meeting").count() == 3


def test_passed_time_and_empty_list_are_not_called(storm):
    late = planned(storm)
    Meeting.objects.filter(pk=late.pk).update(starts_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(RuleBroken, match="redan gått"):
        call_meeting(by=storm.lena, meeting=fresh(late))
    with pytest.raises(RuleBroken, match="Ingen är vald"):
        call_meeting(by=storm.lena, meeting=planned(storm, hours=3, actors=[]))


def test_actor_acknowledges_for_itself_and_late_is_told_as_late(storm):
    meeting = called(storm)
    with pytest.raises(Refused):
        answer_call(by=storm.lena, meeting=meeting, actor=storm.ljusdal, coming=True)
    with pytest.raises(Refused):
        answer_call(by=storm.rut, meeting=meeting, actor=storm.ljusdal, coming=True)
    answer_call(by=storm.maria, meeting=meeting, actor=storm.ljusdal, coming=True)
    first = Call.objects.get(actor=storm.ljusdal)
    assert (first.answer, first.acknowledged_by) == ("coming", storm.maria)
    Meeting.objects.update(acknowledge_by=timezone.now() - timedelta(minutes=3))
    answer_call(by=storm.bo, meeting=fresh(meeting), actor=storm.bollnas, coming=False, remark="Ingen i tjänst")
    said = Entry.objects.get(verb="call.not_coming")
    assert (said.data["late"], said.note) == (True, "Ingen i tjänst")
    answer_call(by=storm.maria, meeting=fresh(meeting), actor=storm.ljusdal, coming=False)
    again = Call.objects.get(actor=storm.ljusdal)
    assert (again.answer, again.acknowledged_at) == ("not_coming", first.acknowledged_at)


def test_acknowledging_what_is_not_a_call_is_refused_in_words(storm):
    meeting = planned(storm, actors=[storm.bollnas])
    with pytest.raises(RuleBroken, match="inte kallat än"):
        answer_call(by=storm.maria, meeting=meeting, actor=storm.ljusdal, coming=True)
    call_meeting(by=storm.lena, meeting=meeting)
    with pytest.raises(RuleBroken, match="är inte kallad"):
        answer_call(by=storm.maria, meeting=meeting, actor=storm.ljusdal, coming=True)
    cancel_meeting(by=storm.lena, meeting=meeting, why="Läget har lugnat sig")
    with pytest.raises(RuleBroken, match="inställt"):
        answer_call(by=storm.bo, meeting=meeting, actor=storm.bollnas, coming=True)


def test_opening_the_pack_is_noted_the_first_time_only(storm):
    meeting = called(storm)
    note_opened(by=storm.maria, meeting=meeting, actor=storm.ljusdal)
    first = Call.objects.get(actor=storm.ljusdal)
    assert (first.opened_by, first.opened_at is not None) == (storm.maria, True)
    note_opened(by=storm.rut, meeting=meeting, actor=storm.ljusdal)
    assert Call.objects.get(actor=storm.ljusdal).opened_by == storm.maria
    assert Call.objects.get(actor=storm.bollnas).opened_at is None


def test_objection_is_said_between_the_call_and_the_beginning(storm):
    meeting = planned(storm)
    words = {"by": storm.maria, "actor": storm.ljusdal, "text": "Vi har inga aggregat att dela."}
    with pytest.raises(RuleBroken, match="inte kallat än"):
        object_to(meeting=meeting, **words)
    call_meeting(by=storm.lena, meeting=meeting)
    made = object_to(meeting=meeting, point=meeting.points.first(), **words)
    assert made.point == meeting.points.first()
    with pytest.raises(Refused):
        object_to(by=storm.bo, meeting=meeting, actor=storm.ljusdal, text="I ert namn")
    with pytest.raises(RuleBroken, match="vad ni invänder"):
        object_to(by=storm.maria, meeting=meeting, actor=storm.ljusdal, text=" ")
    begin_meeting(by=storm.lena, meeting=meeting)
    with pytest.raises(RuleBroken, match="Mötet har börjat"):
        object_to(meeting=meeting, **words)
    assert Objection.objects.count() == 1


def test_actor_raises_a_point_before_the_call_and_the_county_after_it(storm):
    meeting = planned(storm)
    point = add_point(
        by=storm.maria, meeting=meeting, kind="need", title="Reservkraft till Färila", raised_by=storm.ljusdal
    )
    assert (point.order, point.raised_by) == (6, storm.ljusdal)
    assert [one.kind for one in meeting.points.all()][-2:] == ["need", "next"]
    with pytest.raises(Refused):
        add_point(by=storm.maria, meeting=meeting, kind="need", title="I Bollnäs namn", raised_by=storm.bollnas)
    with pytest.raises(Refused):
        add_point(by=storm.maria, meeting=meeting, kind="need", title="I ingens namn")
    call_meeting(by=storm.lena, meeting=meeting)
    with pytest.raises(RuleBroken, match="dagordningen fryst"):
        add_point(by=storm.maria, meeting=meeting, kind="need", title="För sent", raised_by=storm.ljusdal)
    late = add_point(by=storm.lena, meeting=meeting, kind="other", title="Tillagd efteråt")
    assert Entry.objects.get(subject=f"agendapoint:{late.pk}").data["late"] is True


def test_the_same_issue_stands_once_on_an_agenda(storm):
    waits = issue(storm)
    meeting = planned(storm)
    with pytest.raises(RuleBroken, match="står redan på dagordningen"):
        add_point(by=storm.lena, meeting=meeting, kind="issue", title=waits.title, issue=waits)


def test_points_are_ordered_and_removed_until_the_call(storm):
    meeting = planned(storm)
    keys = list(meeting.points.values_list("pk", flat=True))
    order_points(by=storm.lena, meeting=meeting, points=keys[::-1])
    assert list(meeting.points.values_list("pk", flat=True)) == keys[::-1]
    with pytest.raises(MovedOn, match="ändrats medan du flyttade"):
        order_points(by=storm.lena, meeting=meeting, points=keys[:2])
    remove_point(by=storm.lena, point=meeting.points.first())
    assert meeting.points.count() == len(keys) - 1
    call_meeting(by=storm.lena, meeting=meeting)
    with pytest.raises(RuleBroken, match="fryst i underlaget"):
        remove_point(by=storm.lena, point=meeting.points.first())
    with pytest.raises(RuleBroken, match="fryst i underlaget"):
        order_points(by=storm.lena, meeting=meeting, points=keys)


def test_point_is_marked_no_lower_than_what_it_comes_from(storm):
    issue(storm, marking="sensitive", marking_reference="18:8", marking_reason="Skyddsobjekt")
    meeting = planned(storm)
    assert meeting.points.get(issue__isnull=False).marking == "sensitive"
    assert meeting.marking == "open"
    pack = call_meeting(by=storm.lena, meeting=meeting)
    assert (pack.marking, pack.marking_reason) == ("sensitive", "Skyddsobjekt")


def test_planned_meeting_is_edited_from_the_revision_that_was_read(storm):
    meeting = planned(storm)
    changed = edit_meeting(by=storm.lena, meeting=meeting, revision=0, reason="Nytt läge", actors=[storm.ljusdal])
    assert (changed.reason, changed.revision, changed.sequence) == ("Nytt läge", 1, 0)
    assert [call.actor for call in changed.calls.all()] == [storm.ljusdal]
    with pytest.raises(MovedOn, match="Båda texterna"):
        edit_meeting(by=storm.carl, meeting=meeting, revision=0, reason="Mitt läge")
    assert fresh(meeting).reason == "Nytt läge"


def test_another_time_after_the_call_asks_everybody_anew(storm):
    meeting = called(storm)
    answer_call(by=storm.maria, meeting=meeting, actor=storm.ljusdal, coming=True)
    before = fresh(meeting)
    later = meeting.starts_at + timedelta(hours=1)
    moved = edit_meeting(by=storm.lena, meeting=meeting, revision=0, starts_at=later)
    assert (moved.sequence, moved.starts_at) == (1, later)
    assert Call.objects.get(actor=storm.ljusdal).answer == "no_answer"
    assert moved.acknowledge_by > before.acknowledge_by
    assert Notice.objects.filter(kind="meeting", actor=storm.ljusdal).count() == 2
    assert Pack.objects.get().body["meeting"]["starts_at"] == before.starts_at.isoformat()
    again = edit_meeting(by=storm.lena, meeting=meeting, revision=1, chair="TiB")
    assert (again.sequence, again.chair) == (1, "TiB")
    with pytest.raises(RuleBroken, match="Mötet är kallat"):
        edit_meeting(by=storm.lena, meeting=meeting, revision=2, reason="En annan fråga")
    with pytest.raises(RuleBroken, match="Mötet är kallat"):
        edit_meeting(by=storm.lena, meeting=meeting, revision=2, actors=[storm.bollnas])


def test_cancelling_says_why_and_tells_who_was_called(storm):
    meeting = called(storm)
    with pytest.raises(RuleBroken, match="varför mötet ställs in"):
        cancel_meeting(by=storm.lena, meeting=meeting, why="  ")
    cancel_meeting(by=storm.lena, meeting=meeting, why="Elen är tillbaka")
    row = fresh(meeting)
    assert (row.state, row.sequence, row.cancelled_why) == ("cancelled", 1, "Elen är tillbaka")
    assert Notice.objects.filter(kind="cancelled").count() == 3
    assert Incident.objects.get().headline["meetings"] == []
    quiet = planned(storm)
    cancel_meeting(by=storm.lena, meeting=quiet, why="Behövs inte")
    assert Notice.objects.filter(kind="cancelled").count() == 3


def test_meeting_that_has_begun_or_ended_is_not_changed_or_cancelled(storm):
    meeting = begun(storm)
    with pytest.raises(RuleBroken, match="har börjat eller är slut"):
        edit_meeting(by=storm.lena, meeting=meeting, revision=0, chair="TiB")
    with pytest.raises(RuleBroken, match="Det steget finns inte"):
        cancel_meeting(by=storm.lena, meeting=meeting, why="Nej")
    with pytest.raises(RuleBroken, match="inte kallat än"):
        begin_meeting(by=storm.lena, meeting=planned(storm))
    with pytest.raises(RuleBroken, match="Mötet är slut"):
        add_point(by=storm.lena, meeting=ended(storm, hours=5), kind="other", title="För sent")
