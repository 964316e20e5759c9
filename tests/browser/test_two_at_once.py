"""When two write at once, when a request is closed, a sign-in ends or a right is missing while somebody writes.

A story of its own, in an incident of its own: the pages that stand only at such a moment are looked over as they come.
"""

import re
import time

from playwright.sync_api import Page, expect

from tests.browser.addresses import ANALYST, CHAIR, TIB
from tests.browser.conftest import PHONE, House, press
from tests.browser.seen import look_at, picture

COMPILE_SECONDS = 120
NEWS = re.compile("Vad är nytt|Läget i korthet")
MINE, THEIRS = "Strömmen är tillbaka i de norra delarna.", "Fjärrvärmen är borta i centrum."
WRITTEN = "Vi bedömer att isen håller i sig till i morgon."


class Walk:
    """Where the story takes place, and what was wrong on its way."""

    def __init__(self, house: House) -> None:
        self.house, self.at = house, ""
        self.wrong: list[str] = []

    def look(self, page: Page, name: str, *, exercise: bool = True) -> None:
        # That an autosave was turned away is how the page knew that somebody else had written.
        page.watch.take()
        found = look_at(page, exercise=exercise)
        self.wrong += [f"{name}: {sentence}" for sentence in found]
        if found:
            picture(page, self.house.pictures, f"two-{name}")
        page.set_viewport_size({"width": 1440, "height": 900})


def test_what_is_written_is_never_lost(house: House) -> None:
    walk = Walk(house)
    an_ice_storm_is_opened_and_asked_about(walk)
    two_windows_write_the_same_answer(walk)
    two_write_the_same_report(walk)
    the_analyst_is_signed_out_while_writing(walk)
    the_report_is_published_while_the_analyst_writes(walk)
    two_write_the_same_direction(walk)
    the_request_is_closed_while_somebody_answers(walk)
    a_request_is_closed_twice(walk)
    a_form_is_sent_to_where_its_writer_has_no_right(walk)
    a_page_stood_open_from_before_another_sign_in(walk)
    assert walk.wrong == [], house.pictures


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def an_ice_storm_is_opened_and_asked_about(walk: Walk) -> None:
    page = walk.house.person(TIB)
    page.goto("/h/ny/")
    page.get_by_label("Namn").fill("Isstormen")
    page.get_by_label("Det här är en övning").check()
    for name in ("Gävle", "Sandviken"):
        page.get_by_role("group", name="Kommuner").get_by_label(name).check()
    page.get_by_role("button", name="Öppna händelsen").click()
    page.wait_for_url(re.compile(r"/h/\d{4}-\d+/"))
    walk.at = re.search(r"/h/[\d-]+", page.url).group()
    page.goto(f"{walk.at}/begaran/ny/")
    page.get_by_role("button", name="Skicka begäran").click()
    page.wait_for_url(f"**{walk.at}/begaran/1/")


def two_windows_write_the_same_answer(walk: Walk) -> None:
    first, second = (walk.house.person("gavle", size=PHONE) for _window in range(2))
    for page in (first, second):
        page.goto(f"{walk.at}/begaran/1/svara/")
    write_answer(first, THEIRS)
    press(first.get_by_role("button", name="Spara utkast"))
    write_answer(second, MINE)
    second.get_by_role("button", name="Skicka", exact=True).click()
    heading(second, "Två har skrivit samtidigt")
    expect(second.get_by_role("main")).to_contain_text("Du har sparat i ett annat fönster")
    for words in (MINE, THEIRS):
        expect(second.get_by_role("main")).to_contain_text(words)
    walk.look(second, "answer-merge")
    second.get_by_label("Gemensam text").fill(f"{MINE} {THEIRS}")
    second.get_by_role("button", name="Spara gemensam").click()
    second.get_by_role("button", name="Skicka", exact=True).click()
    heading(second, "Länsstyrelsen har ert svar")
    expect(second.get_by_role("main")).to_contain_text(f"{MINE} {THEIRS}")


def write_answer(page: Page, words: str) -> None:
    for question in ("Kan kommunen göra det den ska?", "Räcker resurserna?", "Orkar personalen?"):
        page.get_by_role("group", name=question).get_by_label(re.compile("^Ja")).check()
    page.get_by_label(NEWS).fill(words)


def two_write_the_same_report(walk: Walk) -> None:
    page, other = walk.house.person(ANALYST), walk.house.person(TIB)
    begin_report(walk, page)
    other.goto(f"{walk.at}/rapporter/utkast/")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("textbox", name="Bedömning").fill(THEIRS)
        page.get_by_role("button", name="Granska och publicera").focus()
    expect(page.get_by_text("Sparat på servern").first).to_be_visible()
    other.get_by_role("textbox", name="Bedömning").fill(MINE)
    other.get_by_role("button", name="Granska och publicera").click()
    heading(other, "Två har skrivit samtidigt")
    for words in (MINE, THEIRS):
        expect(other.get_by_role("main")).to_contain_text(words)
    walk.look(other, "report-conflict")
    other.get_by_role("button", name="Spara min text").click()
    expect(other.get_by_role("textbox", name="Bedömning")).to_have_value(MINE)


def begin_report(walk: Walk, page: Page) -> None:
    end = time.monotonic() + COMPILE_SECONDS
    page.goto(f"{walk.at}/rapporter/utkast/")
    begin = page.get_by_role("button", name="Börja skriva")
    while not begin.is_visible():
        assert time.monotonic() < end, page.get_by_role("main").inner_text()
        page.wait_for_timeout(500)
        page.reload()
    begin.click()
    expect(page.get_by_role("textbox", name="Bedömning")).to_be_visible()


