"""A password alone opens nothing: the app, a passkey and the recovery codes are the second step."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from coordination.signing_in import strength
from coordination.signing_in.middleware import OPEN_TO_THE_WEAK
from journal.models import Entry
from tests.signing_in.conftest import factors_of, give_code, give_password

pytestmark = pytest.mark.django_db
FIRST = "/konto/andra-steget/"
# What stands in an address is made up: the door is shut before anybody looks for it.
MADE_UP = {"int": "1", "str": "2025-041", "slug": "rule-broken", "path": "a", "uuid": "0" * 32}


def every_route(under=None, before=""):
    for part in (under or get_resolver()).url_patterns:
        if isinstance(part, URLResolver):
            yield from every_route(part, before + str(part.pattern))
        elif isinstance(part, URLPattern):
            yield part.name, before + str(part.pattern)


def address_of(pattern):
    path = re.sub(r"<(?:(\w+):)?\w+>", lambda found: MADE_UP[found[1] or "str"], pattern)
    path = re.sub(r"\(\?P<\w+>(?:[^()]|\([^)]*\))*\)", "1", path)
    return "/" + re.sub(r"[\^$?\\]|/\?", "", path)


def test_a_session_with_a_password_only_reaches_nothing(client, maria):
    give_password(client)
    asked = set()
    for name, pattern in every_route():
        if name in OPEN_TO_THE_WEAK:
            continue
        path = address_of(pattern)
        for answer in (client.get(path), client.post(path, {"text": "x"})):
            shut = answer.status_code == 302 and answer["Location"] == FIRST
            assert shut or (answer.status_code == 403 and path.startswith("/api/")), (name, path, answer.status_code)
        asked.add(path)
    assert len(asked) > 70
    assert {"/", "/h/", "/api/v1/incidents", "/konto/sakerhet/", "/konto/inloggningar/"} <= asked


def test_what_is_open_to_it_leads_to_a_second_step_or_out(client, maria):
    give_password(client)
    assert client.get(FIRST).status_code == 200
    assert client.get("/konto/sakerhet/totp/activate/").status_code == 200
    assert client.get("/konto/sakerhet/webauthn/add/").status_code == 200
    assert client.post("/sprak/setlang/", {"language": "en"}).status_code in {302, 204}
    assert client.post("/utseende/", {"theme": "dark"}).status_code == 302
    client.post("/konto/logout/")
    assert SESSION_KEY not in client.session


def test_the_api_answers_such_a_session_with_a_problem(client, maria):
    give_password(client)
    answer = client.get("/api/v1/incidents")
    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "/api/v1/problems/second-factor-missing"
    basic = client.get("/api/v1/incidents", headers={"Authorization": "Basic bWFyaWE6eA=="})
    assert basic.status_code == 403


def test_an_app_is_added_and_opens_the_house(client, maria):
    give_password(client)
    page = client.get("/konto/sakerhet/totp/activate/").content.decode()
    secret = re.search(r'class="secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    assert "<svg" in page
    assert "style=" not in page
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    code = format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))
    wrong = client.post("/konto/sakerhet/totp/activate/", {"code": "000000" if code != "000000" else "111111"})
    assert wrong.status_code == 200
    assert client.get("/h/")["Location"] == FIRST
    answer = client.post("/konto/sakerhet/totp/activate/", {"code": code})
    assert answer["Location"] == "/konto/sakerhet/recovery-codes/"
    shown = client.get(answer["Location"]).content.decode()
    assert len(re.findall(r"<li><code>\d{4} \d{4}</code></li>", shown)) == 10
    assert not re.findall(r"\d{4} \d{4}", client.get("/konto/sakerhet/recovery-codes/").content.decode())
    assert client.get("/h/").status_code == 200
    stored = factors_of(maria).get(type="totp").data["secret"]
    assert secret not in stored


def test_password_and_code_open_a_strong_session(client, maria, phone):
    answer = give_password(client, next="/h/")
    assert answer["Location"] == "/konto/sakerhet/authenticate/"
    assert SESSION_KEY not in client.session
    assert client.get("/h/").status_code == 302
    answer = give_password(client, next="/h/")
    answer = give_code(client, phone.code())
    assert answer["Location"] == "/h/"
    assert client.session[strength.KEY]["method"] == "totp"
    assert client.get("/h/").status_code == 200


def test_a_code_of_the_app_opens_once(client, maria, phone):
    code = phone.code()
    give_password(client)
    assert give_code(client, code).status_code == 302
    other = Client()
    give_password(other)
    assert give_code(other, code).status_code == 200
    assert SESSION_KEY not in other.session
    assert give_code(other, phone.code(ahead=1)).status_code == 302


def test_a_recovery_code_opens_once(maria, phone, codes):
    first, second = Client(), Client()
    for client, status in ((first, 302), (second, 200)):
        give_password(client)
        assert give_code(client, codes[3]).status_code == status
    assert first.session[strength.KEY]["method"] == "recovery_code"
    assert SESSION_KEY not in second.session


def test_a_session_from_before_the_factor_was_added_must_sign_in_anew(client, maria):
    give_password(client)
    from tests.signing_in.conftest import Phone

    Phone(maria)
    assert client.get("/h/")["Location"] == "/konto/login/"
    assert client.get("/konto/sakerhet/totp/activate/").status_code == 302
    assert SESSION_KEY not in client.session


def test_the_last_factor_is_changed_for_another_never_just_taken_away(client, maria, phone):
    give_password(client)
    give_code(client, phone.code())
    page = client.get("/konto/sakerhet/totp/deactivate/").content.decode()
    assert "enda andra steg" in page
    client.post("/konto/sakerhet/totp/deactivate/")
    assert factors_of(maria).filter(type="totp").exists()


def test_a_lost_factor_is_taken_away_by_the_administrator(client, maria, phone, codes):
    give_password(client)
    give_code(client, phone.code())
    assert client.get("/h/").status_code == 200
    call_command("reset_second_factor", username="maria", reason="tappad telefon")
    assert client.get("/h/").status_code == 302
    assert not factors_of(maria).exists()
    entry = Entry.objects.get(verb="person.factors_reset")
    assert (entry.stream, entry.note, entry.by) == (f"person:{maria.pk}", "tappad telefon", None)
    give_password(client)
    assert client.get("/h/")["Location"] == FIRST
    with pytest.raises(CommandError):
        call_command("reset_second_factor", username="ingen", reason="x")


def test_what_was_added_and_taken_away_is_in_the_journal(client, maria, phone):
    client.force_login(maria)
    client.post("/konto/sakerhet/recovery-codes/generate/")
    Authenticator.objects.create(user=maria, type="webauthn", data={"name": "nyckeln", "credential": {}})
    client.post("/konto/sakerhet/totp/deactivate/")
    verbs = list(Entry.objects.filter(stream=f"person:{maria.pk}").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["person.signed_in", "person.recovery_codes_renewed", "person.factor_removed"]


def test_a_key_of_somebody_else_is_not_found(client, house, maria):
    theirs = Authenticator.objects.create(user=house.bo, type="webauthn", data={"name": "Bos", "credential": {}})
    client.force_login(maria)
    for act in ("edit", "remove"):
        assert client.get(f"/konto/sakerhet/webauthn/keys/{theirs.pk}/{act}/").status_code == 404
        assert client.post(f"/konto/sakerhet/webauthn/keys/{theirs.pk}/{act}/", {"name": "x"}).status_code == 404
    assert factors_of(house.bo).exists()
