"""A round with one who has no account: a road that is open and closed, settled by a person, read by the nation.

In Dalarna's exercise, after the other walks: what is asked here is nobody else's.
"""

import re
import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.addresses import FIRE, REVIEWER
from tests.browser.conftest import PHONE, House
from tests.browser.seen import look_at

BOARD, TOWN = "tib.dalarna", "mora"
FIRM = "taxi@dala.example.se"
LINK = re.compile(r"/l/[\w-]{20,}/")
SECONDS = 150
REASON = "Kommunen står vid vägen. Taxibolaget körde där före klockan åtta."


def test_a_road_is_open_and_closed_until_a_person_decides(house: House) -> None:
    wrong: list[str] = []
    request = the_county_asks_a_town_and_a_firm(house)
    link = the_letter_has_come(house)
    the_firm_answers_by_its_link(house, link, wrong)
    the_town_says_otherwise(house, request)
    the_county_settles_it_with_a_reason(house, wrong)
    the_link_shows_the_receipt_and_no_more(house, link)
    the_report_says_what_was_settled(house, wrong)
    the_nation_reads_the_counties_together(house, wrong)
    assert wrong == [], house.pictures


def main(page: Page) -> Locator:
    return page.get_by_role("main")


def look(page: Page, wrong: list[str]) -> None:
    wrong += [f"{page.url} {sentence}" for sentence in look_at(page, exercise=True)]


def until(page: Page, holds: Callable[[], bool]) -> None:
    """What the worker does is waited for: the page is read again until it has come."""
    end = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < end, main(page).inner_text()
        page.wait_for_timeout(700)
        page.reload()


def the_county_asks_a_town_and_a_firm(house: House) -> str:
    page = house.person(BOARD)
    page.goto(f"{FIRE}/begaran/ny/")
    page.get_by_label("Syfte").fill("Framkomlighet väster om Mora")
    page.get_by_text("Frågor och rättslig grund").click()
    page.get_by_label("Frågor", exact=True).select_option(label="Vägar")
    page.get_by_label("Även dessa, via länk till e-post").fill(f"Dala Taxi, {FIRM}")
    page.get_by_role("button", name="Skicka begäran").click()
    page.wait_for_url(re.compile(r"/begaran/\d+/"))
    expect(main(page)).to_contain_text("0 av 2 har svarat")
    expect(main(page)).to_contain_text("Dala Taxi")
    return page.url


def the_letter_has_come(house: House) -> str:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        for file in house.letters.glob("*"):
            said = file.read_text(encoding="utf-8", errors="replace").replace("=\n", "")
            found = LINK.search(said)
            if FIRM in said and found:
                assert "Framkomlighet" not in said
                return found[0]
        time.sleep(0.5)
    raise AssertionError(f"no letter to {FIRM}")


def answer(page: Page, state: str, words: str) -> None:
    for level in ("works", "resources", "load"):
        page.locator(f"input[name='overall.{level}'][value='0']").check()
    page.get_by_label(re.compile("viktigast|Vad är nytt")).first.fill(words)
    page.get_by_label("Väg, rad 1").fill("E16")
    page.get_by_label("Sträcka, rad 1").fill("Mora-Malung")
    page.get_by_label("Läge, rad 1").select_option(label=state)
    page.get_by_role("button", name="Skicka", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Länsstyrelsen har ert svar")


def the_firm_answers_by_its_link(house: House, link: str, wrong: list[str]) -> None:
    page = house.visitor(size=PHONE)
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Hur är läget hos er?")
    look(page, wrong)
    answer(page, "Öppen", "Vi körde sträckan utan hinder.")
    page.goto(f"{FIRE}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Logga in")


def the_town_says_otherwise(house: House, request: str) -> None:
    page = house.person(TOWN, size=PHONE)
    page.goto(f"{request}svara/")
    answer(page, "Avstängd", "Rök över vägen. Polisen leder om.")


def the_county_settles_it_with_a_reason(house: House, wrong: list[str]) -> None:
    page = house.person(BOARD)
    page.goto(f"{FIRE}/bedoma/")
    until(page, page.get_by_role("heading", name="Går isär").is_visible)
    dispute = main(page).get_by_role("article").filter(has_text="E16")
    expect(dispute).to_contain_text("Dala Taxi")
    look(page, wrong)
    page.reload()  # looking opened what was folded
    dispute.locator("summary").first.click()
    dispute.locator("label").filter(has_text="Mora").first.click()
    dispute.get_by_role("button", name="Avgör med skäl").click()
    dispute.get_by_label("Varför?").fill(REASON)
    dispute.get_by_role("button", name="Avgör med skäl").click()
    expect(page.get_by_role("heading", name="Går isär")).to_have_count(0)


def the_link_shows_the_receipt_and_no_more(house: House, link: str) -> None:
    page = house.visitor(size=PHONE)
    page.goto(link)
    expect(main(page)).to_contain_text("Länken är använd och visar bara kvittot.")
    assert page.goto(f"{link[:-5]}abcd/").status == 404


def the_report_says_what_was_settled(house: House, wrong: list[str]) -> None:
    page = house.person(BOARD)
    page.goto(f"{FIRE}/rapporter/utkast/")
    begin = page.get_by_role("button", name="Börja skriva")
    until(page, begin.is_visible)
    begin.click()
    until(page, lambda: REASON in main(page).inner_text() or take_newer(page))
    page.get_by_role("textbox", name="Sammanfattning").fill("E16 är avstängd väster om Mora.")
    page.get_by_role("button", name="Granska och publicera").click()
    page.get_by_role("button", name=re.compile("Publicera rapport nr 1")).click()
    expect(main(page)).to_contain_text("Lägesrapport nr 1 är publicerad.")
    expect(main(page).get_by_role("article")).to_contain_text(REASON)
    look(page, wrong)


def take_newer(page: Page) -> bool:
    button = page.get_by_role("button", name="Ta med")
    if button.is_visible():
        button.click()
    return False


def the_nation_reads_the_counties_together(house: House, wrong: list[str]) -> None:
    page = house.person(REVIEWER)
    page.goto("/lanens-lage/?ovning=1")
    expect(main(page)).to_contain_text("Länsstyrelsen Dalarna")
    expect(main(page)).to_contain_text("E16 är avstängd väster om Mora.")
    look(page, wrong)
