"""What became of an answer, both ways: from the answer to the sentence, and from the sentence to the answer."""

import datetime

import pytest

from coordination.direction import services as direction
from coordination.incidents.clock import now_in
from coordination.situations.models import Input, Report
from coordination.situations.report.fate import cited
from tests.conftest import fresh
from tests.situations.test_pages_reports import (  # noqa: F401
    answered,
    draft,
    in_review,
    published,
    signed_in,
    to,
)


def test_only_the_sentences_that_rest_on_the_source_are_named_with_their_heading():
    words = {
        "summary": "Mörkt i Ljusdal. [3] Ljust i Gävle. [4]\n\nKallt. [3, 4]",
        "forecast": "Kl. 14 blåser det [3].",
    }
    found = cited(words, 3)
    assert [(row.anchor, row.text) for row in found] == [
        ("sammanfattning", "Mörkt i Ljusdal. [3]"),
        ("sammanfattning", "Kallt. [3, 4]"),
        ("forecast", "Kl. 14 blåser det [3]."),
    ]
    assert found[2].heading == "Prognos"
    assert cited(words, 34) == []


@pytest.fixture
def sent(published):  # noqa: F811
    return Input.objects.get()


pytestmark = pytest.mark.django_db


def test_the_sentence_leads_to_the_answer_and_the_answer_to_the_sentence(house, published, sent):  # noqa: F811
    maria = signed_in(house.maria)
    report = maria.get(to("report", published.incident, 1)).content.decode()
    assert 'href="#kalla-1"' in report
    assert sent.get_absolute_url() in report
    for page in (sent.get_absolute_url(), to("receipt", published.incident, sent.pk)):
        text = maria.get(page).content.decode()
        assert "<q>Ljusdal är mörkt. [1]</q>" in text
        assert to("answer_fate", published.incident, sent.pk) in text


def test_the_page_tells_the_whole_way_and_who_has_read_it(house, published, sent):  # noqa: F811
    signed_in(house.lena).get(sent.get_absolute_url())
    signed_in(house.bo).get(sent.get_absolute_url())
    page = signed_in(house.maria).get(to("answer_fate", published.incident, sent.pk)).content.decode()
    assert "Sammanställt med de andras svar" in page
    assert "Läst av Lena, Länsstyrelsen Gävleborg" in page
    assert "Bo, Bollnäs kommun" in page
    assert "Lägesrapport nr 1, källa 1" in page
    assert "Ingen inriktning eller åtgärd nämner svaret" in page
    others = signed_in(house.bo).get(to("answer_fate", published.incident, sent.pk)).content.decode()
    assert "Bo, Bollnäs kommun" not in others


def test_a_measure_that_names_the_answer_is_told(house, published, sent):  # noqa: F811
    direction.suggest_measure(
        by=fresh(house.lena),
        incident=published.incident,
        owner=house.board,
        what=f"Kör reservkraft till Ljusdal, {sent.number}",
        due=now_in(published.incident) + datetime.timedelta(hours=3),
    )
    page = signed_in(house.maria).get(to("answer_fate", published.incident, sent.pk)).content.decode()
    assert "Kör reservkraft till Ljusdal" in page


def test_an_answer_that_is_counted_and_not_cited_says_so(house, published, sent):  # noqa: F811
    assert cited({"summary": "Mörkt."}, 1) == []
    Report.objects.filter(pk=published.pk).update(body={**published.body, "words": {"summary": "Mörkt."}})
    page = signed_in(house.maria).get(sent.get_absolute_url()).content.decode()
    assert "men nämns inte i texten" in page


def test_a_withheld_report_is_not_quoted_and_who_takes_no_part_sees_nothing(house, published, sent):  # noqa: F811
    assert signed_in(house.charlie).get(to("answer_fate", published.incident, sent.pk)).status_code == 404
    Report.objects.filter(pk=published.pk).update(state="withheld")
    maria = signed_in(house.maria)
    for page in (sent.get_absolute_url(), to("answer_fate", published.incident, sent.pk)):
        assert "Ljusdal är mörkt" not in maria.get(page).content.decode()


def test_an_answer_that_was_narrowed_away_has_no_way_to_show(house, published, sent):  # noqa: F811
    Input.objects.filter(pk=sent.pk).update(audience="own")
    assert signed_in(house.bo).get(to("answer_fate", published.incident, sent.pk)).status_code == 404
    assert signed_in(house.maria).get(to("answer_fate", published.incident, sent.pk)).status_code == 200
