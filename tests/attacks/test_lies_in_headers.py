"""A caller lies about which site this is, where she calls from, and which method she uses."""

import pytest
from django.core import mail
from django.test import RequestFactory
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle

from coordination.throttling import Anonymous
from tests.attacks import rows

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver:80@evil.example", "a b", ""])
def test_the_portal_answers_to_no_other_name(client, host):
    for path in ("/konto/login/", "/api/v1/counties", "/regional-niva/"):
        answer = client.get(path, headers={"host": host})
        assert answer.status_code == 400, host
        assert b"evil" not in answer.content


def test_a_mail_with_a_link_never_holds_the_attackers_host(house, client):
    house.maria.email = "maria@example.se"
    house.maria.set_password("en lång mening som ingen gissar 71")
    house.maria.save()
    for lie in ({"host": "evil.example"}, {"x-forwarded-host": "evil.example"}, {"forwarded": "host=evil.example"}):
        client.post("/konto/password/reset/", {"email": "maria@example.se"}, headers=lie)
    assert all("evil" not in message.message().as_string() for message in mail.outbox)


def test_a_claimed_host_moves_no_link_and_no_redirect(house, client):
    client.force_login(house.lena)
    for path in ("/", "/h/", "/api/v1/", "/api/v1/counties"):
        answer = client.get(path, headers={"x-forwarded-host": "evil.example", "x-original-url": "/admin"})
        assert b"evil" not in answer.content
        assert "evil" not in str(answer.headers)


def test_a_claimed_https_is_not_believed_without_a_proxy(client):
    answer = client.get("/konto/login/", headers={"x-forwarded-proto": "https", "x-forwarded-ssl": "on"})
    assert not answer.wsgi_request.is_secure()


def test_a_made_up_address_does_not_escape_the_counting(client, monkeypatch):
    monkeypatch.setattr(AnonRateThrottle, "get_rate", lambda self: "3/min")
    counted = [
        client.get("/api/v1/publications", headers={"x-forwarded-for": f"192.0.2.{n}"}).status_code for n in range(5)
    ]
    assert counted == [200, 200, 200, 429, 429]


def test_behind_the_proxy_only_the_proxys_own_word_counts(settings):
    """The caller writes what she likes in front; the proxy appends where she really calls from."""
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": 1}
    calls = [
        Request(RequestFactory().get("/", headers={"x-forwarded-for": f"192.0.2.{n}, 198.51.100.7"})) for n in range(3)
    ]
    assert {Anonymous().get_ident(call) for call in calls} == {"198.51.100.7"}


@pytest.mark.parametrize("name", ["x-http-method-override", "x-http-method", "x-method-override"])
def test_a_method_named_in_a_header_or_field_is_not_that_method(house, incident, client, name):
    client.force_login(house.lena)
    before = rows.hashes(rows.READING_WRITES)
    for method in ("DELETE", "PATCH", "PUT", "POST"):
        for path in (f"/h/{incident.number}/", f"/api/v1/incidents/{incident.number}", "/api/v1/directions"):
            client.get(path, {"_method": method}, headers={name: method})
        client.post(f"/api/v1/incidents/{incident.number}", {"_method": method}, headers={name: method})
    assert rows.changed(before, rows.READING_WRITES) == []
