"""The door itself: who gets in, how errors read, the schema, the documentation, tokens, and how often one may call."""

import io

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from redis import RedisError
from rest_framework.authtoken.models import Token

from actors.models import Membership, Person
from coordination import throttling
from coordination.problems import KINDS, by_field
from tests.api.calling import PROBLEM, call, schema

pytestmark = pytest.mark.django_db
LISTS = (
    "counties",
    "municipalities",
    "actors",
    "incidents",
    "requests",
    "inputs",
    "reports",
    "rhythms",
    "desk",
    "directions",
    "positions",
    "measures",
    "resource-needs",
    "resource-offers",
    "escalations",
)


@pytest.mark.parametrize("name", LISTS)
def test_a_stranger_is_asked_to_sign_in(name):
    refused = call().get(f"/{name}")
    assert (refused.status_code, refused["WWW-Authenticate"]) == (401, "Token")
    assert refused.json()["type"] == "/api/v1/problems/not-authenticated"


def test_a_wrong_token_is_a_problem():
    caller = call()
    caller.credentials(HTTP_AUTHORIZATION="Token fel")
    assert caller.get("/incidents").json()["type"] == "/api/v1/problems/authentication-failed"


def test_processes_stand_on_public_pages_and_ask_nobody():
    assert call().get("/processes").status_code == 200
    assert call().get("/publications").status_code == 200


def test_a_signed_in_browser_reads_and_writes_only_with_its_csrf_token(house, incident):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(house.maria)
    assert browser.get("/api/v1/incidents").status_code == 200
    refused = browser.post(f"/api/v1/incidents/{incident.number}/log", {}, content_type="application/json")
    assert (refused.status_code, refused["Content-Type"]) == (403, PROBLEM)


@pytest.mark.parametrize(
    "query", ["county=99", "open=kanske", "opne=true", "open=true&open=false", "page_size=0", "page_size=många"]
)
def test_a_filter_that_cannot_be_read_is_refused(house, incident, query):
    refused = call(house.maria).get(f"/incidents?{query}")
    assert refused.status_code == 400
    assert list(refused.json()["errors"]) == [query.split("=")[0]]


@pytest.mark.parametrize(
    "query", ["only=allt", "older=igår", "older=2025-13-45T00:00:00_line_1", "page_size=500", "x=1"]
)
def test_a_place_in_the_log_that_cannot_be_read_is_refused(house, incident, query):
    refused = call(house.maria).get(f"/incidents/{incident.number}/log?{query}")
    assert refused.status_code == 400
    assert list(refused.json()["errors"]) == [query.split("=")[0]]


def test_no_more_than_two_hundred_rows(house):
    assert len(call(house.maria).get("/municipalities?page_size=1000").json()["results"]) == 200


@pytest.mark.parametrize(
    ("send", "status", "kind"),
    [
        ({"data": "{", "content_type": "application/json"}, 400, "parse-error"),
        ({"data": "[" * 100_000, "content_type": "application/json"}, 400, "parse-error"),
        ({"data": "[]", "content_type": "application/json"}, 400, "invalid"),
        ({"data": "a=1", "content_type": "application/x-www-form-urlencoded"}, 415, "unsupported-media-type"),
        ({"data": '"' + "a" * 2_100_000 + '"', "content_type": "application/json"}, 413, "too-large"),
    ],
)
def test_a_body_that_cannot_be_read_is_a_problem(house, incident, send, status, kind):
    refused = call(house.maria).generic("POST", "/api/v1/inputs", HTTP_IDEMPOTENCY_KEY="k", **send)
    assert (refused.status_code, refused.json()["type"]) == (status, f"/api/v1/problems/{kind}")


def test_other_methods_and_addresses_are_problems_too(house):
    browser = Client()
    for path in ("/api/v1/nothing", "/api/v1/incidents/%00", "/api/v1/incidents/1/2/3"):
        missing = browser.get(path)
        assert (missing.status_code, missing["Content-Type"]) == (404, PROBLEM)
        assert missing.json()["instance"] == missing.wsgi_request.path
    browser.force_login(house.maria)
    assert browser.delete("/api/v1/incidents").json()["type"] == "/api/v1/problems/method-not-allowed"
    assert browser.get("/api/v1/incidents", HTTP_ACCEPT="text/csv").json()["status"] == 406


