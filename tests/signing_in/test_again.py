"""A fresh sign-in at the organisation that opened the session, and invitations to link an account."""

import re
import time
from io import StringIO

import pytest
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.socialaccount.models import SocialAccount
from django.core.management import CommandError, call_command
from django.test import RequestFactory

from coordination.signing_in import organisation
from tests.conftest import fresh
from tests.signing_in.conftest import assert_refused, openid_variables, refusals

pytestmark = pytest.mark.django_db
AGAIN = "/konto/organisation/bekrafta/"


@pytest.fixture
def signed_in(browser, provider, people):
    browser.sign_in()
    assert browser.who == people.lena
    return browser


def request_of(browser, person):
    request = RequestFactory().get("/")
    request.session, request.user = browser.client.session, fresh(person)
    return request


def test_an_organisations_session_is_told_where_to_confirm(signed_in, house):
    request = request_of(signed_in, house.lena)
    assert organisation.again_url(request, "/h/") == f"{AGAIN}?next=%2Fh%2F"
    assert organisation.again_url(request, "https://evil.example.se/") == AGAIN


def test_a_password_session_is_not(client, provider, house):
    client.force_login(house.lena)
    assert organisation.again_url(request_of(type("B", (), {"client": client}), house.lena)) == ""
    assert client.get(AGAIN).status_code == 404


def test_nobody_confirms_without_a_session(client, provider):
    assert client.get(AGAIN)["Location"].startswith("/konto/login/")


def test_confirming_asks_the_organisation_for_a_new_sign_in_and_counts(signed_in, provider, house):
    house.lena.set_password("so that allauth looks at the time at all")
    house.lena.save()
    signed_in.client.force_login(house.lena, backend="coordination.signing_in.doors.FrontDoor")
    signed_in.client.logout()
    signed_in.sign_in()
    assert not did_recently_reauthenticate(request_of(signed_in, house.lena))
    provider.signed_in_ago = 0
    before = signed_in.client.session.session_key
    answer = signed_in.sign_in(address=AGAIN, next="/h/")
    assert answer["Location"] == "/h/"
    assert (provider.asked["prompt"], provider.asked["max_age"]) == ("login", "0")
    assert did_recently_reauthenticate(request_of(signed_in, house.lena))
    assert signed_in.client.session.session_key != before


def test_an_old_sign_in_at_the_organisation_does_not_confirm(signed_in, provider, house):
    """Young enough to come in by, but from before she was asked again."""
    provider.signed_in_ago = 300
    answer = signed_in.sign_in(address=AGAIN)
    assert answer.status_code == 403
    assert "Det gick inte att bekräfta" in answer.content.decode()
    assert refusals()[-1] == "recency"
    assert signed_in.who == str(house.lena.pk)


def test_another_person_does_not_confirm_for_her(signed_in, provider, house, people):
    provider.claims |= {"sub": "subject-2", "preferred_username": "anna"}
    answer = signed_in.sign_in(address=AGAIN)
    assert answer.status_code == 403
    assert "en annan person" in answer.content.decode()
    assert signed_in.who == people.lena
    assert SocialAccount.objects.count() == 1
    signed_in.client.logout()
    signed_in.sign_in()
    signed_in.client.logout()
    provider.claims |= {"sub": "subject-1"}
    signed_in.sign_in()
    provider.claims |= {"sub": "subject-2"}
    assert signed_in.sign_in(address=AGAIN).status_code == 403
    assert signed_in.who == people.lena


def test_signing_out_says_that_the_organisation_still_has_her(signed_in, house):
    assert "kvar inloggad" in signed_in.client.get("/konto/logout/").content.decode()
    signed_in.client.force_login(house.maria)
    assert "kvar inloggad" not in signed_in.client.get("/konto/logout/").content.decode()


# -- invitations ------------------------------------------------------------------------------------------------------


def invitation(username="anna", service="lst-21") -> str:
    out = StringIO()
    call_command("organisation_link", username=username, service=service, stdout=out)
    found = re.fullmatch(r"http://localhost:8000/konto/organisation/[a-z0-9-]+/\?inbjudan=(\S+)\n", out.getvalue())
    return found[1].replace("%3A", ":")


def test_an_invitation_links_the_invited_person_whatever_the_organisation_calls_her(browser, provider, house):
    provider.claims["preferred_username"] = "u4711"
    word = invitation()
    page = browser.client.get(f"/konto/organisation/lst-21/?inbjudan={word}").content.decode()
    assert "Du är inbjuden" in page
    browser.sign_in(inbjudan=word)
    assert browser.who == str(house.anna.pk)


def test_an_invitation_is_good_once(browser, provider, house):
    word = invitation()
    browser.sign_in(inbjudan=word)
    browser.client.logout()
    provider.claims["sub"] = "subject-2"
    assert_refused(browser, browser.sign_in(inbjudan=word), "linked_elsewhere")


def test_an_invitation_to_somebody_of_another_actor_lets_nobody_in(browser, provider, house):
    assert_refused(browser, browser.sign_in(inbjudan=invitation("charlie")), "other_actor")


def test_a_made_up_or_old_or_misplaced_invitation_is_refused(
    browser, provider, house, openid_providers, configured, monkeypatch
):
    page = "/konto/organisation/lst-21/"
    assert_refused(browser, browser.client.post(page, {"inbjudan": "made-up"}), "invitation", "gäller inte längre")
    configured("lst-21 kommun-2161", **openid_variables("KOMMUN_2161", openid_providers(), "Ljusdal"))
    elsewhere = invitation(service="kommun-2161")
    assert_refused(browser, browser.client.post(page, {"inbjudan": elsewhere}), "invitation")
    word, then = invitation(), time.time
    monkeypatch.setattr(time, "time", lambda: then() + 8 * 24 * 3600)
    assert_refused(browser, browser.client.post(page, {"inbjudan": word}), "invitation")


def test_a_removed_link_can_be_made_anew(browser, provider, people):
    browser.sign_in()
    browser.client.logout()
    out = StringIO()
    call_command("organisation_link", username="lena", remove=True, stdout=out)
    assert out.getvalue() == "1 link(s) removed.\n"
    provider.claims["sub"] = "subject-2"
    browser.sign_in()
    assert browser.who == people.lena


@pytest.mark.parametrize(("username", "service"), [("nobody", "lst-21"), ("lena", "lst-20")])
def test_the_command_says_whom_or_what_it_does_not_know(provider, username, service):
    with pytest.raises(CommandError, match=r"nobody|lst-20"):
        call_command("organisation_link", username=username, service=service)
