"""A page of the attacker's own sends a form to the portal in the name of whoever reads it."""

import pytest
from django.test import Client

from journal.models import Entry
from tests.attacks import rows
from tests.attacks.addresses import every
from tests.thorough import a_part

pytestmark = pytest.mark.django_db


@pytest.fixture
def victim(stage):
    """Lena's browser, which sends her session along with whatever any page makes it send."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(stage.house.lena)
    return browser


# What another site's page is meant to post to, and what guards it instead of our own page's token.
FROM_ELSEWHERE = {
    "organisation_saml": "the organisation's signed answer, checked in tests/signing_in; it reads no session"
}


def noes(address):
    return {403, 404, 405} if address.name in FROM_ELSEWHERE else {403}


def test_no_address_takes_a_form_that_our_own_pages_did_not_make(stage, victim):
    before = rows.hashes()
    for address in every(stage):
        no = noes(address)
        as_form = victim.post(address.path, {"note": "x"})
        # The API reads no forms at all: 415 there is as good a no.
        assert as_form.status_code in (no | {415} if address.is_api else no), address.path
        assert victim.post(address.path, "{}", content_type="application/json").status_code in no, address.path
    assert rows.changed(before) == []


@pytest.mark.parametrize(("turn", "method"), enumerate(["put", "patch", "delete"]))
def test_no_other_method_is_a_way_around(stage, victim, turn, method):
    """One guard stands before all addresses: each is tried by one of the methods, `make thorough` tries all by all."""
    before = rows.hashes()
    for address in a_part(every(stage), turn, 3):
        answer = getattr(victim, method)(address.path, "{}", content_type="application/json")
        assert answer.status_code in noes(address), address.path
    assert rows.changed(before) == []


def test_a_session_does_not_open_the_api_to_another_site(stage, victim):
    """A browser's session is enough to read, but to write only with the token that our pages hold."""
    number = stage.number
    answer = victim.post(
        f"/api/v1/incidents/{number}/log", {"actor": "x", "text": "y"}, content_type="application/json"
    )
    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"
    # Nor as what a form of another site can send without asking first.
    plain = victim.post(f"/api/v1/incidents/{number}/log", '{"actor": "x"}', content_type="text/plain")
    assert plain.status_code in {403, 415}


def test_another_visitors_token_is_of_no_use(stage, victim):
    own = Client()
    own.get("/konto/login/")
    token = own.cookies["csrftoken" if "csrftoken" in own.cookies else next(iter(own.cookies))].value
    answer = victim.post(f"/h/{stage.number}/logg/", {"csrfmiddlewaretoken": token, "text": "x"})
    assert answer.status_code == 403


def test_the_attackers_words_are_not_shown_as_the_readers_own(stage, victim):
    """Who stood too long gets her text back; who was sent here by another site does not get that site's text."""
    path, words = f"/h/{stage.number}/logg/", {"text": "Ring 070-EVIL för information"}
    assert b"EVIL" not in victim.post(path, words).content
    assert b"EVIL" not in victim.post(path, words, headers={"sec-fetch-site": "cross-site"}).content
    assert b"EVIL" in victim.post(path, words, headers={"sec-fetch-site": "same-origin"}).content


def test_looking_changes_nothing(stage, client):
    """A link or a picture in a mail can make anybody's browser look at any address."""
    before, last = {}, Entry.objects.latest("pk").pk
    for who, addresses in ((stage.house.lena, every(stage)), (stage.house.maria, a_part(every(stage), 0, 2))):
        client.force_login(who)
        client.get("/")
        before = before or rows.hashes(rows.LOOKING_WRITES)
        for address in addresses:
            client.get(address.path)
    assert rows.changed(before, rows.LOOKING_WRITES) == []
    written = set(Entry.objects.filter(pk__gt=last).values_list("verb", flat=True))
    assert written <= rows.LOOKING_IS_TOLD.keys()
