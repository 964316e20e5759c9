"""Asking in the pages: whom, read through before it is sent, how far each has come, all the late reminded at once."""

import datetime
from datetime import timedelta

import pytest
from django.utils import timezone

from actors.models import ActorGroup, ContactPoint
from coordination.incidents import services as incidents
from coordination.incidents.clock import now_in
from coordination.situations.models import QuestionSet, Request
from coordination.situations.services import inputs, requests
from journal.refusals import Refused, RuleBroken
from tests.conftest import fresh
from tests.situations.answers import answer

pytestmark = pytest.mark.django_db


def typed(incident, **more):
    now = timezone.localtime(now_in(incident))
    return {
        "purpose": "Läget i länet",
        "as_of": f"{now:%Y-%m-%dT%H:%M}",
        "deadline": f"{now + timedelta(hours=2):%Y-%m-%dT%H:%M}",
        "question_set": QuestionSet.objects.first().pk,
        **more,
    }


@pytest.fixture
def lena(client, house):
    client.force_login(house.lena)
    return client


@pytest.fixture
def new(incident):
    return f"/h/{incident.number}/begaran/ny/"


def names(request):
    return {row.actor.short for row in request.recipients.select_related("actor")}


def test_everybody_who_takes_part_is_asked_in_one_step(lena, house, incident, new):
    assert "Alla som deltar (10 aktörer)" in lena.get(new).content.decode()
    assert lena.post(new, typed(incident, whom="all")).status_code == 302
    assert names(Request.objects.get()) == set(house.municipal)


def test_a_group_is_asked_as_far_as_it_takes_part(lena, house, incident, new):
    group = ActorGroup.objects.create(owner=house.board, name="Norr")
    group.members.set([house.ljusdal, house.bollnas, house.other])
    read = lena.post(new, typed(incident, whom="chosen", groups=[group.pk], do="read"))
    page = read.content.decode()
    assert "2 aktörer frågas" in page
    assert house.other.short in page
    assert not Request.objects.exists()
    lena.post(new, typed(incident, whom="chosen", groups=[group.pk]))
    assert names(Request.objects.get()) == {"Ljusdal", "Bollnäs"}


def test_another_countys_group_can_not_be_chosen(lena, house, incident, new):
    group = ActorGroup.objects.create(owner=house.other, name="Deras")
    group.members.set([house.ljusdal])
    assert lena.post(new, typed(incident, whom="chosen", groups=[group.pk])).status_code == 422


def test_all_of_a_kind_are_asked(lena, house, incident, new):
    region = house.board.county.actors.filter(kind="region").first()
    incidents.invite(by=fresh(house.lena), incident=incident, actors=[region])
    lena.post(new, typed(incident, whom="chosen", kinds=["region"]))
    assert names(Request.objects.get()) == {region.short}


def test_all_and_some_at_once_is_asked_about(lena, house, incident, new):
    wrong = lena.post(new, typed(incident, whom="all", recipients=[house.ljusdal.pk]))
    assert wrong.status_code == 422
    assert "Du har valt både alla och några" in wrong.content.decode()


def test_a_unit_is_named_for_the_one_who_is_to_pass_it_on(lena, house, incident, new):
    said = typed(incident, whom="chosen", recipients=[house.ljusdal.pk, house.bollnas.pk], reminders=["30", "0"])
    read = lena.post(new, said | {"do": "read"})
    page = read.content.decode()
    assert f'name="enhet-{house.ljusdal.pk}"' in page
    assert "30 minuter före, när svarstiden går ut" in page
    kept = {}
    for name, value in read.context["fields"]:
        kept.setdefault(name, []).append(value)
    sent = lena.post(new, kept | {f"enhet-{house.ljusdal.pk}": "Socialförvaltningen", "do": "send"})
    request = Request.objects.get()
    assert request.recipients.get(actor=house.ljusdal).unit == "Socialförvaltningen"
    assert request.recipients.get(actor=house.bollnas).unit == ""
    assert (request.reminders, request.reminders_sent) == ([30, 0], 0)
    assert "Socialförvaltningen" in lena.get(sent.url).content.decode()


