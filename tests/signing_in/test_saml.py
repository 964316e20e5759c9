"""Signing in by SAML: who comes in, and every forged answer that does not."""

import re

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from lxml import etree
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Names

from coordination.models import SeenAssertion
from coordination.signing_in import strength
from tests.conftest import person
from tests.signing_in.conftest import Browser, assert_refused, refusals
from tests.signing_in.keys import certificate, pem
from tests.signing_in.openid_provider import LOA2, NUMBER
from tests.signing_in.saml_provider import SamlProvider, encrypted, moment, signed_by

pytestmark = pytest.mark.django_db
KEY, ANSWER = "kommun-2161", "/konto/organisation/kommun-2161/saml/"
NO_ACCOUNT = "inget konto här"
SAML = f"{{{Names.NS_SAML}}}"


@pytest.fixture
def provider(configured, house, tmp_path):
    """Ljusdal's identity provider, which knows Maria."""
    made = SamlProvider()
    (tmp_path / "theirs.pem").write_text(certificate("saml"))
    wrong = configured(
        KEY,
        KOMMUN_2161_KIND="saml",
        KOMMUN_2161_NAME="Ljusdals kommun",
        KOMMUN_2161_NUMBER=NUMBER,
        KOMMUN_2161_ENTITY_ID=made.entity_id,
        KOMMUN_2161_SSO_URL=f"{made.url}/sso",
        KOMMUN_2161_CERTIFICATE_FILE=str(tmp_path / "theirs.pem"),
    )
    assert wrong == ()
    yield made
    made.stop()


@pytest.fixture
def with_key(configured, provider, tmp_path):
    """The portal has a key of its own, and a certificate that the organisation knows."""
    (tmp_path / "key.pem").write_text(pem("portal"))
    (tmp_path / "certificate.pem").write_text(certificate("portal"))
    files = {"KEY_FILE": tmp_path / "key.pem", "KEY_CERTIFICATE_FILE": tmp_path / "certificate.pem"}
    assert configured(KEY, **{f"KOMMUN_2161_{name}": str(path) for name, path in files.items()}) == ()


@pytest.fixture
def browser(client):
    return SamlBrowser(client)


class SamlBrowser(Browser):
    def posted(self, address="", **said) -> str:
        """What the organisation's page posts to the portal."""
        page = requests.get(self.go(KEY, address, **said), timeout=5).text
        assert f'action="http://localhost:8000{ANSWER}"' in page
        return re.search('value="(.*?)"', page)[1]

    def post(self, answer: str):
        """Post it as browsers do from another site, without the session; then follow with it."""
        taken = Client().post(ANSWER, {"SAMLResponse": answer})
        return self.client.get(taken["Location"]) if taken.status_code == 302 else taken

    def sign_in(self, address="", **said):
        return self.post(self.posted(address, **said))


def test_the_municipalitys_officer_comes_in_by_her_organisation(browser, provider, people):
    answer = browser.sign_in(next="/h/")
    assert (answer.status_code, answer["Location"]) == (302, "/h/")
    assert browser.who == people.maria
    assert browser.client.session[strength.KEY]["strong"]


def test_the_second_time_the_link_counts_and_not_the_name(browser, provider, people):
    browser.sign_in()
    browser.client.logout()
    provider.fields["urn:oid:0.9.2342.19200300.100.1.3"] = ["somebody"]
    browser.sign_in()
    assert browser.who == people.maria
    assert SocialAccount.objects.count() == 1


def test_the_portal_asks_for_exactly_the_levels_and_a_new_sign_in(browser, provider, people):
    browser.sign_in()
    wanted = provider.asked.find(f"{{{Names.NS_SAMLP}}}RequestedAuthnContext")
    assert wanted.get("Comparison") == "exact"
    assert [ref.text.rpartition("/")[2] for ref in wanted] == ["loa3", "loa4"]
    assert provider.asked.get("ForceAuthn") == "true"


def test_with_a_key_the_portal_signs_its_question(browser, provider, with_key, people):
    browser.sign_in()
    assert provider.query["SigAlg"] == [Names.RSA_SHA256]
    assert provider.query["Signature"]
    assert browser.who == people.maria


def test_an_encrypted_assertion_is_read(browser, provider, with_key, people):
    provider.bend = encrypted
    browser.sign_in()
    assert browser.who == people.maria


def test_an_assertion_in_the_clear_is_refused_where_encryption_is_asked_for(
    browser, provider, with_key, people, configured
):
    configured(KEY, KOMMUN_2161_ENCRYPTED="1")
    assert_refused(browser, browser.sign_in(), "forged")
    provider.bend = encrypted
    browser.sign_in()
    assert browser.who == people.maria


def test_the_portals_metadata_names_its_address_and_wants_signed_assertions(client, provider):
    answer = client.get(f"/konto/organisation/{KEY}/metadata/")
    found = etree.fromstring(answer.content)
    assert found.get("entityID") == f"http://localhost:8000/konto/organisation/{KEY}/metadata/"
    assert found[0].get("WantAssertionsSigned") == "true"
    assert f'Location="http://localhost:8000{ANSWER}"' in answer.content.decode()


