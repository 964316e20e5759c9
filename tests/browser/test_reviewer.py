"""The reviewer follows a county: the grid, its evidence, a comment that asks for change; the county answers it.

What the pages look like at all widths is held by test_pages.py: here they are glanced at on the way.
"""

from playwright.sync_api import Page, expect

from tests.browser.addresses import LEADER, REVIEWER
from tests.browser.conftest import PHONE, House, press
from tests.browser.seen import glance_at

ASKED = "Påhittat: visa att ersättarna har övat."
ANSWER = "Påhittat: de övar i internat 4, den 3 mars."


def test_a_comment_goes_from_the_reviewer_to_the_county_and_back(house: House) -> None:
    wrong: list[str] = []
    reviewer = house.person(REVIEWER)
    the_grid_leads_to_the_county(reviewer)
    wrong += glance_at(reviewer)
    the_evidence_shows_its_rows_and_no_incident(reviewer)
    the_reviewer_asks_for_change(reviewer)
    leader = house.person(LEADER, size=PHONE)
    the_county_answers(leader)
    wrong += glance_at(leader)
    the_reviewer_settles(reviewer)
    another_county_gets_nothing(house)
    assert wrong == [], house.pictures


def the_grid_leads_to_the_county(page: Page) -> None:
    page.goto("/granskning/")
    expect(page.locator(".rev tbody tr:not(.grp)")).to_have_count(21)
    expect(page.get_by_role("heading", name="Väntar på granskaren")).to_be_visible()
    row = page.locator(".rev tr", has_text="Gävleborg")
    expect(row.locator("td.x")).to_have_count(13)
    expect(row).to_contain_text("Avsteg")
    press(row.get_by_role("link", name="Gävleborg", exact=True))


def the_evidence_shows_its_rows_and_no_incident(page: Page) -> None:
    press(page.get_by_role("link", name="Underlag 1"))
    expect(page.get_by_text("ÖVNING").first).to_be_visible()
    press(page.locator("main a[href$='/svarstider/']"))
    expect(page.locator("tbody tr").first).to_contain_text("2025-0")
    expect(page.locator("tbody a[href^='/h/']")).to_have_count(0)


def the_reviewer_asks_for_change(page: Page) -> None:
    page.goto("/granskning/X/")
    press(page.get_by_role("link", name="Kommentera processen"))
    page.get_by_label("Uthållighet", exact=True).check()
    page.get_by_label("Kommentar", exact=True).fill(ASKED)
    page.get_by_label("Jag begär ändring").check()
    press(page.get_by_role("button", name="Lämna kommentaren"))
    expect(page.locator(".said > li", has_text=ASKED)).to_contain_text("Ändring begärd")


def the_county_answers(page: Page) -> None:
    page.goto("/lan/X/process/")
    expect(page.get_by_role("complementary")).to_contain_text("väntar på svar")
    press(page.get_by_role("link", name="Granskarens kommentarer"))
    press(page.locator(".said > li", has_text=ASKED).get_by_role("link", name="Svara"))
    page.get_by_label("Länets svar").fill(ANSWER)
    press(page.get_by_role("button", name="Lämna svaret"))
    expect(page.locator(".said > li", has_text=ASKED)).to_contain_text(ANSWER)


def the_reviewer_settles(page: Page) -> None:
    page.goto("/granskning/")
    waits = page.locator(".waits div", has_text="Kommentarer som länen har svarat på")
    press(waits.get_by_role("link", name="Gävleborg"))
    press(page.locator(".said > li", has_text=ASKED).get_by_role("link", name="Klar"))
    press(page.get_by_role("button", name="Kommentaren är klar"))
    said = page.locator(".said > li", has_text=ASKED)
    expect(said).to_contain_text("Klar")
    expect(said).to_contain_text(ANSWER)


def another_county_gets_nothing(house: House) -> None:
    page = house.person("tib.dalarna")
    for path in ("/granskning/X/", "/lan/X/granskning/", "/lan/X/underlag/", "/lan/X/underlag/1/"):
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 404, path
