"""Before publishing, inviting, exporting and fixing one shows who one is, if that was more than ten minutes ago."""

import re

import pytest
from django.test import Client
from rest_framework.authtoken.models import Token

from actors.models import Actor
from coordination.incidents.models import Participant as Participation
from coordination.signing_in import fresh
from tests.signing_in.conftest import WORDS
from tests.signing_in.test_sessions import hidden

pytestmark = pytest.mark.django_db


@pytest.fixture
def lena(house):
    house.lena.set_password(WORDS)
    house.lena.save()
    client = Client()
    client.force_login(house.lena)
    return client


def asks(answer):
    return answer.status_code == 302 and answer["Location"].startswith("/konto/reauthenticate/")


def test_within_ten_minutes_nothing_is_asked(lena, incident, clock):
    clock.pass_by(minutes=9)
    assert lena.get("/h/ny/").status_code == 200


@pytest.mark.parametrize("path", ["/h/ny/", "{at}/rapporter/utkast/granska/", "{at}/inriktning/1/faststall/"])
def test_after_that_the_page_with_the_button_asks_first(lena, incident, clock, path):
    path = path.format(at=f"/h/{incident.number}")
    clock.pass_by(minutes=10)
    answer = lena.get(path)
    assert asks(answer), answer.status_code
    assert lena.get(answer["Location"]).status_code == 200
    again = lena.post("/konto/reauthenticate/", {"password": WORDS, "next": path})
    assert again["Location"] == path
    assert not asks(lena.get(path))


def test_what_was_chosen_is_still_there_and_she_presses_again(lena, incident, clock):
    clock.pass_by(minutes=11)
    new = Actor.objects.filter(kind="region").first()
    path = f"/h/{incident.number}/aktorer/bjud-in/"
    assert lena.get(f"/h/{incident.number}/aktorer/").status_code == 200
    answer = lena.post(path, {"actors": [str(new.pk)]})
    assert asks(answer)
    assert "next=%2Fkonto%2Ffortsatt%2F" in answer["Location"]
    assert not Participation.objects.filter(incident=incident, actor=new).exists()
    wrong = lena.post("/konto/reauthenticate/", {"password": "fel", "next": "/konto/fortsatt/"})
    assert wrong.status_code == 200
    lena.post("/konto/reauthenticate/", {"password": WORDS, "next": "/konto/fortsatt/"})
    page = lena.get("/konto/fortsatt/").content.decode()
    assert re.search(f'action="{path}"', page)
    lena.post(path, hidden(page))
    assert Participation.objects.filter(incident=incident, actor=new).exists()


def test_a_call_to_the_api_on_a_session_is_asked_and_one_with_a_token_is_not(lena, house, clock):
    clock.pass_by(minutes=11)
    path = "/api/v1/directions/1/fix"
    answer = lena.post(path)
    assert answer.status_code == 403
    assert answer.json()["type"] == "/api/v1/problems/sign-in-again"
    token = Token.objects.create(user=house.carl)
    assert Client().post(path, headers={"Authorization": f"Token {token}"}).status_code == 404


def test_an_organisation_s_door_adds_its_own_way(lena, clock, monkeypatch):
    way = {"id": "organisation", "description": "Hos Länsstyrelsen", "url": "/konto/organisation/"}
    monkeypatch.setattr(fresh, "MORE_WAYS", [lambda request: [way]])
    assert "Hos Länsstyrelsen" in lena.get("/konto/reauthenticate/").content.decode()


def test_reading_asks_nothing(lena, incident, clock):
    clock.pass_by(minutes=50)
    for path in ("/", "/h/", f"/h/{incident.number}/", f"/h/{incident.number}/aktorer/", f"/h/{incident.number}/logg/"):
        assert lena.get(path).status_code == 200
