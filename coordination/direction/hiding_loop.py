"""What of the loop holds the same words: a fact that became a need, an issue, an influence; values carried over.

Whichever of them is hidden, the others with its words are hidden too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Any, Final

from coordination.direction.models import Cycle, Influence, Need, Note, SystemIssue
from coordination.incidents import records

# Shorter than this is nobody's own words.
SHORTEST: Final = 12
TEXTS: Final[dict[type[Any], tuple[str, ...]]] = {
    Cycle: ("principle", "forgotten", "effect", "endurance"),
    Note: ("text", "indicators", "balanced"),
    Need: ("title", "affected", "consequence"),
    SystemIssue: ("title", "proposal"),
    Influence: ("text",),
}


def same_words(record: Any) -> Iterable[Any]:
    """All that was made of it, or that it was made of, step by step, as long as the words are carried along."""
    found: dict[tuple[type[Any], int], Any] = {}
    waiting = [record]
    while waiting:
        near = waiting.pop()
        for other in _made(near):
            key = (type(other), other.pk)
            if key not in found and other != record and _share(near, other):
                found[key] = records.with_incident(other, record.incident)
                waiting.append(other)
    return list(found.values())


def _made(row: Any) -> Iterator[Any]:
    """The neighbours of a row on the way from fact to influence."""
    if isinstance(row, Cycle):
        yield from Cycle.objects.filter(incident=row.incident_id).exclude(pk=row.pk)
    elif isinstance(row, Note):
        yield from row.needs.all()
    elif isinstance(row, Need):
        yield from chain(Note.objects.filter(pk=row.note_id or 0), row.issues.all())
    elif isinstance(row, SystemIssue):
        yield from chain(row.needs.all(), row.influences.all())
    elif isinstance(row, Influence):
        yield from SystemIssue.objects.filter(pk=row.issue_id or 0)


def said(row: Any) -> set[str]:
    texts = [getattr(row, name).strip() for name in TEXTS[type(row)]]
    return {text for text in texts if len(text) >= SHORTEST}


def _share(one: Any, other: Any) -> bool:
    """A text of the one is in a text of the other, whole."""
    return any(a in b or b in a for a in said(one) for b in said(other))


def of_answers() -> None:
    """What was noted from an answer goes with the answer, in whatever words: it says what the answer said."""
    kind = records.KINDS["input"]

    def parts(answer: Any) -> Iterable[Any]:
        others = list(kind.parts(answer))
        rows = [one.pk for one in (answer, *others)]
        noted = [*Note.objects.filter(input__in=rows), *Need.objects.filter(input__in=rows)]
        made = [*noted, *chain.from_iterable(same_words(records.with_incident(row, answer.incident)) for row in noted)]
        unique = {(type(row), row.pk): records.with_incident(row, answer.incident) for row in made}
        return [*others, *unique.values()]

    records.register(replace(kind, parts=parts))
