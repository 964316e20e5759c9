"""The public pages: open to everybody, true to the source, and without anybody's name."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from processes.models import ProcessDocument

PAGES = ("regional_level", "method_concept", "publications")
HEADINGS = (
    "Länsstyrelsens samordningsansvar",
    "Processer som är klara",
    "Processer som pågår",
    "Utvecklingsprocess",
    "Regionala behov styr",
    "Metodkoncept",
    "Forskning som grund",
    "Publikationer",
)


def text_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def read(client, name: str, **kwargs):
    return client.get(reverse(name), headers={"accept-language": "sv"}, **kwargs)


@pytest.mark.parametrize("name", PAGES)
def test_nobody_need_sign_in(client, name):
    assert read(client, name).status_code == 200


def test_the_headings_are_those_of_the_source(client):
    found = re.findall(r"<h[23][^>]*>\s*([^<]+)", read(client, "regional_level").content.decode())
    assert [heading.strip() for heading in found][: len(HEADINGS)] == list(HEADINGS)


def test_counties_stand_in_swedish_order_under_their_heading(client):
    page = read(client, "regional_level").context
    done = [process.county.short for process in page["done"]]
    assert (done[0], done[-2], done[-1]) == ("Blekinge", "Örebro", "Östergötland")
    assert len(done) == 16
    assert len(page["awaiting"]) == 5


def test_what_is_not_known_says_so(client):
    words = text_of(read(client, "regional_level"))
    assert words.count("adress okänd") == 17
    assert words.count("inte kontrollerad") == 16
    assert "senast granskat 2015-05-11" in words


def test_a_known_address_becomes_a_link(client):
    ProcessDocument.objects.filter(process__county_id="21").update(address="https://example.se/strategi.pdf")
    page = read(client, "regional_level").content.decode()
    assert '<a href="https://example.se/strategi.pdf">' in page


def test_the_law_stands_in_its_present_wording_and_as_it_was_printed(client):
    words = text_of(read(client, "regional_level"))
    assert "ska vara sammanhållande för krisberedskapen" in words
    assert "ska avseende krisberedskap vara sammanhållande" in words
    assert "SFS 2025:1150" in words


def test_the_map_says_in_words_what_it_shows(client):
    page = read(client, "regional_level").content.decode()
    assert 'aria-label="Karta över 21 län. 16 är klara, 5 väntar på publicering.' in page
    assert page.count('class="ok" d=') == 16
    assert page.count('class="wait" d=') == 5


def test_the_agency_has_its_present_name_and_its_former(client):
    assert "Myndigheten för civilt försvar (MCF), tidigare MSB" in text_of(read(client, "regional_level"))


def test_the_concept_has_four_steps_around_its_values(client):
    words = text_of(read(client, "method_concept"))
    for step in ("1. Skeendetolkning", "2. Hjälpbehov och åtgärdsbehov", "3. Analys av", "4. Utöva"):
        assert step in words
    assert "Värdegrund , i mitten" in words or "Värdegrund, i mitten" in words


def test_publications_are_grouped_by_kind_with_price_and_stock(client):
    words = text_of(read(client, "publications"))
    for number in ("MSB337", "MSB432", "MSB615", "MSB636"):
        assert number in words
    assert words.count("0,00 kr") == 3
    assert words.count("Ej i lager") == 3


@pytest.mark.parametrize("name", PAGES)
def test_no_official_of_the_source_page_is_named(client, name):
    page = read(client, name).content.decode()
    assert not re.search(r"Andersson|010-240|[\w.]+@msb\.se", page)


def test_no_data_file_names_a_person():
    for file in (settings.BASE_DIR / "processes" / "data").glob("*.json"):
        assert not re.search(r"Andersson|010-240|@", file.read_text(encoding="utf-8")), file.name


@pytest.mark.parametrize(("name", "most"), [("regional_level", 11), ("method_concept", 2), ("publications", 3)])
def test_statements_are_few_and_written_down(client, django_assert_max_num_queries, name, most):
    with django_assert_max_num_queries(most):
        read(client, name)


def test_a_word_of_the_field_is_linked_where_it_stands_first(client):
    page = read(client, "regional_level").content.decode()
    assert page.count('href="/ordlista/#geografiskt-omradesansvar"') == 1
