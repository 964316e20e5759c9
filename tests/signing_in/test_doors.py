"""Who comes in, and who does not."""

import pytest
from django.contrib.auth import SESSION_KEY
from rest_framework.authtoken.models import Token

from tests.conftest import fresh

pytestmark = pytest.mark.django_db
WORDS = "ett långt lösenord 17"


@pytest.fixture
def maria(house):
    house.maria.set_password(WORDS)
    house.maria.save()
    return house.maria


def sign_in(client, password=WORDS):
    return client.post("/konto/login/", {"login": "maria", "password": password})


def test_the_right_password_alone_leads_to_the_second_step_and_nowhere_else(client, maria):
    assert sign_in(client).status_code == 302
    assert client.get("/")["Location"] == "/konto/andra-steget/"
    assert client.get("/konto/andra-steget/").status_code == 200


def test_the_made_up_people_of_a_demonstration_need_no_second_step(client, maria, settings):
    settings.DEMO = maria.is_demo = True
    maria.save()
    sign_in(client)
    assert client.get("/h/").status_code == 200


def test_a_wrong_password_is_a_sentence_and_no_session(client, maria):
    answer = sign_in(client, "fel")
    assert answer.status_code == 200
    assert SESSION_KEY not in client.session


def test_a_demonstration_account_opens_no_door_outside_demonstration(client, maria, settings):
    maria.is_demo = True
    maria.save()
    settings.DEMO = True
    assert sign_in(client).status_code == 302
    settings.DEMO = False
    assert client.get("/h/").status_code == 302
    client.logout()
    sign_in(client)
    assert SESSION_KEY not in client.session
    token = Token.objects.create(user=fresh(maria))
    assert client.get("/api/v1/incidents", headers={"Authorization": f"Token {token}"}).status_code == 401


def test_nobody_makes_an_account_for_oneself(client, db):
    answer = client.post("/konto/signup/", {"username": "ny", "password1": WORDS})
    assert SESSION_KEY not in client.session
    assert answer.status_code == 200


def test_after_sign_out_the_old_session_is_dead(client, maria):
    sign_in(client)
    client.post("/konto/logout/")
    assert client.get("/h/").status_code == 302
