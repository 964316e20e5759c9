"""Organisations that sign their people in: the county by one provider, a municipality by another."""

import time
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache

from coordination.signing_in import fresh, openid, organisation_settings, sessions, strength
from journal.models import Entry
from tests.signing_in.openid_provider import CLIENT, NUMBER, SECRET, OpenIdProvider


@pytest.fixture
def configured(monkeypatch, settings):
    """Writes variables into the environment and reads them as the start does. Returns what was wrong with them."""

    def configure(keys: str, **variables: str):
        monkeypatch.setenv("ORGANISATION_SIGN_IN", keys)
        for name, value in variables.items():
            monkeypatch.setenv(f"ORGANISATION_{name}", value)
        settings.ORGANISATION_SIGN_IN = organisation_settings.read()
        return settings.ORGANISATION_SIGN_IN.problems

    return configure


@pytest.fixture
def openid_providers():
    openid._kept.clear()
    made: list[OpenIdProvider] = []

    def make() -> OpenIdProvider:
        made.append(OpenIdProvider())
        return made[-1]

    yield make
    for provider in made:
        provider.stop()


def openid_variables(start: str, provider: OpenIdProvider, name: str, number: str = NUMBER) -> dict[str, str]:
    return {
        f"{start}_SERVER": provider.url,
        f"{start}_CLIENT_ID": CLIENT,
        f"{start}_CLIENT_SECRET": SECRET,
        f"{start}_NAME": name,
        f"{start}_NUMBER": number,
    }


@pytest.fixture
def provider(openid_providers, configured, house):
    """The county's OpenID provider, which knows Lena."""
    made = openid_providers()
    assert configured("lst-21", **openid_variables("LST_21", made, "Länsstyrelsen Gävleborg")) == ()
    return made


class Browser:
    """The Django client here, and real HTTP to the organisation."""

    def __init__(self, client):
        self.client = client

    def go(self, key="lst-21", address="", **said):
        """Press the button. Returns the address at the organisation."""
        page = self.client.post(address or f"/konto/organisation/{key}/", said)
        assert page.status_code == 200, page.content.decode()
        return page["Refresh"].removeprefix("0; url=")

    def callback(self, key="lst-21", address="", **said) -> str:
        """The address that an OpenID provider sends back to."""
        answer = requests.get(self.go(key, address, **said), allow_redirects=False, timeout=5)
        parts = urlsplit(answer.headers["Location"])
        return f"{parts.path}?{parts.query}"

    def sign_in(self, key="lst-21", address="", **said):
        return self.client.get(self.callback(key, address, **said))

    @property
    def who(self):
        return self.client.session.get(SESSION_KEY)


@pytest.fixture
def browser(client):
    return Browser(client)


def refusals() -> list[str]:
    return [entry.data["reason"] for entry in Entry.objects.filter(verb="organisation.refused").order_by("pk")]


def assert_refused(browser: Browser, answer, reason: str, words: str = "", status: int = 403) -> None:
    """A page with calm words, an entry in the journal, and nobody signed in."""
    assert answer.status_code == status
    page = answer.content.decode()
    assert "Du kom inte in" in page
    assert words in page
    assert refusals()[-1] == reason
    assert browser.who is None


@pytest.fixture
def people(house):
    return SimpleNamespace(lena=str(house.lena.pk), maria=str(house.maria.pk))


WORDS = "ett långt lösenord 17"


@pytest.fixture(autouse=True)
def no_counts_from_before():
    cache.clear()


@pytest.fixture
def maria(house):
    house.maria.set_password(WORDS)
    house.maria.save()
    return house.maria


class Phone:
    """The app with codes. A code is good once, so each is of the next half minute."""

    def __init__(self, person):
        self.secret = generate_totp_secret()
        self.row = TOTP.activate(person, self.secret).instance

    def code(self, ahead=0):
        return format_hotp_value(hotp_value(self.secret, int(time.time()) // 30 + ahead))


@pytest.fixture
def phone(maria):
    return Phone(maria)


@pytest.fixture
def codes(maria, phone):
    """Maria's recovery codes."""
    return RecoveryCodes.activate(maria).get_unused_codes()


class Clock:
    def __init__(self):
        self.ahead = 0.0

    def pass_by(self, *, minutes):
        self.ahead += minutes * 60

    def time(self):
        return time.time() + self.ahead


@pytest.fixture
def clock(monkeypatch):
    """The time as the rules of sessions see it."""
    held = Clock()
    monkeypatch.setattr(sessions, "_now", held.time)
    for module in (fresh, strength):
        monkeypatch.setattr(module, "time", held)
    return held


def give_password(client, password=WORDS, login="maria", **more):
    return client.post("/konto/login/", {"login": login, "password": password, **more})


def give_code(client, code):
    return client.post("/konto/sakerhet/authenticate/", {"code": code})


def factors_of(person):
    return Authenticator.objects.filter(user=person)
