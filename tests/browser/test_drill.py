"""A readiness drill from its plan to its figure: the leader at a desk, Bollnäs on a phone, and Gävle that is silent."""

import re
import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.addresses import EXERCISE_LEADER
from tests.browser.conftest import PHONE, House, press
from tests.browser.seen import look_at

SECONDS = 60


def test_a_drill_shows_where_the_chain_breaks(house: House) -> None:
    wrong: list[str] = []
    leader = house.person(EXERCISE_LEADER)
    at = the_leader_begins_a_drill_now(leader, wrong)
    town = house.person("bollnas", size=PHONE)
    bollnas_answers_on_a_phone(town, at, wrong)
    the_leader_ends_the_step(leader)
    bollnas_acknowledges(town, at)
    the_leader_ends_the_step(leader)
    the_figure_is_read(leader, wrong)
    assert wrong == [], house.pictures


def main(page: Page) -> Locator:
    return page.get_by_role("main")


def look(page: Page, wrong: list[str], *, exercise: bool) -> None:
    wrong += [f"{page.url} {sentence}" for sentence in look_at(page, exercise=exercise)]


def until(page: Page, holds: Callable[[], bool]) -> None:
    """What the worker does is waited for: the page is read again until it has come."""
    end = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < end, main(page).inner_text()
        page.wait_for_timeout(300)
        page.reload()


def the_leader_begins_a_drill_now(page: Page, wrong: list[str]) -> str:
    page.goto("/beredskapsprov/nytt/")
    for name in ("Bollnäs", "Gävle"):
        page.get_by_role("group", name="Aktörer som prövas").get_by_label(re.compile(f"^{name}")).check()
    press(page.get_by_role("button", name="Planera provet"))
    until(page, page.get_by_role("button", name="Avsluta nu").is_visible)
    expect(main(page)).to_contain_text("0 av 2 har svarat.")
    look(page, wrong, exercise=False)
    return str(main(page).locator("a[href^='/h/']").get_attribute("href"))


def bollnas_answers_on_a_phone(page: Page, at: str, wrong: list[str]) -> None:
    page.goto(f"{at}begaran/1/svara/")
    for question in ("Kan kommunen göra det den ska?", "Räcker resurserna?", "Orkar personalen?"):
        page.get_by_role("group", name=question).get_by_label(re.compile("^Ja")).check()
    look(page, wrong, exercise=True)
    page.set_viewport_size(PHONE)
    press(page.get_by_role("button", name="Skicka", exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text("Länsstyrelsen har ert svar")


def the_leader_ends_the_step(page: Page) -> None:
    page.reload()
    press(page.get_by_role("button", name="Avsluta nu"))


def bollnas_acknowledges(page: Page, at: str) -> None:
    page.goto(f"{at}meddelanden/1/")
    understood = page.get_by_role("button", name="Vi har förstått")
    until(page, understood.is_visible)
    press(understood)


def the_figure_is_read(page: Page, wrong: list[str]) -> None:
    figure = page.get_by_role("region", name="Beredskapstalet")
    until(page, figure.is_visible)
    expect(figure).to_contain_text("1 av 2")
    broken = page.get_by_role("region", name="Där kedjan brast")
    expect(broken).to_contain_text("Gävle")
    expect(broken).not_to_contain_text("Bollnäs")
    look(page, wrong, exercise=False)