def test_going_back_from_the_reading_loses_nothing(lena, house, incident, new):
    back = lena.post(new, typed(incident, whom="chosen", recipients=[house.ljusdal.pk], do="back")).content.decode()
    assert "Läget i länet" in back
    assert f'value="{house.ljusdal.pk}" id="id_recipients_' in back
    assert not Request.objects.exists()


def test_a_step_that_has_passed_already_is_no_reminder(house, incident):
    now = now_in(incident)
    sent = requests.send_request(
        by=fresh(house.lena),
        incident=incident,
        question_set=QuestionSet.objects.first(),
        recipients=[house.ljusdal],
        purpose="Snabbt",
        as_of=now,
        deadline=now + timedelta(minutes=20),
        reminders=[60, 30, 0],
    )
    assert sent.reminders_sent == 2


# --- how far each has come ---


def pass_time(request, **much):
    Request.objects.filter(pk=request.pk).update(
        sent_at=request.sent_at - timedelta(**much), deadline=request.deadline - timedelta(**much)
    )


def state(client, asked):
    """As the page's own script asks for it."""
    address = f"/h/{asked.incident.number}/begaran/{asked.number}/lage/"
    return client.get(address, headers={"x-samlad-part": "1"})


def test_the_part_is_a_whole_page_for_whoever_opens_it_and_a_part_for_the_script(lena, asked):
    part = state(lena, asked).content.decode()
    assert "<html" not in part
    assert "0 av 10 har svarat" in part
    whole = lena.get(f"/h/{asked.incident.number}/begaran/{asked.number}/lage/")
    assert "X-Samlad-Part" in whole.headers["Vary"]
    page = whole.content.decode()
    assert "<html" in page
    assert "<h1" in page
    assert "0 av 10 har svarat" in page


def line(response, short):
    return next(one for one in response.context["tally"].lines if one.recipient.actor.short == short)


def test_the_page_says_how_far_each_has_come(lena, house, asked):
    answer(fresh(house.bo), asked, house.bollnas)
    inputs.open_draft(by=fresh(house.maria), request=asked, actor=house.ljusdal)
    requests.note_opened(request=asked, actor=house.municipal["Hofors"])
    page = lena.get(f"/h/{asked.incident.number}/begaran/{asked.number}/").content.decode()
    assert "1 av 10 har svarat" in page
    for words in ("svarat", "påbörjad", "öppnad", "inte öppnad", "1 skriver", "1 har öppnat"):
        assert words in page
    assert "försenad" not in page


def test_the_late_stand_first_with_their_number_and_are_reminded_at_once(lena, house, asked):
    ContactPoint.objects.create(actor=house.ljusdal, function="TiB", phone="0651-12 34 56")
    answer(fresh(house.bo), asked, house.bollnas)
    later = asked.deadline + timedelta(hours=1)
    hofors = house.municipal["Hofors"]
    asked.recipients.filter(actor=hofors).update(postponed_to=later, postponed_note="Möte till tre")
    pass_time(asked, hours=2, minutes=5)
    asked.recipients.filter(actor=hofors).update(postponed_to=timezone.now() + timedelta(minutes=30))
    shown = state(lena, asked)
    page = shown.content.decode()
    assert [one.state for one in shown.context["tally"].lines] == ["late"] * 8 + ["postponed", "answered"]
    assert "Ring TiB 0651-12 34 56" in page
    assert "Påminn alla 8 sena" in page
    assert "skjutit upp till" in page
    assert "Möte till tre" in page
    lena.post(f"/h/{asked.incident.number}/begaran/{asked.number}/paminn/", {"which": "late"})
    told = asked.recipients.exclude(reminded_at=None)
    assert told.count() == 8
    assert not told.filter(actor__in=[hofors, house.bollnas]).exists()


