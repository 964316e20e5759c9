"""The report on paper and as a stored page."""

import io
import json
import re

import pikepdf
import pytest
from pypdf import PdfReader

from coordination.situations.press import paper
from coordination.situations.press.print_map import print_map, spoken
from coordination.situations.press.printing import file_name, report_html, report_pdf
from tests.situations.storm_body import storm_body

HOSTILE = [
    '#read("/etc/passwd")',
    "*fet* _kursiv_ $x^2$ `kod`",
    "<script>alert(1)</script>",
    ']] } ) #panic("x") \\ // bort',
    "= rubrik @kalla-1 <kalla-1> ~ -- ''",
]
MAP = """<svg class="map" viewBox="0 0 100 100" role="img" aria-label="Karta över Gävleborg, el.">
<path class="g4f" d="M0 0h50v50H0z"><title>Gävle</title></path><path class="g0f" d="M50 0h50v50H50z"/>
<use href="/static/look/marks.svg#m4" x="5" y="5" width="30" height="30"/>
<text><tspan x="20" y="45">Gävle</tspan></text></svg>
<p class="q dense">Gränser: SCB.</p>"""


def text_of(pdf):
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    return "\n".join(pages)


def squeezed(text):
    return re.sub(r"\s+", "", text)


@pytest.fixture(scope="module")
def storm_pdf():
    return report_pdf(storm_body(), map_svg=MAP)


def test_it_is_a_tagged_swedish_pdf_ua(storm_pdf):
    with pikepdf.open(io.BytesIO(storm_pdf)) as document:
        assert document.Root.Lang == "sv-SE"
        assert document.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in document.Root
        assert document.Root.ViewerPreferences.DisplayDocTitle
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == "ÖVNING: Lägesrapport nr 3, Stormen Johannes"
            assert metadata["pdfuaid:part"] == "1"


def test_every_sheet_says_exercise_which_report_and_which_page(storm_pdf):
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(storm_pdf)).pages]
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert "ÖVNING. Lägesrapport nr 3, Stormen Johannes, 2025-041" in page
        assert "Läget gäller 2025-12-28 08:00" in page
        assert "Länsstyrelsen Gävleborg. Öppen. 7c1e 90ab 44d2 1f08" in page
        assert f"Sida {number} av {len(pages)}" in page


def test_it_says_what_the_body_says(storm_pdf):
    text = squeezed(text_of(storm_pdf))
    for words in (
        "8 av 10 kommuner och 3 av 3 övriga aktörer har svarat.",
        "Hushåll utan el: 8 350",
        "inte med i summan: svar på en tidigare begäran, 03:14",
        "Hofors kommun",
        "Koka vattnet i Ovanåker",
        "Länsstyrelsen Västernorrlands publicerade beskrivning från 2020",
        "2025-041-031",
    ):
        assert squeezed(words) in text


def test_the_marks_and_the_map_have_words_for_those_who_cannot_see_them(storm_pdf):
    with pikepdf.open(io.BytesIO(storm_pdf)) as document:
        alternatives = {str(thing.Alt) for thing in document.objects if _has_alt(thing)}
    assert {"Grad 5", "Grad 2", "Ingen grad", "Karta över Gävleborg, el."} <= alternatives


def test_table_headings_are_headings(storm_pdf):
    with pikepdf.open(io.BytesIO(storm_pdf)) as document:
        kinds = {str(thing.S) for thing in document.objects if isinstance(thing, pikepdf.Dictionary) and "/S" in thing}
    assert {"/H1", "/H2", "/Table", "/THead", "/TH", "/TD", "/Figure", "/Link"} <= kinds


def _has_alt(thing):
    return isinstance(thing, pikepdf.Dictionary) and "/Alt" in thing


def test_the_same_body_gives_the_same_bytes(storm_pdf):
    again = report_pdf(json.loads(json.dumps(storm_body())), map_svg=MAP)
    assert again == storm_pdf


@pytest.mark.parametrize("words", HOSTILE)
def test_what_people_write_is_never_markup_on_paper(words):
    body = storm_body()
    body["words"]["summary"] = words
    body["incident"]["name"] = words
    body["needs"][0]["what"] = words
    body["answered"][0]["short"] = body["sources"][0]["short"] = words
    text = squeezed(text_of(report_pdf(body)))
    assert squeezed(f"Sammanfattning{words}") in text
    assert squeezed(f"Lägesrapport nr 3, {words}") in text
    assert text.count(squeezed(words)) >= 4
    assert "root:" not in text


