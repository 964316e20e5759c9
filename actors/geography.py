"""Maps as SVG paths, drawn on the server from the borders in actors/data and kept by the process.

The projection is the plainest that looks right over a county: degrees, with longitude shortened by the cosine of the
middle latitude. Coordinates are whole units of a picture 400 wide, so that names keep their size from map to map.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import cos, radians
from pathlib import Path
from typing import Any

from actors.map_labels import Placed, Territory, far, place, text_box
from actors.polygons import Box, Point, Polygon, Ring, area, bounds, inside, pole

DATA = Path(__file__).parent / "data"
MARGIN = 4
COUNTY_WIDTH, COUNTY_HEIGHT = 400, 640
# A county of many municipalities is drawn larger, so that its names come out smaller.
LARGE_WIDTH, LARGE_HEIGHT = 640, 960
SWEDEN_WIDTH, SWEDEN_HEIGHT = 440, 1040
# So many municipalities that full-sized marks would hide the map.
MANY = 20
# How far a name may stand out beside the county.
BESIDE = 90
MARK, SMALL_MARK = 30, 22
SMALLEST_ISLAND = 3


@dataclass(frozen=True)
class Area:
    """A territory on a map. The mark's place is its upper left corner; without room for the name, label is empty."""

    code: str
    name: str
    path: str
    label: str
    label_x: int
    label_y: int
    label_anchor: str
    # Whether the name stands on its own territory, and so on its colour.
    label_inside: bool
    mark_x: int
    mark_y: int
    # From the mark to the territory, where the mark had to stand outside it.
    lead: str


@dataclass(frozen=True)
class Map:
    name: str
    view_box: str
    mark_size: int
    areas: tuple[Area, ...]


@dataclass(frozen=True)
class GradedArea:
    """An area with its grade: 1 to 5, 0 for unknown, None for one that was not asked."""

    area: Area
    grade: int | None


@dataclass(frozen=True)
class GradedMap:
    map: Map
    areas: tuple[GradedArea, ...]


@dataclass(frozen=True)
class Border:
    code: str
    name: str
    polygons: list[Polygon]


@lru_cache(maxsize=32)
def county_map(county: str) -> Map:
    """The county's municipalities. An unknown county is a KeyError."""
    name = {border.code: border.name for border in borders("counties.geojson")}[county]
    inner = [border for border in borders("municipalities.geojson") if border.code.startswith(county)]
    many = len(inner) > MANY
    drawn, size = project(inner, *((LARGE_WIDTH, LARGE_HEIGHT) if many else (COUNTY_WIDTH, COUNTY_HEIGHT)))
    mark = SMALL_MARK if many else MARK
    territories = [territory(border) for border in drawn]
    placed = place(territories, mark, (-BESIDE, -MARGIN, size[0] + BESIDE, size[1] + MARGIN))
    areas = tuple(
        finished(border, spot, mark, lead_of(one, spot, mark))
        for border, one, spot in zip(drawn, territories, placed, strict=True)
    )
    return Map(name, view_box(frame_of(size, drawn, placed)), mark, areas)


def frame_of(size: tuple[int, int], drawn: list[Border], placed: list[Placed]) -> Box:
    """The picture and the names that stand out beside it."""
    names = [text_box(one.name, spot.label, spot.anchor) for one, spot in zip(drawn, placed, strict=True) if spot.label]
    left = min([0.0, *(box[0] for box in names)])
    right = max([float(size[0]), *(box[2] for box in names)])
    return left - MARGIN, -MARGIN, right + MARGIN, size[1] + MARGIN


@lru_cache(maxsize=1)
def sweden_map() -> Map:
    """The 21 counties, without marks or names: the tables beside it name them."""
    drawn, size = project(borders("counties.geojson"), SWEDEN_WIDTH, SWEDEN_HEIGHT)
    frame = (-MARGIN, -MARGIN, size[0] + MARGIN, size[1] + MARGIN)
    unplaced = Placed((0.0, 0.0), None, "")
    return Map("Sverige", view_box(frame), MARK, tuple(finished(border, unplaced, MARK) for border in drawn))


