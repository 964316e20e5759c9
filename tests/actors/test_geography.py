import re
import xml.etree.ElementTree as ET

import pytest
from django.template.loader import render_to_string

from actors import geography
from actors.map_labels import text_box
from actors.polygons import distance_to_border, inside, overlap, pole

COUNTIES = [border.code for border in geography.borders("counties.geojson")]
SQUARE = [[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)]]
HOLE = [*SQUARE, [(2.0, 2.0), (8.0, 2.0), (8.0, 8.0), (2.0, 8.0), (2.0, 2.0)]]


def size(drawn: geography.Map) -> int:
    return sum(len(area.path) for area in drawn.areas)


def test_gavleborg_shows_its_ten_municipalities():
    drawn = geography.county_map("21")
    assert drawn.name == "Gävleborgs län"
    assert {area.name for area in drawn.areas} == {
        "Bollnäs", "Gävle", "Hofors", "Hudiksvall", "Ljusdal", "Nordanstig", "Ockelbo", "Ovanåker", "Sandviken",
        "Söderhamn",
    }  # fmt: skip
    assert all(area.label == area.name for area in drawn.areas)


def test_small_territory_has_its_name_beside():
    hofors = next(area for area in geography.county_map("21").areas if area.name == "Hofors")
    assert hofors.label_anchor == "end"
    assert hofors.label_x < hofors.mark_x


def test_maps_are_small_enough_to_stand_in_a_page():
    assert size(geography.county_map("21")) < 12_000
    assert size(geography.sweden_map()) < 40_000
    assert max(size(geography.county_map(code)) for code in COUNTIES) < 12_000


@pytest.mark.parametrize("code", COUNTIES)
def test_names_never_cover_one_another(code):
    areas = geography.county_map(code).areas
    boxes = [text_box(a.label, (a.label_x, a.label_y), a.label_anchor) for a in areas if a.label]
    # Places are rounded to whole units after they were chosen, so a hair's breadth is allowed.
    shrunk = [(left + 1, top + 1, right - 1, bottom - 1) for left, top, right, bottom in boxes]
    assert not [(a, b) for i, a in enumerate(shrunk) for b in shrunk[i + 1 :] if overlap(a, b)]
    left, top, width, height = (int(number) for number in geography.county_map(code).view_box.split())
    for box in shrunk:
        assert box[0] >= left
        assert box[1] >= top
        assert box[2] <= left + width
        assert box[3] <= top + height


@pytest.mark.parametrize("code", COUNTIES)
def test_every_path_is_whole_numbers(code):
    for area in geography.county_map(code).areas:
        assert re.fullmatch(r"(M\d+,\d+l[-\d, ]+z)+", area.path), area.path


def test_unknown_county_has_no_map():
    with pytest.raises(KeyError):
        geography.county_map("99")


def test_a_map_is_drawn_once():
    assert geography.county_map("21") is geography.county_map("21")


def test_pole_keeps_out_of_holes():
    point, room = pole(SQUARE)
    assert point == (5.0, 5.0)
    assert room == pytest.approx(5)
    assert not inside((5.0, 5.0), [HOLE])
    assert distance_to_border((5.0, 5.0), HOLE) == pytest.approx(-3)
    point, room = pole(HOLE, precision=0.01)
    assert inside(point, [HOLE])
    assert room == pytest.approx(1.17, abs=0.02)


def test_unknown_and_unasked_are_not_the_same():
    graded = geography.graded_map("21", {"2161": None, "2182": 5})
    grades = {one.area.name: one.grade for one in graded.areas}
    assert (grades["Ljusdal"], grades["Söderhamn"], grades["Gävle"]) == (0, 5, None)


def test_county_map_says_in_words_what_it_shows():
    graded = geography.graded_map("21", {"2161": None, "2183": 5})
    page = render_to_string("actors/map_county.html", {"graded": graded, "what": "El", "table": "Påverkan"})
    svg = ET.fromstring(page[page.index("<svg") : page.index("</svg>") + 6])
    assert "Gävleborgs län" in svg.attrib["aria-label"]
    assert "Påverkan" in svg.attrib["aria-label"]
    assert "<title>Ljusdal: Okänt</title>" in page
    assert "<title>Bollnäs: Kritisk</title>" in page
    assert page.count("<use ") == 2
    assert "style=" not in page
    assert len(page) < 12_000


def test_map_of_sweden_shows_who_waits():
    context = {"map": geography.sweden_map(), "done": {"21"}, "label": "Karta över 21 län"}
    page = render_to_string("actors/map_sweden.html", context)
    assert (page.count('class="ok"'), page.count('class="wait"')) == (1, 20)
    assert len(page) < 40_000