def test_one_who_answers_after_the_deadline_is_told_as_late(lena, house, asked):
    pass_time(asked, hours=3)
    asked.refresh_from_db()
    answer(fresh(house.bo), asked, house.bollnas)
    assert line(state(lena, asked), "Bollnäs").came_late
    assert "efter svarstiden" in state(lena, asked).content.decode()


def test_the_part_that_is_asked_for_again_notes_nothing(client, house, asked):
    client.force_login(house.maria)
    assert state(client, asked).status_code == 200
    assert asked.recipients.get(actor=house.ljusdal).opened_at is None
    client.force_login(house.charlie)
    assert state(client, asked).status_code == 404


def test_a_recipient_does_not_see_who_may_be_reminded(client, house, asked):
    pass_time(asked, hours=3)
    client.force_login(house.maria)
    assert "Påminn" not in state(client, asked).content.decode()
    assert client.post(f"/h/{asked.incident.number}/begaran/{asked.number}/paminn/").status_code == 403


# --- an answer that comes later ---


def later_page(asked, actor):
    return f"/h/{asked.incident.number}/begaran/{asked.number}/drojer/{actor.pk}/"


def test_an_actor_says_that_its_answer_comes_later_and_why(client, house, asked):
    client.force_login(house.maria)
    page = client.get(f"/h/{asked.incident.number}/begaran/{asked.number}/").content.decode()
    assert later_page(asked, house.ljusdal) in page
    assert client.get(later_page(asked, house.ljusdal)).status_code == 200
    to = timezone.localtime(asked.deadline + timedelta(hours=1))
    said = {"to": f"{to:%Y-%m-%dT%H:%M}", "note": "Krisledningen samlas 16.00"}
    assert client.post(later_page(asked, house.ljusdal), said).status_code == 302
    row = asked.recipients.get(actor=house.ljusdal)
    assert (row.postponed_note, row.answered_at) == ("Krisledningen samlas 16.00", None)
    client.force_login(house.lena)
    assert "Krisledningen samlas 16.00" in state(client, asked).content.decode()


def test_later_is_said_with_a_reason_and_a_time_after_the_deadline(house, asked):
    by, after = fresh(house.maria), asked.deadline + timedelta(hours=1)
    for to, note in ((after, " "), (asked.deadline - timedelta(minutes=1), "Skäl")):
        with pytest.raises(RuleBroken):
            requests.postpone_answer(by=by, request=asked, actor=house.ljusdal, to=to, note=note)


def test_nobody_puts_off_for_another(client, house, asked):
    client.force_login(house.maria)
    assert client.get(later_page(asked, house.bollnas)).status_code == 404
    with pytest.raises(Refused):
        requests.postpone_answer(
            by=fresh(house.maria),
            request=asked,
            actor=house.bollnas,
            to=asked.deadline + datetime.timedelta(hours=1),
            note="Skäl",
        )


def test_who_has_answered_puts_nothing_off(house, asked):
    answer(fresh(house.maria), asked, house.ljusdal)
    with pytest.raises(RuleBroken):
        requests.postpone_answer(
            by=fresh(house.maria),
            request=asked,
            actor=house.ljusdal,
            to=asked.deadline + timedelta(hours=1),
            note="Skäl",
        )


def test_who_has_said_that_it_comes_later_is_not_called_silent_on_the_start_page(lena, house, asked):
    asked.recipients.exclude(actor__in=[house.ljusdal, house.bollnas]).update(answered_at=timezone.now())
    pass_time(asked, hours=3)
    assert "Bollnäs och Ljusdal är tysta" in lena.get("/").content.decode()
    asked.recipients.filter(actor=house.ljusdal).update(postponed_to=timezone.now() + timedelta(hours=1))
    page = lena.get("/").content.decode()
    assert "Bollnäs är tyst" in page
    assert "Ljusdal är" not in page


def test_of_many_silent_some_are_named_and_the_others_counted(lena, asked):
    pass_time(asked, hours=3)
    page = lena.get("/").content.decode()
    assert "Bollnäs, Gävle, Hofors, Hudiksvall och 6 till är tysta" in page
