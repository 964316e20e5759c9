"""Signing in by OpenID Connect: who comes in, and every forged answer that does not."""

import datetime
import time

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.utils.html import escape

from actors.models import Person
from actors.roles import Role
from actors.services import give_role
from coordination.signing_in import strength
from journal.models import Entry
from tests.conftest import end_membership, person
from tests.signing_in import openid_provider
from tests.signing_in.conftest import assert_refused, openid_variables, refusals
from tests.signing_in.keys import certificate, pem
from tests.signing_in.openid_provider import LOA2, NUMBER

pytestmark = pytest.mark.django_db
LEVEL, RECENCY = "tillräcklig tillitsnivå", "nyss har loggat in"
NO_ACCOUNT = "inget konto här"


def test_the_sign_in_page_has_a_button_for_each_organisation(client, provider):
    page = client.get("/konto/login/").content.decode()
    assert "Logga in med Länsstyrelsen Gävleborg" in page
    assert "kvar inloggad hos din organisation" in page


def test_without_organisations_the_sign_in_page_has_no_such_button(client, db):
    assert "din organisation" not in client.get("/konto/login/").content.decode()


def test_the_countys_officer_comes_in_by_her_organisation(browser, provider, people):
    answer = browser.sign_in(next="/h/")
    assert (answer.status_code, answer["Location"]) == (302, "/h/")
    assert browser.who == people.lena
    assert browser.client.get("/h/").status_code == 200


def test_the_way_to_the_organisation_is_a_link_too(browser, provider):
    """For browsers that do not go on by themselves. A form that led there would be stopped by the page's own policy."""
    page = browser.client.post("/konto/organisation/lst-21/")
    address = page["Refresh"].removeprefix("0; url=")
    assert address.startswith(f"{provider.url}/authorize?")
    assert f'href="{escape(address)}"' in page.content.decode()


def test_another_site_cannot_begin_a_sign_in(provider):
    assert Client(enforce_csrf_checks=True).post("/konto/organisation/lst-21/").status_code == 403


def test_the_session_is_strong(browser, provider, people):
    browser.sign_in()
    noted = browser.client.session[strength.KEY]
    assert (noted["method"], noted["strong"]) == ("organisation", True)
    assert noted["at"] > 0


def test_the_portal_asks_for_level_recency_and_a_proof_of_its_own(browser, provider, people):
    browser.sign_in()
    assert "loa3" in provider.asked["acr_values"]
    assert provider.asked["max_age"] == "600"
    assert provider.asked["code_challenge_method"] == "S256"
    assert provider.asked["redirect_uri"] == "http://localhost:8000/konto/organisation/lst-21/openid/"


def test_the_second_time_the_link_counts_and_not_the_name(browser, provider, people):
    browser.sign_in()
    browser.client.logout()
    provider.claims["preferred_username"] = "another-name"
    browser.sign_in()
    assert browser.who == people.lena
    assert SocialAccount.objects.count() == 1


def test_the_journal_has_the_sign_in_with_its_level(browser, provider, people):
    browser.sign_in()
    entry = Entry.objects.get(verb="organisation.signed_in")
    assert str(entry.by_id) == people.lena
    assert entry.data["level"].endswith("loa3")
    assert "subject-1" not in str(entry.data)


def test_the_session_gets_a_new_key_when_she_comes_in(browser, provider, people):
    address = browser.callback()
    before = browser.client.session.session_key
    browser.client.get(address)
    assert browser.client.session.session_key != before


def test_what_the_token_lacks_comes_from_the_user_info_of_the_same_person(browser, provider, people):
    name = provider.claims.pop("preferred_username")
    provider.user_info = {"sub": "subject-1", "preferred_username": name}
    browser.sign_in()
    assert browser.who == people.lena


def test_user_info_of_somebody_else_is_refused(browser, provider, people):
    del provider.claims["preferred_username"]
    provider.user_info = {"sub": "subject-2", "preferred_username": "lena"}
    assert_refused(browser, browser.sign_in(), "forged")


