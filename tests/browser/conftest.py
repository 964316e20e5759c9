"""One portal and one browser for all walks.

They live as long as this package's tests: playwright keeps an event loop in its thread, where other tests want none.
"""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from coordination.exercises.accounts import DEMO_PASSWORD
from tests import browser as chromium
from tests.browser import portal as portals
from tests.browser.seen import Watch

HERE = Path(__file__).parent
# They bring stories of their own into the portal, which the others do not expect.
LAST = ("test_eleven_days", "test_from_picture_to_direction", "test_exercise", "test_replay")
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
ARGUMENTS = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
WAIT = 20_000
# A quarter of an hour after signing in, acts that weigh ask once more: no walk shall meet that by chance.
KNOWN_SECONDS = 240
expect.set_options(timeout=WAIT)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """tests/together.py sends them all to one worker, which starts one portal for them."""
    for item in items:
        if HERE in item.path.parents and "browser" in item.fixturenames:
            item.add_marker(pytest.mark.browser)
    places = [n for n, item in enumerate(items) if HERE in item.path.parents]
    # The longer stories come beside the others when they have been walked through.
    for n, item in zip(places, sorted((items[n] for n in places), key=_turn), strict=True):
        items[n] = item


def _turn(item: pytest.Item) -> int:
    return LAST.index(item.path.stem) + 1 if item.path.stem in LAST else 0


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    found = chromium.find()
    if found is None:
        in_ci = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
        (pytest.fail if in_ci else pytest.skip)(chromium.NONE_FOUND)
    arguments = [*ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as player:
        launched = player.chromium.launch(executable_path=found, args=arguments)
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("walk")


@pytest.fixture(scope="package")
def address(browser: Browser, folder: Path) -> Iterator[str]:
    """Behind the browser: where there is none, no portal is started for nothing."""
    with portals.running(folder) as found:
        yield found


class House:
    """The portal as people reach it: each with a browser window of her own."""

    def __init__(self, browser: Browser, address: str, pictures: Path, letters: Path) -> None:
        self.browser, self.address, self.pictures, self.letters = browser, address, pictures, letters
        self.signed_in: dict[str, tuple[float, object]] = {}
        self.open: list[BrowserContext] = []
        self.looking: dict[str, Page] = {}

    def visitor(self, *, size: dict[str, int] = DESK, script: bool = True, **options: object) -> Page:
        """Somebody who is not signed in. What her browser complains of is kept in `page.watch`."""
        context = self.browser.new_context(
            base_url=self.address,
            viewport=size,
            locale="sv-SE",
            timezone_id="Europe/Stockholm",
            reduced_motion="reduce",
            java_script_enabled=script,
            **options,
        )
        context.set_default_timeout(WAIT)
        self.open.append(context)
        page = context.new_page()
        page.watch = Watch(page)
        return page

    def person(self, username: str, *, size: dict[str, int] = DESK, script: bool = True) -> Page:
        """Signs in and is then known, as in a browser that stays open; anew before the portal would ask who she is."""
        since, known = self.signed_in.get(username, (-KNOWN_SECONDS, None))
        if time.monotonic() - since < KNOWN_SECONDS:
            return self.visitor(size=size, script=script, storage_state=known)
        page = self.visitor(size=size, script=script)
        sign_in(page, username)
        self.signed_in[username] = (time.monotonic(), page.context.storage_state())
        return page

    def looker(self, username: str) -> Page:
        """A window that stays open from test to test, for who only looks: its browser has the files already."""
        page = self.looking.get(username)
        if page is None:
            page = self.person(username) if username else self.visitor()
            self.open.remove(page.context)
            self.looking[username] = page
        return page

    def close(self) -> None:
        while self.open:
            self.open.pop().close()

    def close_all(self) -> None:
        self.close()
        while self.looking:
            self.looking.popitem()[1].context.close()


def sign_in(page: Page, username: str) -> None:
    page.goto("/konto/login/")
    page.get_by_label("Användarnamn").fill(username)
    page.get_by_label("Lösenord").fill(DEMO_PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Logga in").click()
    page.wait_for_url("**/")


def press(button: Locator) -> None:
    """Presses and waits for the page that answers: a click alone returns before the server has anything."""
    with button.page.expect_navigation():
        button.click()


@pytest.fixture(scope="package")
def whole_house(
    browser: Browser, address: str, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    made = House(browser, address, tmp_path_factory.mktemp("pictures"), folder / "portal" / "mail")
    yield made
    made.close_all()


@pytest.fixture
def house(whole_house: House) -> Iterator[House]:
    yield whole_house
    whole_house.close()
