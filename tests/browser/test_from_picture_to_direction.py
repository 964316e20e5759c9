"""From the picture to the followed-up direction, as those would do it who have to.

The storm's second day: the analyst leads the loop, the county calls, two municipalities and the police meet, the chair
approves, the next request asks by itself whether the direction works. Then the snow on E22, where all think that
somebody else has it: the matrix shows it, the police take it, and the chair fixes a direction. Both stories are loaded
for this walk alone, after the others.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import portal
from tests.browser.addresses import ANALYST, CHAIR, TIB
from tests.browser.conftest import DESK, PHONE, House, press
from tests.browser.seen import glance_at, look_at

STORIES = ("johannes_inriktning", "e22")
STORM, SNOW = "/h/2025-044", "/h/2024-002"
POLICE, FIRST, SECOND = "polis.gavleborg", "bollnas", "ljusdal"
SNOW_TIB, SNOW_CHAIR, HORBY, KRISTIANSTAD = (
    "ovning.lst-12",
    "ovning.ordforande-12",
    "ovning.kommun-1266",
    "ovning.kommun-1290",
)
FACT = "Två bussar med lift kommer inte fram till Los: vägen är smal av snö."
NEED = "Resa för tolv personer från Los till Ljusdal"
ISSUE = "Ingen har fordon som tar sig till Los"
PROPOSAL = "Räddningstjänsten frågar skoterklubben, Ljusdal möter upp vid vägen."
OBJECTION = "Vi vill inte att frivilliga kör i mörker."
NOTES = "Ljusdal möter upp. Kör före klockan 15, inte i mörker."
AGREED = "Resor från Los före klockan 15, med Ljusdals bil vid vägen."
WHY_NOT = "Tolv personer i Los är kvar hemma."
JUDGED = "Bollnäs och Region Gävleborg är framme. Los är inte nått."


class Walk:
    def __init__(self, house: House) -> None:
        self.house = house
        self.wrong: list[str] = []

    def person(self, name: str, path: str, *, size: dict[str, int] = DESK) -> Page:
        page = self.house.person(name, size=size)
        page.goto(path)
        return page

    def look(self, page: Page) -> None:
        self.wrong += [f"{page.url} {sentence}" for sentence in look_at(page, exercise=True)]

    def glance(self, page: Page) -> None:
        self.wrong += [f"{page.url} {sentence}" for sentence in glance_at(page, exercise=True)]
        page.set_viewport_size(DESK)


@pytest.fixture(scope="module")
def stories(address: str, folder: Path) -> None:
    """Beside the others, in the portal that runs."""
    place = folder / "portal"
    given = portal.environment(place, 0) | {"STATIC_ROOT": str(place / "static")}
    load = [sys.executable, str(portal.PROJECT / "manage.py"), "load_exercise", *STORIES]
    subprocess.run(load, env=given, check=True, stdout=subprocess.DEVNULL)


def test_the_storm_from_the_loop_to_what_came_of_it(stories: None, house: House) -> None:
    walk = Walk(house)
    the_first_page_says_what_is_decided_and_asked(walk)
    the_failed_direction_says_so(walk)
    the_police_say_that_they_act(walk)
    the_analyst_carries_a_fact_to_the_agenda(walk)
    the_county_calls(walk)
    two_municipalities_answer_the_call_on_the_telephone(walk)
    the_meeting_is_held_and_its_minutes_approved(walk)
    the_next_request_asks_by_itself(walk)
    the_analyst_judges_the_effect(walk)
    assert walk.wrong == [], house.pictures


def test_on_e22_all_thought_that_somebody_else_had_it(stories: None, house: House) -> None:
    walk = Walk(house)
    the_matrix_asks_who_has_it(walk)
    the_road_agency_says_no_and_the_police_yes(walk)
    the_duty_officer_makes_the_gap_an_issue(walk)
    a_direction_is_proposed_answered_and_fixed(walk)
    a_newcomer_sees_what_is_decided(walk)
    assert walk.wrong == [], house.pictures


def main(page: Page) -> Locator:
    return page.get_by_role("main")


def button(page: Page, name: str | re.Pattern[str]) -> Locator:
    return main(page).get_by_role("button", name=name).first


def link(page: Page, name: str | re.Pattern[str]) -> Locator:
    return main(page).get_by_role("link", name=name).first


def the_first_page_says_what_is_decided_and_asked(walk: Walk) -> None:
    page = walk.person(FIRST, f"{STORM}/", size=PHONE)
    decided = main(page).get_by_role("region", name="Det här är bestämt")
    expect(decided).to_contain_text("Alla som behöver omsorg är i ett varmt hus före klockan 16")
    expect(decided).to_contain_text("fastställd av Länsstyrelsen Gävleborg")
    expect(decided).to_contain_text("Bollnäs kommun: ställer sig bakom")
    expect(decided).to_contain_text("Flytta i tid i stället för att vänta på el.")
    expect(main(page)).to_contain_text("Lista över vilka som behöver flyttas från Arbrå")
    walk.look(page)


def the_failed_direction_says_so(walk: Walk) -> None:
    page = walk.person(CHAIR, f"{STORM}/inriktning/1/")
    expect(main(page)).to_contain_text("Den här inriktningen gäller inte längre")
    expect(main(page)).to_contain_text("6 av 13 säger att det inte uppnås")
    positions = page.get_by_role("complementary").get_by_role("row")
    expect(positions.filter(has_text="Region Gävleborg")).to_contain_text("Övning, beslut 7")
    expect(main(page)).to_contain_text("Vi lovar inga tider per hushåll")
    walk.glance(page)


def the_police_say_that_they_act(walk: Walk) -> None:
    page = walk.person(POLICE, f"{STORM}/inriktning/2/")
    press(button(page, "Vi agerar"))
    row = page.get_by_role("complementary").get_by_role("row").filter(has_text="Polismyndigheten")
    expect(row).to_contain_text("Agerar")


def the_analyst_carries_a_fact_to_the_agenda(walk: Walk) -> None:
    page = walk.person(ANALYST, f"{STORM}/analys/skeende/")
    known = main(page).get_by_role("region", name=re.compile(r"^Det här vet vi \d"))
    known.get_by_role("textbox").first.fill(FACT)
    press(known.get_by_role("button", name="Notera"))
    note = main(page).get_by_role("listitem").filter(has_text=FACT).first
    expect(note).to_be_visible()
    walk.look(page)
    page.set_viewport_size(DESK)
    press(note.get_by_role("link", name="Gör till behov"))
    page.get_by_label("Behov", exact=True).fill(NEED)
    press(button(page, "Notera behovet"))
    expect(main(page)).to_contain_text(NEED)
    expect(main(page)).to_contain_text("Kommer från Det här vet vi, varv 2")
    press(link(page, "Gör till systemfråga"))
    page.get_by_label("Frågan i en mening").fill(ISSUE)
    page.get_by_label("Förslag").fill(PROPOSAL)
    press(button(page, "Anteckna systemfrågan"))
    expect(main(page)).to_contain_text(ISSUE)
    walk.look(page)
    page.set_viewport_size(DESK)
    press(button(page, "Ta upp på ett möte"))
    expect(main(page)).to_contain_text(ISSUE)


def the_county_calls(walk: Walk) -> None:
    page = walk.person(TIB, f"{STORM}/moten/")
    walk.look(page)
    page.set_viewport_size(DESK)
    press(link(page, re.compile("ISF-möte 4")))
    expect(main(page)).to_contain_text(PROPOSAL)
    press(link(page, "Granska och kalla"))
    press(button(page, "Kalla till mötet"))
    expect(main(page)).to_contain_text(re.compile("Kallat"))
    expect(main(page).get_by_role("complementary")).to_contain_text("Bollnäs")


def two_municipalities_answer_the_call_on_the_telephone(walk: Walk) -> None:
    page = walk.person(FIRST, "/", size=PHONE)
    page.goto(f"{STORM}/moten/4/")
    press(button(page, "Kvittera: vi kommer"))
    press(link(page, "Läs underlaget"))
    expect(main(page)).to_contain_text(PROPOSAL)
    walk.look(page)
    other = walk.person(SECOND, f"{STORM}/moten/4/", size=PHONE)
    press(button(other, "Kvittera: vi kommer"))
    press(link(other, re.compile("^Invänd")))
    other.get_by_label("Vad invänder ni?").fill(OBJECTION)
    press(button(other, "Lämna invändningen"))
    expect(main(other)).to_contain_text(OBJECTION)
    county = walk.person(TIB, f"{STORM}/moten/4/")
    expect(main(county)).to_contain_text(OBJECTION)


def the_meeting_is_held_and_its_minutes_approved(walk: Walk) -> None:
    page = walk.person(ANALYST, f"{STORM}/moten/4/")
    press(button(page, "Börja mötet"))
    page.goto(f"{STORM}/moten/4/anteckna/")
    point = main(page).get_by_role("region", name=re.compile(re.escape(ISSUE)))
    point.get_by_label("Anteckningar").fill(NOTES)
    press(point.get_by_role("button", name="Vi kom överens"))
    page.get_by_label("Vi kom överens om").fill(AGREED)
    press(button(page, "Anteckna överenskommelsen"))
    page.goto(f"{STORM}/moten/4/anteckna/")
    walk.look(page)
    page.set_viewport_size(DESK)
    press(link(page, "Avsluta mötet"))
    press(button(page, "Avsluta mötet"))
    chair = walk.person(CHAIR, f"{STORM}/moten/4/protokoll/")
    expect(main(chair)).to_contain_text(NOTES)
    press(button(chair, "Godkänn protokollet"))
    expect(main(chair)).to_contain_text(AGREED)
    chair.goto(f"{STORM}/moten/4/anteckna/")
    expect(main(chair).get_by_label("Anteckningar")).to_have_count(0)


def the_next_request_asks_by_itself(walk: Walk) -> None:
    page = walk.person(TIB, f"{STORM}/begaran/ny/")
    page.get_by_label(re.compile("^(Syfte|Vad|Varför)")).first.fill("Läget inför kvällen")
    press(button(page, re.compile("^(Granska|Skicka)")))
    if button(page, re.compile("^Skicka")).is_visible():
        press(button(page, re.compile("^Skicka")))
    officer = walk.person(SECOND, f"{STORM}/begaran/6/svara/", size=PHONE)
    asked = officer.get_by_label("Inriktning 2: uppnås det ni åtog er tillsammans?")
    expect(main(officer)).to_contain_text("Är alla hos er som behöver omsorg i ett varmt hus?")
    asked.select_option(label="Inte")
    officer.get_by_label(re.compile("Inriktning 2: varför")).fill(WHY_NOT)
    officer.get_by_role("group", name="Kan kommunen göra det den ska?").get_by_label("Delvis").check()
    press(officer.get_by_role("button", name="Skicka", exact=True))
    expect(officer.get_by_role("heading", level=1)).to_have_text("Länsstyrelsen har ert svar")


def the_analyst_judges_the_effect(walk: Walk) -> None:
    page = walk.person(ANALYST, f"{STORM}/inriktning/2/")
    effect = main(page).get_by_role("region", name=re.compile("Faktisk inriktning"))
    expect(effect).to_contain_text("1 av 14 säger att det inte uppnås")
    press(link(page, "Bedöm effekten"))
    page.get_by_role("group", name="Uppnås det som var avsett?").get_by_label("Delvis").check()
    page.get_by_label("Varför").fill(JUDGED)
    press(button(page, "Spara bedömningen"))
    expect(main(page)).to_contain_text(JUDGED)
    walk.look(page)
    chair = walk.person(CHAIR, f"{STORM}/en-sida/")
    expect(main(chair)).to_contain_text("Delvis")


def the_matrix_asks_who_has_it(walk: Walk) -> None:
    page = walk.person(SNOW_CHAIR, f"{SNOW}/behov/matris/")
    expect(main(page)).to_contain_text("Vem har det här?")
    row = main(page).get_by_role("row").filter(has_text="Leda evakueringen ur bilarna")
    expect(row).to_contain_text("Ansvarig?")
    walk.look(page)


def the_road_agency_says_no_and_the_police_yes(walk: Walk) -> None:
    agency = walk.person("ovning.trafikverket", f"{SNOW}/behov/matris/")
    row = main(agency).get_by_role("row").filter(has_text="Leda evakueringen ur bilarna")
    press(row.get_by_role("link", name=re.compile("Inte vi")))
    agency.get_by_label("Inte vi").check()
    agency.get_by_label(re.compile("^Skäl")).fill("Vi röjer vägen. Människorna är inte vårt uppdrag.")
    press(button(agency, "Säg det"))
    police = walk.person(POLICE, f"{SNOW}/behov/matris/", size=PHONE)
    need = main(police).get_by_role("row").filter(has_text="Leda evakueringen ur bilarna")
    press(need.get_by_role("button", name=re.compile("Vi har det här")))
    county = walk.person(SNOW_TIB, f"{SNOW}/behov/matris/")
    led = main(county).get_by_role("row").filter(has_text="Leda evakueringen ur bilarna")
    expect(led).to_contain_text("Inte vi")
    expect(led).not_to_contain_text("Ansvarig?")


def the_duty_officer_makes_the_gap_an_issue(walk: Walk) -> None:
    page = walk.person(SNOW_TIB, f"{SNOW}/systemfragor/")
    walk.look(page)
    page.set_viewport_size(DESK)
    found = main(page).get_by_role("listitem").filter(has_text="Hämta människor med bandvagn").first
    press(found.get_by_role("link", name=re.compile("Gör till systemfråga")))
    press(button(page, "Anteckna systemfrågan"))
    expect(main(page)).to_contain_text("Hämta människor med bandvagn")


def a_direction_is_proposed_answered_and_fixed(walk: Walk) -> None:
    page = walk.person(SNOW_TIB, f"{SNOW}/inriktning/")
    press(button(page, re.compile("^(Skriv|Börja)")))
    page.get_by_label("Avsedd inriktning").fill("Alla är ur bilarna före midnatt.")
    page.get_by_label(re.compile("^Syfte")).fill("Människor fryser i bilarna och ingen hämtar dem.")
    page.get_by_label(re.compile("^(Effektmål|Det här vill vi nå)")).first.fill("Tusen människor är inne i värmen.")
    page.get_by_label(re.compile("^Så ser vi")).fill("Antal människor kvar i bilar varje timme.")
    page.get_by_label(re.compile("^Frågan som ställs")).fill("Hur många sitter kvar i bilar hos er?")
    page.get_by_label(re.compile("^Gäller till")).fill("2024-01-04T12:00")
    page.get_by_label(re.compile("^Ta ställning senast")).fill("2024-01-03T21:00")
    press(button(page, re.compile("^(Granska|Föreslå)")))
    press(button(page, re.compile("^Föreslå")))
    for name in (HORBY, KRISTIANSTAD, POLICE):
        officer = walk.person(name, f"{SNOW}/inriktning/1/stallning/", size=PHONE)
        officer.get_by_label("Ställer sig bakom").check()
        press(button(officer, re.compile("^(Lämna|Spara|Ta) ")))
    chair = walk.person(SNOW_CHAIR, f"{SNOW}/inriktning/1/faststall/")
    expect(main(chair)).to_contain_text("bakom")
    press(button(chair, re.compile("^Fastställ")))
    expect(main(chair)).to_contain_text("Alla är ur bilarna före midnatt.")


def a_newcomer_sees_what_is_decided(walk: Walk) -> None:
    page = walk.person("ovning.frg-horby", f"{SNOW}/", size=PHONE)
    decided = main(page).get_by_role("region", name="Det här är bestämt")
    expect(decided).to_contain_text("Alla är ur bilarna före midnatt.")
    expect(decided).to_contain_text("fastställd av Länsstyrelsen Skåne")
    expect(decided).to_contain_text("har inte tagit ställning")
    expect(main(page)).to_contain_text("Det här väntar på dig")
    walk.look(page)
