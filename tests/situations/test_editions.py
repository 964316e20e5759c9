"""One frozen body, many editions: on one page, as a Word document, and as words that are read out over radio."""

import io
import re
import zipfile

import pikepdf
import pytest
from docx import Document
from pypdf import PdfReader

from actors.models import ContactPoint
from coordination.incidents.models import Notice
from coordination.situations.models import Rendering
from coordination.situations.press import rendering
from coordination.situations.press.brief import brief, spread
from coordination.situations.press.editions import EDITIONS, brief_html, brief_pdf
from coordination.situations.press.radio import LONGEST, radio_text, spoken
from coordination.situations.press.wordfile import report_docx
from coordination.situations.report.sentences import sentences
from tests.conftest import signed_in
from tests.situations.storm_body import storm_body
from tests.situations.test_pages_reports import answered, draft, in_review, published, to  # noqa: F401

HEAD = "ÖVNING. Lägesrapport nr 3, Stormen Johannes, 2025-041. Öppen"
FILES = ("report_docx", "report_txt", "report_brief_pdf")
HOSTILE = "<b>fet</b> *x* #panic() \x0b \ud83d\ude00 {pages}".encode("utf-16", "surrogatepass").decode("utf-16")


def hostile_body():
    body = storm_body()
    body["words"] = dict.fromkeys(body["words"], HOSTILE)
    body["needs"] = [{**need, "what": HOSTILE, "needed_by": "i kväll"} for need in body["needs"]]
    return body


# --- read out over radio ---


def test_what_is_read_over_radio_is_short_whole_and_ends_so_that_it_is_heard():
    text = radio_text(storm_body())
    assert len(text) <= LONGEST
    assert text.startswith("Övning, övning, övning.\n")
    assert text.endswith("Detta var en övning.\nSlut på rapport 3.\n")
    assert all(line.endswith((".", "!", "?")) for line in text.splitlines())
    assert "Läget gäller söndag 28 december 2025 klockan 08.00." in text
    assert "Har inte svarat: Hofors och Ljusdal." in text
    assert re.search(r"\d+ meningar är utelämnade", text)


def test_nothing_in_it_must_be_seen_to_be_understood():
    text = radio_text(storm_body())
    assert not re.search(r"\[|\]|\bkl\.|\bnr\b|kVA|TiB", text)
    assert spoken("Ring före kl. 14, ca 40 st, t.ex. nr 3 [4, 5], 5–6 km.") == (
        "Ring före klockan 14, cirka 40 stycken, till exempel nummer 3, 5 till 6 kilometer."
    )


def test_a_long_report_is_cut_by_whole_sentences_and_the_summary_is_kept_the_longest():
    body = storm_body()
    body["words"]["forecast"] = " ".join(f"Prognos {n} är lång och kan vänta." for n in range(200))
    text = radio_text(body)
    assert len(text) <= LONGEST
    for sentence in sentences(body["words"]["summary"]):
        assert spoken(sentence) in text
    assert "Prognos 150" not in text


def test_a_marked_report_says_whom_it_may_be_read_to_and_a_real_one_is_no_exercise():
    body = storm_body()
    body["report"]["marking"], body["incident"]["exercise"] = "Intern samverkan", False
    text = radio_text(body)
    assert "Märkning: Intern samverkan. Läs den bara för dem som får läsa rapporten." in text
    assert "vning" not in text


def test_sentences_end_where_a_reader_hears_them_end():
    text = "Vi ringer kl. 09.15. Väg 50 är avstängd [3]. Är den? [4, 5] Se t.ex. Hofors.\nUtan punkt"
    assert sentences(text) == [
        "Vi ringer kl. 09.15.",
        "Väg 50 är avstängd [3].",
        "Är den? [4, 5]",
        "Se t.ex. Hofors.",
        "Utan punkt",
    ]


# --- on one page ---


def test_the_executive_edition_is_one_tagged_page():
    made = brief_pdf(storm_body(), "sv")
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]
    assert len(pages) == 1
    assert "ÖVNING" in pages[0]
    assert "Sedan nr 2: 9 värre, 2 bättre." in pages[0]
    with pikepdf.open(io.BytesIO(made)) as document, document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert document.Root.Lang == "sv-SE"
    assert brief_pdf(storm_body(), "sv") == made


def test_it_says_what_it_leaves_out():
    body = storm_body()
    body["words"]["summary"] = " ".join(f"Mening {n} säger något som tar plats." for n in range(60))
    body["needs"] = body["needs"] * 6
    body["silent"] = body["silent"] * 30
    page = brief(body)
    assert "meningar till i hela rapporten" in page["summary_more"]
    assert page["needs_more"].endswith("till i hela rapporten.")
    assert page["silent"].endswith("och 48 till")
    assert len(PdfReader(io.BytesIO(brief_pdf(body, "sv"))).pages) == 1


def test_the_distribution_is_words_and_figures():
    said = spread([5, 5, 4, 2, None]).replace("\u00a0", " ")
    assert said == "kritisk 2, allvarlig 1, måttlig 1, okänt 1"


# --- as a Word document ---


