"""What is not shown is counted, named and asked for in one click; it is never silence and never a good grade."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coordination.incidents import notices
from coordination.incidents.models import AccessRequest, Notice, Share
from coordination.incidents.services import ask_for_access, decline_access, grant_access, write_line
from coordination.situations.board import picture
from coordination.situations.models import Input
from journal.models import Entry
from journal.refusals import Refused, RuleBroken
from tests.conftest import fresh
from tests.sharing.conftest import CANARY, only

pytestmark = pytest.mark.django_db


@pytest.fixture
def narrowed(house, ljusdal_said, bollnas_said):
    only(ljusdal_said, house.maria, "own")
    return ljusdal_said


def page(client, person, name, *keys):
    client.force_login(fresh(person))
    return client.get(reverse(name, args=keys)).content.decode()


@pytest.mark.parametrize("name", ["board", "inputs"])
def test_you_see_one_of_two(client, house, narrowed, name):
    shown = page(client, house.bo, name, narrowed.incident.number)
    assert "Du ser 1 av 2 svar." in shown
    assert "Be att få läsa" in shown
    assert "Du ser" not in page(client, house.maria, name, narrowed.incident.number)


def test_a_request_says_it_too_and_does_not_call_the_actor_silent(client, house, narrowed):
    shown = page(client, house.bo, "request", narrowed.incident.number, narrowed.request.number)
    assert "Du ser 1 av 2 svar." in shown
    assert "2 av 10 har svarat" in shown


def row_of(person, incident, short):
    drawn = picture.board(incident, person=person)
    return drawn, next(row for row in drawn.rows if row.recipient.actor.short == short)


def test_the_board_marks_the_row_and_counts_it_as_unknown(client, house, incident, narrowed):
    drawn, row = row_of(house.bo, incident, "Ljusdal")
    assert (row.silent, row.closed) == (False, True)
    assert row.overall.grade is None
    assert all(cell.grade is None and cell.away for cell in row.cells)
    assert drawn.total == 100
    assert drawn.overall["distribution"] == [2] + [None] * 9
    shown = page(client, house.bo, "board", incident.number)
    assert "delas inte med er" in shown
    assert "Det som inte visas räknas som okänt för länet." in shown
    whole, own = row_of(house.maria, incident, "Ljusdal")
    assert (own.overall.grade, whole.total) == (4, 1000)


def test_a_board_without_a_reader_holds_only_what_all_may_read(incident, narrowed):
    drawn, row = row_of(None, incident, "Ljusdal")
    assert row.closed
    assert drawn.total == 100


@pytest.mark.parametrize(("name", "most"), [("board", 8), ("inputs", 8)])
def test_what_is_withheld_costs_few_statements(client, house, incident, narrowed, name, most):
    client.force_login(house.bo)
    client.get(reverse(name, args=[incident.number]))
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse(name, args=[incident.number]))
    counted = [q["sql"] for q in asked if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(counted) <= most + 2, counted  # the two that find who is signed in


def test_one_click_asks_and_the_owner_is_told_without_a_word_of_it(client, house, narrowed, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client.force_login(house.bo)
    where = reverse("access_ask", args=[narrowed.incident.number, "svar", narrowed.pk])
    assert client.post(where, {"actor": house.bollnas.pk}, follow=True).status_code == 200
    asked = AccessRequest.objects.get()
    assert (asked.asker, asked.actor) == (house.bollnas, house.ljusdal)
    assert Notice.objects.filter(kind="access", actor=house.ljusdal).count() == 1
    notices.send_waiting()
    assert all(CANARY not in message.body + message.subject for message in mail.outbox)
    assert "Ni har bett att få läsa" in page(client, house.bo, "inputs", narrowed.incident.number)
    assert "ber att få läsa" in page(client, house.maria, "start")


def test_asking_twice_is_asking_once(house, narrowed):
    first = ask_for_access(by=house.bo, record=narrowed, asker=house.bollnas)
    assert ask_for_access(by=house.bo, record=narrowed, asker=house.bollnas) == first


def test_one_click_answers(client, house, narrowed):
    asked = ask_for_access(by=house.bo, record=narrowed, asker=house.bollnas)
    client.force_login(house.maria)
    client.post(reverse("access_answer", args=[narrowed.incident.number, asked.pk]), {"do": "grant"})
    assert Input.objects.visible_to(house.bo).filter(pk=narrowed.pk).exists()
    assert not Input.objects.visible_to(house.lena).filter(pk=narrowed.pk).exists()
    share = Share.objects.get()
    assert share.until == Input.objects.get(pk=narrowed.pk).audience_until
    assert Notice.objects.filter(kind="answered", actor=house.bollnas).exists()


def test_a_no_lets_nobody_in(house, narrowed):
    asked = ask_for_access(by=house.bo, record=narrowed, asker=house.bollnas)
    decline_access(by=house.maria, asked=asked)
    assert not Input.objects.visible_to(house.bo).filter(pk=narrowed.pk).exists()
    with pytest.raises(RuleBroken):
        grant_access(by=house.maria, asked=AccessRequest.objects.get())


def test_nobody_answers_for_the_owner_and_nobody_asks_for_another(house, narrowed):
    with pytest.raises(Refused):
        ask_for_access(by=house.bo, record=narrowed, asker=house.board)
    asked = ask_for_access(by=house.bo, record=narrowed, asker=house.bollnas)
    for other in (house.bo, house.lena):
        with pytest.raises(Refused):
            grant_access(by=other, asked=asked)


def test_what_one_may_read_is_not_asked_for(house, bollnas_said):
    with pytest.raises(RuleBroken, match="kan redan läsa"):
        ask_for_access(by=house.maria, record=bollnas_said, asker=house.ljusdal)


def test_who_is_outside_finds_nothing_to_ask_for(client, house, narrowed):
    client.force_login(house.charlie)
    where = reverse("access_ask", args=[narrowed.incident.number, "svar", narrowed.pk])
    assert client.post(where, {}).status_code == 404


def test_the_log_tells_that_somebody_asked_and_what_came_of_it(house, narrowed):
    asked = ask_for_access(by=house.bo, record=narrowed, asker=house.bollnas, reason=CANARY)
    grant_access(by=house.maria, asked=asked)
    told = Entry.objects.filter(subject=asked.journal_subject())
    assert [entry.verb for entry in told.order_by("pk")] == ["access.asked", "accessrequest.granted"]
    assert all(CANARY not in entry.note + str(entry.data) for entry in told)


def test_lines_of_the_log_are_counted_and_asked_for_too(client, house, incident):
    line = write_line(by=house.maria, incident=incident, actor=house.ljusdal, text=CANARY)
    only(line, house.maria, "own")
    shown = page(client, house.bo, "log", incident.number)
    assert "1 rad delas inte med er." in shown
    assert CANARY not in shown
    where = reverse("access_ask", args=[incident.number, "loggrad", line.pk])
    client.post(where, {"actor": house.bollnas.pk})
    grant_access(by=house.maria, asked=AccessRequest.objects.get())
    assert CANARY in page(client, house.bo, "log", incident.number)
