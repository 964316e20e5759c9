"""The direction on paper: nobody's reservation is left out of it."""

import io
import re

import pikepdf
import pytest
from pypdf import PdfReader

from coordination.direction.printing import direction_pdf, file_name
from tests.direction.printed_direction import direction_body


def text_of(pdf):
    return re.sub(r"\s+", "", "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def squeezed(words):
    return re.sub(r"\s+", "", words)


def test_it_is_a_tagged_swedish_pdf_ua():
    with pikepdf.open(io.BytesIO(direction_pdf(direction_body()))) as document:
        assert document.Root.Lang == "sv-SE"
        assert document.Root.MarkInfo.Marked
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == "ÖVNING: Inriktning nr 1, Stormen Johannes"
            assert metadata["pdfuaid:part"] == "1"


def test_reservations_refusals_and_silence_are_printed_in_it():
    text = text_of(direction_pdf(direction_body()))
    for words in (
        "Ingen som behöver omsorg ska vara utan värme längre än sex timmar.",
        "Ovanåkers kommun, med förbehåll 2025-12-28 10:21",
        "Vi klarar sex timmar bara om reservkraft",
        "Elnät Gävleborg, kan inte 2025-12-28 10:18",
        "Ljusdals kommun Inget svar",
        "Sjukvårdsledningen, 2025-12-28 13:00",
        "3 bakom, 1 med förbehåll, 1 egen instans, 1 kan inte, 1 inget svar.",
        "Ingen aktör styr över en annan.",
        "Reservkraft 60 kVA till vattenverket i Ovanåker",
        "11aa 22bb 33cc 44dd",
    ):
        assert squeezed(words) in text, words


@pytest.mark.parametrize("words", ['#read("/etc/passwd")', "*x* $y$ `z`", '<script> ]] #panic("x")'])
def test_what_people_write_is_never_markup(words):
    body = direction_body()
    body["direction"]["intended"] = words
    body["direction"]["goals"][0] = words
    body["positions"][2]["reason"] = words
    body["measures"][0]["what"] = words
    assert text_of(direction_pdf(body)).count(squeezed(words)) == 4


def test_the_same_body_gives_the_same_bytes():
    assert direction_pdf(direction_body()) == direction_pdf(direction_body())


def test_it_prints_without_end_goals_or_measures():
    body = direction_body()
    body["direction"] |= {"valid_to": None, "goals": [], "message": "", "follow_up": "", "purpose": "", "version": 2}
    body["measures"] = body["positions"] = []
    text = text_of(direction_pdf(body))
    assert "tillsdenersätts" in text
    assert "Inriktningnr1,version2" in text


def test_file_name_says_exercise_first():
    assert file_name(direction_body()) == "OVNING-inriktning-1-1-2025-041.pdf"
