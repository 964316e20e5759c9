"""What everybody reads: a county's page, a document's stable address, the feed, and how little it costs."""

import gzip
import re
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from actors.models import Actor, ContactPoint
from actors.roles import Role
from processes import services
from processes.models import CountyProcess, DocumentVersion
from processes.services import filing
from tests.conftest import person
from tests.counting import Statements
from tests.processes import papers
from tests.processes.conftest import publish

SWEDISH = {"accept-language": "sv"}
ATOM = "{http://www.w3.org/2005/Atom}"
PUBLIC = ("regional_level", "method_concept", "publications", "regional_atom", "search", "sitemap")


def text_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def county(client, slug="gavleborg"):
    return client.get(reverse("regional_county", args=[slug]), headers=SWEDISH)


def test_a_county_has_a_page_that_says_what_is_not_known(client):
    words = text_of(county(client))
    assert "Gävleborgs län" in words
    assert "Inget dokument är publicerat i Samlad än." in words
    assert "Länsstyrelsen Gävleborg (pdf)" in words
    assert words.count("okänd") >= 2
    assert "2015-05-11" in words


def test_a_county_that_awaits_publication_says_so(client):
    words = text_of(county(client, "vastra-gotaland"))
    assert "Enligt källan har länet gått igenom utvecklingsprocessen." in words
    assert "Sidan hade inget dokument för länet." in words


@pytest.mark.parametrize("written", ["X", "x", "Gavleborg"])
def test_the_letter_leads_to_the_countys_page(client, written):
    answer = county(client, written)
    assert (answer.status_code, answer.url) == (301, "/regional-niva/gavleborg/")


def test_there_is_no_other_county(client):
    assert county(client, "narnia").status_code == 404


def test_every_county_has_a_page(client):
    for process in CountyProcess.objects.select_related("county"):
        assert client.get(process.public_url).status_code == 200, process


def test_a_published_document_stands_on_both_pages_with_size_date_and_whether_accessible(client, published):
    words = text_of(county(client))
    assert "Strategi för samverkan" in words
    assert published.published_on.isoformat() in words
    assert "(taggad, med titel, språk och text)" in words
    page = client.get(reverse("regional_level"), headers=SWEDISH).content.decode()
    assert 'href="/dokument/X/strategi-for-samverkan"' in page
    # Beside the source's link, whose address is still not known.
    assert text_of(client.get(reverse("regional_level"), headers=SWEDISH)).count("adress okänd") == 17


def test_what_waits_is_nowhere_in_public(client, leda, strategy):
    version = filing.add_version(by=leda, document=strategy, name="s.pdf", data=papers.pdf())
    filing.submit_version(by=leda, version=version)
    for address in (
        reverse("regional_level"),
        "/regional-niva/gavleborg/",
        reverse("regional_atom"),
        "/sok/?q=samverkan",
    ):
        assert "Strategi för samverkan" not in client.get(address, headers=SWEDISH).content.decode(), address
    for address in (strategy.get_absolute_url(), f"{strategy.get_absolute_url()}?version=1"):
        assert client.get(address).status_code == 404


def test_the_address_hands_out_the_published_version(client, strategy, published):
    answer = client.get(strategy.get_absolute_url())
    assert answer.content == bytes(published.data)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("inline")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["ETag"] == f'"{published.sha256}"'
    assert answer["Content-Language"] == "sv-SE"
    assert client.get("/dokument/x/strategi-for-samverkan").status_code == 200


def test_the_address_stays_when_the_version_is_replaced(client, leda, rut, strategy, published):
    second = publish(leda, rut, strategy, papers.pdf(pages=2))
    assert client.get(strategy.get_absolute_url()).content == bytes(second.data)
    assert client.get(f"{strategy.get_absolute_url()}?version=1").content == bytes(published.data)
    assert client.get(f"{strategy.get_absolute_url()}?version=2").content == bytes(second.data)
    assert "version 1" in text_of(county(client))


@pytest.mark.parametrize("number", ["3", "0", "-1", "x", "99999999999999999999", "²", "1 or 1=1"])
def test_no_other_version_is_there(client, strategy, published, number):
    assert client.get(strategy.get_absolute_url(), {"version": number}).status_code == 404


