"""The storm as its people live it: from the county's silent actors to the joint direction that everybody reads.

One story, told in order; each of its people reads the others' work in a browser of her own.
"""

import io
import re
import time

import pikepdf
from playwright.sync_api import Locator, Page, expect

from tests.browser.addresses import ANALYST, CHAIR, REVIEWER, STORM, TIB
from tests.browser.conftest import PHONE, House
from tests.browser.seen import look_at

COMPILE_SECONDS = 120
NEWS = "Omkring 950 hushåll utan el. Vägen norrut är öppen igen."
SUMMARY = "Alla tio kommuner har svarat. Läget är värst i Bollnäs och Söderhamn, där elförsörjningen är kritisk."
ASSESSMENT = "Vi bedömer att dricksvattnet är det som först blir akut."
CANNOT = "Nätet i Ovanåker kan inte lovas inom sex timmar: ledningen ligger under träd."


def test_the_storm_from_the_first_silence_to_the_joint_direction(house: House) -> None:
    wrong: list[str] = []
    the_duty_officer_sees_who_is_silent_and_reminds(house)
    ljusdal_answers_on_a_telephone(house, wrong)
    hofors_answers_without_script(house)
    the_analyst_takes_in_what_celery_compiled_and_assesses(house)
    the_duty_officer_publishes(house, wrong)
    the_direction_is_proposed(house, wrong)
    the_actors_say_where_they_stand(house, wrong)
    the_chair_fixes_it(house, wrong)
    ljusdal_reads_prints_and_keeps(house)
    the_national_level_reads_reports_not_answers(house)
    another_county_finds_nothing(house)
    assert wrong == []


def main(page: Page) -> Locator:
    return page.get_by_role("main")


def look(page: Page, wrong: list[str]) -> None:
    """A page that stands only now is looked over now."""
    wrong += [f"{page.url} {sentence}" for sentence in look_at(page, exercise=True)]


def the_duty_officer_sees_who_is_silent_and_reminds(house: House) -> None:
    page = house.person(TIB)
    page.goto("/")
    expect(main(page)).to_contain_text("Hofors och Ljusdal är tysta")
    page.goto(f"{STORM}/lagesbild/")
    expect(main(page)).to_contain_text("8 av 10 kommuner")
    page.get_by_role("link", name="ring eller påminn").click()
    asked = main(page).get_by_role("region", name="11 av 13 har svarat")
    ljusdal = asked.get_by_role("row").filter(has_text="Ljusdal")
    expect(ljusdal).to_contain_text("försenad")
    expect(ljusdal).not_to_contain_text("Påmind")
    page.get_by_role("button", name="Påminn alla 2 sena").click()
    expect(ljusdal).to_contain_text("Påmind")


