"""What was seen in an exercise becomes a lesson that is learned, and an officer of a municipality finds it again."""

import datetime

from playwright.sync_api import Locator, Page, expect

from tests.browser.addresses import ANALYST, LEADER, LESSONS, REVIEWER, STORM
from tests.browser.conftest import PHONE, House
from tests.browser.seen import look_at

TOWN = "ljusdal"
SEEN = "Två kommuner hade fyllt i gårdagens siffror."
TOWN_SAW = "Vi visste inte om svaret hade kommit fram."
LESSON = "Säg i begäran vilken tid läget gäller."
RELEASED = "Skriv vilken tid ett läge gäller"


def main(page: Page) -> Locator:
    return page.get_by_role("main")


def test_a_lesson_is_seen_worded_done_learned_released_and_found(house: House) -> None:
    wrong: list[str] = []
    note(house.person(ANALYST), SEEN)
    page = house.person(TOWN, size=PHONE)
    note(page, TOWN_SAW)
    expect(main(page)).not_to_contain_text(SEEN)
    address = the_leader_takes_it_all_the_way(house, wrong)
    the_reviewer_releases_it(house, address, wrong)
    an_officer_finds_it(house, wrong)
    assert wrong == [], house.pictures


def note(page: Page, words: str) -> None:
    page.goto(f"{STORM}/")
    main(page).get_by_role("link", name="Lärdomar", exact=True).click()
    page.get_by_label("Vad såg du?").fill(words)
    page.get_by_label("Vad borde ändras?").fill("Att det står i begäran.")
    page.get_by_role("button", name="Anteckna iakttagelsen").click()
    expect(main(page).get_by_role("listitem").filter(has_text=words)).to_contain_text("ÖVNING")


def the_leader_takes_it_all_the_way(house: House, wrong: list[str]) -> str:
    page = house.person(LEADER)
    page.goto(LESSONS)
    expect(main(page)).to_contain_text(TOWN_SAW)
    main(page).get_by_role("link", name=SEEN).click()
    address = page.url
    step(page, "Skriv lärdomen", {"Vad ska länet lära?": LESSON})
    page.get_by_role("main").get_by_role("link", name="Ge den en ägare och en dag").click()
    page.get_by_label("Ägare").select_option(label="Länsstyrelsen Gävleborg")
    page.get_by_label("Klart senast").fill(f"{datetime.date.today() + datetime.timedelta(days=30)}")
    wrong += look_at(page)
    page.get_by_role("button", name="Ge den en ägare och en dag").click()
    step(page, "Det är genomfört", {})
    where = {"Sett fungera i": "Övning i lugn vecka", "Länk dit": f"{STORM}/"}
    step(page, "Den är sedd fungera", where)
    expect(main(page)).to_contain_text("Lärt: sett fungera")
    expect(main(page).get_by_role("link", name="Se var")).to_be_visible()
    wrong += look_at(page)
    return address


def step(page: Page, words: str, said: dict[str, str]) -> None:
    """The one thing to do next: its page, what is asked there, and the same words again."""
    main(page).get_by_role("link", name=words).first.click()
    for label, text in said.items():
        page.get_by_label(label).fill(text)
    main(page).get_by_role("button", name=words).click()


def the_reviewer_releases_it(house: House, address: str, wrong: list[str]) -> None:
    page = house.person(REVIEWER)
    page.goto(address)
    main(page).get_by_role("link", name="Släpp till biblioteket").first.click()
    page.get_by_label("Rubrik").fill(RELEASED)
    page.get_by_label("Text", exact=True).fill("I Ljusdal gällde svaren gårdagen.")
    page.get_by_label("Ämnesord").fill("begäran, tid")
    page.get_by_role("button", name="Släpp lärdomen").click()
    expect(page.get_by_role("alert")).to_contain_text("pekar ut länet: Ljusdal")
    wrong += look_at(page)
    page.get_by_label("Text", exact=True).fill("Svaren gällde gårdagen. Skriv i begäran vilken tid läget gäller.")
    page.get_by_role("button", name="Släpp lärdomen").click()
    expect(main(page)).to_contain_text(RELEASED)


def an_officer_finds_it(house: House, wrong: list[str]) -> None:
    page = house.person(TOWN, size=PHONE)
    page.goto("/lardomar/")
    page.get_by_label("Sök").first.fill("gårdagen")
    main(page).get_by_role("button", name="Visa").click()
    main(page).get_by_role("link", name=RELEASED).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(RELEASED)
    expect(main(page)).not_to_contain_text("Gävleborg")
    wrong += look_at(page)