def test_what_the_reader_has_is_not_sent_again(client, strategy, published):
    first = client.get(strategy.get_absolute_url())
    by_tag = client.get(strategy.get_absolute_url(), headers={"if-none-match": first["ETag"]})
    by_day = client.get(strategy.get_absolute_url(), headers={"if-modified-since": first["Last-Modified"]})
    assert (by_tag.status_code, by_tag.content) == (304, b"")
    assert by_day.status_code == 304
    with Statements(connection) as asked:
        client.get(strategy.get_absolute_url(), headers={"if-none-match": first["ETag"]})
    assert not [query for query in asked.captured_queries if '"data"' in query["sql"]]


def test_a_name_brings_no_header_in(client, leda, rut, strategy):
    publish(leda, rut, strategy, papers.pdf(), 'a"\r\nSet-Cookie: evil=1\r\n\r\n<script>.html')
    answer = client.get(strategy.get_absolute_url())
    assert answer.status_code == 200
    assert "evil" not in answer.cookies
    assert answer["Content-Disposition"] == 'inline; filename="a Set-Cookie evil=1 script.pdf"'
    assert answer["Content-Type"] == "application/pdf"


def test_what_is_not_a_pdf_is_downloaded(client, leda, rut, strategy):
    publish(leda, rut, strategy, papers.docx(), "Strategi.docx")
    answer = client.get(strategy.get_absolute_url())
    assert answer["Content-Disposition"] == 'attachment; filename="Strategi.docx"'
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert "inte kontrollerad" in text_of(county(client))


def test_the_feed_tells_what_was_published_and_replaced(client, leda, rut, strategy, published):
    publish(leda, rut, strategy, papers.pdf(pages=2))
    answer = client.get(reverse("regional_atom"), headers=SWEDISH)
    assert answer["Content-Type"].startswith("application/atom+xml")
    entries = ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")
    words = [f"{entry.findtext(f'{ATOM}title')}: {entry.findtext(f'{ATOM}summary')}" for entry in entries]
    assert any("har publicerat version 2" in one for one in words)
    assert any("version 1 är ersatt" in one for one in words)
    assert sum("Källans sida" in one for one in words) == 3
    keys = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(keys)) == len(keys)


