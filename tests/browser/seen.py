"""What a browser and axe say about a page, as sentences that name page, width and scheme."""

from pathlib import Path

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import ConsoleMessage, Page, Request, Response

AXE = AXE_FILE_PATH.read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS, NARROW = (1440, 390), 320
# What everybody may open is looked at on a desk's screen, a tablet's and the narrowest.
PUBLIC_WIDTHS = (1440, 768, NARROW)
SCHEMES = ("light", "dark")
# The rules of axe that look at colours: all that a page's dark scheme can break.
OF_COLOURS = ["color-contrast", "link-in-text-block"]
RUN_AXE = """async (only) => {
  const found = await axe.run(document, {runOnly: only, resultTypes: ["violations"]});
  return found.violations.map(({id, nodes: [first, ...rest]}) =>
    `${id}: ${rest.length + 1} times, first ${first.html.slice(0, 160)}. ${first.failureSummary.slice(0, 240)}`);
}"""
# What can differ on a desk's screen from a telephone's, where everything is looked at. A desk's colours are looked at
# in the dark, a telephone's in the light.
OF_WIDTH = ["target-size", "scrollable-region-focusable", "landmark-unique", "region", "heading-order"]
WHOLE, DARK = {"type": "tag", "values": TAGS}, {"type": "rule", "values": OF_COLOURS}
WIDE = {"type": "rule", "values": OF_WIDTH}
# What is folded is looked at too. The menu stays shut: open, it lies over the page; it is looked at by itself.
UNFOLD = "() => document.querySelectorAll('main details').forEach((d) => { d.open = true; })"
TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return "";
  const wide = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > room + 1);
  return `${document.documentElement.scrollWidth} px, for example ${wide.at(-1)?.outerHTML.slice(0, 160) ?? "?"}`;
}"""


class Watch:
    """Keeps what the browser complains of: errors in the console (refusals of the content policy among them)."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        # A status of 4xx is said here too, but of the page itself it may be what the test is about.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        # What a person leaves behind by going on is no fault.
        if "ERR_ABORTED" not in str(request.failure):
            self.complaints.append(f"not loaded: {request.url} ({request.failure})")

    def _answered(self, answer: Response) -> None:
        if answer.status >= 400 and not answer.request.is_navigation_request():
            self.complaints.append(f"{answer.status}: {answer.url}")

    def take(self) -> list[str]:
        taken, self.complaints[:] = list(self.complaints), []
        return taken


def look_over(
    page: Page, path: str, *, status: int = 200, exercise: bool = False, public: bool = False, one_form: bool = False
) -> list[str]:
    """Everything wrong with one page: one load, all widths, in the light; and on the widest in the dark.

    A page for everybody is looked at in both, on each of its widths; a page that is one form on a telephone alone.
    """
    page.watch.take()
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    answer = page.goto(path)
    wrong = []
    if answer is not None and answer.status not in {status, 304}:
        wrong.append(f"answers {answer.status}, not {status}")
    if one_form:
        wrong += glance_at(page, exercise=exercise)
    else:
        wrong += look_at(page, widths=PUBLIC_WIDTHS, each=True) if public else look_at(page, exercise=exercise)
    return [f"{path} {sentence}" for sentence in wrong]


def glance_at(page: Page, *, exercise: bool = False) -> list[str]:
    """As `look_at`, on a telephone in the light only: for a page whose parts are looked at in full elsewhere."""
    return look_at(page, exercise=exercise, widths=(390,), schemes=("light",))


def look_at(
    page: Page,
    *,
    exercise: bool = False,
    widths: tuple[int, ...] = WIDTHS,
    schemes: tuple[str, ...] = SCHEMES,
    each: bool = False,
) -> list[str]:
    """The page as it stands open now. `each`: in every scheme on every width."""
    wrong = outline(page, exercise=exercise)
    page.evaluate(UNFOLD)
    page.evaluate(AXE)
    for width in dict.fromkeys((*widths, NARROW)):
        page.set_viewport_size({"width": width, "height": 900})
        too_wide = page.evaluate(TOO_WIDE)
        wrong += [f"{width}: is {too_wide}"] if too_wide else []
        # The colours of a telephone are those of a desk: they are looked at in the dark on the widest alone.
        for scheme in (schemes if each or width == max(widths) else schemes[:1]) if width in widths else ():
            page.emulate_media(color_scheme=scheme)
            only = DARK if scheme == "dark" else WHOLE if each or width == min(widths) else WIDE
            wrong += [f"{width} {scheme}: {rule}" for rule in page.evaluate(RUN_AXE, only)]
    return wrong + page.watch.take()


def outline(page: Page, *, exercise: bool) -> list[str]:
    wrong = []
    if page.locator("h1").count() != 1:
        wrong.append(f"has {page.locator('h1').count()} h1")
    if exercise and not page.title().startswith("ÖVNING"):
        wrong.append(f"has the title {page.title()!r} in an exercise")
    if page.locator("html").get_attribute("lang") not in {"sv", "en"}:
        wrong.append("does not say its language")
    return wrong


def picture(page: Page, folder: Path, name: str) -> Path:
    path = folder / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path