def test_the_word_document_has_headings_table_heads_language_and_says_what_it_is():
    made = report_docx(storm_body())
    paper = Document(io.BytesIO(made))
    headings = [(p.style.name, p.text) for p in paper.paragraphs if p.style.name.startswith("Heading")]
    assert headings[0] == ("Heading 1", "Lägesrapport nr 3")
    assert ("Heading 2", "Bedömning") in headings
    assert paper.sections[0].header.paragraphs[0].text == HEAD
    names = ("word/document.xml", "word/styles.xml", "word/footer1.xml")
    parts = {name: zipfile.ZipFile(io.BytesIO(made)).read(name).decode() for name in names}
    assert parts["word/document.xml"].count("w:tblHeader") == len(paper.tables)
    assert 'w:lang w:val="sv-SE"' in parts["word/styles.xml"]
    assert "NUMPAGES" in parts["word/footer1.xml"]


def test_every_number_in_the_words_leads_to_its_source_and_the_source_to_the_answer():
    made = zipfile.ZipFile(io.BytesIO(report_docx(storm_body())))
    document = made.read("word/document.xml").decode()
    wanted = set(re.findall(r'w:anchor="(kalla-\d+)"', document))
    there = set(re.findall(r'w:bookmarkStart[^>]*w:name="(kalla-\d+)"', document))
    assert wanted
    assert wanted <= there
    assert "/svar/" in made.read("word/_rels/document.xml.rels").decode()


def test_what_people_write_stops_no_edition_and_is_never_markup():
    body = hostile_body()
    assert len(radio_text(body)) <= LONGEST
    assert brief_pdf(body, "sv").startswith(b"%PDF")
    assert b"<b>fet" not in zipfile.ZipFile(io.BytesIO(report_docx(body))).read("word/document.xml")


# --- as pages and files ---


@pytest.mark.django_db
def test_every_edition_is_stored_bytes_with_a_name_and_is_sent_once(house, published):  # noqa: F811
    maria = signed_in(house.maria)
    for name in FILES:
        first = maria.get(to(name, published.incident, 1))
        assert first.status_code == 200
        assert f"-1-{published.incident.number}" in first["Content-Disposition"].replace("-kort", "")
        again = maria.get(to(name, published.incident, 1), headers={"if-none-match": first["ETag"]})
        assert again.status_code == 304
    assert set(Rendering.objects.values_list("kind", flat=True)) >= {"docx", "txt", "brief-pdf"}
    assert maria.get(to("report_txt", published.incident, 1)).content.decode().endswith("Slut på rapport 1.\n")


@pytest.mark.django_db
def test_the_short_page_leads_to_the_whole_and_back(house, published):  # noqa: F811
    maria = signed_in(house.maria)
    page = maria.get(to("report_brief", published.incident, 1))
    text = page.content.decode()
    assert "Lägesrapport nr 1 på en sida" in text
    assert f'href="{to("report", published.incident, 1)}#kalla-1"' in text
    assert (
        maria.get(to("report_brief", published.incident, 1), headers={"if-none-match": page["ETag"]}).status_code == 304
    )
    whole = maria.get(to("report", published.incident, 1)).content.decode()
    for name in (*FILES, "report_brief", "report_pdf", "report_json"):
        assert to(name, published.incident, 1) in whole


@pytest.mark.django_db
def test_a_withheld_report_gives_no_edition_and_who_takes_no_part_finds_none(house, published):  # noqa: F811
    names = (*FILES, "report_brief")
    charlie = signed_in(house.charlie)
    assert {charlie.get(to(name, published.incident, 1)).status_code for name in names} == {404}
    rendering.print_all(published)
    published.state = "withheld"
    published.save()
    maria = signed_in(house.maria)
    for name in names:
        refused = maria.get(to(name, published.incident, 1))
        assert refused.status_code == 409
        assert "Ljusdal är mörkt" not in refused.content.decode()


@pytest.mark.django_db
def test_the_worker_makes_all_editions_once(published):  # noqa: F811
    rendering.print_all(published)
    before = set(Rendering.objects.values_list("kind", "language", "etag"))
    rendering.print_all(published)
    assert set(Rendering.objects.values_list("kind", "language", "etag")) == before
    assert {kind for kind, _language, _etag in before} >= {"html", "json", "pdf", *EDITIONS}


@pytest.mark.django_db
def test_the_short_page_is_escaped_and_english_for_whom_reads_english(house):
    page = brief_html(hostile_body(), "sv").decode()
    assert "<b>fet" not in page
    assert "on one page" in brief_html(storm_body(), "en").decode()


# --- recipients ---


@pytest.mark.django_db
def test_the_county_sees_who_was_told_who_has_read_and_sends_again_where_it_failed(house, published):  # noqa: F811
    incident = published.incident
    for actor in (house.ljusdal, house.bollnas):
        ContactPoint.objects.get_or_create(actor=actor, function="TiB prov", defaults={"email": "tib@prov.invalid"})
    Notice.objects.filter(actor=house.bollnas).update(attempts=5, sent_at=None)
    Notice.objects.filter(actor=house.ljusdal).update(attempts=1, sent_at=published.published_at)
    signed_in(house.maria).get(to("report", incident, 1))
    anna = signed_in(house.anna)
    page = anna.get(to("report_told", incident, 1)).content.decode()
    assert "misslyckades, 5 försök" in page
    assert "1 av " in page
    assert anna.post(to("report_send_again", incident, 1)).status_code == 302
    assert set(Notice.objects.filter(kind="report", attempts=5)) == set()
    assert Notice.objects.get(kind="report", actor=house.ljusdal).attempts == 1
    assert anna.post(to("report_send_again", incident, 1)).status_code == 409
    for who, status in ((house.maria, 403), (house.charlie, 404)):
        assert signed_in(who).get(to("report_told", incident, 1)).status_code == status
        assert signed_in(who).post(to("report_send_again", incident, 1)).status_code == status