def test_confirming_who_one_is_takes_a_sign_in_from_after_the_question(browser, provider, people):
    browser.sign_in()
    again = "/konto/organisation/bekrafta/"
    provider.says = {"instant": moment(-300)}
    refused = browser.sign_in(address=again)
    assert (refused.status_code, refusals()[-1]) == (403, "recency")
    assert browser.who == people.maria
    provider.says = {"instant": moment(0)}
    assert browser.sign_in(address=again, next="/h/")["Location"] == "/h/"
    assert browser.client.session["account_authentication_methods"][-1]["reauthenticated"] is True


def test_another_person_does_not_confirm_for_her(browser, provider, people):
    browser.sign_in()
    provider.says = {"subject": "subject-2"}
    assert browser.sign_in(address="/konto/organisation/bekrafta/").status_code == 403
    assert (refusals()[-1], browser.who) == ("other_person", people.maria)


# -- forged -----------------------------------------------------------------------------------------------------------


def test_an_unsigned_answer_is_refused(browser, provider, people):
    provider.sign = lambda xml: xml
    assert_refused(browser, browser.sign_in(), "forged", "gick inte att lita på")


def test_an_answer_signed_by_another_key_is_refused(browser, provider, people):
    provider.sign = signed_by("somebody else")
    assert_refused(browser, browser.sign_in(), "forged")


def test_an_answer_that_was_changed_after_it_was_signed_is_refused(browser, provider, people):
    provider.bend = lambda response: response.replace("maria", "lena")
    assert_refused(browser, browser.sign_in(), "forged")


def test_a_signature_over_the_envelope_only_is_refused(browser, provider, people):
    sign, provider.sign = provider.sign, lambda xml: xml
    provider.bend = sign
    assert_refused(browser, browser.sign_in(), "forged")


def false_one(tree):
    """The signed assertion, and a copy without signature that says Lena."""
    true = tree.find(f"{SAML}Assertion")
    false = etree.fromstring(etree.tostring(true).replace(b"maria", b"lena"))
    false.remove(false.find(f"{{{Names.NS_DS}}}Signature"))
    false.set("ID", "_false")
    return true, false


def false_before_true(response):
    tree = etree.fromstring(response)
    true, false = false_one(tree)
    true.addprevious(false)
    return etree.tostring(tree).decode()


def true_inside_false(response):
    tree = etree.fromstring(response)
    true, false = false_one(tree)
    true.addprevious(false)
    false.find(f"{SAML}Subject").append(true)
    return etree.tostring(tree).decode()


def true_inside_the_signature_of_false(response):
    tree = etree.fromstring(response)
    true, false = false_one(tree)
    signature = true.find(f"{{{Names.NS_DS}}}Signature")
    true.addprevious(false)
    true.remove(signature)
    false.insert(1, signature)
    etree.SubElement(signature, f"{{{Names.NS_DS}}}Object").append(true)
    return etree.tostring(tree).decode()


def true_in_the_extensions(response):
    tree = etree.fromstring(response)
    true, false = false_one(tree)
    true.addprevious(false)
    hidden = etree.Element(f"{{{Names.NS_SAMLP}}}Extensions")
    tree.insert(1, hidden)
    hidden.append(true)
    return etree.tostring(tree).decode()


def same_id_twice(response):
    tree = etree.fromstring(response)
    true, false = false_one(tree)
    false.set("ID", true.get("ID"))
    true.addprevious(false)
    return etree.tostring(tree).decode()


@pytest.mark.parametrize(
    "wrap",
    [
        false_before_true,
        true_inside_false,
        true_inside_the_signature_of_false,
        true_in_the_extensions,
        same_id_twice,
    ],
)
def test_a_false_assertion_wrapped_about_a_true_one_is_refused(browser, provider, people, wrap):
    provider.bend = wrap
    assert_refused(browser, browser.sign_in(), "forged")


def test_a_comment_in_the_name_does_not_make_it_another_name(browser, provider, people, house):
    """Signatures do not see comments, and some parsers read only what stands before one."""
    person("ma", house.ljusdal)
    provider.bend = lambda response: response.replace("maria", "ma<!-- -->ria")
    browser.sign_in()
    assert browser.who == people.maria


def test_an_entity_in_the_answer_is_refused(browser, provider, people):
    provider.bend = lambda response: f'<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/hostname">]>{response}'
    assert_refused(browser, browser.sign_in(), "forged")


@pytest.mark.parametrize(
    "lie",
    [
        {"audience": "https://another-portal.example.se"},
        {"audience": ""},
        {"destination": "http://localhost:8000/konto/organisation/lst-21/saml/"},
        {"destination": f"http://localhost:8000{ANSWER}more"},
        {"recipient": "http://localhost:8000/konto/organisation/lst-21/saml/"},
        {"recipient": f"http://localhost:8000{ANSWER}more"},
        {"until": moment(-3600)},
        {"before": moment(3600)},
        {"issuer": "https://other.example.se/metadata"},
    ],
    ids=[
        "audience of another",
        "no audience",
        "destination cut",
        "destination longer",
        "recipient cut",
        "recipient longer",
        "over",
        "not yet",
        "another issuer",
    ],
)
def test_an_answer_for_another_place_or_time_is_refused(browser, provider, people, lie):
    provider.says = lie
    assert_refused(browser, browser.sign_in(), "forged")


