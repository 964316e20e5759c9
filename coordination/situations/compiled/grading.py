"""Påverkansgrad 1-5, computed from three criteria.

The rule is one county's published description (Länsstyrelsen Västernorrland 2020): "så räknar vi", not law.
Each criterion is answered 0 (not affected), 1 (middle) or 2 (severe); None is "vet inte", and then the grade is
unknown. Grades are never averaged anywhere.
"""

from collections.abc import Iterable, Sequence
from typing import Final

CRITERIA: Final = ("works", "resources", "load")
MIDDLE, SEVERE = 1, 2


def grade_of(works: int | None, resources: int | None, load: int | None) -> int | None:
    """The proposed grade: 1 none, 2 one or two middle, 3 all middle, 4 one or two severe, 5 all severe."""
    levels = (works, resources, load)
    if None in levels:
        return None
    severe = levels.count(SEVERE)
    if severe:
        return 5 if severe == 3 else 4
    middle = levels.count(MIDDLE)
    if middle:
        return 3 if middle == 3 else 2
    return 1


def worst(grades: Iterable[int | None]) -> int | None:
    """The worst known grade, or None when nothing is known."""
    known = [grade for grade in grades if grade is not None]
    return max(known) if known else None


def distribution(grades: Iterable[int | None]) -> list[int | None]:
    """Every grade, worst first, the unknown last: 5 5 4 3 2 ? ?"""
    as_list: Sequence[int | None] = list(grades)
    known = sorted((g for g in as_list if g is not None), reverse=True)
    return [*known, *[None] * (len(as_list) - len(known))]
