"""Cookies over https belong to this host and to nobody above it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ASK = "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE)"


@pytest.mark.parametrize(
    ("site", "told"),
    [
        ("https://samlad.example.se", "__Host-samlad __Host-samlad-csrf True"),
        ("http://localhost:8000", "samlad csrftoken False"),
    ],
)
def test_names_of_cookies(site, told):
    found = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        env={**os.environ, "SITE_URL": site, "DJANGO_SETTINGS_MODULE": "coordination.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == told


@pytest.mark.django_db
def test_the_session_s_cookie_ends_with_the_browser_and_is_out_of_reach_for_scripts(client, maria):
    answer = client.post("/konto/login/", {"login": "maria", "password": "ett långt lösenord 17"})
    cookie = answer.cookies["samlad"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert not cookie["max-age"]
    assert not cookie["domain"]
