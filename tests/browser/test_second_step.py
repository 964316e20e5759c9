"""Somebody new signs in, adds an app and a passkey, and comes in by each; the fingerprint reader is made up."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from tests.browser import portal
from tests.browser.conftest import PHONE, House, press, sign_in
from tests.browser.seen import look_at

NAME, PASSWORD = "ny.person", "ett långt lösenord 17"
READER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def newcomer(address: str, tmp_path: Path) -> str:
    """Made by the administrator as the documentation says. Outside the demonstration's made-up people."""
    secret = tmp_path / "password"
    secret.write_text(PASSWORD, encoding="utf-8")
    words = ["--username", NAME, "--name", "Ny Person", "--actor", "lst-21", "--role", "duty_officer"]
    subprocess.run(
        [sys.executable, str(portal.PROJECT / "manage.py"), "create_person", *words, "--password-file", str(secret)],
        env=portal.environment(tmp_path, 0) | {"SECRET_KEY": os.environ["SECRET_KEY"]},
        check=True,
        capture_output=True,
    )
    return NAME


def give_password(page: Page) -> None:
    page.goto("/konto/login/")
    page.get_by_label("Användarnamn").fill(NAME)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Logga in", exact=True).click()


def sign_out(page: Page) -> None:
    page.goto("/konto/logout/")
    page.get_by_role("main").get_by_role("button", name="Logga ut").click()
    page.wait_for_url("**/konto/login/**")


def test_a_newcomer_adds_an_app_and_a_passkey_and_comes_in_by_each(house: House, newcomer: str) -> None:
    page = house.visitor(size=PHONE)
    reader = page.context.new_cdp_session(page)
    reader.send("WebAuthn.enable")
    reader.send("WebAuthn.addVirtualAuthenticator", {"options": READER})
    give_password(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ett steg kvar")
    seen = look_at(page)

    page.get_by_role("link", name="Lägg till en app").click()
    secret = page.locator(".secret").inner_text().replace(" ", "")
    page.get_by_label("Kod från appen").fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    page.get_by_role("button", name="Lägg till appen").click()
    expect(page.locator(".codes li")).to_have_count(10)
    code = page.locator(".codes li").first.inner_text()
    seen += look_at(page)
    page.get_by_role("link", name="Jag har sparat koderna").click()
    page.goto("/konto/sakerhet/totp/deactivate/")
    seen += look_at(page)

    page.goto("/konto/sakerhet/webauthn/add/")
    page.get_by_role("button", name="Lägg till passnyckeln").click()
    page.wait_for_url("**/konto/sakerhet/")
    for words in ("Byt namn Passnyckel 1", "Ta bort Passnyckel 1"):
        page.goto("/konto/sakerhet/")
        press(page.get_by_role("link", name=words))
        seen += look_at(page)
    for way in ("", "webauthn/"):
        page.goto(f"/konto/sakerhet/{way}reauthenticate/")
        seen += look_at(page)
    page.get_by_role("button", name="Bekräfta med passnyckel").click()
    page.wait_for_url(re.compile(r":\d+/$"))

    sign_out(page)
    page.get_by_role("button", name="Använd passnyckeln").click()
    page.wait_for_url(re.compile(r":\d+/$"))
    page.goto("/konto/inloggningar/")
    expect(page.locator(".sessions li")).to_have_count(1)

    sign_out(page)
    give_password(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Andra steget")
    seen += look_at(page)
    page.get_by_role("button", name="Använd passnyckeln").click()
    page.wait_for_url(re.compile(r":\d+/$"))

    sign_out(page)
    give_password(page)
    page.get_by_label("Kod").fill(code)
    page.get_by_role("main").get_by_role("button", name="Logga in").click()
    page.wait_for_url(re.compile(r":\d+/$"))
    assert seen == []
    assert page.watch.take() == []


@pytest.mark.parametrize("script", [True, False])
def test_what_was_typed_is_sent_after_signing_in_again(house: House, script: bool) -> None:
    page = house.visitor(script=script)
    sign_in(page, "ljusdal")
    page.goto("/h/2025-041/logg/")
    words = f"Bron är avstängd, prov {script}"
    page.locator("main textarea").first.fill(words)
    page.context.clear_cookies(name="samlad")
    page.get_by_role("button", name="Skriv i loggen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Din inloggning har gått ut")
    expect(page.get_by_role("main").locator("textarea").first).to_have_value(words)
    if script:
        assert look_at(page) == []