def test_a_feed_that_has_not_changed_is_not_sent_again(client, published):
    first = client.get(reverse("regional_atom"))
    again = client.get(reverse("regional_atom"), headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304


def test_the_pages_lead_to_the_feed(client):
    for address in (reverse("regional_level"), "/regional-niva/gavleborg/"):
        assert 'type="application/atom+xml"' in client.get(address).content.decode()


def test_a_page_that_goes_on_stands_under_the_second_heading_in_its_own_words(client):
    CountyProcess.objects.filter(county_id="12").update(status="other")
    page = client.get(reverse("regional_level"), headers=SWEDISH)
    assert [one.county.short for one in page.context["awaiting"]].count("Skåne") == 1
    assert "Pågår eller ej påbörjad" in text_of(page)
    assert "pågår eller är inte påbörjad" in text_of(county(client, "skane"))


def test_the_history_of_the_page_and_the_source_of_the_law_are_shown(client):
    words = text_of(client.get(reverse("regional_level"), headers=SWEDISH))
    assert "Sidans historik" in words
    assert "omkring 2017" in words
    assert "konsoliderad text 2026-01-02" in words
    assert "började gälla är inte känd" in words


def test_statements_do_not_grow_with_the_counties_or_their_documents(client, rut, published):
    def asked(address):
        with Statements(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    few = [asked(reverse(name)) for name in PUBLIC]
    for code in ("20", "12", "14", "25"):
        process = CountyProcess.objects.get(county_id=code)
        leader = person(f"led{code}", Actor.objects.get(key=f"lst-{code}"), Role.PROCESS_LEADER)
        document = filing.file_document(by=leader, process=process, kind="strategy", title=f"Strategi {code}")
        publish(leader, rut, document, papers.pdf())
    assert DocumentVersion.objects.public().count() == 5
    assert [asked(reverse(name)) for name in PUBLIC] == few


def test_no_public_page_asks_for_a_session_or_gives_one(client, strategy, published):
    for address in (*(reverse(name) for name in PUBLIC), "/regional-niva/gavleborg/", strategy.get_absolute_url()):
        with Statements(connection) as found:
            answer = client.get(address)
        assert not [query for query in found.captured_queries if "django_session" in query["sql"]], address
        assert settings.SESSION_COOKIE_NAME not in answer.cookies, address


def test_the_first_visit_is_at_most_100_kb_with_styles_scripts_and_font(client):
    page = client.get(reverse("regional_level")).content
    named = set(re.findall(r'(?:href|src)="/static/([^"#]+)', page.decode()))
    assert {"look/tokens.css", "look/processes.css", "look/print.css", "js/menu.js", "look/icon.svg"} <= named
    assert any(name.endswith(".woff2") for name in named)
    files = [(settings.BASE_DIR / "static" / name).read_bytes() for name in named]
    size = sum(len(gzip.compress(file)) for file in (page, *files))
    assert size <= 100_000, size


def test_the_api_lists_what_is_published(client, published):
    found = client.get("/api/v1/processes/21").json()
    assert [(one["title"], one["version"], one["address"]) for one in found["published"]] == [
        ("Strategi för samverkan", 1, "/dokument/X/strategi-for-samverkan")
    ]
    assert found["published"][0]["accessible"] is True
    assert client.get("/api/v1/processes/20").json()["published"] == []


def test_a_strategy_that_is_published_here_is_the_source_also_for_a_county_that_was_done(client, published):
    process = CountyProcess.objects.get(county_id="21")
    assert process.says_more
    words = text_of(county(client))
    assert "Länets strategi för samordning och inriktning är publicerad här." in words
    assert "Samlad: länets strategi publicerades här" in words
    page = text_of(client.get(reverse("regional_level"), headers=SWEDISH))
    assert "16 av 21 länsstyrelser är klara" in page
    assert "För 1 län gäller i stället det som har hänt i Samlad sedan dess." in page


def adopt(leader, code, day, template):
    process = CountyProcess.objects.get(county_id=code)
    run = services.start_run(by=leader, process=process, template=template, title="Processen", starts_on=day(-50))
    given = {"kind": "adoption", "title": "Strategin fastställs", "body": "Regionala rådet"}
    services.decide(by=leader, run=run, decided_on=day(-3), review_on=day(300), **given)
    process.refresh_from_db()
    return process


def test_an_adopted_strategy_is_told_with_its_day_and_is_not_called_published(client, template, day):
    leader = person("led12", Actor.objects.get(key="lst-12"), Role.PROCESS_LEADER)
    process = adopt(leader, "12", day, template)
    adopted = f"Samlad: länets strategi är fastställd {day(-3).isoformat()}"
    assert (process.status, process.status_source) == ("awaiting", adopted)
    words = text_of(county(client, "skane"))
    assert "Länets strategi är fastställd. Den är inte publicerad än." in words
    assert "Enligt källan har länet" not in words
    assert adopted in text_of(client.get(reverse("regional_level"), headers=SWEDISH))
    feed = client.get(reverse("regional_atom"), headers=SWEDISH).content.decode()
    assert adopted in feed
    # The decision's other words are the county's own.
    assert "Regionala rådet" not in words + feed


def test_a_county_that_was_done_keeps_the_sources_word_until_its_new_strategy_is_published(petra, template, day):
    process = adopt(petra, "21", day, template)
    assert (process.status, process.says_more) == ("done", False)


def test_the_source_is_never_made_to_say_more_than_it_did(client):
    assert "Enligt källan är länsstyrelsen klar" in text_of(county(client))
    assert "Vad som har hänt sedan dess är inte känt här." in text_of(county(client))
    words = text_of(client.get(reverse("regional_level"), headers=SWEDISH))
    assert "Så stod det på MSB:s sida, senast granskad 2015-05-11 ." in words
    assert "Samlad sedan dess" not in words


def test_the_contact_is_a_function_and_stands_once_it_is_entered(client, agency):
    page = text_of(client.get(reverse("regional_level"), headers=SWEDISH))
    assert "Kontaktuppgift är inte införd." in page
    ContactPoint.objects.create(actor=agency, function="TiB", phone="010-240 50 00")
    ContactPoint.objects.create(actor=agency, function="Regional samordning", email="regional@example.se")
    page = client.get(reverse("regional_level"), headers=SWEDISH).content.decode()
    assert 'href="mailto:regional@example.se"' in page
    assert "010-240 50 00" not in page


def test_the_model_says_how_well_each_stage_is_founded(client):
    words = text_of(client.get(reverse("regional_level"), headers=SWEDISH))
    assert "Modellen i Samlad: 13 etapper" in words
    assert words.count("(Form och antal belagda, tema härlett)") == 6
    assert words.count("(Delvis belagd i källa)") >= 1
