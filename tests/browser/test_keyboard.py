"""From signing in to the receipt without a mouse, and the page in English."""

from playwright.sync_api import Page, expect

from coordination.exercises.accounts import DEMO_PASSWORD
from tests.browser.addresses import FIRE
from tests.browser.conftest import House

MOST_STEPS = 60
FOCUS_IS_SEEN = """() => {
  const seen = (element) => {
    const style = getComputedStyle(element);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  };
  const now = document.activeElement;
  return [now, now.closest("label"), now.nextElementSibling].some((element) => element && seen(element));
}"""
WHAT_HAS_FOCUS = """() => {
  const now = document.activeElement;
  const words = now.labels?.[0]?.textContent ?? now.textContent ?? "";
  return `${now.name ?? ""}|${words.trim().replace(/\\s+/g, " ")}`;
}"""


def tab_to(page: Page, words: str) -> None:
    """The next place whose name or label holds the words; each place on the way shows that it has the focus."""
    passed = []
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        passed.append(page.evaluate(WHAT_HAS_FOCUS))
        assert page.evaluate(FOCUS_IS_SEEN), f"no focus is seen at {passed[-1]}"
        if words in passed[-1]:
            return
    raise AssertionError(f"{words!r} was not reached: {passed}")


def test_an_answer_is_given_with_the_keyboard_alone(house: House) -> None:
    page = house.visitor()
    page.goto("/konto/login/")
    tab_to(page, "Användarnamn")
    page.keyboard.type("mora")
    tab_to(page, "Lösenord")
    page.keyboard.type(DEMO_PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="En fråga väntar på dig")).to_be_visible()

    page.keyboard.press("Tab")
    assert "Hoppa till innehållet" in page.evaluate(WHAT_HAS_FOCUS)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "innehall"
    tab_to(page, "Svara nu")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hur är läget hos er?")

    for name in ("overall.works", "overall.resources", "overall.load", "overall.trend"):
        tab_to(page, name)
        page.keyboard.press("Space")
    tab_to(page, "texts.summary")
    page.keyboard.type("Röken syns från centrum.")
    tab_to(page, "overall.confidence")
    page.keyboard.press("Space")
    tab_to(page, "do|Skicka")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Länsstyrelsen har ert svar")
    assert FIRE in page.url
    assert page.watch.take() == []


def test_the_language_can_be_switched(house: House) -> None:
    page = house.visitor()
    page.goto("/regional-niva/")
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="Svenska").click()
    expect(page.locator("html")).to_have_attribute("lang", "sv")
