"""The look's own rules: one sheet of tokens, enough contrast, no script or style in a page, few bytes."""

import gzip
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOOK, SCRIPTS, TEMPLATES = ROOT / "static/look", ROOT / "static/js", ROOT / "templates"
COMPONENTS = ("frame.css", "forms.css", "pages.css")
PAGES = sorted(TEMPLATES.rglob("*.html"))


def tokens(opening: str) -> dict[str, str]:
    sheet = (LOOK / "tokens.css").read_text(encoding="utf-8")
    block = sheet.split(opening, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9A-Fa-f]{6})", block))


THEMES = {"light": tokens(':root, [data-theme="light"] {'), "dark": tokens('[data-theme="dark"] {')}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ink", ["ink", "ink-2", "act", "err"])
@pytest.mark.parametrize("ground", ["ground", "surface", "sunken"])
def test_text_is_seven_to_one(theme, ink, ground):
    assert contrast(THEMES[theme][ink], THEMES[theme][ground]) >= 7


@pytest.mark.parametrize("theme", THEMES)
def test_what_is_pressed_and_every_mark_has_an_edge_of_three_to_one(theme):
    colours = THEMES[theme]
    for edge in ("edge", "focus", "g1-edge", "g2-edge", "g3-edge", "g4-edge", "g5-edge", "g0-edge"):
        assert contrast(colours[edge], colours["surface"]) >= 3, edge


@pytest.mark.parametrize("theme", THEMES)
def test_the_worse_the_further_from_the_ground(theme):
    colours = THEMES[theme]
    steps = [luminance(colours[f"g{n}"]) for n in range(1, 6)]
    assert steps == sorted(steps, reverse=theme == "light")
    assert all(contrast(colours[f"g{n}"], colours[f"g{n}-on"]) >= 7 for n in range(1, 6))


def test_the_system_s_dark_is_the_chosen_dark():
    assert tokens(':root:not([data-theme="light"]) {') == THEMES["dark"]


@pytest.mark.parametrize("name", COMPONENTS)
def test_only_the_tokens_name_a_colour(name):
    assert not re.findall(r"#[0-9A-Fa-f]{3,8}\b(?=[;, )])", (LOOK / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_page_carries_script_or_style(path):
    page = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|\son[a-z]+=\"|<style|<script(?![^>]*\bsrc=)", page)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_every_icon_asked_for_is_in_the_sprite(path):
    drawn = set(re.findall(r'id="([^"]+)"', (LOOK / "marks.svg").read_text(encoding="utf-8")))
    for name in re.findall(r'{% icon "([^"]+)"', path.read_text(encoding="utf-8")):
        assert name in drawn or f"i-{name}" in drawn


def test_a_first_visit_is_light():
    packed = sum(len(gzip.compress(f.read_bytes())) for f in [*LOOK.glob("*.css"), LOOK / "marks.svg"])
    script = sum(len(gzip.compress(f.read_bytes())) for f in SCRIPTS.glob("*.js"))
    font = (LOOK / "fonts/source-sans-3-latin.woff2").stat().st_size
    assert script <= 20_000
    assert packed + script + font <= 80_000


def test_no_part_of_a_table_says_its_role():
    """The standard has them as they are; `tables.js` says them where a narrow screen makes some browsers forget.

    To mend: sed -i -E 's/ role="(table|rowgroup|row|cell|columnheader|rowheader)"//g' on the template.
    """
    said = re.compile(r'<t(?:able|head|body|foot|r|d|h)\b[^>]* role="')
    assert [path.name for path in PAGES if said.search(path.read_text(encoding="utf-8"))] == []