def the_analyst_is_signed_out_while_writing(walk: Walk) -> None:
    page = walk.house.person(ANALYST)
    page.goto(f"{walk.at}/rapporter/utkast/")
    page.context.clear_cookies(name="samlad")
    page.get_by_role("textbox", name="Bedömning").fill(WRITTEN)
    page.get_by_role("button", name="Granska och publicera").click()
    heading(page, "Din inloggning har gått ut")
    expect(page.locator(f"textarea:text-is('{WRITTEN}')")).to_have_count(1)
    expect(page.get_by_role("link", name="Logga in i en ny flik")).to_have_attribute(
        "href", re.compile(f"next=.*{walk.at.rpartition('/')[2]}")
    )
    walk.look(page, "signed-out", exercise=False)


def the_report_is_published_while_the_analyst_writes(walk: Walk) -> None:
    page, other = walk.house.person(ANALYST), walk.house.person(TIB)
    page.goto(f"{walk.at}/rapporter/utkast/")
    other.goto(f"{walk.at}/rapporter/utkast/")
    other.get_by_role("textbox", name="Sammanfattning").fill("Isen ligger tjock.")
    other.get_by_role("button", name="Granska och publicera").click()
    other.get_by_role("button", name=re.compile("Publicera rapport")).click()
    expect(other.get_by_role("main")).to_contain_text("är publicerad.")
    page.get_by_role("textbox", name="Bedömning").fill(WRITTEN)
    page.get_by_role("button", name="Granska och publicera").click()
    heading(page, "Rapporten är redan publicerad")
    expect(page.locator(f"textarea:text-is('{WRITTEN}')")).to_have_count(1)
    walk.look(page, "report-gone")


def two_write_the_same_direction(walk: Walk) -> None:
    page, other = walk.house.person(TIB), walk.house.person(CHAIR)
    page.goto(f"{walk.at}/inriktning/")
    page.get_by_role("button", name="Skriv ett förslag till inriktning").click()
    other.goto(f"{walk.at}/inriktning/1/andra/")
    page.get_by_label("Avsedd inriktning").fill("Alla har värme")
    press(page.get_by_role("button", name="Spara utkast"))
    other.get_by_label("Avsedd inriktning").fill("Ingen fryser")
    other.get_by_role("button", name="Spara utkast").click()
    heading(other, "Någon annan hann före")
    walk.look(other, "direction-both")


def the_request_is_closed_while_somebody_answers(walk: Walk) -> None:
    page, asker = walk.house.person("sandviken", size=PHONE), walk.house.person(TIB)
    page.goto(f"{walk.at}/begaran/1/svara/")
    write_answer(page, MINE)
    press(page.get_by_role("button", name="Spara utkast"))
    close_request(walk, asker)
    page.get_by_role("button", name="Skicka", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Begäran är avslutad")
    walk.look(page, "answer-refused")
    page.goto(f"{walk.at}/begaran/1/svara/")
    heading(page, "Begäran tar inte emot fler svar")
    expect(page.get_by_role("main")).to_contain_text(MINE)
    walk.look(page, "answer-closed")


def close_request(walk: Walk, page: Page) -> None:
    page.goto(f"{walk.at}/begaran/1/")
    press(page.get_by_role("button", name="Avsluta begäran"))


def a_request_is_closed_twice(walk: Walk) -> None:
    first, second = (walk.house.person(TIB) for _window in range(2))
    first.goto(f"{walk.at}/begaran/ny/")
    first.get_by_role("button", name="Skicka begäran").click()
    first.wait_for_url(f"**{walk.at}/begaran/2/")
    second.goto(f"{walk.at}/begaran/2/")
    for page in (first, second):
        press(page.get_by_role("button", name="Avsluta begäran"))
    heading(second, "Det gick inte")
    expect(second.get_by_role("main")).to_contain_text("Begäran 2 är redan avslutad.")
    expect(second.get_by_role("link", name="Visa det som gäller nu")).to_have_attribute("href", f"{walk.at}/begaran/2/")
    walk.look(second, "closed-twice", exercise=False)


def a_form_is_sent_to_where_its_writer_has_no_right(walk: Walk) -> None:
    page = walk.house.person("gavle")
    page.goto(f"{walk.at}/logg/")
    page.get_by_label("Vad har hänt?").fill(WRITTEN)
    page.locator("main form", has=page.get_by_role("button", name="Skriv i loggen")).evaluate(
        "(form, address) => { form.action = address; }", f"{walk.at}/begaran/ny/"
    )
    page.get_by_role("button", name="Skriv i loggen").click()
    heading(page, "Det gick inte")
    expect(page.locator(f"textarea:text-is('{WRITTEN}')")).to_have_count(1)
    walk.look(page, "refused", exercise=False)


def a_page_stood_open_from_before_another_sign_in(walk: Walk) -> None:
    page = walk.house.person(TIB)
    page.goto(f"{walk.at}/begaran/ny/")
    page.get_by_label("Syfte").fill(WRITTEN)
    page.context.clear_cookies(name="csrftoken")
    page.get_by_role("button", name="Skicka begäran").click()
    heading(page, "Sidan hade stått öppen för länge")
    walk.look(page, "csrf", exercise=False)
    page.go_back()
    expect(page.get_by_label("Syfte")).to_have_value(WRITTEN)
