"""A real browser reads the attacked pages: no script of an attacker runs, and the content policy has nothing to stop.

The portal answers from the test's own database, so that all that stage.py wrote is there. Playwright has a thread of
its own: it keeps an event loop, in which Django would ask no database.
"""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import sync_playwright

from tests import browser as chromium
from tests.attacks import stage as stages
from tests.attacks.addresses import every
from tests.browser.conftest import ARGUMENTS
from tests.browser.seen import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Whatever a payload calls leaves a mark on the page it runs in.
TRAP = "window.ran = []; for (const f of ['alert', 'confirm', 'prompt']) window[f] = (m) => window.ran.push(String(m));"


def sign_in(who):
    session = Client()
    session.force_login(who)
    return session.cookies[settings.SESSION_COOKIE_NAME].value


def wrong_on(page, path):
    """What ran, what the browser complained of, and whether the page's own scripts did run."""
    page.watch.take()
    page.goto(path)
    ran = page.evaluate("() => window.ran")
    for one in page.locator("a[href^='javascript'], [onload], [onerror], [onfocus], [onmouseover]").all():
        ran.append(one.evaluate("e => e.outerHTML"))
    loaded = page.evaluate("() => performance.getEntriesByType('resource').some((r) => r.name.includes('/js/'))")
    own = [] if loaded else ["none of our own scripts was loaded"]
    return [f"{path}: {sentence}" for sentence in [*ran, *page.watch.take(), *own]]


def read_all(address, cookies, paths):
    found = []
    arguments = [*ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as player:
        launched = player.chromium.launch(executable_path=chromium.find(), args=arguments)
        for cookie in cookies:
            context = launched.new_context(base_url=address)
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
            context.add_init_script(TRAP)
            page = context.new_page()
            page.watch = Watch(page)
            for path in paths:
                found += wrong_on(page, path)
            context.close()
        launched.close()
    return found


def test_nothing_that_anybody_wrote_runs_in_a_browser(house, client, live_server):
    if chromium.find() is None:
        in_ci = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
        (pytest.fail if in_ci else pytest.skip)(chromium.NONE_FOUND)
    stage = stages.build(house)
    client.force_login(house.lena)
    paths = [one.path for one in every(stage) if one.path.startswith(f"/h/{stage.number}/")]
    paths = [path for path in ["/", "/h/", *paths] if is_page(client.get(path))]
    paths += [
        f"/h/{stage.number}/begaran/{stage.asked.number}/",
        f"/h/{stage.number}/aktorer/?sok=<script>alert(1)</script>",
    ]
    assert len(paths) > 15
    with ThreadPoolExecutor(1) as beside:
        cookies = [sign_in(house.lena), sign_in(house.anna)]
        found = beside.submit(read_all, live_server.url, cookies, paths).result()
    assert found == []


def is_page(answer):
    """A whole one: a part of a page, which a script asks for, is looked at where it stands in its page."""
    if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
        return False
    return answer.content.lstrip().lower().startswith(b"<!doctype html")