@pytest.mark.parametrize("words", HOSTILE)
def test_what_people_write_is_never_markup_on_the_page(words):
    body = storm_body()
    body["words"]["summary"] = words
    body["incident"]["name"] = words
    body["sources"][0]["short"] = words
    html = report_html(body)
    assert "<script" not in html


def test_signs_the_fonts_lack_do_not_stop_a_report():
    body = storm_body()
    body["words"]["summary"] = "Läget \U0001f600 är 中 stabilt\u200b, A\u030a är Å\x00. Привет, Łódź, Ωμέγα"
    text = squeezed(text_of(report_pdf(body)))
    assert squeezed("Läget \u25a1 är \u25a1 stabilt, Å är Å. Привет, Łódź, Ωμέγα") in text


def test_the_fonts_draw_all_they_promise():
    letters = "".join(chr(code) for code in range(0x20, 0x2800) if paper.printable(chr(code)) == chr(code))
    assert len(letters) > 500
    body = storm_body()
    body["words"] = {"summary": letters, "assessment": letters}
    body["answered"][0]["short"] = body["changes"][0]["short"] = letters
    assert report_pdf(body).startswith(b"%PDF")


def test_a_real_incident_has_no_exercise_on_it():
    body = storm_body()
    body["incident"]["exercise"] = False
    assert "ÖVNING" not in text_of(report_pdf(body))
    assert file_name(body) == "lagesrapport-3-2025-041.pdf"


def test_file_name_is_plain_and_says_exercise_first():
    assert file_name(storm_body()) == "OVNING-lagesrapport-3-2025-041.pdf"
    body = storm_body()
    body["incident"]["number"] = "../2025 å\r\n"
    assert re.fullmatch(r"[A-Za-z0-9-]+\.pdf", file_name(body))


def test_an_empty_report_prints():
    body = storm_body()
    for key in ("answered", "silent", "functions", "numbers", "needs", "changes", "sources"):
        body[key] = []
    body |= {"compared_to": None, "words": {}}
    assert "Lägesrapport nr 3" in text_of(report_pdf(body))
    assert "Lägesrapport nr 3" in report_html(body)


def test_a_great_county_with_many_functions_prints():
    body = storm_body()
    body["functions"] = [
        function | {"cells": function["cells"] * 6, "distribution": function["distribution"] * 5}
        for function in body["functions"] * 3
    ]
    body["sources"] = [body["sources"][0] | {"n": number} for number in range(1, 501)]
    assert report_pdf(body, map_svg=MAP).startswith(b"%PDF")


def test_english_has_english_language():
    with pikepdf.open(io.BytesIO(report_pdf(storm_body(), language="en"))) as document:
        assert document.Root.Lang == "en-GB"


def test_the_paper_map_points_to_nothing_outside_itself():
    drawn = print_map(MAP)
    assert drawn.startswith("<svg")
    assert drawn.endswith("</svg>")
    assert 'href="#m4"' in drawn
    assert "marks.svg" not in drawn
    assert spoken(MAP) == "Karta över Gävleborg, el."
    assert print_map("nothing") == ""


def test_every_reference_on_the_page_leads_to_a_source_and_every_source_to_its_answer():
    html = report_html(storm_body(), map_svg=MAP)
    for wanted in set(re.findall(r'href="#([^"]+)"', html)):
        assert f'id="{wanted}"' in html
    for number in range(1, 12):
        assert f'id="kalla-{number}"' in html
        assert f'href="/h/2025-041/svar/{30 + number}/"' in html


def test_the_stored_page_outlives_the_release_that_made_it():
    html = report_html(storm_body(), map_svg=MAP)
    assert set(re.findall(r'href="([^"#]*)#m\d"', html)) == {"/static/look/marks.svg"}
    assert "style=" not in html
    assert "csrf" not in html


def test_the_page_names_those_who_have_not_answered():
    html = report_html(storm_body())
    assert "Har inte svarat" in html
    assert "Ljusdals kommun" in html
    assert html.index("Sammanfattning") < html.index("Påverkan")