def ljusdal_answers_on_a_telephone(house: House, wrong: list[str]) -> None:
    page = house.person("ljusdal", size=PHONE)
    page.goto("/")
    page.get_by_role("link", name="Svara nu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hur är läget hos er?")
    expect(main(page)).to_contain_text("Allvarlig påverkan")
    page.get_by_role("group", name="Kan kommunen göra det den ska?").get_by_label("Delvis").check()
    expect(page.get_by_role("status").filter(has_text="Det ger")).to_contain_text("Betydande påverkan")
    page.get_by_label("Vad är nytt sedan").fill(NEWS)
    page.get_by_label("Hushåll utan el").fill("950")
    page.get_by_role("button", name="Skicka", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Länsstyrelsen har ert svar")
    expect(main(page)).to_contain_text(re.compile(r"Mottaget \d\d:\d\d, nr 2025-041-\d{3}"))
    expect(main(page)).to_contain_text("Svaret är mottaget och märkt som sent.")
    expect(main(page)).to_contain_text(NEWS)
    look(page, wrong)
    board = house.person(TIB)
    board.goto(f"{STORM}/lagesbild/")
    expect(main(board)).to_contain_text("9 av 10 kommuner")
    expect(board.get_by_role("row").filter(has=board.get_by_role("link", name="Ljusdal"))).to_contain_text("sen")


def hofors_answers_without_script(house: House) -> None:
    page = house.person("hofors", size=PHONE, script=False)
    page.goto("/")
    page.get_by_role("link", name="Svara").or_(page.get_by_role("link", name="Skriv vidare")).first.click()
    page.get_by_label("Hushåll utan el").fill("många")
    page.get_by_role("button", name="Skicka", exact=True).click()
    expect(page.get_by_role("heading", name="Det finns fel i svaret")).to_be_visible()
    expect(page.get_by_label("Hushåll utan el")).to_have_value("många")
    page.get_by_label("Hushåll utan el").fill("60")
    for question in ("Kan kommunen göra det den ska?", "Räcker resurserna?", "Orkar personalen?"):
        page.get_by_role("group", name=question).get_by_label(re.compile("^Ja")).check()
    page.get_by_role("button", name="Skicka", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Länsstyrelsen har ert svar")


def the_analyst_takes_in_what_celery_compiled_and_assesses(house: House) -> None:
    page = house.person(ANALYST)
    page.goto(f"{STORM}/rapporter/utkast/")
    checks = main(page).get_by_role("region", name="Innan den kan publiceras")
    expect(checks).to_contain_text("Hofors, Ljusdal")
    end = time.monotonic() + COMPILE_SECONDS
    while not checks.get_by_text("Alla svar är med").is_visible():
        assert time.monotonic() < end, checks.inner_text()
        if checks.get_by_role("button", name="Ta med").is_visible():
            checks.get_by_role("button", name="Ta med").click()
        else:
            page.wait_for_timeout(500)
            page.reload()
    expect(page.get_by_role("textbox", name="Sammanfattning")).to_have_value(re.compile("8 350 hushåll"))
    page.get_by_role("textbox", name="Sammanfattning").fill(SUMMARY)
    page.get_by_role("textbox", name="Bedömning").fill(ASSESSMENT)
    page.get_by_role("button", name="Granska och publicera").click()
    expect(page.get_by_role("heading", name="Granska lägesrapport nr 3")).to_be_visible()
    expect(main(page)).to_contain_text("Tjänsteman i beredskap publicerar rapporten")
    expect(page.get_by_role("button", name="Publicera")).to_have_count(0)


def the_duty_officer_publishes(house: House, wrong: list[str]) -> None:
    page = house.person(TIB)
    page.goto(f"{STORM}/rapporter/utkast/granska/")
    expect(main(page)).to_contain_text(ASSESSMENT)
    look(page, wrong)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("button", name="Publicera rapport nr 3").click()
    expect(main(page)).to_contain_text("Lägesrapport nr 3 är publicerad.")
    expect(main(page).get_by_role("article")).to_contain_text(SUMMARY)


def the_direction_is_proposed(house: House, wrong: list[str]) -> None:
    page = house.person(TIB)
    page.goto(f"{STORM}/inriktning/")
    page.get_by_role("link", name="Skriv vidare på inriktning 1").click()
    page.get_by_role("button", name="Granska och föreslå").click()
    page.get_by_role("button", name="Föreslå inriktningen").click()
    expect(main(page)).to_contain_text("Förslaget är lagt fram.")
    look(page, wrong)


def the_actors_say_where_they_stand(house: House, wrong: list[str]) -> None:
    page = take_stand(house, "bollnas", "Ställer sig bakom")
    expect(main(page)).to_contain_text("Ställningen är noterad för Bollnäs kommun.")

    page = take_stand(house, "elnat.gavleborg", "Kan inte")
    expect(main(page)).to_contain_text("Skriv skälet. Det trycks som en del av inriktningen.")
    look(page, wrong)
    page.get_by_label("Skäl (frivilligt)").fill(CANNOT)
    page.get_by_role("button", name="Lämna vår ställning").click()
    expect(main(page)).to_contain_text("Ställningen är noterad för Elnät Gävleborg.")

    page = take_stand(house, "region.gavleborg", "Beslutas av egen instans")
    page.get_by_label("Instans som beslutar hos er").fill("Särskild sjukvårdsledning")
    page.get_by_label("Den beslutar senast").fill("2025-12-28T13:00")
    page.get_by_role("button", name="Lämna vår ställning").click()
    expect(main(page)).to_contain_text("Ställningen är noterad för Region Gävleborg.")


def take_stand(house: House, username: str, stand: str) -> Page:
    page = house.person(username)
    page.goto(f"{STORM}/inriktning/")
    page.get_by_role("link", name="Ta ställning").click()
    page.get_by_label(stand, exact=True).check()
    page.get_by_role("button", name="Lämna vår ställning").click()
    return page


def the_chair_fixes_it(house: House, wrong: list[str]) -> None:
    page = house.person(CHAIR)
    page.goto(f"{STORM}/inriktning/")
    page.get_by_role("link", name="Granska och fastställ").click()
    expect(main(page)).to_contain_text(CANNOT)
    look(page, wrong)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("button", name="Fastställ inriktningen").click()
    expect(main(page)).to_contain_text("Inriktningen är fastställd.")
    look(page, wrong)


def ljusdal_reads_prints_and_keeps(house: House) -> None:
    page = house.person("ljusdal", size=PHONE)
    page.goto(f"{STORM}/rapporter/")
    page.get_by_role("link", name=re.compile("(Lägesrapport|Rapport) nr 3")).first.click()
    expect(page).to_have_title(re.compile("^ÖVNING"))
    expect(main(page)).to_contain_text(ASSESSMENT)
    keep_pdf(page, f"{STORM}/rapporter/3.pdf")
    page.emulate_media(media="print")
    expect(page.locator(".print-ovn")).to_be_visible()
    assert page.pdf().startswith(b"%PDF")
    page.emulate_media(media="screen")
    page.goto(f"{STORM}/inriktning/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ingen som behöver omsorg ska vara utan värme")
    expect(main(page)).to_contain_text(CANNOT)
    expect(main(page)).to_contain_text("Särskild sjukvårdsledning")
    keep_pdf(page, f"{STORM}/inriktning/1.pdf")


def keep_pdf(page: Page, path: str) -> None:
    """Tagged, Swedish, and an exercise also by its file name."""
    answer = page.request.get(path)
    assert answer.body().startswith(b"%PDF")
    assert re.search("ovning", answer.headers["content-disposition"], re.IGNORECASE)
    with pikepdf.open(io.BytesIO(answer.body())) as paper:
        assert bool(paper.Root.MarkInfo.Marked)
        assert str(paper.Root.Lang).startswith("sv")


def the_national_level_reads_reports_not_answers(house: House) -> None:
    page = house.person(REVIEWER)
    page.goto("/granskning/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("21 län")
    expect(page.get_by_role("table").get_by_role("link")).not_to_have_count(0)
    assert page.request.get(f"{STORM}/svar/").status == 404
    assert page.request.get(f"{STORM}/lagesbild/").status == 404
    page.goto(f"{STORM}/rapporter/3/")
    expect(main(page)).to_contain_text(ASSESSMENT)
    expect(main(page).locator("a[href*='/svar/']")).to_have_count(0)


def another_county_finds_nothing(house: House) -> None:
    page = house.person("tib.dalarna")
    for path in (
        "/",
        "/lagesbild/",
        "/svar/",
        "/begaran/3/",
        "/rapporter/",
        "/rapporter/3/",
        "/rapporter/3.pdf",
        "/inriktning/",
        "/inriktning/1/",
        "/atgarder/",
        "/aktorer/",
        "/logg/",
    ):
        assert page.request.get(f"{STORM}{path}").status == 404, path
    page.goto("/h/")
    expect(main(page)).not_to_contain_text("Johannes")
