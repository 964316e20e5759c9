"""What really happened in one county is played again in another, with no name left in it, and laid beside what it did.

After all other walks: it opens the only incident here that is no exercise.
"""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.addresses import TIB
from tests.browser.conftest import PHONE, House, press
from tests.browser.seen import look_at

TOWN, LEADER, ELSEWHERE, PLAYER = "ljusdal", "ovning.gavleborg", "ovning.dalarna", "mora"
BRIDGE = "Ljusdals kommun har stängt bron. Ring 070-174 06 15."
NAMES = ("Ljusdal", "070-174 06 15")
SCENARIO = "Skyfallet, repris"


def test_a_closed_incident_is_played_again_in_another_county(house: House) -> None:
    wrong: list[str] = []
    number = something_happens_and_is_over(house, wrong)
    its_leader_makes_it_a_scenario_without_names(house, number, wrong)
    exercise = another_county_plays_it(house, wrong)
    a_town_there_answers(house, exercise, wrong)
    what_was_done_lies_beside_what_really_was(house, exercise, wrong)
    assert wrong == [], house.pictures


def main(page: Page) -> Locator:
    return page.get_by_role("main")


def look(page: Page, wrong: list[str], *, exercise: bool = False) -> None:
    wrong += [f"{page.url} {sentence}" for sentence in look_at(page, exercise=exercise)]


def something_happens_and_is_over(house: House, wrong: list[str]) -> str:
    page = house.person(TIB)
    page.goto("/h/ny/")
    page.get_by_label("Namn").fill("Skyfallet")
    page.get_by_role("group", name="Kommuner").get_by_label("Ljusdal").check()
    page.get_by_role("button", name="Öppna händelsen").click()
    page.wait_for_url(re.compile(r"/h/\d{4}-\d+/"))
    number = page.url.split("/h/")[1].split("/")[0]
    page.goto(f"/h/{number}/logg/")
    page.get_by_label("Vad har hänt?").fill(BRIDGE)
    page.get_by_role("button", name="Skriv i loggen").click()
    expect(main(page)).to_contain_text(BRIDGE)
    page.goto(f"/h/{number}/begaran/ny/")
    page.get_by_label("Syfte").fill("Hur är läget i Ljusdal efter skyfallet")
    page.get_by_role("button", name="Skicka begäran").click()
    page.wait_for_url(f"**/h/{number}/begaran/1/")
    answer(house.person(TOWN, size=PHONE), number, "2")
    page.goto(f"/h/{number}/fas/")
    page.get_by_label("Avslutad").check()
    page.get_by_role("button", name="Byt fas").click()
    page.goto(f"/h/{number}/")
    expect(main(page)).to_contain_text("Allt går att läsa, inget att ändra")
    look(page, wrong)
    return number


def answer(page: Page, number: str, level: str) -> None:
    page.goto(f"/h/{number}/begaran/1/svara/")
    for question in ("works", "resources", "load"):
        page.locator(f"input[name='overall.{question}'][value='{level}']").check()
    page.get_by_label(re.compile("viktigast|Vad är nytt")).first.fill("Två vägar är spärrade.")
    page.get_by_role("button", name="Skicka", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Länsstyrelsen har ert svar")


def its_leader_makes_it_a_scenario_without_names(house: House, number: str, wrong: list[str]) -> None:
    page = house.person(LEADER)
    page.goto("/ovningar/")
    again = main(page).get_by_role("region", name="Spela en händelse igen")
    expect(again).to_contain_text(number)
    again.get_by_role("link", name="Skyfallet").click()
    page.get_by_label("Namn").fill(SCENARIO)
    look(page, wrong)
    page.get_by_role("button", name="Gör ett scenario").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(SCENARIO)
    said = main(page).get_by_role("region", name="Händelselista")
    expect(said).to_contain_text("har stängt bron")
    for name in NAMES:
        expect(said).not_to_contain_text(name)
    look(page, wrong)
    page.get_by_role("link", name="Dela med andra län").click()
    press(page.get_by_role("button", name=re.compile("^Dela")))
    expect(main(page)).to_contain_text("Delat med alla län")


def another_county_plays_it(house: House, wrong: list[str]) -> str:
    page = house.person(ELSEWHERE)
    page.goto("/ovningar/")
    main(page).get_by_role("link", name=SCENARIO).click()
    for name in NAMES:
        expect(main(page)).not_to_contain_text(name)
    page.get_by_role("link", name="Öva på scenariot").click()
    page.get_by_label("Namn").fill("Övning Skyfall")
    page.get_by_label("Mora kommun", exact=True).check()
    press(page.get_by_role("button", name="Gör övningen"))
    press(page.get_by_role("button", name="Starta"))
    look(page, wrong, exercise=True)
    exercise = page.url.split("/ovningar/")[1].split("/")[0]
    page.goto(f"/ovningar/{exercise}/ledning/hoppa/")
    local = page.get_by_label("Hoppa till").input_value()
    page.get_by_label("Hoppa till").fill(re.sub(r"T(\d\d):.*", r"T\1:59", local))
    press(page.get_by_role("button", name="Hoppa"))
    if page.get_by_label("Spela in dem nu").count():
        page.get_by_label("Spela in dem nu").check()
        press(page.get_by_role("button", name="Hoppa"))
    expect(main(page)).to_contain_text("2 inspelade")
    return exercise


def a_town_there_answers(house: House, exercise: str, wrong: list[str]) -> None:
    page = house.person(PLAYER, size=PHONE)
    page.goto(f"/h/{exercise}/logg/")
    expect(main(page)).to_contain_text("har stängt bron")
    look(page, wrong, exercise=True)
    answer(page, exercise, "1")


def what_was_done_lies_beside_what_really_was(house: House, exercise: str, wrong: list[str]) -> None:
    page = house.person(ELSEWHERE)
    page.goto(f"/ovningar/{exercise}/jamforelse/")
    asked = main(page).get_by_role("region", name=re.compile("Inspel 2"))
    expect(asked).to_contain_text("1 av 11 svarade")
    # Ljusdal was the fifth of its county, and only one town plays here: what it really answered stands by itself.
    expect(asked.get_by_role("row").filter(has_text="kommun E")).to_contain_text("Kritisk påverkan")
    expect(asked.get_by_role("row").filter(has_text="Mora")).to_contain_text("efter")
    look(page, wrong, exercise=True)
