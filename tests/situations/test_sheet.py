"""The board is kept for a minute: what changed is shown at once, and what did not is not drawn twice."""

import pytest
from django.core.cache import cache
from django.db import connection

from coordination.situations.board import sheet
from coordination.situations.models import Recipient
from coordination.situations.services import requests
from coordination.situations.views import board as view
from tests.counting import Statements
from tests.situations.answers import answer, content

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


@pytest.fixture
def drawn(monkeypatch):
    """How often the board was drawn."""
    times = []
    draw = sheet._draw
    monkeypatch.setattr(sheet, "_draw", lambda *args, **how: times.append(1) or draw(*args, **how))
    return times


def board(client, person, incident):
    client.force_login(person)
    return client.get(f"/h/{incident.number}/lagesbild/").content.decode()


@pytest.fixture(autouse=True)
def same_minute(monkeypatch, incident):
    monkeypatch.setattr(view, "now_in", lambda incident: incident.opened_at)


def test_two_who_read_the_same_have_it_drawn_once(client, house, incident, asked, drawn):
    answer(house.maria, asked, house.ljusdal, content(2, 1, 1, households=900, el=(2, 2, 2)))
    assert ">900<" in board(client, house.maria, incident)
    assert ">900<" in board(client, house.bo, incident)
    assert len(drawn) == 1


def test_a_new_answer_stands_there_at_once(client, house, incident, asked, drawn):
    answer(house.maria, asked, house.ljusdal, content(2, 1, 1, households=900, el=(2, 2, 2)))
    board(client, house.bo, incident)
    answer(house.maria, asked, house.ljusdal, content(2, 1, 1, households=17, el=(2, 2, 2)))
    assert ">17<" in board(client, house.bo, incident)
    assert len(drawn) == 2


def test_a_reminder_stands_there_at_once(client, house, incident, asked, drawn):
    assert "påmind" not in board(client, house.lena, incident)
    requests.remind(by=house.lena, request=asked)
    assert Recipient.objects.filter(request=asked, reminded_at__isnull=False).exists()
    assert "påmind" in board(client, house.lena, incident)


def test_another_language_is_drawn_for_itself(client, house, incident, asked, drawn):
    assert "Tysta" in board(client, house.bo, incident)
    client.cookies["django_language"] = "en"
    assert "Tysta" not in board(client, house.bo, incident)


def test_only_those_who_may_remind_are_led_there(client, house, incident, asked, drawn):
    assert "#tysta" in board(client, house.lena, incident)
    assert "#tysta" not in board(client, house.bo, incident)


def test_what_is_kept_saves_three_statements(client, house, incident, asked):
    answer(house.bo, asked, house.bollnas, content(2, 1, 1, households=40))
    client.force_login(house.bo)
    path = f"/h/{incident.number}/lagesbild/"
    client.get(path)
    cache.clear()
    with Statements(connection) as fresh:
        client.get(path)
    with Statements(connection) as kept:
        client.get(path)
    assert len(fresh) <= 8
    assert len(kept) == len(fresh) - 3
