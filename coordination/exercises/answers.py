"""How an exercise's file writes an answer, and how that becomes the content of one.

A grade is written `4`, with `+` worse, `++` much worse, `-` better, `~` unconfirmed; `0` is unknown and `.` not asked.
"""

import re
from typing import Any, Final

from coordination.situations.compiled.grading import CRITERIA
from coordination.situations.models import QuestionSet
from coordination.situations.rounds.additions import SUBJECT

TOKEN: Final = re.compile(r"^([0-5])(\+\+|\+|-)?(~)?$")
TRENDS: Final = {None: "same", "+": "worse", "++": "much_worse", "-": "better"}
# The usual way to each grade, when the file does not say the three levels themselves.
LEVELS: Final[dict[int, tuple[int | None, int | None, int | None]]] = {
    0: (None, None, None),
    1: (0, 0, 0),
    2: (1, 1, 0),
    3: (1, 1, 1),
    4: (2, 1, 1),
    5: (2, 2, 2),
}
NOT_ASKED: Final = "."


def content_of(written: dict[str, Any], asked: QuestionSet) -> dict[str, Any]:
    """The content of an answer, in the shape that the form and the API send."""
    reasons = written.get("reasons", {})
    tokens = zip(asked.functions, written.get("functions", "").split(), strict=False)
    return {
        "overall": graded(written["overall"], levels=written.get("levels")),
        "functions": {key: graded(token, reasons.get(key, "")) for key, token in tokens if token != NOT_ASKED},
        "numbers": written.get("numbers", {}),
        "texts": written.get("texts", {}),
        "needs": written.get("needs", []),
        "rows": written.get("rows", {}),
    }


def with_effect(content: dict[str, Any], written: dict[str, Any], asked: QuestionSet) -> dict[str, Any]:
    """The content with what the answer says of the direction that the request asks about, where it says so."""
    if "effect" not in written:
        return content
    verdict, why = next(section["questions"] for section in asked.sections if section.get(SUBJECT))
    said = {verdict["key"]: written["effect"], why["key"]: written.get("effect_why", "")}
    return content | {"texts": {**content["texts"], **{key: text for key, text in said.items() if text}}}


def graded(token: str, reason: str = "", levels: list[int] | None = None) -> dict[str, Any]:
    """One grade with its three levels. With a reason the grade is one above what the levels give."""
    found = TOKEN.match(token)
    if found is None:
        raise ValueError(f"not a grade: {token!r}")
    grade = int(found[1])
    three = levels or LEVELS[grade - 1 if reason else grade]
    return {
        **dict(zip(CRITERIA, three, strict=True)),
        "grade": grade if reason else None,
        "reason": reason,
        "trend": TRENDS[found[2]] if grade else "",
        "confidence": "unconfirmed" if found[3] else ("confirmed" if grade else ""),
    }
