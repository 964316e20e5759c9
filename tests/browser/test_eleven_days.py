"""Eleven days with forty actors, carried one round further by those who would do it.

The duty officer asks, three municipalities and one without account answer, the worker compiles, the steward settles,
the analyst writes, and the report is followed back to every answer. Loaded for this walk alone, after the others.
"""

import re
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import portal
from tests.browser.addresses import ANALYST, REVIEWER, TIB
from tests.browser.conftest import DESK, PHONE, House, press
from tests.browser.seen import glance_at, look_at
from tests.browser.sources import follow

NAME, AT = "johannes_elva_dygn", "/h/2025-043"
INCIDENT = "Stormen Johannes, elva dygn"
SAME, CHANGED, PLAIN = "hudiksvall", "bollnas", "soderhamn"
PARISH = "forsamlingen@ovanaker.example.se"
LINK = re.compile(r"/l/[\w-]{20,}/")
SWEDISH_TIME = ZoneInfo("Europe/Stockholm")
SECONDS, POLL = 180, 21_000
COUNT = """addEventListener("click", (event) => {
  if (event.isTrusted) sessionStorage.setItem("clicks", Number(sessionStorage.getItem("clicks") || 0) + 1);
}, true);"""
NEWS = "Ledningen vid Rengsjö gick av igen i natt. 240 hushåll utan el."
REASON = "Kommunen har ringt alla byar i dag. Elnätets siffra är från i morse."
ASSESSMENT = "Vi bedömer att de sista får el i morgon."


class Walk:
    """The story's people, what is theirs to know, and what was wrong on its way."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.wrong: list[str] = []
        self.request = self.report = self.read = ""

    def look(self, page: Page) -> None:
        """A page that is what it is by its forty rows and eleven days."""
        self.wrong += [f"{page.url} {sentence}" for sentence in look_at(page, exercise=True)]
        page.set_viewport_size(DESK)

    def glance(self, page: Page) -> None:
        """A page like those that other walks look at in full."""
        self.wrong += [f"{page.url} {sentence}" for sentence in glance_at(page, exercise=True)]
        page.set_viewport_size(DESK)


@pytest.fixture(scope="module")
def eleven(address: str, folder: Path) -> None:
    """The story beside the others, in the portal that runs. What it says was sent is not sent."""
    place = folder / "portal"
    given = portal.environment(place, 0) | {"STATIC_ROOT": str(place / "static")}
    manage = str(portal.PROJECT / "manage.py")
    subprocess.run([sys.executable, manage, "load_exercise", NAME], env=given, check=True, stdout=subprocess.DEVNULL)


def test_eleven_days_and_one_more_round(eleven: None, house: House) -> None:
    walk = Walk(house)
    carry_through(walk)
    assert walk.wrong == [], house.pictures


def carry_through(walk: Walk) -> None:
    watching = the_duty_officer_asks_all_forty(walk)
    nothing_new_takes_one_tap(walk)
    she_sees_it_without_asking(watching, "Hudiksvall", "svarat")
    the_second_answers_in_full(walk, watching)
    the_parish_answers_by_its_letter(walk)
    the_third_answers_without_script_and_corrects(walk)
    the_steward_settles_what_goes_apart(walk)
    she_reminds_the_late(walk, watching)
    the_analyst_writes_with_a_fact_put_in(walk)
    the_duty_officer_publishes(walk)
    every_source_opens_its_answer(walk)
    the_first_sees_what_is_new_and_where_its_answer_went(walk)
    the_nation_reads_reports_and_no_answers(walk)


def main(page: Page) -> Locator:
    return page.get_by_role("main")


def until(page: Page, holds: Callable[[], bool], again: Callable[[], object]) -> None:
    """What the worker does, and time, are waited for."""
    end = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < end, main(page).inner_text()
        page.wait_for_timeout(700)
        again()


def number_of(page: Page) -> str:
    """Of the report whose page it is."""
    return page.url.rstrip("/").rpartition("/")[2]


def clicks(page: Page) -> int:
    return int(page.evaluate("sessionStorage.getItem('clicks')") or 0)


def row(page: Page, actor: str) -> Locator:
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=actor, exact=True))


def the_duty_officer_asks_all_forty(walk: Walk) -> Page:
    page = walk.house.person(TIB)
    page.context.add_init_script(COUNT)
    page.clock.install()
    page.goto("/")
    main(page).get_by_role("link", name=INCIDENT, exact=True).click()
    page.get_by_role("link", name="Begäran", exact=True).click()
    page.get_by_role("link", name="Ny begäran").click()
    page.get_by_label("Svara senast").fill(soon(page))
    page.get_by_role("button", name="Skicka begäran").click()
    page.wait_for_url(re.compile(r"/begaran/\d+/"))
    expect(main(page)).to_contain_text("40 aktörer är frågade.")
    expect(main(page)).to_contain_text("0 av 40 har svarat")
    assert clicks(page) == 4
    walk.request = page.url
    return page


def soon(page: Page) -> str:
    """A whole minute of the incident's clock, half a minute away at least: so that somebody will be late."""
    now = datetime.fromisoformat(page.locator("time[data-clock]").get_attribute("datetime") or "")
    return f"{(now + timedelta(seconds=90)).astimezone(SWEDISH_TIME):%Y-%m-%dT%H:%M}"


