"""The newest answers, page after page by the key in the address."""

import datetime
from urllib.parse import quote

import pytest
from django.db import connection
from django.urls import reverse

from coordination.situations.models import Input
from coordination.situations.views import board
from tests.conftest import signed_in
from tests.counting import Statements
from tests.situations.answers import answer, content

pytestmark = pytest.mark.django_db


@pytest.fixture
def seven(house, incident, asked, monkeypatch):
    """Seven answers of one town, three of them of the very same moment, and pages of two."""
    monkeypatch.setattr(board, "FEED", 2)
    board._older.made.clear()
    board._newest.made.clear()
    sent = [answer(house.maria, asked, house.ljusdal, content(summary=f"Läge nummer {n}.")) for n in range(7)]
    at = sent[0].submitted_at
    for n, one in enumerate(sent):
        minute = 2 if n in (2, 3, 4) else n
        Input.objects.filter(pk=one.pk).update(submitted_at=at + datetime.timedelta(minutes=minute))
    yield [one.pk for one in sent]
    board._older.made.clear()
    board._newest.made.clear()


def test_the_pages_hold_every_answer_once_and_in_order(house, incident, seven):
    client, address, met = signed_in(house.anna), reverse("inputs", args=[incident.number]), []
    for _page in range(10):
        page = client.get(address).context["page"]
        met += [row.pk for row in page.rows]
        if not page.older:
            break
        address = f"{reverse('inputs', args=[incident.number])}?fore={quote(page.older)}"
    assert met == [seven[6], seven[5], seven[4], seven[3], seven[2], seven[1], seven[0]]


def test_an_older_page_takes_as_many_statements_as_the_first(house, incident, seven):
    client, address = signed_in(house.anna), reverse("inputs", args=[incident.number])
    older = client.get(address).context["page"].older
    client.get(address, {"fore": older})
    with Statements(connection) as first:
        client.get(address)
    with Statements(connection) as second:
        client.get(address, {"fore": older})
    assert len(first) == len(second)


@pytest.mark.parametrize(
    "key",
    ["", "x", "2025-12-28T07:52:00_3", "0001-01-01T00:00:00+14:00_1", "2025-12-28T07:52:00+23:59_3"],
)
def test_a_key_that_cannot_be_read_is_the_first_page_or_an_empty_one(house, incident, seven, key):
    answered = signed_in(house.anna).get(reverse("inputs", args=[incident.number]), {"fore": key})
    assert answered.status_code == 200


@pytest.mark.parametrize("number", ["-1", "0", "2147483999", "99999999999999999999999"])
def test_a_number_that_no_answer_has_goes_on_from_its_time(house, incident, seven, number):
    key = f"2999-01-01T00:00:00+00:00_{number}"
    page = signed_in(house.anna).get(reverse("inputs", args=[incident.number]), {"fore": key}).context["page"]
    assert [row.pk for row in page.rows] == [seven[6], seven[5]]
    assert not page.first
