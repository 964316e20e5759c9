"""What an answer says, as data: cleaned once, whatever door it came through.

    {"overall": {works, resources, load, grade, reason, trend, confidence},
     "functions": {key: the same}, "numbers": {key: int | None},
     "texts": {key: str: a text, the key of a choice, or "yes" and "no"},
     "needs": [{what, amount, unit, where, needed_by, consequence}],
     "places": {key: {name, municipality: code or "", lat: float | None, lon: float | None}},
     "rows": {key: [{column: str | int | None}]},
     "reused": {path: number of the row of the answer that it was taken from}}

What is sent may also carry how it is marked and which fields have a narrower audience. Neither is part of the content
that is kept:

    {"marking": {marking, reference, reason},
     "guards": {"texts": {key: "own" | "named"}, numbers, places and rows: {the same}, "needs": "own" | "named"}}

Files lie in rows of their own (models/attaching.py), beside the content.

Levels are 0, 1, 2 or None ("vet inte"); grades 1-5 or None ("Okänt").
"""

from coordination.situations.content.cleaning import clean
from coordination.situations.content.guarding import as_begun, guarded_paths, guards_of, in_full, split
from coordination.situations.content.shape import (
    ASIDE,
    GUARD_CHOICES,
    GUARDS,
    LARGEST_NUMBER,
    LONGEST_TEXT,
    MARK_FIELDS,
    MOST_NEEDS,
    MOST_ROWS,
    NEED_FIELDS,
    PART_OF,
    PLACE_FIELDS,
    YES_NO,
    Content,
    Errors,
    Hashes,
    canonical,
    digest,
    empty,
    mark_of,
    path_of,
    questions,
)

__all__ = [
    "ASIDE",
    "GUARDS",
    "GUARD_CHOICES",
    "LARGEST_NUMBER",
    "LONGEST_TEXT",
    "MARK_FIELDS",
    "MOST_NEEDS",
    "MOST_ROWS",
    "NEED_FIELDS",
    "PART_OF",
    "PLACE_FIELDS",
    "YES_NO",
    "Content",
    "Errors",
    "Hashes",
    "as_begun",
    "canonical",
    "clean",
    "digest",
    "empty",
    "guarded_paths",
    "guards_of",
    "in_full",
    "mark_of",
    "path_of",
    "questions",
    "split",
]
