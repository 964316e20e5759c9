"""What a direction or a measure rests on: tied to answers by its author, shown from both sides."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from coordination.direction.models import Ground
from coordination.direction.services import (
    draft_direction,
    rest_direction,
    rest_measure,
    suggest_measure,
)
from coordination.incidents import services as incidents
from coordination.incidents.clock import now_in
from journal.models import Entry
from journal.refusals import Refused, RuleBroken
from tests.conftest import fresh, signed_in
from tests.situations.answers import answer, content

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(house, incident, asked):
    return answer(house.maria, asked, house.ljusdal, content(2, 2, 2, summary="Mörkt."))


@pytest.fixture
def draft(house, incident):
    return draft_direction(by=fresh(house.carl), incident=incident)


@pytest.fixture
def measure(house, incident):
    return suggest_measure(
        by=fresh(house.lena),
        incident=incident,
        owner=house.bollnas,
        what="Kör reservkraft till vårdcentralen",
        due=now_in(incident) + datetime.timedelta(hours=3),
    )


def way(incident, sent):
    return reverse("answer_fate", args=[incident.number, sent.pk])


def test_the_measure_s_author_chooses_an_answer_and_both_show_it(house, incident, sent, measure):
    lena = signed_in(house.lena)
    page = lena.get(measure.get_absolute_url()).content.decode()
    assert "Ange vilka svar den bygger på" in page
    form = reverse("measure_grounds", args=[incident.number, measure.pk])
    assert f"Ljusdal, {sent.number}" in lena.get(form).content.decode()
    assert lena.post(form, {"chosen": [sent.pk], "numbers": ""}).status_code == 302
    assert f"Ljusdal, svar {sent.number}" in lena.get(measure.get_absolute_url()).content.decode()
    told = signed_in(house.maria).get(way(incident, sent)).content.decode()
    assert "Kör reservkraft till vårdcentralen" in told
    assert Entry.objects.filter(verb="measure.grounds").count() == 1
    lena.post(form, {"numbers": ""})
    assert not Ground.objects.exists()
    assert "Kör reservkraft" not in signed_in(house.maria).get(way(incident, sent)).content.decode()


def test_the_direction_s_author_types_the_receipt_number(house, incident, sent, draft):
    carl = signed_in(house.carl)
    form = reverse("direction_grounds", args=[incident.number, draft.number])
    wrong = carl.post(form, {"numbers": f"{sent.number}, 2025-999-001"})
    assert wrong.status_code == 422
    assert "2025-999-001" in wrong.content.decode()
    assert not Ground.objects.exists()
    assert carl.post(form, {"numbers": f"se {sent.number}"}).status_code == 302
    assert f"Ljusdal, svar {sent.number}" in carl.get(draft.get_absolute_url()).content.decode()
    assert f"Inriktning {draft.number}" in signed_in(house.lena).get(way(incident, sent)).content.decode()
    # It is a draft: who does not write directions is told nothing of it.
    assert f"Inriktning {draft.number}" not in signed_in(house.maria).get(way(incident, sent)).content.decode()


def test_a_correction_takes_it_along(house, incident, asked, sent, measure):
    rest_measure(by=fresh(house.lena), measure=measure, answers=[sent])
    corrected = answer(fresh(house.maria), asked, house.ljusdal, content(1, 1, 1))
    assert "Kör reservkraft" in signed_in(house.maria).get(way(incident, corrected)).content.decode()


def test_nobody_else_says_what_it_rests_on(house, incident, sent, draft, measure):
    with pytest.raises(Refused):
        rest_measure(by=fresh(house.maria), measure=measure, answers=[sent])
    with pytest.raises(Refused):
        rest_direction(by=fresh(house.maria), direction=draft, answers=[sent])
    form = reverse("measure_grounds", args=[incident.number, measure.pk])
    assert signed_in(house.maria).post(form, {"chosen": [sent.pk]}).status_code == 403
    assert signed_in(house.charlie).get(form).status_code == 404
    assert signed_in(house.bo).post(form, {"chosen": [sent.pk]}).status_code == 302


def test_of_an_answer_that_the_reader_may_not_read_nothing_is_told(house, incident, sent, measure):
    rest_measure(by=fresh(house.lena), measure=measure, answers=[sent])
    until = timezone.now() + datetime.timedelta(days=30)
    incidents.narrow(by=fresh(house.maria), record=sent, audience="own", reason="Utreds.", until=until)
    assert sent.number not in signed_in(house.bo).get(measure.get_absolute_url()).content.decode()
    # Who says anew what it rests on does not take away what she can not see.
    rest_measure(by=fresh(house.bo), measure=measure, answers=[])
    assert Ground.objects.count() == 1


def test_a_direction_that_is_no_draft_any_more_is_not_changed(house, incident, sent, draft):
    type(draft).objects.filter(pk=draft.pk).update(state="withdrawn")
    draft.refresh_from_db()
    with pytest.raises(RuleBroken):
        rest_direction(by=fresh(house.carl), direction=draft, answers=[sent])


def test_it_rests_under_one_thing(house, incident, sent, draft, measure):
    both = {"incident": incident, "input": sent, "at": timezone.now(), "by": house.lena}
    with pytest.raises(IntegrityError), transaction.atomic():
        Ground.objects.create(direction=draft, measure=measure, **both)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ground.objects.create(**both)
