"""What every answer tells a browser to refuse: other sites' scripts, frames, sniffing, and keeping what is secret."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client, override_settings

from coordination.middleware import PERMISSIONS
from tests.attacks.addresses import every
from tests.deployment import environment

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
}
NONE_OF = ("default-src", "object-src", "base-uri", "frame-ancestors")
# Published reports and the pages for everybody are kept by the reader's own browser, which asks each time: see
# views/conditional.py and kept_pages.py.
KEPT = {
    "report", "report_pdf", "report_json", "report_docx", "report_txt", "report_brief", "report_brief_pdf",
    "regional_level", "regional_county", "method_concept", "publications", "glossary", "about",
    "api-report-detail", "api-report-pdf", "api-report-brief", "api-report-docx", "api-report-radio",
}  # fmt: skip

# The address of these is a secret, so also the portal's own log is told no more of it than the host.
LINKS, OF_LINKS = {"link", "link_autosave", "link_check"}, {"Referrer-Policy": "strict-origin"}


def policy(answer):
    parts = [part.split() for part in answer["Content-Security-Policy"].split(";") if part.strip()]
    return {name: values for name, *values in parts}


def wrong_with(answer, more=None):
    wrong = [name for name, value in (ALWAYS | (more or {})).items() if answer.get(name) != value]
    found = policy(answer)
    wrong += [name for name in NONE_OF if found.get(name) != ["'none'"]]
    words = [word for values in found.values() for word in values]
    wrong += [word for word in words if "unsafe" in word or word in {"*", "https:", "http:", "blob:"}]
    return wrong + scripts_wrong(answer, found.get("script-src", []))


def scripts_wrong(answer, allowed):
    """Each script of the page is one that its own policy lets run, and the policy lets nothing else run."""
    page = answer.content.decode(errors="replace") if "text/html" in answer.get("Content-Type", "") else ""
    nonces = set(re.findall(r'<script src="/static/[^"]+" nonce="([^"]+)" defer></script>', page))
    running = page.count("<script") - len(re.findall('<script id="[a-z-]+" type="application/json">', page))
    named = len(re.findall("<script [^>]*nonce=", page))
    if set(allowed) == {"'self'"}:
        # A kept page has no nonces: its policy lets our own files run, and it has no other script.
        named = len(re.findall(r'<script src="/static/[^"]+"[^>]*></script>', page))
    wrong = ["a script without nonce"] if running != named else []
    if not nonces or answer.get("Cache-Control") == "private, no-cache":
        return wrong + ([] if set(allowed) <= {"'self'", "'none'"} else [f"script-src {allowed}"])
    return wrong + ([] if {f"'nonce-{nonce}'" for nonce in nonces} == set(allowed) else [f"script-src {allowed}"])


@pytest.mark.parametrize("who", ["lena", None])
def test_every_answer_tells_the_browser_what_to_refuse(stage, client, who):
    if who:
        client.force_login(getattr(stage.house, who))
    wrong = {}
    for address in every(stage):
        for answer in (client.get(address.path), client.post(address.path)):
            found = wrong_with(answer, OF_LINKS if address.name in LINKS and answer.status_code != 405 else None)
            if (
                who
                and client.session.get("_auth_user_id")
                and not (is_kept(address, answer) or is_public(address, answer))
            ):
                found += [] if "no-store" in answer.get("Cache-Control", "") else ["Cache-Control"]
            if found:
                wrong[address.path, answer.status_code] = found
    assert wrong == {}


def is_kept(address, answer):
    return address.name in KEPT and answer.get("Cache-Control") == "private, no-cache" and answer.has_header("ETag")


def is_public(address, answer):
    return address.name in {"process_document", "sitemap"} and answer.get("Cache-Control", "").startswith("public, ")


def test_a_nonce_is_used_once(client):
    pages = [client.get("/konto/login/") for _ in range(3)]
    assert len({page["Content-Security-Policy"] for page in pages}) == 3


def test_a_kept_page_runs_its_scripts_after_it_was_found_unchanged(stage, client):
    """A 304 brings new headers to an old page: a nonce in them would shut out the page's own scripts."""
    client.force_login(stage.house.lena)
    client.get("/")
    path = f"/h/{stage.number}/rapporter/{stage.report.number}/"
    first = client.get(path)
    again = client.get(path, headers={"if-none-match": first["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert policy(first)["script-src"] == policy(again)["script-src"] == ["'self'"]


@pytest.mark.parametrize("file", ["look/tokens.css", "look/marks.svg", "js/menu.js"])
def test_files_are_no_pages_and_no_other_site_may_load_them(client, file, settings):
    settings.STATIC_ROOT = str(ROOT / "static")
    settings.WHITENOISE_AUTOREFRESH = True
    settings.WHITENOISE_USE_FINDERS = True
    answer = Client().get(f"/static/{file}")
    assert answer.status_code == 200
    for name in ("X-Content-Type-Options", "Cross-Origin-Resource-Policy", "X-Frame-Options", "Permissions-Policy"):
        assert answer[name] == ALWAYS[name]
    assert policy(answer)["default-src"] == ["'none'"]
    assert not answer.has_header("Access-Control-Allow-Origin")


def test_over_https_the_browser_is_told_to_stay_there():
    with override_settings(SECURE_HSTS_SECONDS=31536000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True, SECURE_SSL_REDIRECT=True):
        browser = Client()
        answer = browser.get("/konto/login/", secure=True)
        assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
        clear = browser.get("/konto/login/")
        assert (clear.status_code, clear["Location"]) == (301, "https://testserver/konto/login/")


def test_a_countys_cookies_are_bound_to_its_host_and_to_https():
    names = ["SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE",
             "CSRF_COOKIE_SECURE", "CSRF_COOKIE_HTTPONLY", "CSRF_COOKIE_SAMESITE", "LANGUAGE_COOKIE_SECURE",
             "SECURE_HSTS_SECONDS", "SESSION_COOKIE_DOMAIN", "SESSION_COOKIE_PATH", "SECURE_SSL_REDIRECT"]  # fmt: skip
    program = "import json\nfrom coordination import settings as s\n"
    program += f"print(json.dumps([getattr(s, name, None) for name in {names}]))"
    said = subprocess.run(
        [sys.executable, "-c", program], env=environment(), cwd=ROOT, capture_output=True, text=True, check=True
    )
    found = dict(zip(names, json.loads(said.stdout), strict=True))
    assert found["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert (found["SESSION_COOKIE_DOMAIN"], found["SESSION_COOKIE_PATH"]) == (None, None)  # Django's own: none, and /
    assert all(found[name] for name in names if name.endswith(("_SECURE", "HTTPONLY", "HSTS_SECONDS", "REDIRECT")))
    assert {found["SESSION_COOKIE_SAMESITE"], found["CSRF_COOKIE_SAMESITE"]} == {"Lax"}


def test_every_script_in_the_templates_carries_the_nonce():
    for path in (ROOT / "templates").rglob("*.html"):
        for script in re.findall(r"<script[^>]*>", path.read_text(encoding="utf-8")):
            assert 'nonce="{{ request.csp_nonce }}"' in script, path


PHONE = "026-17 00 00"


@pytest.fixture
def reachable(house):
    house.board.contact_points.update_or_create(function="TiB", defaults={"phone": PHONE})
    return house


def test_a_page_that_says_no_tells_whom_to_ring(reachable, incident, client):
    client.force_login(reachable.maria)
    missing = client.get("/h/2099-999/").content.decode()
    refused = client.post(f"/h/{incident.number}/aktorer/bjud-in/", {"note": "Ring Trönö vattenverk"}).content.decode()
    stale = Client(enforce_csrf_checks=True)
    stale.force_login(reachable.maria)
    late = stale.post(f"/h/{incident.number}/logg/", {"text": "x"}).content.decode()
    for page in (missing, refused, late):
        assert f"ring TiB, Länsstyrelsen Gävleborg: {PHONE}" in page
    assert "Ring Trönö vattenverk" in refused


def test_who_is_not_signed_in_is_told_where_the_number_stands(client, house):
    for path in ("/h/2099-999/x/", "/finns-inte/"):
        page = client.get(path)
        assert page.status_code == 404
        assert "i er larmplan" in page.content.decode()


def test_a_fault_of_ours_needs_no_database_and_tells_nothing(client, monkeypatch):
    def broken(*_args, **_more):
        raise RuntimeError("secret-detail")

    monkeypatch.setattr("coordination.overview.views.render", broken)
    browser = Client(raise_request_exception=False)
    answer = browser.get("/om/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert wrong_with(answer) == []
    assert "i er larmplan" in page
    assert "secret-detail" not in page
    assert "Traceback" not in page


def test_a_fault_of_ours_is_a_problem_to_a_system(client, house, monkeypatch):
    def broken(*_args, **_more):
        raise RuntimeError("secret-detail")

    monkeypatch.setattr("actors.api.CountyViewSet.get_queryset", broken)
    browser = Client(raise_request_exception=False)
    browser.force_login(house.lena)
    answer = browser.get("/api/v1/counties")
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert "secret-detail" not in answer.content.decode()


def test_a_password_is_never_among_what_was_typed(house, client):
    browser = Client(enforce_csrf_checks=True)
    form = {"login": "maria", "password": "hemligt-hemligt-71", "oldpassword": "hemligt-hemligt-72"}
    page = browser.post("/konto/login/", form, headers={"sec-fetch-site": "same-origin"})
    assert page.status_code == 403
    assert b"hemligt" not in page.content
