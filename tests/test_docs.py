"""The documentation says what the code says: links, addresses, labels, commands, settings, and the printed tables."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import resolve

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
PAGES = sorted([README, ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
ADDRESS = re.compile(r"`(/[^`\s<>]*)`")
READS = re.compile(r'(?:text|words|flag|secret|database|redis_url)\("([A-Z_]+)"')
LABEL = re.compile(r"\*(\w[^*()]*) \(([^*()]+)\)\*")
MESSAGE = re.compile(r'^msgid(?:_plural)? "(.+)"\n(?:msgstr\[0\] ".*"\n)?msgstr(?:\[1\])? "(.+)"$', re.MULTILINE)
MOST_BYTES = 200_000


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    links = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize(
    "page", [README, *(ROOT / "docs" / f"{name}.md" for name in ("officer", "county", "reviewer"))]
)
def test_addresses_that_people_are_told_exist(page, settings):
    found = {address.split("?")[0] for address in ADDRESS.findall(page.read_text(encoding="utf-8"))}
    # The component sheet has an address in demonstration mode only.
    for address in sorted(found - ({"/stil/"} if not settings.DEMO else set())):
        resolve(address)
    assert page != README or len(found) > 5


def test_labels_of_the_walk_are_those_on_the_pages():
    """*Skicka (Send)*: the Swedish stands in the catalog, with that English. Numbers stand for what is filled in."""
    catalog = (ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    known = {(hole(swedish), hole(english)) for swedish, english in MESSAGE.findall(catalog)}
    pairs = LABEL.findall(" ".join(README.read_text(encoding="utf-8").split()))
    assert len(pairs) > 15
    assert [pair for pair in pairs if (hole(pair[0]), hole(pair[1])) not in known] == []


def hole(label: str) -> str:
    return re.sub(r"%\(\w+\)[sd]|\b\d+\b", "#", label)


def test_the_readmes_commands_are_in_the_makefile():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    commands = set(re.findall(r"^ {4}make ([a-z]+)", README.read_text(encoding="utf-8"), re.MULTILINE))
    assert commands == {"run", "test"}
    assert commands <= targets


@pytest.mark.parametrize(("what", "page"), [("rights", "permissions.md"), ("states", "states.md")])
def test_printed_tables_are_those_of_the_code(what, page):
    out = StringIO()
    call_command("describe", what, stdout=out)
    assert (ROOT / "docs" / page).read_text(encoding="utf-8") == out.getvalue(), (
        f"make docs/{page} anew: see developer.md"
    )


def test_every_setting_is_told_to_the_administrator():
    told = (ROOT / "docs" / "administrator.md").read_text(encoding="utf-8")
    read = set(READS.findall((ROOT / "coordination" / "settings.py").read_text(encoding="utf-8")))
    assert len(read) > 10
    assert sorted(name for name in read if f"`{name}`" not in told) == []


def test_every_decision_is_in_the_list():
    folder = ROOT / "docs" / "decisions"
    listed = set(LINK.findall((folder / "README.md").read_text(encoding="utf-8")))
    assert listed == {page.name for page in folder.glob("*.md")} - {"README.md"}


def test_pictures_are_small():
    assert [p.name for p in (ROOT / "docs" / "pictures").iterdir() if p.stat().st_size > MOST_BYTES] == []