def she_sees_it_without_asking(page: Page, actor: str, words: str) -> None:
    """The page that stands open asks for itself, and nobody presses anything."""
    before = clicks(page)
    until(page, lambda: words in row(page, actor).inner_text(), lambda: time_passes(page))
    assert clicks(page) == before


def time_passes(page: Page) -> None:
    """On the page's own clock. One that nobody touches falls silent, so she scrolls."""
    page.evaluate("scrollTo(0, scrollY ? 0 : 100)")
    page.clock.fast_forward(POLL)


def nothing_new_takes_one_tap(walk: Walk) -> None:
    page = walk.house.person(SAME, size=PHONE)
    page.context.add_init_script(COUNT)
    page.goto(f"{AT}/rapporter/")
    press(main(page).get_by_role("link", name=re.compile("^Lägesrapport nr")).first)
    walk.read = number_of(page)
    page.goto("/")
    before = clicks(page)
    press(page.get_by_role("button", name="Inget nytt sedan"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Länsstyrelsen har ert svar")
    expect(main(page)).to_contain_text("Inget nytt: ert förra svar gäller fortfarande.")
    assert clicks(page) == before + 1
    walk.glance(page)


def the_second_answers_in_full(walk: Walk, watching: Page) -> None:
    page = walk.house.person(CHANGED)
    page.goto("/")
    press(page.get_by_role("link", name="Svara nu"))
    she_sees_it_without_asking(watching, "Bollnäs", "öppnad")
    page.get_by_text("Lägg till mer, om du hinner").click()
    press(page.get_by_role("button", name="Spara och öppna hela formuläret"))
    she_sees_it_without_asking(watching, "Bollnäs", "påbörjad")
    walk.glance(page)
    page.get_by_label("Hushåll utan el", exact=True).fill("240")
    page.get_by_label("Personer på trygghetspunkter", exact=True).fill("18")
    page.get_by_role("textbox", name=re.compile("^Vad är nytt")).fill(NEWS)
    press(page.get_by_role("button", name="Granska och skicka"))
    expect(main(page)).to_contain_text(NEWS)
    walk.glance(page)
    press(page.get_by_role("button", name="Skicka svaret"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Länsstyrelsen har ert svar")
    she_sees_it_without_asking(watching, "Bollnäs", "svarat")


def the_parish_answers_by_its_letter(walk: Walk) -> None:
    page = walk.house.visitor(size=PHONE)
    page.goto(letter(walk))
    expect(page.get_by_role("heading", level=1)).to_have_text("Hur är läget hos er?")
    walk.glance(page)
    page.get_by_label(re.compile("Vad är nytt")).fill("Vi har öppnat igen. 18 personer värmer sig hos oss.")
    press(page.get_by_role("button", name="Skicka", exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text("Länsstyrelsen har ert svar")
    walk.glance(page)


def letter(walk: Walk) -> str:
    """The link in the newest letter to the parish. The letter says nothing of what is asked."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        said = [file.read_text(encoding="utf-8", errors="replace") for file in sorted(walk.house.letters.glob("*"))]
        links = [LINK.search(text) for text in said if PARISH in text]
        if links and links[-1]:
            return links[-1][0]
        time.sleep(0.5)
    raise AssertionError(f"no letter to {PARISH}")


def she_reminds_the_late(walk: Walk, page: Page) -> None:
    button = page.get_by_role("button", name="Påminn alla 36 sena")
    until(page, button.is_visible, lambda: time_passes(page))
    press(button)
    expect(main(page)).to_contain_text("4 av 40 har svarat")
    expect(row(page, "Ljusdal")).to_contain_text("Påmind")
    expect(row(page, "Hudiksvall")).not_to_contain_text("Påmind")
    assert clicks(page) == 5
    walk.look(page)


def the_third_answers_without_script_and_corrects(walk: Walk) -> None:
    page = walk.house.person(PLAIN, size=PHONE, script=False)
    page.goto("/")
    page.get_by_role("link", name="Svara nu").click()
    page.get_by_label("Hushåll utan el").fill("150")
    page.get_by_role("button", name="Skicka", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Länsstyrelsen har ert svar")
    page.get_by_role("link", name="Rätta svaret").click()
    page.get_by_label("Hushåll utan el").fill("160")
    page.get_by_role("button", name="Skicka", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Länsstyrelsen har ert svar")
    page.get_by_role("link", name="Visa hela svaret").click()
    expect(main(page)).to_contain_text("160")
    expect(main(page).get_by_role("region", name="Andra versioner")).to_contain_text("ersatt")


def the_steward_settles_what_goes_apart(walk: Walk) -> None:
    page = walk.house.person(ANALYST)
    page.goto(f"{AT}/bedoma/")
    dispute = main(page).get_by_role("article").filter(has_text="Elnät Gävleborg").filter(has_text="240")
    until(page, dispute.is_visible, page.reload)
    walk.look(page)
    page.reload()  # looking opened what was folded
    dispute.get_by_text("Avgör", exact=True).click()
    dispute.locator("label").filter(has_text="Bollnäs").click()
    dispute.get_by_label("Varför?").fill(REASON)
    press(dispute.get_by_role("button", name="Avgör med skäl"))
    expect(dispute.get_by_role("button", name="Avgör med skäl")).to_have_count(0)


def the_analyst_writes_with_a_fact_put_in(walk: Walk) -> None:
    page = walk.house.person(ANALYST)
    page.goto(f"{AT}/rapporter/utkast/")
    press(page.get_by_role("button", name="Börja skriva"))
    until(page, lambda: all(words in main(page).inner_text() for words in (REASON, "160")), lambda: take_newer(page))
    walk.look(page)
    page.reload()
    page.get_by_text(re.compile(r"^Siffror \(")).click()
    fact = page.get_by_role("listitem").filter(has_text=re.compile("^Hushåll utan el: 494 "))
    fact.get_by_role("button").click()
    summary = page.get_by_role("textbox", name="Sammanfattning")
    expect(summary).to_have_value(
        re.compile(r"Hushåll utan el: 494 \(Bollnäs 240, Söderhamn 160, Hudiksvall 94\)\. \[\d")
    )
    page.get_by_role("textbox", name="Bedömning").fill(ASSESSMENT)
    press(page.get_by_role("button", name="Granska och publicera"))
    walk.glance(page)


def take_newer(page: Page) -> None:
    button = page.get_by_role("button", name="Ta med")
    if button.is_visible():
        press(button)
    else:
        page.reload()


def the_duty_officer_publishes(walk: Walk) -> None:
    page = walk.house.person(TIB)
    page.goto(f"{AT}/rapporter/utkast/granska/")
    press(page.get_by_role("button", name=re.compile(r"Publicera rapport nr \d+")))
    expect(main(page)).to_contain_text("är publicerad.")
    expect(main(page).get_by_role("article")).to_contain_text(REASON)
    walk.report = page.url
    walk.look(page)


def every_source_opens_its_answer(walk: Walk) -> None:
    page = walk.house.person(TIB)
    page.goto(walk.report)
    followed = follow(main(page).get_by_role("article"))
    walk.wrong += followed.wrong
    # Four have answered, thirty-six are silent with their last answer, and the grid company stands in the dispute.
    assert len(followed.answers) >= 40
    assert followed.figures >= 40
    assert followed.cited >= 3


def the_first_sees_what_is_new_and_where_its_answer_went(walk: Walk) -> None:
    page = walk.house.person(SAME, size=PHONE)
    number = walk.report.rstrip("/").rpartition("/")[2]
    assert number != walk.read
    page.goto("/")
    expect(main(page)).to_contain_text(f"Sedan nr {walk.read}, för Hudiksvall")
    press(main(page).get_by_role("link", name=f"Lägesrapport nr {number}", exact=True).first)
    expect(main(page)).to_contain_text(f"Sedan nr {walk.read}, som ni läste")
    walk.look(page)
    page.goto("/")
    press(main(page).get_by_role("link", name="Vad hände med svaret").first)
    press(main(page).get_by_role("link", name="Allt som har hänt med svaret"))
    expect(main(page)).to_contain_text(f"Lägesrapport nr {number}, källa")
    expect(main(page)).to_contain_text("Hushåll utan el: 494")
    walk.glance(page)


def the_nation_reads_reports_and_no_answers(walk: Walk) -> None:
    page = walk.house.person(REVIEWER)
    page.goto("/lanens-lage/?ovning=1")
    expect(main(page)).to_contain_text("Hushåll utan el: 494")
    walk.look(page)
    page.goto(walk.report)
    article = main(page).get_by_role("article")
    expect(article).to_contain_text(ASSESSMENT)
    expect(article.locator("a[href*='/svar/']")).to_have_count(0)
    walk.glance(page)
    sources = walk.house.person(TIB)
    sources.goto(walk.report)
    answers = main(sources).locator("a[href*='/svar/']").evaluate_all("all => all.map(one => one.pathname)")
    for path in (*sorted(set(answers))[:5], f"{AT}/svar/", f"{AT}/lagesbild/", walk.request):
        assert page.request.get(path).status == 404, path
