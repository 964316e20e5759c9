"""Every place that opens a session is known, and each ends strong or shut."""

import ast
import re
from pathlib import Path

import allauth
import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.auth import login as open_session
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import Client

from coordination.signing_in import strength
from tests.signing_in.conftest import Phone, give_code, give_password

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
OPENERS = {"login", "django_login", "perform_login", "perform_password_login", "perform_passwordless_login"} | {
    "resume_login",
    "complete_signup",
    "login_user",
    "alogin",
}
# Apps of allauth that are not installed have no addresses; the organisations' doors have tests of their own.
ELSEWHERE = {"headless", "socialaccount", "idp", "tests"}
# Where allauth opens sessions, and the test below that shows how each ends.
KNOWN = {
    "account/adapter.py": "the one place that calls Django's login(): the session is noted there by our signal",
    "account/forms.py": "password",
    "account/internal/flows/login.py": "the steps of a sign-in",
    "account/internal/flows/login_by_code.py": "shut: no sign-in by code",
    "account/internal/flows/password_reset.py": "shut: nobody is signed in by a reset",
    "account/internal/flows/signup.py": "shut: no sign-up",
    "account/stages.py": "the steps of a sign-in",
    "account/utils.py": "old names of the same",
    "account/views.py": "password, and shut: no sign-up",
    "mfa/webauthn/internal/flows.py": "passkey",
    "mfa/webauthn/views.py": "passkey",
}
# Where the portal itself calls something of such a name.
OUR_OWN = {
    "coordination/signing_in/organisation.py": "after the organisation has shown both factors: noted strong there",
    "coordination/signing_in/saml.py": "opens none: the library's word for making the address to ask at",
}


def calls_of(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name in OPENERS:
                yield name


def test_every_place_in_the_library_that_opens_a_session_is_known():
    root = Path(allauth.__file__).parent
    found = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if not ELSEWHERE & set(path.relative_to(root).parts) and any(calls_of(path))
    }
    assert found == set(KNOWN)


def test_every_place_in_the_portal_that_opens_a_session_is_known():
    found = {
        str(path.relative_to(ROOT))
        for package in ("coordination", "processes", "actors", "journal")
        for path in (ROOT / package).rglob("*.py")
        if any(calls_of(path))
    }
    assert found == set(OUR_OWN)


def is_shut(client):
    """Nobody is signed in, or only far enough to add a second step."""
    if SESSION_KEY not in client.session:
        return True
    return client.get("/h/")["Location"] == "/konto/andra-steget/"


def test_a_password_ends_shut(client, maria):
    give_password(client)
    assert is_shut(client)


def test_a_password_of_somebody_with_a_second_step_ends_shut(client, maria, phone):
    give_password(client)
    assert is_shut(client)
    assert SESSION_KEY not in client.session


@pytest.mark.parametrize("with_phone", [True, False])
def test_a_reset_password_ends_shut(client, maria, with_phone):
    if with_phone:
        Phone(maria)
    key = f"{user_pk_to_url_str(maria)}-{default_token_generator.make_token(maria)}"
    page = client.get(f"/konto/password/reset/key/{key}/", follow=True)
    action = re.search(r'action="(/konto/password/reset/key/[^"]+)"', page.content.decode())[1]
    new = "ett annat långt lösenord 18"
    answer = client.post(action, {"password1": new, "password2": new})
    assert answer["Location"] == "/konto/password/reset/key/done/"
    assert is_shut(client)
    maria.refresh_from_db()
    assert maria.check_password(new)
    give_password(client, new)
    assert is_shut(client)


@pytest.mark.parametrize(
    "path",
    ["/konto/signup/", "/konto/login/code/", "/konto/login/code/confirm/", "/konto/confirm-email/x/", "/konto/email/"],
)
def test_doors_that_are_shut(client, maria, path):
    for answer in (client.get(path), client.post(path, {"username": "ny", "email": "a@example.se", "code": "1"})):
        assert answer.status_code in {200, 302, 404}
    assert is_shut(client)
    assert SESSION_KEY not in client.session


def test_a_passkey_that_nobody_has_ends_shut(client, maria):
    client.get("/konto/sakerhet/webauthn/login/", headers={"Accept": "application/json"})
    for credential in ("{}", "[]", '{"response": {"userHandle": "MQ"}}', "x", '{"id": 1}'):
        answer = client.post("/konto/sakerhet/webauthn/login/", {"credential": credential})
        assert answer["Location"] == "/konto/login/"
        assert SESSION_KEY not in client.session


def test_a_garbled_passkey_is_no_second_step_and_adds_none(client, maria, phone):
    give_password(client)
    for credential in ("{}", "[]", '{"id": 1}', "null", '"x"'):
        assert client.post("/konto/sakerhet/authenticate/", {"credential": credential}).status_code == 200
        assert SESSION_KEY not in client.session
    give_code(client, phone.code())
    for credential in ("{}", "[]", '{"id": 1}', "null", '"x"'):
        assert client.post("/konto/sakerhet/webauthn/add/", {"name": "x", "credential": credential}).status_code == 200
    assert not Authenticator.objects.filter(user=maria, type="webauthn").exists()


def test_a_session_opened_past_all_doors_is_shut(maria):
    """Whoever would one day write login(request, person) gets a session that reaches nothing."""
    request = HttpRequest()
    request.session = SessionStore()
    open_session(request, maria, backend="coordination.signing_in.doors.FrontDoor")
    request.session.save()
    client = Client()
    client.cookies["samlad"] = request.session.session_key
    assert SESSION_KEY in client.session
    assert is_shut(client)


def test_a_session_that_nobody_noted_the_beginning_of_is_over(client, maria):
    client.force_login(maria)
    session = client.session
    del session["samlad_opened"]
    session.save()
    assert client.get("/h/")["Location"].startswith("/konto/login/")
    assert SESSION_KEY not in client.session


def test_a_password_and_a_code_end_strong(client, maria, phone):
    give_password(client)
    give_code(client, phone.code())
    assert client.session[strength.KEY]["strong"] is True
    assert client.get("/h/").status_code == 200


def test_changing_the_password_leaves_a_weak_session_weak(client, maria):
    give_password(client)
    assert client.get("/konto/password/change/")["Location"] == "/konto/andra-steget/"
    assert not Authenticator.objects.filter(user=maria).exists()
