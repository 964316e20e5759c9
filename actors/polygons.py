"""Plane geometry for the maps: what is inside, how far to the border, where a mark has most room around it."""

import heapq
from collections.abc import Iterable
from math import inf, sqrt

Point = tuple[float, float]
Ring = list[Point]
Polygon = list[Ring]
Box = tuple[float, float, float, float]


def inside(point: Point, polygons: Iterable[Polygon]) -> bool:
    """Whether the point lies in one of the polygons (holes count as outside)."""
    return any(_crossings(point, polygon) % 2 for polygon in polygons)


def _crossings(point: Point, polygon: Polygon) -> int:
    x, y = point
    found = 0
    for ring in polygon:
        before = ring[-1]
        for at in ring:
            if (at[1] > y) != (before[1] > y):
                slope = (before[0] - at[0]) / (before[1] - at[1])
                found += x < at[0] + slope * (y - at[1])
            before = at
    return found


def distance_to_border(point: Point, polygon: Polygon) -> float:
    """How far to the nearest border, negative outside."""
    nearest = sqrt(min(_nearest(point, ring) for ring in polygon))
    return nearest if _crossings(point, polygon) % 2 else -nearest


def _nearest(point: Point, ring: Ring) -> float:
    """The smallest square of a distance to the ring's sides: this is where drawing a map spends its time."""
    x, y = point
    best = inf
    x0, y0 = ring[-1]
    for x1, y1 in ring:
        dx, dy = x1 - x0, y1 - y0
        length = dx * dx + dy * dy
        along = ((x - x0) * dx + (y - y0) * dy) / length if length else 0.0
        along = 0.0 if along < 0 else 1.0 if along > 1 else along
        aside, beyond = x - x0 - along * dx, y - y0 - along * dy
        best = min(best, aside * aside + beyond * beyond)
        x0, y0 = x1, y1
    return best


def bounds(points: Iterable[Point]) -> Box:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def area(ring: Ring) -> float:
    return abs(sum(ring[i - 1][0] * at[1] - at[0] * ring[i - 1][1] for i, at in enumerate(ring))) / 2


def pole(polygon: Polygon, precision: float = 1.0) -> tuple[Point, float]:
    """The inner point farthest from every border, and that distance: found by halving squares, best hope first."""
    left, top, right, bottom = bounds(polygon[0])
    half = max(right - left, bottom - top) / 2 or 1.0
    centre = ((left + right) / 2, (top + bottom) / 2)
    best, room = centre, distance_to_border(centre, polygon)
    queue = [(-room - half * sqrt(2), centre, half)]
    while queue:
        hope, (x, y), half = heapq.heappop(queue)
        if -hope - room <= precision:
            break
        half /= 2
        for at in ((x - half, y - half), (x + half, y - half), (x - half, y + half), (x + half, y + half)):
            there = distance_to_border(at, polygon)
            if there > room:
                best, room = at, there
            if there + half * sqrt(2) - room > precision:
                heapq.heappush(queue, (-there - half * sqrt(2), at, half))
    return best, room


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
