"""English is whole: every text has it, and an English page has Swedish only in names and in what people wrote."""

import copy
import datetime
import re
from html.parser import HTMLParser

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.formats import localize
from django.utils.translation import override

from actors.models import Actor, County
from coordination.overview import glossary
from coordination.situations.press import rendering
from tests import messages
from tests.situations.storm_body import storm_body

pytestmark = pytest.mark.django_db
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
SWEDISH = re.compile(
    r"\b(?:\w*[åäöÅÄÖ]\w*|och|inte|svar|ditt|ert|era|till|eller|som|den|det|med|har|kan|nr|kl|dygn|kommun(?!-\d)|begaran)\b"
)
OPEN = ["account_login", "glossary", "regional_level", "api_docs", "publications", "method_concept", "about", "search"]
WITHOUT_END = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


def texts(catalog):
    return {(m.id if isinstance(m.id, str) else tuple(m.id), m.context) for m in catalog if m.id}


def test_every_text_is_in_the_catalogue_and_nothing_else_is():
    said, listed = texts(messages.collected()), texts(messages.read())
    assert said - listed == set(), "run `make messages` and write the English"
    assert listed - said == set(), "run `make messages`: nobody says this any more"


def test_every_text_has_english():
    assert messages.missing(messages.read()) == []
    with messages.PO.open("rb") as file:
        whole = read_po(file)
    assert [m.id for m in whole if m.fuzzy] == []
    assert list(whole.obsolete) == []


def test_plurals_have_both_forms():
    for message in messages.read():
        if message.id and message.pluralizable:
            assert len(message.string) == 2, message.id


def test_placeholders_are_the_same_in_both_languages():
    for message in messages.read():
        if message.id:
            swedish, english = (x if message.pluralizable else [x] for x in (message.id, message.string))
            for one, other in zip(swedish, english, strict=True):
                assert sorted(PLACEHOLDER.findall(one)) == sorted(PLACEHOLDER.findall(other)), one


def test_the_machine_file_is_the_compiled_catalogue():
    assert messages.PO.read_bytes() == messages.written(messages.read())
    assert messages.MO.read_bytes() == messages.compiled(messages.read())


class Words(HTMLParser):
    """What is read on a page, and the texts in its attributes; parts marked as Swedish are left out."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.stack: list[tuple[str, bool]] = []
        self.said: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        quiet = self.quiet or named.get("lang") == "sv" or tag in {"script", "style", "code", "pre"}
        if tag not in WITHOUT_END:
            self.stack.append((tag, quiet))
        if not quiet:
            spoken = {"aria-label", "title", "alt", "placeholder", "data-saved", "data-failed", "data-off"}
            self.said += [v for k, v in attrs if k in spoken and v]

    def handle_endtag(self, tag):
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not self.quiet and data.strip():
            self.said.append(" ".join(data.split()))

    @property
    def quiet(self) -> bool:
        return bool(self.stack) and self.stack[-1][1]


def left_in_swedish(page: str, *names: str) -> list[str]:
    found = []
    for text in Words(page).said:
        for name in sorted(names, key=len, reverse=True):
            text = text.replace(name, "")
        if SWEDISH.search(text):
            found.append(text)
    return found


def every_word(page: str) -> list[str]:
    """As if the page were not marked as Swedish."""
    return Words(page.replace(' lang="sv"', "")).said


@pytest.fixture
def proper_names(db):
    names = {n for actor in Actor.objects.all() for n in (actor.name, actor.short)}
    return names | {n for county in County.objects.all() for n in (county.name, county.short)} | {"Stormen", "Övning"}


@pytest.fixture
def explained():
    """The glossary's English spells out Swedish abbreviations: that is its point."""
    return {term.meaning_en for term in glossary.terms()} | {term.en for term in glossary.terms()}


@pytest.fixture
def in_english():
    def browser(person=None):
        client = Client()
        if person:
            client.force_login(person)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        return client

    return browser


def test_the_test_itself_sees_swedish():
    assert left_in_swedish('<p title="Begäran">x</p>') == ["Begäran"]
    assert left_in_swedish("<p>Sent, nr 3</p><p lang='sv'>Svar och fråga</p>") == ["Sent, nr 3"]


@pytest.mark.parametrize("name", OPEN)
def test_open_pages_in_english(name, house, in_english, proper_names, explained):
    page = in_english().get(reverse(name)).content.decode()
    assert '<html lang="en"' in page
    assert left_in_swedish(page, *proper_names, *explained) == []