def graded_map(county: str, grades: Mapping[str, int | None]) -> GradedMap:
    """The county's map with a grade for each municipality code that was asked; None there is unknown."""
    drawn = county_map(county)
    areas = tuple(GradedArea(one, (grades[one.code] or 0) if one.code in grades else None) for one in drawn.areas)
    return GradedMap(drawn, areas)


@lru_cache(maxsize=2)
def borders(name: str) -> list[Border]:
    features = json.loads((DATA / name).read_text(encoding="utf-8"))["features"]
    return [
        Border(one["properties"]["code"], one["properties"]["name"], polygons_of(one["geometry"])) for one in features
    ]


def polygons_of(geometry: dict[str, Any]) -> list[Polygon]:
    found = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [[[(x, y) for x, y in ring] for ring in polygon] for polygon in found]


def project(found: list[Border], width: int, height: int) -> tuple[list[Border], tuple[int, int]]:
    """The borders in whole units, centred in the width, north upwards; and how large the picture became."""
    west, south, east, north = bounds(at for border in found for polygon in border.polygons for at in polygon[0])
    shorten = cos(radians((south + north) / 2))
    scale = min(width / ((east - west) * shorten), height / (north - south))
    shift = (width - (east - west) * shorten * scale) / 2

    def flat(at: Point) -> Point:
        return round(shift + (at[0] - west) * shorten * scale), round((north - at[1]) * scale)

    drawn = [Border(one.code, one.name, visible([whole(ring, flat) for ring in one.polygons])) for one in found]
    return drawn, (width, round((north - south) * scale))


def whole(polygon: Polygon, flat: Callable[[Point], Point]) -> Polygon:
    """The polygon in whole units: neighbouring points that fell together become one, and neighbours still meet."""
    rings = [[flat(at) for at in ring] for ring in polygon]
    rings = [[at for i, at in enumerate(ring) if at != ring[i - 1]] for ring in rings]
    return [ring for ring in rings if len(ring) > 2]


def visible(polygons: list[Polygon]) -> list[Polygon]:
    """Largest first, without islands too small to see."""
    drawn = sorted((polygon for polygon in polygons if polygon), key=lambda polygon: -area(polygon[0]))
    return drawn[:1] + [polygon for polygon in drawn[1:] if area(polygon[0]) >= SMALLEST_ISLAND]


def territory(border: Border) -> Territory:
    best, room = pole(border.polygons[0])
    box = bounds(at for polygon in border.polygons for at in polygon[0])
    return Territory(border.name, border.polygons, box, best, room)


def finished(border: Border, spot: Placed, mark: int, lead: str = "") -> Area:
    label = spot.label or (0.0, 0.0)
    return Area(
        code=border.code,
        name=border.name,
        path="".join(path_of(ring) for polygon in border.polygons for ring in polygon),
        label=border.name if spot.label else "",
        label_x=round(label[0]),
        label_y=round(label[1]),
        label_anchor=spot.anchor,
        label_inside=spot.anchor == "middle" and inside(label, border.polygons),
        mark_x=round(spot.mark[0] - mark / 2),
        mark_y=round(spot.mark[1] - mark / 2),
        lead=lead,
    )


def lead_of(one: Territory, spot: Placed, mark: int) -> str:
    """A line from a mark that had to leave its territory, so that nobody takes it for the neighbour's."""
    if inside(spot.mark, one.polygons) or far(spot.mark, one.pole) < mark / 2:
        return ""
    return f"M{round(spot.mark[0])},{round(spot.mark[1])} {round(one.pole[0])},{round(one.pole[1])}"


def path_of(ring: Ring) -> str:
    """The ring in steps from point to point, which are shorter to write than places."""
    steps = [step(int(at[0] - before[0]), int(at[1] - before[1])) for before, at in pairwise(ring)]
    return f"M{int(ring[0][0])},{int(ring[0][1])}l{' '.join(steps)}z".replace(" -", "-")


def step(x: int, y: int) -> str:
    return f"{x}{y}" if y < 0 else f"{x},{y}"


def view_box(frame: Box) -> str:
    left, top, right, bottom = (round(edge) for edge in frame)
    return f"{left} {top} {right - left} {bottom - top}"
