"""The small scripts in a real browser, each with a page of its own."""

import json
import shutil
from base64 import b64encode
from pathlib import Path

import pytest

sync_api = pytest.importorskip("playwright.sync_api")
STATIC = Path(__file__).resolve().parents[2] / "static"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no browser on this machine")]


class House:
    """Serves one page and the static files, and remembers what was sent to it."""

    def __init__(self) -> None:
        self.page, self.sent = "", []
        self.answer = {"status": 200, "body": json.dumps({"saved_at": "07:38", "version": 4})}

    def __call__(self, route, request) -> None:
        path = request.url.removeprefix("http://samlad.test")
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            route.fulfill(body=file.read_bytes(), content_type=KINDS[file.suffix])
        elif request.method == "POST":
            self.sent.append(request.post_data or "")
            route.fulfill(**self.answer, content_type="application/json")
        else:
            route.fulfill(
                body=f"<!doctype html><html lang=sv><body>{self.page}", content_type="text/html; charset=utf-8"
            )


@pytest.fixture
def house():
    return House()


@pytest.fixture
def page(house):
    with sync_api.sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        opened = browser.new_page()
        opened.route("**/*", house)
        yield opened
        browser.close()


def until_sent(page, house, wanted: int) -> None:
    for _turn in range(100):
        if len(house.sent) >= wanted:
            return
        page.wait_for_timeout(50)


def show(page, house, html: str) -> None:
    house.page = html
    page.goto("http://samlad.test/")


def test_a_double_click_sends_once(page, house):
    house.answer = {"status": 204}
    show(
        page,
        house,
        "<script src=/static/js/submit.js defer></script>"
        "<form method=post><button type=submit class=btn>Skicka</button></form>",
    )
    page.dblclick("button")
    until_sent(page, house, 1)
    page.wait_for_timeout(300)
    assert len(house.sent) == 1


AUTOSAVE = (
    "<script src=/static/js/autosave.js defer></script><form method=post data-autosave=/spara/>"
    "<input name=version value=3><textarea name=t></textarea>"
    '<p data-autosave-status data-saved="Sparat" data-unsaved="Inte sparat" data-signed-out="Utloggad"'
    ' data-moved-on="Ändrad"><span></span></p></form>'
)


def test_typing_is_saved_and_the_version_follows(page, house):
    show(page, house, AUTOSAVE)
    page.fill("textarea", "Diesel räcker till kl. 10")
    page.get_by_text("Sparat 07:38").wait_for()
    assert "Diesel" in house.sent[0]
    assert page.input_value("[name=version]") == "4"


def test_a_button_pressed_while_saving_waits_for_the_new_version(page, house):
    show(page, house, AUTOSAVE.replace("</form>", "<button type=submit>Klar</button></form>"))
    page.evaluate("""() => {
        const field = document.querySelector("textarea");
        field.value = "x";
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
        setTimeout(() => document.querySelector("button").click(), 1);
    }""")
    until_sent(page, house, 2)
    assert len(house.sent) == 2
    assert "version=4" in house.sent[1]


@pytest.mark.parametrize(("status", "words"), [(403, "Utloggad"), (409, "Ändrad"), (500, "Inte sparat")])
def test_what_could_not_be_saved_is_said(page, house, status, words):
    house.answer = {"status": status, "body": "{}"}
    show(page, house, AUTOSAVE)
    page.fill("textarea", "x")
    page.get_by_text(words).wait_for()
    assert page.input_value("textarea") == "x"


COLOURS_IN = """async (shot) => {
  const image = new Image();
  image.src = "data:image/png;base64," + shot;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  const dots = pen.getImageData(0, 0, image.width, image.height).data;
  const found = new Set();
  for (let i = 0; i < dots.length; i += 4) found.add([...dots.slice(i, i + 3)].join(" "));
  return [...found];
}"""


@pytest.mark.parametrize(("theme", "colour"), [("light", "169 33 18"), ("dark", "255 156 146")])
def test_a_mark_of_the_sprite_takes_the_theme_s_colour(page, house, theme, colour):
    sheets = "".join(f"<link rel=stylesheet href=/static/look/{name}.css>" for name in ("tokens", "frame"))
    mark = '<svg class="m big" id=x><use href="/static/look/marks.svg#m4"/></svg>'
    show(page, house, f"{sheets}<div data-theme={theme}>{mark}</div>")
    page.wait_for_load_state("networkidle")
    shot = b64encode(page.locator("#x").screenshot()).decode()
    assert colour in page.evaluate(COLOURS_IN, shot)


def test_the_menu_closes_on_escape_and_gives_the_focus_back(page, house):
    show(
        page,
        house,
        "<script src=/static/js/menu.js defer></script>"
        "<details data-menu><summary>Lena</summary><button>Logga ut</button></details>",
    )
    page.click("summary")
    page.focus("button")
    page.keyboard.press("Escape")
    assert not page.locator("details").get_attribute("open")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


HEAD = (
    "<script src=/static/js/clock.js defer></script>"
    "<time data-clock data-speed={speed} datetime=2025-12-28T08:42:00+01:00>08:42</time>"
    "<p data-stale hidden>Sidan har stått öppen</p>{form}"
)


@pytest.mark.parametrize(("speed", "words"), [(1, "08:45"), (10, "09:12")])
def test_the_clock_goes_on_at_the_exercise_s_own_speed(page, house, speed, words):
    page.clock.install()
    show(page, house, HEAD.format(speed=speed, form=""))
    page.clock.run_for(3 * 60 * 1000 + 1000)
    assert page.inner_text("time") == words
    assert page.locator("[data-stale]").is_hidden()


@pytest.mark.parametrize(("form", "told"), [("", True), ("<form data-autosave=/spara/></form>", False)])
def test_a_page_that_has_stood_open_says_so_except_where_one_writes(page, house, form, told):
    page.clock.install()
    show(page, house, HEAD.format(speed=1, form=form))
    page.clock.run_for(6 * 60 * 1000)
    assert page.locator("[data-stale]").is_visible() is told


TABLE = (
    "<script src=/static/js/tables.js defer></script><main><table><thead><tr><th scope=col>Län</th></tr></thead>"
    "<tbody><tr><th scope=row>Skåne</th><td>klar</td></tr></tbody></table></main>"
)


def test_a_table_stays_one_to_those_who_listen_when_a_narrow_screen_makes_it_a_list(page, house):
    page.set_viewport_size({"width": 320, "height": 700})
    show(page, house, TABLE)
    roles = "() => [...document.querySelectorAll('main *')].map((one) => one.getAttribute('role'))"
    wanted = ["table", "rowgroup", "row", "columnheader", "rowgroup", "row", "rowheader", "cell"]
    assert page.evaluate(roles) == wanted
    page.evaluate("() => document.querySelector('tbody').insertAdjacentHTML('beforeend', '<tr><td>ny</td></tr>')")
    page.wait_for_function("() => document.querySelector('tbody tr:last-child td').getAttribute('role') === 'cell'")