@pytest.mark.parametrize("how", ["client_secret_post", "private_key_jwt"])
def test_the_portal_proves_itself_as_the_organisation_wants(browser, provider, people, configured, tmp_path, how):
    (tmp_path / "key.pem").write_text(pem("portal"))
    (tmp_path / "certificate.pem").write_text(certificate("portal"))
    assert configured("lst-21", LST_21_TOKEN_AUTH=how, LST_21_KEY_FILE=str(tmp_path / "key.pem")) == ()
    browser.sign_in()
    assert browser.who == people.lena
    assert provider.told["authorization"] == ""


# -- forged -----------------------------------------------------------------------------------------------------------


def test_a_state_that_this_browser_never_had_is_refused(browser, provider, people):
    address = browser.callback().replace("state=", "state=x")
    assert_refused(browser, browser.client.get(address), "state")


def test_an_answer_to_another_browsers_question_is_refused(browser, provider, people):
    assert_refused(browser, browser.client.get(type(browser)(Client()).callback()), "state")


def test_the_state_of_one_organisation_is_no_good_at_another(browser, provider, people, openid_providers, configured):
    other = openid_providers()
    configured("lst-21 kommun-2161", **openid_variables("KOMMUN_2161", other, "Ljusdal"))
    address = browser.callback().replace("lst-21", "kommun-2161")
    assert_refused(browser, browser.client.get(address), "state")


def test_an_answer_that_took_too_long_is_refused(browser, provider, people, monkeypatch):
    address, then = browser.callback(), time.time
    monkeypatch.setattr(time, "time", lambda: then() + 601)
    assert_refused(browser, browser.client.get(address), "state", "tog den för lång tid")


def test_a_wrong_nonce_is_refused(browser, provider, people):
    provider.change = lambda claims: {**claims, "nonce": "of another sign-in"}
    assert_refused(browser, browser.sign_in(), "forged")


def test_an_answer_used_twice_is_refused(browser, provider, people):
    address = browser.callback()
    browser.client.get(address)
    browser.client.post("/konto/logout/")
    assert_refused(browser, browser.client.get(address), "state")


def test_a_code_used_twice_is_refused(browser, provider, people):
    """An old code with the state of a new sign-in: the provider forgets codes, and the proof key is another one."""
    provider.code_is_taken_twice = True
    first = browser.callback()
    browser.client.get(first)
    browser.client.logout()
    code = first.partition("code=")[2].partition("&")[0]
    second = browser.callback()
    address = second.replace(second.partition("code=")[2].partition("&")[0], code)
    assert_refused(browser, browser.client.get(address), "forged")


def test_a_token_used_twice_is_refused_though_the_session_has_come_back(browser, provider, people):
    """A thief with a copy of the session before the sign-in has state, nonce and proof key. The database remembers."""
    provider.code_is_taken_twice = True
    address = browser.callback()
    states = dict(browser.client.session["socialaccount_states"])
    browser.client.get(address)
    browser.client.logout()
    session = browser.client.session
    session["socialaccount_states"] = states
    session.save()
    assert_refused(browser, browser.client.get(address), "replayed")


@pytest.mark.parametrize(
    "sign", [openid_provider.with_nothing, openid_provider.with_other_key, openid_provider.with_public_key_as_secret]
)
def test_a_token_that_the_organisation_has_not_signed_is_refused(browser, provider, people, sign):
    provider.sign = sign
    assert_refused(browser, browser.sign_in(), "forged", "gick inte att lita på")


@pytest.mark.parametrize(
    "lie",
    [
        {"aud": "another-portal"},
        {"aud": ["samlad", "another-portal"], "azp": "another-portal"},
        {"iss": "https://other.example.se"},
        {"exp": int(time.time()) - 3600},
        {"exp": None},
        {"iat": int(time.time()) + 3600},
    ],
    ids=["wrong audience", "made for another client", "wrong issuer", "expired", "never expires", "not yet"],
)
def test_a_token_of_another_place_or_time_is_refused(browser, provider, people, lie):
    provider.change = lambda claims: {k: v for k, v in {**claims, **lie}.items() if v is not None}
    assert_refused(browser, browser.sign_in(), "forged")


