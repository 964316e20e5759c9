"""Important messages: sent, read, understood, acted on; the deputies of who has not read one are written to."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from actors.models import Letter
from coordination.direction import escalating, receiving
from coordination.direction.models import Announcement, Reception
from coordination.direction.services import announce, fix_direction, receive
from coordination.direction.states import Reach
from coordination.incidents import services as incidents
from coordination.incidents.logbook import lines
from coordination.incidents.models import Incident, Notice
from coordination.incidents.services import Mark
from journal.models import Entry
from journal.refusals import Refused, RuleBroken
from tests.conftest import signed_in
from tests.direction.house import anew, close, fresh, proposed
from tests.direction.test_receptions import stands_in

pytestmark = pytest.mark.django_db
WORDS = {
    "heading": "Koka vattnet i Ljusne",
    "text": "Vattnet är otjänligt från kl. 10. Sprid det gemensamma budskapet.",
}


def send(storm, **more):
    return announce(**{"by": storm.lena, "incident": storm.incident, **WORDS} | more)


def page_of(row, name="announcement"):
    return reverse(name, args=[row.incident.number, row.number])


def reach(row):
    return {line.actor: line.reach for line in receiving.received(row)}


def test_everybody_who_takes_part_gets_it_and_is_silent_until_it_is_opened(storm):
    row = send(storm)
    assert reach(row) == dict.fromkeys([storm.board, storm.bollnas, storm.ljusdal], Reach.SILENT)
    told = Notice.objects.filter(kind="told", subject=row.journal_subject()).values_list("actor", flat=True)
    assert set(told) == {storm.board.pk, storm.bollnas.pk, storm.ljusdal.pk}
    page = signed_in(storm.maria).get(page_of(row)).content.decode()
    assert WORDS["text"] in page
    assert reach(row)[storm.ljusdal] == Reach.SEEN
    assert reach(row)[storm.bollnas] == Reach.SILENT
    assert Reception.objects.get(announcement=row, actor=storm.ljusdal).seen_by == storm.maria


def test_an_actor_says_that_it_has_understood_and_then_that_it_acts(storm):
    row = send(storm)
    maria, tell = signed_in(storm.maria), page_of(row, "announcement_receive")
    maria.post(tell, {"aktor": storm.ljusdal.pk, "steg": "understood"})
    assert reach(row)[storm.ljusdal] == Reach.UNDERSTOOD
    page = maria.get(page_of(row)).content.decode()
    assert "Vi har förstått" not in page
    assert "Vi agerar" in page
    maria.post(tell, {"aktor": storm.ljusdal.pk, "steg": "acting"})
    assert reach(row)[storm.ljusdal] == Reach.ACTING
    assert "Behöver ert besked" not in maria.get(page_of(row)).content.decode()
    told = [line.text for line in lines(storm.incident, anew(storm.bo))[0]]
    assert "Har förstått meddelandet: Ljusdals kommun, Meddelande 1" in told
    assert "Viktigt meddelande skickades: Meddelande 1" in told
    assert WORDS["heading"] not in " ".join(told)


def test_the_start_page_and_what_needs_my_answer_hold_it_until_it_is_understood(storm):
    row = send(storm, actors=[storm.ljusdal])
    maria, needs = signed_in(storm.maria), reverse("needs_me", args=[storm.incident.number])
    for path in ("/", needs):
        assert WORDS["heading"] in maria.get(path).content.decode()
        assert WORDS["heading"] not in signed_in(storm.bo).get(path).content.decode()
    receive(by=storm.maria, announcement=row, actor=storm.ljusdal, reach="understood")
    for path in ("/", needs):
        assert "har inte sagt att ni har förstått" not in maria.get(path).content.decode()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"heading": " "}, "rubrik och meddelande"),
        ({"text": ""}, "rubrik och meddelande"),
        ({"seen_within": 4}, "mellan 5 och 1440"),
        ({"seen_within": 1441}, "mellan 5 och 1440"),
        ({"actors": []}, "minst en mottagare"),
    ],
)
def test_what_says_nothing_or_goes_to_nobody_is_refused(storm, more, words):
    with pytest.raises(RuleBroken, match=words):
        send(storm, **more)
    assert not Announcement.objects.exists()


def test_only_those_who_take_part_get_it_and_only_the_county_sends_it(storm):
    with pytest.raises(RuleBroken, match="Deltar inte i händelsen: Länsstyrelsen Dalarna"):
        send(storm, actors=[storm.ljusdal, storm.other])
    with pytest.raises(Refused):
        send(storm, by=storm.maria)
    assert signed_in(storm.maria).get(reverse("announcement_new", args=[storm.incident.number])).status_code == 403
    row = send(storm)
    for name in ("announcement", "announcement_receive"):
        assert signed_in(storm.charlie).post(page_of(row, name)).status_code in (404, 405)
    assert signed_in(storm.charlie).get(page_of(row)).status_code == 404
    close(storm.incident)
    with pytest.raises(RuleBroken, match="avslutad"):
        send(storm)


def test_nobody_receives_it_for_another_or_when_it_was_not_sent_there(storm):
    row = send(storm, actors=[storm.ljusdal])
    with pytest.raises(Refused):
        receive(by=storm.bo, announcement=row, actor=storm.ljusdal, reach="acting")
    with pytest.raises(RuleBroken, match="inte skickat till Bollnäs"):
        receive(by=storm.bo, announcement=row, actor=storm.bollnas, reach="acting")
    with pytest.raises(RuleBroken, match="steget finns inte"):
        receive(by=storm.maria, announcement=row, actor=storm.ljusdal, reach="seen")
    signed_in(storm.bo).get(page_of(row))
    assert [one.actor for one in Reception.objects.filter(announcement=row)] == [storm.ljusdal]


def test_the_form_keeps_what_was_typed_and_sends_to_the_chosen(storm):
    lena, new = signed_in(storm.lena), reverse("announcement_new", args=[storm.incident.number])
    answered = lena.post(new, {**WORDS, "whom": "nagra", "seen_within": 60})
    assert answered.status_code == 422
    assert WORDS["text"] in answered.content.decode()
    answered = lena.post(new, {**WORDS, "whom": "alla", "actors": [storm.ljusdal.pk], "seen_within": 60})
    assert answered.status_code == 422
    lena.post(new, {**WORDS, "whom": "nagra", "actors": [storm.ljusdal.pk], "seen_within": 15})
    row = Announcement.objects.get()
    assert (row.seen_within, list(reach(row))) == (15, [storm.ljusdal])
    shown = lena.get(reverse("announcements", args=[storm.incident.number])).content.decode()
    assert WORDS["heading"] in shown
    assert "0 av 1 har läst" in shown


def test_the_deputies_of_who_has_not_read_it_are_written_to_once(storm, django_capture_on_commit_callbacks):
    stands_in(storm.bo, storm.maria, storm.ljusdal)
    row = send(storm, actors=[storm.ljusdal, storm.bollnas])
    receive(by=storm.bo, announcement=row, actor=storm.bollnas, reach="understood")
    assert escalating.run() == 0
    Announcement.objects.filter(pk=row.pk).update(sent_at=timezone.now() - timedelta(minutes=61))
    with django_capture_on_commit_callbacks():
        assert escalating.run() == 1
    assert escalating.run() == 0
    assert list(Letter.objects.filter(kind="silent").values_list("person_id", flat=True)) == [storm.bo.pk]
    again = Notice.objects.filter(kind="told", subject=f"{row.journal_subject()}:unread")
    assert list(again.values_list("actor_id", flat=True)) == [storm.ljusdal.pk]
    assert "Ersättarna tillskrivna" in signed_in(storm.lena).get(page_of(row)).content.decode()


def test_who_has_answered_is_reminded_no_more(storm):
    """Whatever asked: a message, a fixed direction."""
    row = send(storm)
    direction = proposed(storm)
    fix_direction(by=storm.carl, direction=fresh(direction))
    for who, actor in ((storm.maria, storm.ljusdal), (storm.bo, storm.bollnas), (storm.lena, storm.board)):
        receive(by=who, announcement=row, actor=actor, reach="understood")
        receive(by=who, direction=fresh(direction), actor=actor, reach="acting")
    Announcement.objects.update(sent_at=timezone.now() - timedelta(hours=5))
    type(direction).objects.update(fixed_at=timezone.now() - timedelta(hours=5))
    before = Notice.objects.count()
    assert escalating.run() == 0
    assert (Notice.objects.count(), Letter.objects.count()) == (before, 0)


def test_nobody_is_reminded_of_what_is_hidden(storm):
    row = send(storm)
    incidents.quarantine(by=storm.bo, record=row, reason="Fel")
    Announcement.objects.filter(pk=row.pk).update(sent_at=timezone.now() - timedelta(hours=5))
    assert escalating.run() == 0
    assert WORDS["heading"] not in signed_in(storm.maria).get("/").content.decode()


def test_it_is_marked_and_can_be_hidden(storm):
    row = send(storm, mark=Mark("internal"))
    page = signed_in(storm.bo).get(page_of(row)).content.decode()
    assert "Intern samverkan" in page
    assert reverse("quarantine", args=[storm.incident.number, "meddelande", row.pk]) in page
    incidents.quarantine(by=storm.bo, record=row, reason="Fel")
    maria = signed_in(storm.maria)
    assert maria.get(page_of(row)).status_code == 404
    for path in ("/", reverse("announcements", args=[storm.incident.number]), f"/h/{storm.incident.number}/logg/"):
        assert WORDS["heading"] not in maria.get(path).content.decode()
    assert not any("Viktigt meddelande skickades" in line.text for line in lines(storm.incident, anew(storm.bo))[0])


def test_the_journal_holds_none_of_its_words(storm):
    send(storm)
    told = " ".join(f"{e.label} {e.note} {e.data}" for e in Entry.objects.all())
    assert WORDS["heading"] not in told
    assert WORDS["text"] not in told


def test_programs_send_read_and_receive(storm):
    lena, maria = signed_in(storm.lena), signed_in(storm.maria)
    said = {"incident": storm.incident.number, **WORDS, "actors": [storm.ljusdal.key]}
    made = lena.post("/api/v1/announcements", said, content_type="application/json")
    assert (made.status_code, made.json()["number"]) == (201, 1)
    assert maria.post("/api/v1/announcements", said, content_type="application/json").status_code == 403
    told = {"announcement": made.json()["id"], "actor": storm.ljusdal.key, "reach": "acting"}
    answered = maria.post("/api/v1/receptions", told, content_type="application/json")
    assert (answered.status_code, answered.json()["reach"]) == (200, "acting")
    both = told | {"direction": 1}
    assert maria.post("/api/v1/receptions", both, content_type="application/json").status_code == 400
    rows = lena.get("/api/v1/receptions", {"incident": storm.incident.number}).json()["results"]
    assert [row["announcement"] for row in rows] == [made.json()["id"]]
    assert signed_in(storm.charlie).get("/api/v1/announcements").json()["results"] == []


@pytest.mark.django_db(transaction=True)
def test_ten_messages_at_once_have_ten_numbers(storm):
    def one(n):
        try:
            incident = Incident.objects.select_related("lead").get(pk=storm.incident.pk)
            return send(storm, by=anew(storm.lena), incident=incident, heading=f"Meddelande {n}").number
        finally:
            connections.close_all()

    gate = threading.Barrier(10)
    with ThreadPoolExecutor(10) as pool:
        numbers = list(pool.map(lambda n: (gate.wait(20), one(n))[1], range(10)))
    assert sorted(numbers) == list(range(1, 11))
    assert Reception.objects.count() == 30
