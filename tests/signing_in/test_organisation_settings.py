"""What an administrator writes about an organisation's sign-in, and what the start says of it."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from coordination import checks
from coordination.signing_in.organisation_settings import COMMON, OPENID, SAML
from tests.signing_in.keys import certificate, pem

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "sign-in.md"
GOOD = {
    "LST_21_NAME": "Länsstyrelsen",
    "LST_21_NUMBER": "202100-9999",
    "LST_21_SERVER": "https://idp.example.se/realms/staff/",
    "LST_21_CLIENT_ID": "samlad",
    "LST_21_CLIENT_SECRET": "a secret",
}
SAML_GOOD = {
    "LST_21_KIND": "saml",
    "LST_21_NAME": "Länsstyrelsen",
    "LST_21_NUMBER": "2021009999",
    "LST_21_ENTITY_ID": "https://idp.example.se/metadata",
    "LST_21_SSO_URL": "https://idp.example.se/sso",
    "LST_21_CERTIFICATE_FILE": "their.pem",
}
METADATA = """<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example.se/m">
<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing">
<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>{certificate}
</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:SingleSignOnService Location="{address}"
Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"/></md:IDPSSODescriptor></md:EntityDescriptor>"""


@pytest.fixture(autouse=True)
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("their.pem").write_text(certificate("saml"))
    Path("key.pem").write_text(pem("portal"))
    Path("certificate.pem").write_text(certificate("portal"))
    Path("secret").write_text("from a file\n")
    bare = "".join(certificate("saml").splitlines()[1:-1])
    Path("metadata.xml").write_text(METADATA.format(certificate=bare, address="https://idp.example.se/sso"))
    Path("plain.xml").write_text(METADATA.format(certificate=bare, address="http://idp.example.se/sso"))
    Path("empty.xml").write_text("<nothing/>")


def test_a_whole_openid_organisation_is_read_with_its_defaults(configured, settings):
    assert configured("lst-21", **GOOD) == ()
    (service,) = settings.ORGANISATION_SIGN_IN.services
    assert (service.actor, service.number, service.max_age) == ("lst-21", "2021009999", 600)
    assert [level.rpartition("/")[2] for level in service.levels] == ["loa3", "loa4"]
    assert service.openid.server == "https://idp.example.se/realms/staff"


def test_a_secret_can_come_from_a_file(configured, settings):
    variables = {**GOOD, "LST_21_CLIENT_SECRET_FILE": "secret"}
    del variables["LST_21_CLIENT_SECRET"]
    assert configured("lst-21", **variables) == ()
    assert settings.ORGANISATION_SIGN_IN.services[0].openid.client_secret == "from a file"


def test_a_saml_organisation_is_read_from_its_metadata(configured, settings):
    variables = {name: SAML_GOOD[name] for name in ("LST_21_KIND", "LST_21_NAME", "LST_21_NUMBER")}
    assert configured("lst-21", **variables, LST_21_METADATA_FILE="metadata.xml") == ()
    idp = settings.ORGANISATION_SIGN_IN.services[0].saml.idp
    assert (idp["entityId"], idp["singleSignOnService"]["url"]) == (
        "https://idp.example.se/m",
        "https://idp.example.se/sso",
    )


