"""The pages of meetings: what each person finds and presses, and that nothing typed is lost."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from coordination.direction.models import AgendaPoint, Call, Meeting, Objection, Pack, Resolution
from coordination.direction.services import (
    add_point,
    answer_call,
    begin_meeting,
    call_meeting,
    cancel_meeting,
    edit_meeting,
    object_to,
)
from coordination.direction.states import MeetingState
from coordination.incidents.models import Notice
from coordination.incidents.services import narrow, quarantine
from coordination.situations.models import QuestionSet
from coordination.situations.services import requests
from tests.conftest import fresh as again
from tests.conftest import signed_in
from tests.direction.house import close, fresh, proposed
from tests.direction.meeting_house import REASON, begun, called, ended, planned
from tests.sharing.conftest import published
from tests.situations.answers import answer, content


def at(name, storm, *args):
    return reverse(name, args=[storm.incident.number, *args])


def read(person, url):
    return signed_in(person).get(url).content.decode()


def typed(storm, **more):
    soon = timezone.localtime() + timedelta(hours=2)
    actors = [storm.board.pk, storm.ljusdal.pk]
    said = {"kind": "isf", "reason": REASON, "form": "video", "minutes_long": "30", "actors": actors}
    return said | {"starts_at": f"{soon:%Y-%m-%dT%H:%M}"} | more


def test_empty_list_says_what_to_do(storm):
    assert "Planera ett möte" in read(storm.lena, at("meetings", storm))
    page = read(storm.maria, at("meetings", storm))
    assert "Inget möte är planerat." in page
    assert "Planera ett möte" not in page


def test_meeting_is_planned_checked_and_called(storm):
    lena = signed_in(storm.lena)
    made = lena.post(at("meeting_new", storm), typed(storm))
    assert made.url == at("meeting", storm, 1)
    assert {call.actor for call in Meeting.objects.get().calls.all()} == {storm.board, storm.ljusdal}
    page = read(storm.lena, at("meeting_call", storm, 1))
    assert "2 aktörer får kallelsen" in page
    assert "Östergötlands tider, används där länet inte har egna" in page
    assert lena.post(at("meeting_call", storm, 1)).url == at("meeting", storm, 1)
    assert Meeting.objects.get().state == "called"
    again_called = lena.post(at("meeting_call", storm, 1))
    assert again_called.status_code == 409
    assert "redan kallat" in again_called.content.decode()


def test_wrong_plan_comes_back_with_what_was_typed(storm):
    gone = timezone.localtime() - timedelta(hours=1)
    answered = signed_in(storm.lena).post(
        at("meeting_new", storm), typed(storm, starts_at=f"{gone:%Y-%m-%dT%H:%M}", chair="TiB i länet")
    )
    page = answered.content.decode()
    assert answered.status_code == 422
    assert ("Tiden har redan gått" in page, REASON in page, "TiB i länet" in page) == (True, True, True)


def test_broken_rule_comes_back_with_what_was_typed(storm):
    first = planned(storm)
    local = timezone.localtime(first.starts_at)
    Meeting.objects.update(starts_at=local.replace(second=0, microsecond=0))
    answered = signed_in(storm.lena).post(
        at("meeting_new", storm), typed(storm, starts_at=f"{local:%Y-%m-%dT%H:%M}", reason="En helt annan sak")
    )
    page = answered.content.decode()
    assert answered.status_code == 409
    assert "redan ett möte av det slaget" in page
    assert "En helt annan sak" in page


def test_the_form_says_whose_the_times_are(storm):
    page = read(storm.lena, at("meeting_new", storm))
    assert "Kvittera inom 5 minuter." in page
    assert "I kontakt inom 30 minuter" in page
    assert "Igång inom 12 timmar" in page


def test_two_who_change_the_plan_see_both(storm):
    meeting = planned(storm)
    edit_meeting(by=storm.lena, meeting=meeting, revision=0, reason="Hennes skäl")
    answered = signed_in(storm.carl).post(
        at("meeting_edit", storm, 1), typed(storm, version=0, reason="Mitt skäl") | {"kind": ""}
    )
    page = answered.content.decode()
    assert answered.status_code == 409
    assert ("Hennes skäl" in page, "Mitt skäl" in page) == (True, True)
    newer = re.search(r'name="version" value="(\d+)"', page)[1]
    signed_in(storm.carl).post(at("meeting_edit", storm, 1), typed(storm, version=newer, reason="Vårt skäl"))
    assert fresh(meeting).reason == "Vårt skäl"


def test_strangers_find_nothing_and_readers_press_nothing(storm):
    called(storm)
    for name in ("meetings", "meeting", "meeting_pack", "meeting_ics"):
        url = at(name, storm) if name == "meetings" else at(name, storm, 1)
        assert signed_in(storm.charlie).get(url).status_code == 404
    rut = signed_in(storm.rut)
    assert "Kvittera: vi kommer" not in rut.get(at("meeting", storm, 1)).content.decode()
    assert rut.post(at("meeting_answer", storm, 1), {"aktor": storm.ljusdal.pk, "svar": "kommer"}).status_code == 404
    for name in ("meeting_new", "meeting_edit", "meeting_call", "meeting_cancel", "meeting_notes", "meeting_end"):
        url = at(name, storm) if name == "meeting_new" else at(name, storm, 1)
        assert signed_in(storm.maria).get(url).status_code == 403


def test_actor_has_one_button_and_acknowledges_once(storm):
    called(storm)
    page = read(storm.maria, at("meeting", storm, 1))
    assert page.count("Kvittera: vi kommer") == 1
    maria = signed_in(storm.maria)
    assert maria.post(at("meeting_answer", storm, 1), {"aktor": storm.ljusdal.pk, "svar": "kommer"}).status_code == 302
    assert Call.objects.get(actor=storm.ljusdal).answer == "coming"
    other = maria.post(at("meeting_answer", storm, 1), {"aktor": storm.bollnas.pk, "svar": "kommer"})
    assert other.status_code == 404


def test_silent_actors_stand_first_with_their_telephone(storm):
    storm.bollnas.contact_points.create(function="TiB", phone="0278-250 00")
    meeting = called(storm)
    answer_call(by=storm.maria, meeting=meeting, actor=storm.ljusdal, coming=True)
    page = read(storm.lena, at("meeting", storm, 1))
    table = page[page.index("Kvittering per aktör") :]
    assert table.index(storm.bollnas.name) < table.index(storm.ljusdal.name)
    assert 'href="tel:0278-25000"' in table


def test_late_acknowledgement_is_shown_as_late(storm):
    meeting = called(storm)
    Meeting.objects.update(acknowledge_by=timezone.now() - timedelta(minutes=3, seconds=20))
    answer_call(by=storm.maria, meeting=fresh(meeting), actor=storm.ljusdal, coming=True)
    assert "3 min sen" in read(storm.lena, at("meeting", storm, 1))


def test_opening_the_pack_is_told_for_those_who_answer_for_the_actor(storm):
    called(storm)
    read(storm.rut, at("meeting_pack", storm, 1))
    assert Call.objects.get(actor=storm.ljusdal).opened_at is None
    read(storm.maria, at("meeting_pack", storm, 1))
    first = Call.objects.get(actor=storm.ljusdal).opened_at
    read(storm.maria, at("meeting_pack", storm, 1))
    assert Call.objects.get(actor=storm.ljusdal).opened_at == first is not None
    assert "Öppnat" in read(storm.lena, at("meeting", storm, 1))


def test_pack_says_first_what_is_decided_then_the_picture(storm):
    direction = proposed(storm)
    meeting = planned(storm)
    add_point(by=storm.lena, meeting=meeting, kind="need", title="Reservkraft", proposal="Vi delar på fyra aggregat")
    call_meeting(by=storm.lena, meeting=meeting)
    page = read(storm.maria, at("meeting_pack", storm, 1))
    order = [page.index(words) for words in ("Vi delar på fyra aggregat", "Lägesbild</h2>", "Dagordning</h2>")]
    assert order == sorted(order)
    assert direction.intended in page
    assert Pack.objects.get().content_hash in page


def asked_of(storm):
    now = timezone.now()
    return requests.send_request(
        by=again(storm.lena),
        incident=storm.incident,
        question_set=QuestionSet.objects.first(),
        recipients=[storm.ljusdal, storm.bollnas],
        purpose="Samlad lägesbild",
        as_of=now,
        deadline=now + timedelta(hours=2),
    )


def test_the_pack_holds_the_published_report_and_never_a_narrow_answer(storm):
    asked = asked_of(storm)
    secret = answer(again(storm.bo), asked, storm.bollnas, content(summary="Ställverkets kod är 4711."))
    soon = timezone.now() + timedelta(days=3)
    narrow(by=again(storm.bo), record=secret, audience="own", reason="Skyddsobjekt", until=soon)
    answer(again(storm.maria), asked, storm.ljusdal, content(summary="Elavbrott i norr."))
    report = published(storm, storm.incident, "Läget är allvarligt i norr [1].")
    meeting = called(storm)
    pack = Pack.objects.get(meeting=meeting)
    assert pack.body["picture"]["summary"] == "Läget är allvarligt i norr."
    assert f"report:{report.pk}" in pack.holds
    assert f"input:{secret.pk}" not in pack.holds
    assert "4711" not in str(pack.body)
    assert "4711" not in read(storm.lena, at("meeting_pack", storm, 1))
    assert "Läget är allvarligt i norr." in read(storm.maria, at("meeting_pack", storm, 1))


def test_quarantine_of_an_answer_behind_the_picture_hides_the_pack(storm):
    asked = asked_of(storm)
    sent = answer(again(storm.maria), asked, storm.ljusdal, content(summary="Elavbrott i norr."))
    published(storm, storm.incident, "Läget är allvarligt i norr [1].")
    called(storm)
    assert signed_in(storm.bo).get(at("meeting_pack", storm, 1)).status_code == 200
    quarantine(by=again(storm.bo), record=sent, reason="Uppgift om ett skyddsobjekt")
    assert signed_in(storm.bo).get(at("meeting_pack", storm, 1)).status_code == 404
    page = read(storm.bo, at("meeting", storm, 1))
    assert "Underlaget visas inte" in page


def test_objection_is_written_under_its_point_and_read_by_all(storm):
    meeting = called(storm)
    point = meeting.points.first()
    url = at("meeting_object", storm, 1)
    maria = signed_in(storm.maria)
    said = {"actor": storm.ljusdal.pk, "point": point.pk, "text": "Vi har inga aggregat att dela."}
    assert maria.post(url, said).status_code == 302
    assert Objection.objects.get().point == point
    assert "Vi har inga aggregat att dela." in read(storm.bo, at("meeting", storm, 1))
    begin_meeting(by=storm.lena, meeting=meeting)
    late = maria.post(url, said | {"text": "En sak till som vi ville säga"})
    assert late.status_code == 409
    assert "Mötet har börjat" in late.content.decode()
    assert "En sak till som vi ville säga" in late.content.decode()


def test_point_is_raised_moved_and_removed(storm):
    meeting = planned(storm)
    maria, lena = signed_in(storm.maria), signed_in(storm.lena)
    said = {"title": "Reservkraft till Färila", "kind": "need", "minutes": "5", "raised_by": storm.ljusdal.pk}
    assert maria.post(at("meeting_point_new", storm, 1), said).status_code == 302
    point = meeting.points.get(raised_by=storm.ljusdal)
    lena.post(at("meeting_order", storm, 1), {"upp": point.pk})
    keys = list(meeting.points.values_list("pk", flat=True))
    assert keys.index(point.pk) == len(keys) - 3
    assert maria.post(at("meeting_order", storm, 1), {"upp": point.pk}).status_code == 403
    lena.post(at("meeting_point_remove", storm, 1, point.pk))
    assert not AgendaPoint.objects.filter(pk=point.pk).exists()


def test_point_after_the_call_is_marked_as_such(storm):
    meeting = called(storm)
    add_point(by=storm.lena, meeting=meeting, kind="other", title="Vägen till Kårböle")
    assert read(storm.maria, at("meeting", storm, 1)).count("Tillagd efter kallelsen") == 1


def test_notes_save_by_themselves_and_an_older_page_meets_both_texts(storm):
    meeting = begun(storm)
    point = meeting.points.first()
    lena = signed_in(storm.lena)
    saved = lena.post(at("meeting_note_autosave", storm, 1, point.pk), {"version": 0, "notes": "Hennes rad"})
    assert saved.json()["version"] == 1
    older = lena.post(at("meeting_note_autosave", storm, 1, point.pk), {"version": 0, "notes": "Min rad"})
    assert (older.status_code, "Båda texterna" in older.json()["detail"]) == (409, True)
    answered = signed_in(storm.carl).post(at("meeting_note", storm, 1, point.pk), {"version": 0, "notes": "Min rad"})
    page = answered.content.decode()
    assert answered.status_code == 409
    assert ("Hennes rad" in page, "Min rad" in page) == (True, True)
    assert fresh(point).notes == "Hennes rad"


def test_note_leads_on_to_what_was_agreed_and_to_a_measure(storm):
    meeting = begun(storm)
    point = meeting.points.first()
    lena = signed_in(storm.lena)
    onward = lena.post(
        at("meeting_note", storm, 1, point.pk), {"version": 0, "notes": "Alla är eniga", "vidare": "beslut"}
    )
    assert onward.url == f"{at('meeting_resolve', storm, 1)}?punkt={point.pk}"
    assert fresh(point).notes == "Alla är eniga"
    lena.post(onward.url, {"text": "Vi delar på aggregaten.", "actors": [storm.ljusdal.pk]})
    assert Resolution.objects.get().point == point
    soon = timezone.localtime() + timedelta(hours=3)
    url = f"{at('meeting_measure', storm, 1)}?punkt={point.pk}"
    lena.post(url, {"what": "Räkna aggregaten", "owner": storm.ljusdal.pk, "due": f"{soon:%Y-%m-%dT%H:%M}"})
    assert point.measures.get().owner == storm.ljusdal
    page = read(storm.maria, at("meeting", storm, 1))
    assert "Vi delar på aggregaten." in page
    assert "Räkna aggregaten" in page


def test_whole_meeting_from_call_to_approved_minutes(storm):
    called(storm)
    lena, carl = signed_in(storm.lena), signed_in(storm.carl)
    assert lena.post(at("meeting_begin", storm, 1)).url == at("meeting_notes", storm, 1)
    lena.post(at("meeting_attendance", storm, 1), {f"there_{storm.ljusdal.pk}": "on", f"as_{storm.ljusdal.pk}": "TiB"})
    assert Call.objects.get(actor=storm.ljusdal).attended_as == "TiB"
    at_six = timezone.localtime() + timedelta(hours=6)
    lena.post(at("meeting_end", storm, 1), {"next_at": f"{at_six:%Y-%m-%dT%H:%M}"})
    assert Meeting.objects.count() == 2
    page = carl.get(at("meeting_minutes", storm, 1)).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    assert signed_in(storm.anna).post(at("meeting_minutes", storm, 1), {"seen": seen}).status_code == 403
    assert carl.post(at("meeting_minutes", storm, 1), {"seen": seen}).status_code == 302
    page = read(storm.maria, at("meeting_minutes", storm, 1))
    assert "Godkänt" in page
    assert Meeting.objects.get(number=1).content_hash in page


def test_edit_after_the_approval_is_refused_with_the_text_kept(storm):
    meeting = ended(storm)
    point = meeting.points.first()
    signed_in(storm.carl).post(at("meeting_minutes", storm, 1), {})
    assert fresh(meeting).state == MeetingState.APPROVED
    words = "Det jag ville lägga till efteråt om läget"
    refused = signed_in(storm.lena).post(at("meeting_note", storm, 1, point.pk), {"version": 0, "notes": words})
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "godkänt och ändras inte mer" in page
    assert words in page
    assert fresh(point).notes == ""


def entry(storm, person=None):
    got = signed_in(person or storm.maria).get(at("meeting_ics", storm, 1))
    assert got["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(got.content)


def test_calendar_entry_reads_back(storm):
    where = "Anknytning 4711; kod 22, " + "mötesrummet på andra våningen " * 3
    meeting = called(storm, where=where.strip())
    found = entry(storm)
    event = found.walk("VEVENT")[0]
    assert found["METHOD"] == "REQUEST"
    assert event["SUMMARY"] == f"ISF-möte, händelse {storm.incident.number}"
    assert event["LOCATION"] == where.strip()
    assert event["DESCRIPTION"] == REASON
    assert event.decoded("DTSTART") == meeting.starts_at.replace(microsecond=0)
    assert event["DTSTART"].to_ical().endswith(b"Z")
    assert event["SEQUENCE"] == 0
    assert event["ORGANIZER"].params["CN"] == storm.board.name


def test_calendar_keeps_its_name_and_counts_its_changes(storm):
    meeting = called(storm)
    before = entry(storm).walk("VEVENT")[0]
    edit_meeting(by=storm.lena, meeting=meeting, revision=0, starts_at=meeting.starts_at + timedelta(hours=1))
    after = entry(storm).walk("VEVENT")[0]
    assert (after["UID"], after["SEQUENCE"]) == (before["UID"], 1)
    cancel_meeting(by=storm.lena, meeting=fresh(meeting), why="Lugnt")
    gone = entry(storm)
    event = gone.walk("VEVENT")[0]
    assert (gone["METHOD"], event["UID"], event["SEQUENCE"]) == ("CANCEL", before["UID"], 2)
    assert event["STATUS"] == "CANCELLED"


@pytest.mark.parametrize("marking", ["internal", "sensitive"])
def test_calendar_says_neither_where_nor_why_of_what_is_not_open(storm, marking):
    meeting = called(storm, where="Bergrummet i Söderhamn")
    Meeting.objects.update(marking=marking, marking_reference="18:8", marking_reason="Skyddsobjekt")
    add_point(by=storm.lena, meeting=fresh(meeting), kind="other", title="Hemlig punkt")
    raw = signed_in(storm.maria).get(at("meeting_ics", storm, 1)).content.decode()
    for words in ("Bergrummet", REASON, "Hemlig punkt", "Skyddsobjekt"):
        assert words not in raw.replace("\r\n ", "")
    assert "ISF-möte" in raw


def test_calendar_never_holds_the_agenda(storm):
    meeting = planned(storm)
    add_point(by=storm.lena, meeting=meeting, kind="other", title="Punkten om vägen", proposal="Vi stänger vägen")
    call_meeting(by=storm.lena, meeting=meeting)
    object_to(by=storm.maria, meeting=meeting, actor=storm.ljusdal, text="Vi behöver vägen")
    raw = signed_in(storm.maria).get(at("meeting_ics", storm, 1)).content.decode().replace("\r\n ", "")
    assert not [words for words in ("vägen", "Lägesrunda", storm.ljusdal.name) if words in raw]


def test_exercise_is_said_to_be_one_in_the_calendar(storm):
    called(storm)
    type(storm.incident).objects.update(is_exercise=True)
    got = signed_in(storm.maria).get(at("meeting_ics", storm, 1))
    assert "(ÖVNING)" in got.content.decode()
    assert "OVNING-mote-1" in got["Content-Disposition"]


def test_head_shows_the_next_meeting(storm):
    planned(storm, hours=3)
    called(storm)
    page = read(storm.maria, at("log", storm))
    assert "ISF-möte 2" in page
    assert "ISF-möte 1" not in page.split("</dl>")[0]


def test_start_page_asks_for_the_acknowledgement_and_the_approval(storm):
    meeting = called(storm)
    assert "Kvittera kallelsen till ISF-möte 1" in read(storm.maria, reverse("start"))
    answer_call(by=storm.maria, meeting=meeting, actor=storm.ljusdal, coming=True)
    assert "Kvittera kallelsen" not in read(storm.maria, reverse("start"))
    assert "Godkänn protokollet" not in read(storm.carl, reverse("start"))
    Meeting.objects.update(state="ended", begun_at=timezone.now(), ended_at=timezone.now())
    assert "Godkänn protokollet från ISF-möte 1" in read(storm.carl, reverse("start"))
    assert "Godkänn protokollet" not in read(storm.anna, reverse("start"))


def test_closed_incident_shows_its_meetings_and_no_buttons(storm):
    called(storm)
    close(storm.incident)
    page = read(storm.lena, at("meeting", storm, 1))
    assert "Börja mötet" not in page
    assert "Kvittera: vi kommer" not in read(storm.maria, at("meeting", storm, 1))


@pytest.mark.parametrize("name", ["meetings", "meeting", "meeting_notes", "meeting_minutes"])
def test_pages_cost_the_same_with_more_in_them(storm, name, django_assert_max_num_queries):
    meeting = begun(storm)
    url = at(name, storm) if name == "meetings" else at(name, storm, 1)
    lena = signed_in(storm.lena)
    lena.get(url)
    with django_assert_max_num_queries(30) as few:
        lena.get(url)
    for turn in range(4):
        add_point(by=storm.lena, meeting=meeting, kind="other", title=f"Punkt {turn}", raised_by=storm.board)
        planned(storm, hours=4 + turn)
    with django_assert_max_num_queries(len(few)):
        lena.get(url)


def test_each_call_is_told_once_by_its_number(storm):
    called(storm)
    kinds = set(Notice.objects.filter(kind="meeting").values_list("subject", flat=True))
    assert kinds == {f"meeting:{Meeting.objects.get().pk}:0"}


def test_a_call_asks_nothing_of_who_only_reads(storm):
    called(storm)
    for page in (reverse("start"), at("incident", storm), at("needs_me", storm)):
        answer_of = signed_in(storm.rut).get(page)
        assert answer_of.status_code == 200
        assert "Kvittera kallelsen" not in answer_of.content.decode()
