"""The process leader's walk: from her process to a stage, a rating, a work item, a needs analysis; and the answer."""

import datetime

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, House, press
from tests.browser.seen import look_at

LEADER, REVIEWER = "processledare.gavleborg", "granskare.nationell"
AREA = "Reservkraft i kommunernas ledningsplatser"
ANSWER = "Vi ställer en provledare till förfogande."


def into(page: Page, words: str, *, exact: bool = False) -> None:
    press(page.get_by_role("main").get_by_role("link", name=words, exact=exact).first)


def rate_and_plan(page: Page) -> None:
    """One component gets its figures, and one press takes it into the work plan."""
    into(page, "Skatta Lärande")
    page.locator("#id_before").select_option("2")
    page.get_by_label("Varför, före").fill("Lärdomar skrivs, men ingen äger dem.")
    page.get_by_label("Prioritet").select_option("1")
    press(page.get_by_role("button", name="Spara"))
    row = page.get_by_role("row").filter(has_text="Lärande")
    expect(row).to_contain_text("Påbörjat")
    into(page, "Lägg in i arbetsplanen Lärande")
    expect(page.get_by_label("Förmågekomponent")).to_have_value("larande")
    page.get_by_label("Vad", exact=True).fill("Varje lärdom får en ägare")
    page.get_by_label("Ansvarig").select_option(label="Länsstyrelsen Gävleborg")
    day = datetime.date.today() + datetime.timedelta(days=60)
    page.get_by_label("Klart senast").fill(day.isoformat())
    press(page.get_by_role("button", name="Lägg in i arbetsplanen"))
    into(page, "Varje lärdom får en ägare")
    page.get_by_label("Pågår").check()
    press(page.get_by_role("button", name="Spara läget"))
    expect(page.locator(".chlist")).to_contain_text("Arbetet pågår")


def deliver(page: Page) -> None:
    """The draft says what it lacks; filled in, it goes to the national agency."""
    into(page, AREA)
    expect(page.locator("#lamna + p + ul")).to_contain_text("Målbild")
    into(page, "Skriv vidare")
    page.get_by_label("Målbild").fill("Alla ledningsplatser prövas varje år.")
    page.get_by_label("Glapp").fill("Sex kommuner prövar inte.")
    page.get_by_label("Stöd som begärs").fill("En provledare.")
    press(page.get_by_role("button", name="Spara"))
    press(page.get_by_role("button", name="Lämna analysen"))
    expect(page.get_by_role("main")).to_contain_text("väntar på svar")


def test_from_her_process_to_an_answered_needs_analysis(house: House) -> None:
    leader = house.person(LEADER)
    leader.goto("/lan/X/process/")
    into(leader, "Internat 2")
    expect(leader.get_by_role("heading", level=2, name="Kriterier")).to_be_visible()
    leader.goto("/lan/X/process/")
    into(leader, "Förmåga", exact=True)
    rate_and_plan(leader)
    into(leader, "Behovsanalyser", exact=True)
    deliver(leader)
    seen = look_at(leader)

    reviewer = house.person(REVIEWER, size=PHONE)
    reviewer.goto("/granskning/")
    into(reviewer, "Besvara analyserna")
    into(reviewer, AREA)
    expect(reviewer.get_by_role("main")).to_contain_text("Alla ledningsplatser prövas varje år.")
    reviewer.get_by_label("Svar till länet").fill(ANSWER)
    press(reviewer.get_by_role("button", name="Lämna svaret till länet"))
    seen += look_at(reviewer)

    leader.reload()
    expect(leader.locator("#svaret")).to_contain_text("Svar från")
    expect(leader.get_by_role("main")).to_contain_text(ANSWER)
    assert leader.get_by_role("button", name="Lämna analysen").count() == 0
    assert seen == []
    assert leader.watch.take() == []
    assert reviewer.watch.take() == []
