"""Somebody without an account: a county's strategy, the publications, the law, the agency by two names, the feed."""

import re
from xml.etree import ElementTree

from playwright.sync_api import Locator, Page, expect

from tests.browser.addresses import LEADER, REVIEWER
from tests.browser.conftest import PHONE, House, press
from tests.browser.seen import PUBLIC_WIDTHS, look_at
from tests.processes import papers

PAGE, COUNTY, TITLE = "/regional-niva/", "/regional-niva/gavleborg/", "Strategi som besökaren läser"
ATOM, MAP = "{http://www.w3.org/2005/Atom}", "{http://www.sitemaps.org/schemas/sitemap/0.9}"
PRESENT_LAW = "Länsstyrelsen ska vara sammanhållande för krisberedskapen inom sitt geografiska område"
PRINTED_LAW = "Länsstyrelsen ska avseende krisberedskap vara sammanhållande"


def test_a_visitor_finds_what_she_came_for(house: House) -> None:
    page, wrong = house.visitor(), []
    the_law_stands_in_both_wordings(page, wrong)
    before = page.content()
    address = a_county_publishes_its_strategy(house)
    the_visitor_finds_it(page, before, address, wrong)
    the_publications_say_price_and_stock(page)
    both_names_find_the_agency(page)
    the_feed_and_the_site_map_lead_on(page, address)
    nothing_was_asked_for_in_return(page)
    assert wrong == [], house.pictures


def test_all_of_it_stands_without_script_on_a_telephone_and_on_paper(house: House) -> None:
    page = house.visitor(size=PHONE, script=False)
    page.goto(PAGE)
    main(page).get_by_label("Sök län").fill("gävleborg")
    main(page).get_by_role("button", name="Sök").click()
    main(page).get_by_role("link", name="Gävleborgs län").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gävleborgs län")
    main(page).get_by_role("link", name="Regional nivå").first.click()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Regional level")
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Main menu")).to_be_hidden()
    expect(main(page).locator("search")).to_be_hidden()
    expect(main(page).get_by_role("link", name="Västra Götaland")).to_be_visible()


def main(page: Page) -> Locator:
    return page.get_by_role("main")


def look(page: Page, wrong: list[str]) -> None:
    found = look_at(page, widths=PUBLIC_WIDTHS, each=True)
    wrong += [f"{page.url} {sentence}" for sentence in found]


def the_law_stands_in_both_wordings(page: Page, wrong: list[str]) -> None:
    page.goto(PAGE)
    section = main(page).locator("section", has=page.get_by_role("heading", name="Länsstyrelsens samordningsansvar"))
    expect(section).to_contain_text(PRESENT_LAW)
    expect(section).to_contain_text("Förordningen gäller sedan 2017-11-01.")
    section.get_by_text("Så löd citatet på sidan").click()
    expect(section.get_by_text(PRINTED_LAW)).to_be_visible()
    expect(main(page)).to_contain_text("5 har gått igenom den")


def a_county_publishes_its_strategy(house: House) -> str:
    """Through the pages, so that what the visitor reads afterwards has gone the whole way."""
    leader = house.person(LEADER)
    leader.goto("/lan/X/dokument/")
    leader.get_by_label("Titel").fill(TITLE)
    leader.get_by_label("Slag").select_option(label="Strategi")
    file = {"name": "strategi.pdf", "mimeType": "application/pdf", "buffer": papers.pdf(pages=2)}
    leader.get_by_label("Fil", exact=True).set_input_files(file)
    press(leader.get_by_role("button", name="Lägg upp och kontrollera"))
    address = leader.get_by_text(re.compile(r"^/dokument/X/")).inner_text().split()[0]
    press(leader.get_by_role("button", name="Lämna till granskaren"))
    reviewer = house.person(REVIEWER)
    reviewer.goto("/granskning/dokument/")
    reviewer.get_by_role("link", name=TITLE).click()
    reviewer.get_by_label("Publicera").check()
    press(reviewer.get_by_role("button", name="Lämna bedömningen"))
    return address


def the_visitor_finds_it(page: Page, before: str, address: str, wrong: list[str]) -> None:
    assert TITLE not in before
    page.goto(PAGE)
    row = main(page).get_by_role("row", name=re.compile("Gävleborg"))
    expect(row).to_contain_text(TITLE)
    row.get_by_role("link", name="Gävleborg", exact=True).click()
    expect(main(page)).to_contain_text("Länets strategi för samordning och inriktning är publicerad här.")
    expect(main(page)).to_contain_text("På sidan som lästes in")
    look(page, wrong)
    answer = page.request.get(main(page).get_by_role("link", name="Läs dokumentet").get_attribute("href") or "")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.url.endswith(address)
    assert answer.body().startswith(b"%PDF")


def the_publications_say_price_and_stock(page: Page) -> None:
    page.goto(PAGE)
    main(page).get_by_role("link", name="Länsstyrelsens samordningsansvar").click()
    expect(page).to_have_url(re.compile(r"/publikationer/#msb337$"))
    guidance = main(page).locator("section[aria-labelledby=msb337]")
    for words in ("MSB337", "0,00 kr", "Ej i lager", "Går inte att beställa"):
        expect(guidance).to_contain_text(words)
    expect(guidance.get_by_role("link", name="Läs hos utgivaren")).to_have_attribute("href", re.compile("^https://"))


def both_names_find_the_agency(page: Page) -> None:
    for name in ("MSB", "MCF"):
        page.goto(PAGE)
        main(page).get_by_label("Sök län").fill(name)
        press(main(page).get_by_role("button", name="Sök"))
        expect(main(page).get_by_role("link", name="Myndigheten för civilt försvar (MCF)")).to_be_visible()
        expect(main(page)).to_contain_text("(MSB) till och med 2025-12-31")


def the_feed_and_the_site_map_lead_on(page: Page, address: str) -> None:
    page.goto(COUNTY)
    feed = page.request.get(main(page).get_by_role("link", name="Följ med Atom").get_attribute("href") or "")
    entries = ElementTree.fromstring(feed.body()).findall(f"{ATOM}entry")
    ours = next(one for one in entries if one.findtext(f"{ATOM}title") == TITLE)
    assert address in (ours.find(f"{ATOM}link").get("href") or "")  # type: ignore[union-attr]  # an entry has one
    places = [
        one.text or "" for one in ElementTree.fromstring(page.request.get("/sitemap.xml").body()).iter(f"{MAP}loc")
    ]
    assert any(one.endswith(address) for one in places)
    assert sum("/regional-niva/" in one for one in places) == 22
    page.get_by_role("contentinfo").get_by_role("link", name="Webbkarta").click()
    expect(main(page).get_by_role("link", name="Västra Götalands län")).to_be_visible()


def nothing_was_asked_for_in_return(page: Page) -> None:
    """No session, nothing that tells one visitor from another but the key of the forms."""
    assert {one["name"] for one in page.context.cookies()} <= {"csrftoken"}
    tip = page.goto(PAGE) and main(page).get_by_role("link", name="Tipsa om sidan").get_attribute("href")
    assert (tip or "").startswith("mailto:?subject=")
