"""The outline of an answer's content: its parts, its limits, and where the answer to a question lies in it."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any, Final

from coordination.incidents.services import Mark
from coordination.situations.models import QuestionSet

Content = dict[str, Any]
Errors = dict[str, list[str]]
# Question and SHA-256 of each file of an answer.
Hashes = Sequence[tuple[str, str]]

NEED_FIELDS: Final = ("what", "amount", "unit", "where", "needed_by", "consequence")
PLACE_FIELDS: Final = ("name", "municipality", "lat", "lon")
MARK_FIELDS: Final = ("marking", "reference", "reason")
GUARDS: Final = ("own", "named")
GUARD_CHOICES: Final = [(value, value) for value in GUARDS]
YES_NO: Final = ("yes", "no")
# What a draft carries beside what it says.
ASIDE: Final = ("marking", "guards")
# The part of the content in which the answer to a question of each kind lies.
PART_OF: Final = {
    "number": "numbers",
    "text": "texts",
    "choice": "texts",
    "yes_no": "texts",
    "place": "places",
    "rows": "rows",
}
# Of the kinds that are no texts, figures or rows: a grade lies among the functions' grades.
BESIDE: Final = {"file": "files", "impact": "functions"}
LONGEST_TEXT: Final = 4000
MOST_NEEDS: Final = 30
MOST_ROWS: Final = 60
LARGEST_NUMBER: Final = 10_000_000


def empty() -> Content:
    return {
        "overall": {},
        "functions": {},
        "numbers": {},
        "texts": {},
        "needs": [],
        "places": {},
        "rows": {},
        "reused": {},
    }


def path_of(question: dict[str, Any]) -> str:
    """Where the answer to a question lies: "numbers.injured"; the needs are one list for the whole answer.

    Files lie in rows of their own; their path is the name of their field. What is graded lies among the functions.
    """
    if question["kind"] in BESIDE:
        return f"{BESIDE[question['kind']]}.{question['key']}"
    return "needs" if question["kind"] == "needs" else f"{PART_OF[question['kind']]}.{question['key']}"


def questions(asked: QuestionSet, *kinds: str) -> list[dict[str, Any]]:
    """The questions of some kinds, in order."""
    return [q for section in asked.sections for q in section["questions"] if q["kind"] in kinds]


def mark_of(raw: Any) -> Mark | None:
    """The marking that came along; None takes the former answer's, or the incident's."""
    said = part(raw, "marking") if isinstance(raw, dict) else {}
    if not said.get("marking"):
        return None
    return Mark(*(str(said.get(name) or "") for name in MARK_FIELDS))


def digest(content: Content, files: Hashes = ()) -> str:
    """SHA-256 of the canonical JSON: what a receipt vouches for. Of an answer with files, with their hashes in it."""
    whole = {**content, "files": sorted(files)} if files else content
    return hashlib.sha256(canonical(whole)).hexdigest()


def canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def part(raw: dict[str, Any], name: str) -> dict[str, Any]:
    value = raw.get(name)
    return value if isinstance(value, dict) else {}
