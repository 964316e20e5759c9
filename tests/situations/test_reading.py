"""What a reader sees of a report's body, word by word."""

import pytest
from django.utils import translation

from coordination.situations.report import reading
from coordination.situations.report.outline import outline
from tests.situations.storm_body import storm_body


@pytest.fixture(autouse=True)
def in_swedish():
    with translation.override("sv"):
        yield


def test_references_lead_to_sources_that_exist():
    [pieces] = reading.paragraphs("Vatten saknas. [3] Se [99].", known=[3])
    assert [piece["source"] for piece in pieces] == [None, 3, None]
    assert "".join(piece["text"] for piece in pieces) == "Vatten saknas. Se [99]."


def test_several_references_in_one_bracket():
    [pieces] = reading.paragraphs("Kallt [3, 4].", known=[3, 4])
    assert [piece["source"] for piece in pieces if piece["source"]] == [3, 4]


def test_a_blank_line_parts_paragraphs_and_a_new_line_stays():
    first, second = reading.paragraphs("Ett\ntvå\r\n\r\n\n Tre ", known=[])
    assert [piece["newline"] for piece in first] == [False, True, False]
    assert second[0]["text"] == "Tre"


def test_no_words_give_no_paragraphs():
    assert reading.paragraphs(" \n\n ", known=[1]) == []


def test_times_are_swedish_whatever_the_offset():
    assert reading.clock("2025-12-28T07:00:00+00:00") == "08:00"
    assert reading.spoken_time("2025-12-28T07:00:00+00:00") == "söndag 28 december 2025 kl.\u00a008.00"
    assert reading.clock(None) == reading.spoken_time(None) == reading.day_clock("") == ""


def test_a_time_of_another_day_has_its_day():
    day = "2025-12-28T07:00:00+00:00"
    assert reading.clock_on("2025-12-28T12:05:00+00:00", day) == "13:05"
    assert reading.clock_on("2025-12-27T12:05:00+00:00", day) == "2025-12-27 13:05"
    assert reading.spoken_on("2025-12-28T12:05:00+00:00", day) == "kl.\u00a013.05"
    assert reading.spoken_on("2026-01-04T12:05:00+00:00", day) == "söndag 4 januari 2026 kl.\u00a013.05"


def test_the_next_report_is_promised_with_its_day_when_it_is_another():
    body = storm_body()
    body["report"]["next_at"] = "2026-01-04T12:05:00+00:00"
    (promised,) = [row["value"] for row in outline(body)["meta"] if row["label"] == "Nästa"]
    assert promised.startswith("söndag 4 januari")


def test_words_without_their_sources_read_on():
    told = reading.without_sources(
        "Flest i Ovanåker [8] och Söderhamn [1, 2].\nVägen är öppen.\n\nSe [99].", known=[1, 2, 8]
    )
    assert told == "Flest i Ovanåker och Söderhamn. Vägen är öppen.\nSe [99]."


@pytest.mark.parametrize(
    ("number", "shown"), [(0, "0"), (8350, "8\u00a0350"), (2.5, "2,5"), (1234567, "1\u00a0234\u00a0567"), (3.0, "3")]
)
def test_numbers_are_grouped_by_a_space_that_does_not_break(number, shown):
    assert reading.thousands(number) == shown


def test_everybody_who_was_asked_is_in_the_sentence():
    body = storm_body()
    assert reading.answered_sentence(body) == "8 av 10 kommuner och 3 av 3 övriga aktörer har svarat."
    body["answered"] = reading.of_level(body["answered"], "municipality")
    assert reading.answered_sentence(body) == "8 av 10 kommuner har svarat."


def test_what_is_left_out_is_counted_and_not_told():
    body = storm_body()
    assert reading.withheld_sentence(body) == ""
    body["withheld"] = 2
    assert "2 svar är inte med: de delas inte med alla." in reading.withheld_sentence(body)


def test_exercise_stands_first_in_the_title():
    body = storm_body()
    assert reading.title(body) == "ÖVNING: Lägesrapport nr 3, Stormen Johannes"
    body["incident"]["exercise"] = False
    assert reading.title(body) == "Lägesrapport nr 3, Stormen Johannes"


def test_headline_figures_of_the_storm():
    figures = [(figure["value"], figure["label"], figure["note"]) for figure in outline(storm_body())["figures"]]
    assert figures == [
        ("8\u00a0350", "hushåll utan el", "8 svar, Ljusdal (900) ej med"),
        ("8 av 10", "kommuner har svarat", "2 tysta"),
        ("5", "kommuner har grad 4 eller 5 för el", "2 är okända"),
        ("9", "värre sedan nr 2", "2 bättre"),
    ]


def test_silent_municipalities_are_named_among_the_unknown():
    water = outline(storm_body())["functions"][1]
    assert water["groups"][0]["grade"] == 4
    assert water["groups"][-1]["grade"] is None
    assert [actor["short"] for actor in water["groups"][-1]["actors"]] == ["Hofors", "Ljusdal"]


def test_who_answered_but_not_about_this_is_unknown_with_its_source():
    body = storm_body()
    body["functions"][0]["cells"] = body["functions"][0]["cells"][1:]
    unknown = outline(body)["functions"][0]["groups"][-1]
    assert unknown["grade"] is None
    assert [(actor["short"], actor["source"]) for actor in unknown["actors"]] == [
        ("Bollnäs", 1),
        ("Hofors", None),
        ("Ljusdal", None),
    ]


def test_a_time_somebody_wrote_in_words_stays_in_words():
    body = storm_body()
    body["needs"][0]["needed_by"] = "i kväll"
    body["needs"][1] |= {"needed_by": "", "amount": None, "unit": "", "where": None}
    first, second = outline(body)["needs"]
    assert first["needed_by"] == "i kväll"
    assert (second["needed_by"], second["amount"], second["where"]) == ("", "", "")


def test_a_total_carries_its_parts_and_what_was_not_counted():
    households = outline(storm_body())["numbers"][0]
    assert sum(int(part["value"].replace("\u00a0", "")) for part in households["parts"]) == 8350
    assert [part["short"] for part in households["apart"]] == ["Ljusdal", "Elnät Gävleborg"]
    assert households["missing_sentence"] == "Uppgift saknas från: Hofors."
    assert households["parts"][0]["href"] == "/h/2025-041/svar/31/"


def test_an_unknown_total_is_unknown_and_not_nought():
    body = storm_body()
    body["numbers"][0] |= {"total": None, "parts": []}
    page = outline(body)
    assert page["numbers"][0]["heading"] == "Hushåll utan el: okänt"
    assert page["figures"][0]["value"] == "64"


def test_a_first_report_compares_itself_with_nothing():
    body = storm_body()
    body |= {"compared_to": None, "changes": []}
    page = outline(body)
    assert not page["has_former"]
    assert {function["since"] for function in page["functions"]} == {""}
    assert len(page["figures"]) == 3


@pytest.mark.parametrize(
    ("before", "after", "trend", "way"),
    [
        (3, 4, "worse", "worse"),
        (3, 4, "much_worse", "much_worse"),
        (4, 3, "worse", "better"),
        (None, 4, "worse", ""),
        (4, None, "same", ""),
    ],
)
def test_a_change_goes_the_way_its_grades_go(before, after, trend, way):
    assert reading.direction_of({"before": before, "after": after, "trend": trend}) == way


def test_headings_without_words_are_left_out():
    body = storm_body()
    body["words"] = {"summary": "", "assessment": "Lugnt.", "message": "  "}
    page = outline(body)
    assert page["lead"] == []
    assert [part["key"] for part in page["written"]] == ["assessment"]
