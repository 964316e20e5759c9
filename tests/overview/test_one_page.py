"""Läget på en sida: what the one who leads the county reads before she goes into the room."""

from datetime import timedelta

import pytest
from django.urls import reverse

from coordination.direction.services import fix_direction, receive, suggest_measure, take_position
from coordination.incidents.clock import now_in
from coordination.situations.models import Request
from tests.conftest import signed_in
from tests.direction.house import WORDS, fresh, proposed

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def read(person, incident):
    answer = signed_in(person).get(reverse("one_page", args=[incident.number]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_before_anything_is_said_each_part_says_so(house, incident):
    page = read(house.lena, incident)
    for words in ("Ingen rapport är publicerad än", "Ingen beslutad än", "Inga åtgärder är antecknade än"):
        assert words in page


def test_what_is_decided_and_asked_stands_on_it(house, incident):
    house.incident = incident
    direction = proposed(house)
    take_position(
        by=house.maria, direction=direction, actor=house.ljusdal, stand="reservation", reason="Vi har en bandvagn."
    )
    suggest_measure(
        by=house.lena, incident=incident, owner=house.ljusdal, what="Diesel till Färila", due=now_in(incident) + HOUR
    )
    fix_direction(by=house.carl, direction=fresh(direction))
    receive(by=house.maria, direction=fresh(direction), actor=house.ljusdal, reach="acting")
    page = read(house.lena, incident)
    for words in (WORDS["intended"], "Vi har en bandvagn.", "Diesel till Färila", "<b>1</b> agerar", "förbehåll"):
        assert words in page


def test_who_is_silent_after_the_time_is_named_as_unknown(house, incident, asked):
    assert "Har inte svarat i tid" not in read(house.lena, incident)
    Request.objects.filter(pk=asked.pk).update(
        as_of=now_in(incident) - 3 * HOUR, sent_at=now_in(incident) - 2 * HOUR, deadline=now_in(incident) - HOUR
    )
    page = read(house.lena, incident)
    assert "Har inte svarat i tid" in page
    assert "Läget där är okänt" in page


def test_another_county_finds_no_page(house, incident):
    assert signed_in(house.charlie).get(reverse("one_page", args=[incident.number])).status_code == 404