def test_a_provider_that_calls_itself_something_else_is_not_asked(browser, provider, people):
    provider.issuer = "https://other.example.se"
    assert_refused(browser, browser.client.post("/konto/organisation/lst-21/"), "forged")


def test_an_answer_that_says_it_comes_from_another_provider_is_refused(browser, provider, people):
    assert_refused(browser, browser.client.get(f"{browser.callback()}&iss=https://other.example.se"), "forged")


# -- too weak ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [LOA2, "", "http://id.elegnamnden.se/loa/1.0/loa3-nonresident"])
def test_too_weak_a_level_is_refused(browser, provider, people, level):
    provider.claims["acr"] = level
    assert_refused(browser, browser.sign_in(), "level", LEVEL)


def test_a_level_is_taken_from_the_signed_token_only(browser, provider, people):
    del provider.claims["acr"], provider.claims["preferred_username"]
    provider.user_info = {"sub": "subject-1", "preferred_username": "lena", "acr": openid_provider.LOA3}
    assert_refused(browser, browser.sign_in(), "level", LEVEL)


@pytest.mark.parametrize("ago", [3600, None, -3600], ids=["too old", "missing", "in the future"])
def test_a_sign_in_that_is_not_recent_is_refused(browser, provider, people, ago):
    provider.signed_in_ago = ago
    assert_refused(browser, browser.sign_in(), "recency", RECENCY)


@pytest.mark.parametrize("number", ["2021008888", None, ["2021008888"]])
def test_a_wrong_organisation_number_is_refused(browser, provider, people, number):
    provider.claims["https://id.oidc.se/claim/orgNumber"] = number
    assert_refused(browser, browser.sign_in(), "organisation", "hör till den organisation")


@pytest.mark.parametrize("number", ["202100-9999", [NUMBER, "2021008888"], f"lena@{NUMBER}"])
def test_the_organisation_number_is_read_as_organisations_write_it(browser, provider, people, number):
    provider.claims["https://id.oidc.se/claim/orgNumber"] = number
    browser.sign_in()
    assert browser.who == people.lena


# -- whose account ----------------------------------------------------------------------------------------------------


def test_somebody_without_an_account_gets_none(browser, provider, people):
    provider.claims["preferred_username"] = "stranger"
    before = Person.objects.count()
    assert_refused(browser, browser.sign_in(), "unknown", NO_ACCOUNT)
    assert (Person.objects.count(), SocialAccount.objects.count()) == (before, 0)


@pytest.mark.parametrize("name", ["charlie", "maria"])
def test_a_person_of_another_actor_is_refused_with_the_same_words(browser, provider, people, name):
    provider.claims["preferred_username"] = name
    assert_refused(browser, browser.sign_in(), "other_actor", NO_ACCOUNT)
    assert not SocialAccount.objects.exists()


def test_a_service_for_an_actor_that_is_not_there_lets_nobody_in_and_says_why_to_the_administrator(
    browser, provider, people, configured
):
    configured("lst-21", LST_21_ACTOR="lst-212")
    assert_refused(browser, browser.sign_in(), "other_actor", NO_ACCOUNT)
    assert Entry.objects.get(verb="organisation.refused").data["detail"] == "no actor has the key lst-212"


def test_who_has_left_the_organisation_is_refused_though_linked(browser, provider, people, house):
    browser.sign_in()
    browser.client.logout()
    end_membership(house.lena)
    assert_refused(browser, browser.sign_in(), "other_actor", NO_ACCOUNT)


@pytest.mark.parametrize("shut", [{"is_active": False}, {"is_demo": True}])
def test_closed_accounts_and_demonstration_accounts_are_refused(browser, provider, people, settings, shut):
    Person.objects.filter(username="lena").update(**shut)
    settings.DEMO = True
    assert_refused(browser, browser.sign_in(), "shut", NO_ACCOUNT)


