"""The public search: by Swedish forms of words, by parts of them, by both names of the agency; and the site map."""

from xml.etree import ElementTree

import pytest
from django.urls import reverse

from actors.models import ActorKind, ActorName
from processes.services import filing
from tests.processes import papers
from tests.processes.conftest import publish

SWEDISH = {"accept-language": "sv"}
PLACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def found(client, wanted):
    answer = client.get(reverse("search"), {"q": wanted}, headers=SWEDISH)
    assert answer.status_code == 200
    return {group.name: [hit.title for hit in group.hits] for group in answer.context["groups"]}


def test_a_county_is_found_by_its_name_its_letter_and_a_part_of_it(client):
    for wanted in ("Gävleborg", "gävleborgs län", "X", "gävle"):
        assert "Gävleborgs län" in found(client, wanted)["Län"], wanted


@pytest.mark.parametrize("wanted", ["MSB", "MCF", "Myndigheten för civilt försvar", "samhällsskydd"])
def test_the_agency_is_found_by_both_names(client, wanted):
    assert found(client, wanted)["Myndighet"] == ["Myndigheten för civilt försvar (MCF)"]
    answer = client.get(reverse("search"), {"q": wanted}, headers=SWEDISH).content.decode()
    assert "(MSB) till och med 2025-12-31" in answer
    assert ActorName.objects.filter(actor__kind=ActorKind.NATIONAL_AGENCY).count() == 2


def test_a_publication_is_found_by_number_and_by_a_word_in_another_form(client):
    assert any("MSB337" in title for title in found(client, "msb337")["Publikationer"])
    # The text says "utvärderades".
    assert any("Utvärdering" in title for title in found(client, "utvärderat")["Publikationer"])


def test_the_law_is_found_by_its_number_and_by_its_words(client):
    for wanted in ("2017:870", "sammanhållande", "gemensam inriktning"):
        assert found(client, wanted)["Lag och förordning"] == ["Förordning 2017:870, 4 §"]


def test_words_of_the_field_and_pages_are_found(client):
    assert "värdegrund" in [title.casefold() for title in found(client, "värdegrund")["Ord"]]
    assert found(client, "tankemodellen")["Sidor"] == ["Metodkoncept"]


def test_a_published_document_is_found_and_others_are_not(client, leda, rut, strategy):
    version = filing.add_version(by=leda, document=strategy, name="s.pdf", data=papers.pdf(pages=3))
    filing.submit_version(by=leda, version=version)
    assert "Dokument" not in found(client, "samverkan")
    publish(leda, rut, strategy, papers.pdf())
    assert found(client, "samverkan")["Dokument"] == ["Strategi för samverkan"]


@pytest.mark.parametrize(
    "wanted", ["%", "_", "'", '"', "a:b & !", "\x00", "((", "-", "or", "\\", "x" * 500, "<script>", "😀", "ᚠ"]
)
def test_nothing_that_is_asked_breaks_it(client, wanted):
    answer = client.get(reverse("search"), {"q": wanted}, headers=SWEDISH)
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode().replace("<script src", "")


def test_what_is_not_there_says_what_to_do(client):
    page = client.get(reverse("search"), {"q": "qwertyuiop"}, headers=SWEDISH).content.decode()
    assert "Inget svarar mot sökningen." in page
    assert "Prova ett kortare ord" in page


def test_without_a_word_it_is_the_site_map_for_people(client):
    page = client.get(reverse("search"), headers=SWEDISH).content.decode()
    for address in (
        "/regional-niva/",
        "/metodkoncept/",
        "/publikationer/",
        "/ordlista/",
        "/om/",
        "/regional-niva/skane/",
    ):
        assert f'href="{address}"' in page


def test_the_site_map_has_every_page_county_and_document(client, published):
    answer = client.get(reverse("sitemap"))
    places = [one.text for one in ElementTree.fromstring(answer.content).iter(f"{PLACE}loc")]
    assert answer["Content-Type"].startswith("application/xml")
    assert sum("/regional-niva/" in one for one in places) == 22
    assert any(one.endswith("/dokument/X/strategi-for-samverkan") for one in places)
    assert len(places) == 6 + 21 + 1
    for place in places:
        assert client.get(place.replace("http://testserver", "")).status_code == 200, place
