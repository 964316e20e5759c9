"""Whether what goes apart now is what a person has decided of: the same actors that say the same, in newer answers.

An answer that is confirmed unchanged, or corrected in something else, is another row with the same words. Pure
functions of what the sides say; the place in a list is not what is said.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from coordination.situations.content import canonical
from coordination.situations.weighing.contradictions import Said, Side

Voice = tuple[int, str, bytes]


def value_at(said: Said, path: str) -> Any:
    """What stands under a path. Of rows.x it is how much the rows sum to, of rows.x.0 the row, of more its column."""
    parts = path.split(".")
    value = said.value(".".join(parts[:2]))
    if parts[0] != "rows" or len(parts) == 2:
        return value
    row = (value or [])[int(parts[2])]
    return row.get(parts[3]) if len(parts) > 3 else dict(row)


def voices(sides: Iterable[Side], said: Mapping[int, Said]) -> list[Voice]:
    """Who says what, in an order that follows from nothing else. Empty where an answer is not there to be read."""
    found = []
    for pk, path in sides:
        one = said.get(pk)
        if one is None:
            return []
        found.append((one.actor, _place(path), canonical(value_at(one, path))))
    return sorted(found)


def _place(path: str) -> str:
    parts = path.split(".")
    return ".".join([*parts[:2], *parts[3:]]) if parts[0] == "rows" else path


def newest_of(actor: int, sides: Iterable[Side], said: Mapping[int, Said]) -> int | None:
    """The key of the side that is the actor's."""
    return next((pk for pk, _path in sides if said[pk].actor == actor), None)