@pytest.mark.parametrize("name", OPEN)
def test_what_one_reader_was_told_is_told_to_nobody_in_another_language(
    name, house, in_english, proper_names, explained
):
    """What the portal keeps from one page to the next, it keeps for each language by itself."""
    readers = Client(), in_english(), Client()
    first, english, last = (reader.get(reverse(name)).content.decode() for reader in readers)
    assert left_in_swedish(english, *proper_names, *explained) == []
    assert SWEDISH.search(" ".join(every_word(first)))
    assert every_word(last) == every_word(first)


def test_the_api_names_its_states_in_the_readers_language(house, in_english):
    readers = {"Utkast": Client, "Draft": in_english}
    for word in ("Utkast", "Draft", "Utkast"):
        page = readers[word]().get(reverse("api_docs")).content.decode()
        assert f"`draft` - {word}" in page
        assert page.count("`draft` - ") == page.count(f"`draft` - {word}")


@pytest.mark.parametrize("name", ["start", "incidents", "incident_new", "review"])
def test_pages_of_the_portal_in_english(name, house, incident, in_english, proper_names):
    page = in_english(house.lena).get(reverse(name)).content.decode()
    assert left_in_swedish(page, *proper_names, incident.name) == []


@pytest.mark.parametrize(
    "name",
    [
        "incident", "participants", "log", "incident_phase", "board", "inputs", "requests", "request_new", "reports",
        "report_write", "directions", "measures", "measure_new",
    ],
)  # fmt: skip
def test_pages_of_an_incident_in_english(name, house, asked, in_english, proper_names):
    response = in_english(house.lena).get(reverse(name, args=[asked.incident.number]), follow=True)
    assert response.status_code == 200
    assert left_in_swedish(response.content.decode(), *proper_names, asked.incident.name, asked.purpose) == []


@pytest.mark.parametrize("query", ["", "?hela=1"])
def test_request_and_answer_in_english(query, house, asked, in_english, proper_names):
    names = (*proper_names, asked.incident.name, asked.purpose)
    for person, name in ((house.lena, "request"), (house.maria, "request"), (house.maria, "answer")):
        address = reverse(name, args=[asked.incident.number, asked.number])
        assert left_in_swedish(in_english(person).get(address + query).content.decode(), *names) == []


def test_a_report_in_english_names_functions_and_figures_in_english(house):
    body = storm_body()
    body["functions"][0]["key"], body["numbers"][0]["key"] = "el", "households_without_power"
    kept = copy.deepcopy(body)
    made = rendering.page(body, "en")
    said = [("Electricity", ">El<"), ("Households without power", "Hushåll utan el"), ("Open", "Öppen")]
    for english, swedish in said:
        assert english in made
        assert swedish not in made
    assert body == kept


def test_the_log_names_what_it_is_about_in_the_readers_language(house, asked, in_english):
    page = in_english(house.lena).get(reverse("log", args=[asked.incident.number])).content.decode()
    assert "Request sent: Request 1" in page


def test_a_refusal_is_a_sentence_in_english(house, asked, in_english):
    page = in_english(house.charlie).get(reverse("board", args=[asked.incident.number]))
    assert page.status_code == 404
    assert "The page does not exist" in page.content.decode()


def test_the_browsers_wish_does_not_change_the_language(house):
    page = Client().get(reverse("account_login"), headers={"Accept-Language": "en"})
    assert '<html lang="sv"' in page.content.decode()
    assert page["Content-Language"] == "sv"
    assert "Cookie" in page["Vary"]


def test_the_switch_changes_it_and_back(house):
    browser = Client()
    for language in ("en", "sv"):
        kept = browser.post(reverse("set_language"), {"language": language, "next": "/konto/login/"})
        assert kept.cookies[settings.LANGUAGE_COOKIE_NAME]["max-age"] == 365 * 24 * 3600
        assert f'<html lang="{language}"' in browser.get(reverse("account_login")).content.decode()


def test_a_made_up_language_is_swedish(house):
    browser = Client()
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "../../tlh"
    assert '<html lang="sv"' in browser.get(reverse("account_login")).content.decode()


def test_a_system_is_answered_in_the_language_it_asks_for(house):
    for language, word in (("en", "Sign in"), ("sv", "Logga in")):
        answer = Client().get("/api/v1/incidents", headers={"Accept-Language": language, "Accept": "application/json"})
        assert answer.json()["title"] == word


def test_english_has_24_hours(house, asked):
    late = datetime.datetime(2025, 12, 28, 14, 5)
    with override("en"):
        assert [localize(late), localize(late.time())] == ["28 December 2025, 14:05", "14:05"]