def test_an_address_that_the_organisation_has_not_verified_links_nobody(browser, provider, house, configured):
    both = person("lena@example.se", house.board)
    configured("lst-21", LST_21_PERSON_FIELD="email")
    provider.claims |= {"email": "lena@example.se", "email_verified": False}
    assert_refused(browser, browser.sign_in(), "unknown", NO_ACCOUNT)
    provider.claims["email_verified"] = True
    browser.sign_in()
    assert browser.who == str(both.pk)


def test_a_second_provider_with_the_same_subject_and_name_takes_over_nobody(
    browser, provider, house, people, openid_providers, configured
):
    """Lena works for Ljusdal too. Ljusdal's provider says her name and subject: her account stays the county's."""
    give_role(person=house.lena, actor=house.ljusdal, role=Role.REPORTER, starts=datetime.date(2020, 1, 1))
    browser.sign_in()
    browser.client.logout()
    other = openid_providers()
    configured("lst-21 kommun-2161", **openid_variables("KOMMUN_2161", other, "Ljusdal"))
    assert_refused(browser, browser.sign_in("kommun-2161"), "linked_elsewhere", NO_ACCOUNT)
    assert list(SocialAccount.objects.values_list("provider", flat=True)) == ["lst-21"]


def test_another_subject_at_the_same_organisation_does_not_inherit_the_account(browser, provider, people):
    """A user name that is given to somebody new must not open the former one's account."""
    browser.sign_in()
    browser.client.logout()
    provider.claims["sub"] = "subject-2"
    assert_refused(browser, browser.sign_in(), "linked_elsewhere", NO_ACCOUNT)


def test_a_service_that_moves_to_another_provider_needs_new_links(
    browser, provider, people, openid_providers, configured
):
    browser.sign_in()
    browser.client.logout()
    other = openid_providers()
    configured("lst-21", LST_21_SERVER=other.url)
    assert_refused(browser, browser.sign_in(), "issuer", NO_ACCOUNT)


def test_somebody_who_is_signed_in_as_another_leaves_that_session(browser, provider, house, people):
    browser.client.force_login(house.maria)
    browser.sign_in()
    assert browser.who == people.lena


# -- the rest ---------------------------------------------------------------------------------------------------------


def test_a_sign_in_that_was_broken_off_says_so(browser, provider, people):
    state = browser.callback().partition("state=")[2]
    answer = browser.client.get(f"/konto/organisation/lst-21/openid/?error=access_denied&state={state}")
    assert_refused(browser, answer, "declined", "avbröts")


def test_a_provider_that_is_away_is_said_to_be_away(browser, provider, people):
    provider.stop()
    assert_refused(browser, browser.client.post("/konto/organisation/lst-21/"), "away", "svarar inte", status=503)


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example.se/", "//evil.example.se/", "/\\evil.example.se", "javascript:1"]
)
def test_nobody_is_sent_on_to_another_site(browser, provider, people, elsewhere):
    assert browser.sign_in(next=elsewhere)["Location"] == "/"


def test_an_organisation_that_is_not_configured_has_no_page(client, db):
    assert client.get("/konto/organisation/lst-20/").status_code == 404
    assert client.get("/konto/organisation/lst-20/openid/").status_code == 404


def test_an_openid_organisation_takes_no_saml(client, provider):
    assert client.post("/konto/organisation/lst-21/saml/", {"SAMLResponse": "x"}).status_code == 404
    assert client.get("/konto/organisation/lst-21/saml/klar/?ticket=x").status_code == 404
    assert client.get("/konto/organisation/lst-21/metadata/").status_code == 404


def test_false_answers_do_not_fill_the_journal(browser, provider, people, monkeypatch):
    monkeypatch.setattr("coordination.signing_in.noted.MOST_REFUSALS", 3)
    for _ in range(5):
        browser.client.get("/konto/organisation/lst-21/openid/?state=x&code=y")
    assert len(refusals()) == 3
