"""Where mark and name go on a map: inside their territory where it is large enough, else beside it.

No name covers a mark or another name. One that finds no room is left out: the table beside the map has it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, hypot, pi, sin

from actors.polygons import Box, Point, Polygon, inside, overlap

# Of the look's type, 20 units semi-bold: how wide letters are with their halo, and what stands over and under the line.
LETTER, NARROW, WIDE, HALO = 11.2, 6.6, 16.5, 5.0
ABOVE_LINE, BELOW_LINE = 16.0, 5.0
# Territory with less room than this around its best point has its name beside it.
SMALL = 21.0
FARTHEST = 60


@dataclass(frozen=True)
class Territory:
    """What placing needs to know of an area: its name and polygons, its best inner point and the room around it."""

    name: str
    polygons: list[Polygon]
    box: Box
    pole: Point
    room: float


@dataclass(frozen=True)
class Placed:
    mark: Point
    label: Point | None
    anchor: str


def place(territories: list[Territory], size: float, frame: Box) -> list[Placed]:
    """Marks first, the narrowest territory first as it has least choice; then names around all the marks."""
    order = sorted(range(len(territories)), key=lambda i: territories[i].room)
    marks: dict[int, Point] = {}
    for i in order:
        taken = [box_of(mark, size) for mark in marks.values()]
        marks[i] = free_point(territories[i], size, taken, frame)
    taken = [box_of(mark, size) for mark in marks.values()]
    placed: dict[int, Placed] = {}
    for i in reversed(order):
        others = [one for j, one in enumerate(territories) if j != i]
        label = best_label(territories[i], marks[i], size, taken, others, frame)
        if label is not None:
            taken.append(text_box(territories[i].name, *label))
        placed[i] = Placed(marks[i], label[0] if label else None, label[1] if label else "")
    return [placed[i] for i in range(len(territories))]


def box_of(centre: Point, size: float) -> Box:
    half = size / 2
    return centre[0] - half, centre[1] - half, centre[0] + half, centre[1] + half


def free_point(one: Territory, size: float, taken: list[Box], frame: Box) -> Point:
    """The best point for the mark, else the nearest point to it where the mark covers no other."""
    # Room for the name under the mark: both together are centred on the pole.
    lift = 13.0 if one.room >= SMALL else 0.0
    wanted = (one.pole[0], one.pole[1] - lift)
    for at in around(wanted):
        box = box_of(at, size)
        if within(box, frame) and not any(overlap(box, other) for other in taken):
            return at
    return wanted


def around(centre: Point) -> Iterator[Point]:
    yield centre
    for distance in range(4, FARTHEST, 4):
        for step in range(16):
            angle = step * pi / 8
            yield centre[0] + distance * cos(angle), centre[1] + distance * sin(angle)


Label = tuple[Point, str]


def best_label(
    one: Territory, mark: Point, size: float, taken: list[Box], others: list[Territory], frame: Box
) -> Label | None:
    free = [
        (at, anchor)
        for at, anchor in choices(mark, size)
        if within(text_box(one.name, at, anchor), frame)
        and not any(overlap(text_box(one.name, at, anchor), other) for other in taken)
    ]
    if one.room < SMALL:
        # A small territory's name would lie on its neighbours: rather on the sea or outside the county.
        free.sort(key=lambda label: strays(text_box(one.name, *label), others))
    return free[0] if free else None


def choices(mark: Point, size: float) -> list[Label]:
    x, y, half = mark[0], mark[1], size / 2
    return [
        ((x, y + half + 21), "middle"),
        ((x - half - 7, y + 7), "end"),
        ((x + half + 7, y + 7), "start"),
        ((x, y - half - 8), "middle"),
        ((x + half, y + half + 16), "start"),
        ((x - half, y + half + 16), "end"),
        ((x + half, y - half - 3), "start"),
        ((x - half, y - half - 3), "end"),
    ]


def text_box(name: str, at: Point, anchor: str) -> Box:
    width = width_of(name)
    left = at[0] - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return left, at[1] - ABOVE_LINE, left + width, at[1] + BELOW_LINE


def width_of(name: str) -> float:
    return HALO + sum(NARROW if letter in "fijlrt- " else WIDE if letter in "mwMW" else LETTER for letter in name)


def within(box: Box, frame: Box) -> bool:
    return box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]


def strays(box: Box, others: list[Territory]) -> int:
    """On how much of other territories the text would lie: five points along its middle."""
    middle = (box[1] + box[3]) / 2
    points = [(box[0] + (box[2] - box[0]) * part / 4, middle) for part in range(5)]
    near = [other.polygons for other in others if overlap(box, other.box)]
    return sum(any(inside(at, polygons) for polygons in near) for at in points)


def far(one: Point, other: Point) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])