def test_errors_are_named_by_their_path():
    deep = {"content": {"needs": [{}, {"what": ["Skriv."]}], "texts": ["För lång."]}, "actor": "Saknas."}
    assert by_field(deep) == {"content.needs.1.what": ["Skriv."], "content.texts": ["För lång."], "actor": ["Saknas."]}


def test_the_schema_has_no_warnings(capsys):
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", "/dev/null")
    names = [one["operationId"] for path in schema()["paths"].values() for one in path.values()]
    assert len(names) == len(set(names))
    assert {"inputs_submit", "inputs_withdraw_create", "incidents_log_create", "reports_pdf_retrieve"} <= set(names)


def test_schema_and_documentation_are_read_by_everybody():
    browser = Client()
    assert b"openapi: 3.1" in browser.get("/api/v1/schema/").content
    page = browser.get("/api/v1/docs/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "Idempotency-Key" in text
    assert "POST /api/v1/inputs/" in text
    assert "style=" not in text
    assert "<script>" not in text
    assert browser.get("/api/v1/")["Location"] == "/api/v1/docs/"
    for kind in KINDS:
        assert browser.get(f"/api/v1/problems/{kind}").status_code == 200
    assert browser.get("/api/v1/problems/other").status_code == 404


def test_english_callers_read_english(house):
    # The framework's own sentences follow Accept-Language; ours do when they are translated.
    assert call().get("/incidents", HTTP_ACCEPT_LANGUAGE="en").json()["detail"].startswith("Authentication credentials")


def make_token(**options):
    out = io.StringIO()
    call_command("create_token", stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue().strip()


def test_a_token_is_made_once_and_answers_for_its_actor(house, incident):
    token = make_token(actor=house.ljusdal.key, name="Ljusdals driftsystem")
    system = Person.objects.get(username=f"api.{house.ljusdal.key}.ljusdals-driftsystem")
    assert not system.has_usable_password()
    assert Membership.objects.get(person=system).role == "reporter"
    caller = call()
    caller.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    assert caller.get(f"/incidents/{incident.number}").status_code == 200
    line = {"actor": house.ljusdal.key, "text": "Hej"}
    assert caller.post(f"/incidents/{incident.number}/log", line).status_code == 201
    with pytest.raises(CommandError):
        make_token(actor=house.ljusdal.key, name="Ljusdals driftsystem")
    renewed = make_token(actor=house.ljusdal.key, name="Ljusdals driftsystem", renew=True)
    assert renewed != token
    assert caller.get("/incidents").status_code == 401
    system.is_active = False
    system.save()
    caller.credentials(HTTP_AUTHORIZATION=f"Token {renewed}")
    assert caller.get("/incidents").status_code == 401


def test_a_token_needs_its_actor_and_a_role_that_a_machine_may_hold(house):
    with pytest.raises(CommandError, match="kommun-0000"):
        make_token(actor="kommun-0000", name="X")
    with pytest.raises(CommandError):
        call_command("create_token", "--actor", house.board.key, "--name", "X", "--role", "duty_officer")
    with pytest.raises(CommandError):
        make_token(actor=house.ljusdal.key, name="X", renew=True)
    assert not Token.objects.exists()


def test_too_many_calls_are_told_when_to_come_back(house, monkeypatch):
    monkeypatch.setattr(throttling.SignedIn, "THROTTLE_RATES", {"signed_in": "2/min", "anonymous": "1/min"})
    maria = call(house.maria)
    answers = [maria.get("/counties") for _ in range(3)]
    assert [a.status_code for a in answers] == [200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert answers[-1].json()["type"] == "/api/v1/problems/throttled"


def test_without_redis_nobody_is_refused(house, monkeypatch):
    def away(*args, **kwargs):
        raise RedisError("away")

    monkeypatch.setattr(cache, "get", away)
    assert call(house.maria).get("/counties").status_code == 200
    assert call().get("/processes").status_code == 200