def test_an_answer_used_twice_is_refused(browser, provider, people):
    answer = browser.posted()
    browser.post(answer)
    browser.client.logout()
    assert_refused(browser, browser.post(answer), "replayed", "redan använts")
    assert SeenAssertion.objects.count() == 1


def test_an_assertion_is_remembered_for_as_long_as_it_would_be_believed(browser, provider, people):
    browser.sign_in()
    seen = SeenAssertion.objects.get()
    assert seen.expires.strftime("%Y-%m-%dT%H:%M:%SZ") > moment(240 + 300)
    assert seen.carried is None


def test_what_nobody_would_believe_any_more_is_forgotten(browser, provider, people):
    browser.sign_in()
    SeenAssertion.objects.update(expires="2020-01-01T00:00:00Z")
    browser.client.logout()
    browser.sign_in()
    assert SeenAssertion.objects.count() == 1


def test_the_ticket_of_an_answer_is_good_once(browser, provider, people):
    taken = Client().post(ANSWER, {"SAMLResponse": browser.posted()})
    browser.client.get(taken["Location"])
    browser.client.logout()
    assert_refused(browser, browser.client.get(taken["Location"]), "replayed")


def test_an_answer_that_nobody_asked_for_is_refused(browser, provider, people):
    provider.says = {"request": None}
    assert_refused(browser, browser.sign_in(), "forged")


def test_an_answer_to_another_browsers_question_is_refused(browser, provider, people):
    """A thief sends his own answer to the officer's browser, or has got hold of hers."""
    theirs = SamlBrowser(Client())
    assert_refused(browser, browser.post(theirs.posted()), "state")


def test_an_answer_to_a_question_never_put_is_refused(browser, provider, people):
    provider.says = {"request": "_of-my-own-making"}
    assert_refused(browser, browser.sign_in(), "state")


@pytest.mark.parametrize("rubbish", ["", "not base64 !", "PHhtbC8+", "QUJD" * 100_000])
def test_rubbish_is_refused_and_breaks_nothing(browser, provider, people, rubbish):
    assert_refused(browser, browser.post(rubbish), "forged")


# -- too weak, and whose account --------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [LOA2, "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"])
def test_too_weak_a_level_is_refused(browser, provider, people, level):
    provider.says = {"level": level}
    assert_refused(browser, browser.sign_in(), "level", "tillräcklig tillitsnivå")


def test_an_organisation_that_cannot_reach_the_level_says_so_in_the_same_words(browser, provider, people):
    why = '<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:NoAuthnContext"/>'
    failed = f'<samlp:StatusCode Value="{Names.STATUS_RESPONDER}">{why}</samlp:StatusCode>'
    success = '<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/>'
    provider.bend = lambda response: response.replace(success, failed)
    assert_refused(browser, browser.sign_in(), "level", "tillräcklig tillitsnivå")


@pytest.mark.parametrize("instant", [moment(-3600), moment(3600)], ids=["too old", "in the future"])
def test_a_sign_in_that_is_not_recent_is_refused(browser, provider, people, instant):
    provider.says = {"instant": instant}
    assert_refused(browser, browser.sign_in(), "recency", "nyss har loggat in")


@pytest.mark.parametrize("numbers", [["2021008888"], []])
def test_a_wrong_organisation_is_refused(browser, provider, people, numbers):
    provider.fields["urn:oid:2.5.4.97"] = numbers
    assert_refused(browser, browser.sign_in(), "organisation")


@pytest.mark.parametrize(("name", "reason"), [("stranger", "unknown"), ("lena", "other_actor"), ("", "unknown")])
def test_strangers_and_people_of_other_actors_are_refused(browser, provider, people, name, reason):
    provider.fields["urn:oid:0.9.2342.19200300.100.1.3"] = [name]
    assert_refused(browser, browser.sign_in(), reason, NO_ACCOUNT)
    assert not SocialAccount.objects.exists()


def test_an_identity_that_changes_each_time_links_nobody(browser, provider, people):
    provider.says = {"format": Names.NAMEID_TRANSIENT}
    assert_refused(browser, browser.sign_in(), "forged")


def test_the_identity_can_be_an_attribute(browser, provider, people, configured):
    configured(KEY, KOMMUN_2161_SUBJECT_FIELD="urn:oid:1.2.752.29.6.2.1")
    provider.says = {"format": Names.NAMEID_TRANSIENT}
    provider.fields["urn:oid:1.2.752.29.6.2.1"] = ["SE-0001"]
    browser.sign_in()
    assert SocialAccount.objects.get().uid == "SE-0001"