@pytest.mark.parametrize(
    ("keys", "good", "changes", "number", "words"),
    [
        ("LST_21", GOOD, {}, 20, "holds 'LST_21'"),
        ("lst-21 lst-21", GOOD, {}, 20, "twice"),
        ("lst-21", GOOD, {"NAME": ""}, 21, "LST_21_NAME is missing"),
        ("lst-21", GOOD, {"NUMBER": ""}, 21, "LST_21_NUMBER is missing"),
        ("lst-21", GOOD, {"SERVER": ""}, 21, "LST_21_SERVER is missing"),
        ("lst-21", GOOD, {"CLIENT_ID": ""}, 21, "LST_21_CLIENT_ID is missing"),
        ("lst-21", GOOD, {"CLIENT_SECRET": ""}, 21, "LST_21_CLIENT_SECRET is missing"),
        ("lst-21", GOOD, {"CLIENT_SECRET_FILE": "none"}, 22, "which is not there"),
        ("lst-21", GOOD, {"KIND": "ldap"}, 22, "'ldap'"),
        ("lst-21", GOOD, {"NUMBER": "12"}, 22, "'12'"),
        ("lst-21", GOOD, {"SERVER": "http://idp.example.se"}, 22, "not encrypted"),
        ("lst-21", GOOD, {"MAX_AGE": "10 min"}, 22, "'10 min'"),
        ("lst-21", GOOD, {"MAX_AGE": "0"}, 22, "'0'"),
        ("lst-21", GOOD, {"TOKEN_AUTH": "none"}, 22, "'none'"),
        ("lst-21", GOOD, {"TOKEN_AUTH": "private_key_jwt"}, 21, "LST_21_KEY_FILE is missing"),
        ("lst-21", GOOD, {"TOKEN_AUTH": "private_key_jwt", "KEY_FILE": "secret"}, 24, "not a private key"),
        ("lst-21", GOOD, {"CLIENTID": "samlad"}, 23, "LST_21_CLIENTID is not a setting"),
        ("lst-21", GOOD, {"SSO_URL": "https://idp.example.se/"}, 23, "SSO_URL is not a setting"),
        ("lst-21", SAML_GOOD, {"CERTIFICATE_FILE": ""}, 21, "metadata"),
        ("lst-21", SAML_GOOD, {"CERTIFICATE_FILE": "none.pem"}, 24, "cannot be read"),
        ("lst-21", SAML_GOOD, {"CERTIFICATE_FILE": "secret"}, 24, "not a certificate"),
        ("lst-21", SAML_GOOD, {"ENTITY_ID": ""}, 21, "ENTITY_ID is missing"),
        ("lst-21", SAML_GOOD, {"SSO_URL": "http://idp.example.se/"}, 22, "not encrypted"),
        ("lst-21", SAML_GOOD, {"METADATA_FILE": "empty.xml"}, 24, "does not describe"),
        ("lst-21", SAML_GOOD, {"METADATA_FILE": "plain.xml", "ENTITY_ID": ""}, 22, "not encrypted"),
        ("lst-21", SAML_GOOD, {"ENCRYPTED": "1"}, 21, "KEY_FILE is missing"),
        ("lst-21", SAML_GOOD, {"ENCRYPTED": "perhaps"}, 22, "ENCRYPTED"),
        ("lst-21", SAML_GOOD, {"KEY_FILE": "key.pem"}, 21, "without a certificate"),
        ("lst-21", SAML_GOOD, {"KEY_FILE": "key.pem", "KEY_CERTIFICATE_FILE": "their.pem"}, 24, "does not belong"),
    ],
)
def test_wrong_settings_stop_the_start_with_what_to_write(configured, keys, good, changes, number, words):
    problems = configured(keys, **{**good, **{f"LST_21_{name}": value for name, value in changes.items()}})
    assert (number, True) in [(problem.number, words in problem.sentence) for problem in problems], problems
    assert f"samlad.E{number:03}" in [error.id for error in checks.organisations()]
    with pytest.raises(ImproperlyConfigured, match=r"LST_21|ORGANISATION_SIGN_IN|lst-21|not there|not encrypted"):
        checks.refuse_wrong_settings()


def test_an_organisation_with_a_fault_opens_no_door(configured, settings):
    configured("lst-21", **{**GOOD, "LST_21_NUMBER": ""})
    assert settings.ORGANISATION_SIGN_IN.services == ()


def test_variables_of_an_organisation_that_is_not_listed_are_told_of(configured):
    (problem,) = configured("", LST_21_NAME="Länsstyrelsen")
    assert problem.sentence == "ORGANISATION_LST_21_NAME is not a setting."


def test_the_administrators_page_has_every_variable():
    told = set(re.findall(r"`([A-Z_]+)`", PAGE.read_text(encoding="utf-8")))
    wanted = {name for name in (*COMMON, *OPENID, *SAML) if name != "CLIENT_SECRET_FILE"}
    assert wanted - told == set()


@pytest.mark.parametrize("kind", ["openid", "saml"])
def test_the_examples_of_the_administrators_page_are_right(configured, kind):
    """As they stand there, but for the files, which lie elsewhere."""
    examples = re.findall(r"```\n(ORGANISATION_SIGN_IN=.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    example = next(text for text in examples if ("KIND=saml" in text) == (kind == "saml"))
    lines = dict(line.split("=", 1) for line in example.splitlines())
    here = {"metadata.xml": "metadata.xml", "key.pem": "key.pem", "certificate.pem": "certificate.pem"}
    there = {
        name.removeprefix("ORGANISATION_"): here.get(Path(value).name, "secret") if name.endswith("_FILE") else value
        for name, value in lines.items()
    }
    assert configured(there.pop("SIGN_IN"), **there) == ()
