"""Maria with a password, the app in her telephone, and a clock that can be put forward."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache

from coordination.signing_in import fresh, sessions, strength

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
