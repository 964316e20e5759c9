"""What an answer says, as data: cleaned once, whatever door it came through.

    {"overall": {works, resources, load, grade, reason, trend, confidence},
     "functions": {key: the same}, "numbers": {key: int | None}, "texts": {key: str},
     "needs": [{what, amount, unit, where, needed_by, consequence}]}

Levels are 0, 1, 2 or None ("vet inte"); grades 1-5 or None ("Okänt").
"""

import hashlib
import json
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from coordination.numbers import whole
from coordination.situations.grading import CRITERIA, grade_of
from coordination.situations.models import Confidence, QuestionSet, Trend

Content = dict[str, Any]
Errors = dict[str, list[str]]

NEED_FIELDS: Final = ("what", "amount", "unit", "where", "needed_by", "consequence")
LONGEST_TEXT: Final = 4000
MOST_NEEDS: Final = 30
LARGEST_NUMBER: Final = 10_000_000


def empty() -> Content:
    return {"overall": {}, "functions": {}, "numbers": {}, "texts": {}, "needs": []}


def clean(raw: Any, asked: QuestionSet) -> Content:
    """The answer in its one shape. Raises ValidationError with {"functions.el.reason": [sentence]}."""
    errors: Errors = {}
    if not isinstance(raw, dict):
        raise ValidationError({"content": [_("Svaret ska vara ett objekt.")]})
    content: Content = {
        "overall": _graded(_dict(raw, "overall"), "overall", errors),
        "functions": {
            key: _graded(value if isinstance(value, dict) else {}, f"functions.{key}", errors)
            for key, value in _dict(raw, "functions").items()
            if key in asked.functions
        },
        "numbers": _numbers(_dict(raw, "numbers"), asked, errors),
        "texts": _texts(_dict(raw, "texts"), asked, errors),
        "needs": _needs(raw.get("needs"), errors),
    }
    if errors:
        raise ValidationError(errors)
    return content


def questions(asked: QuestionSet, kind: str) -> list[dict[str, Any]]:
    """The questions of one kind (text, number, choice, needs), in order."""
    return [q for section in asked.sections for q in section["questions"] if q["kind"] == kind]


def digest(content: Content) -> str:
    """SHA-256 of the canonical JSON: what a receipt vouches for."""
    return hashlib.sha256(canonical(content)).hexdigest()


def canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _dict(raw: dict[str, Any], name: str) -> dict[str, Any]:
    value = raw.get(name)
    return value if isinstance(value, dict) else {}


def _graded(raw: dict[str, Any], where: str, errors: Errors) -> dict[str, Any]:
    levels = {name: _level(raw.get(name), f"{where}.{name}", errors) for name in CRITERIA}
    proposed = grade_of(**levels)
    grade = _grade(raw.get("grade", proposed), where, errors) if raw.get("grade") not in ("", None) else proposed
    reason = _short(raw.get("reason"), f"{where}.reason", errors)
    if grade != proposed and not reason:
        errors.setdefault(f"{where}.reason", []).append(_("Skriv skälet till att graden är en annan än den räknade."))
    return {
        **levels,
        "proposed": proposed,
        "grade": grade,
        "reason": reason if grade != proposed else "",
        "trend": _choice(raw.get("trend"), Trend.values, f"{where}.trend", errors),
        "confidence": _choice(raw.get("confidence"), Confidence.values, f"{where}.confidence", errors),
    }


def _level(value: Any, where: str, errors: Errors) -> int | None:
    if value in ("", None, "unknown"):
        return None
    if str(value) in {"0", "1", "2"} and not isinstance(value, bool):
        return int(value)
    errors.setdefault(where, []).append(_("Välj ett av svaren."))
    return None


def _grade(value: Any, where: str, errors: Errors) -> int | None:
    if str(value) in {"1", "2", "3", "4", "5"} and not isinstance(value, bool):
        return int(value)
    errors.setdefault(f"{where}.grade", []).append(_("Graden är 1 till 5."))
    return None


def _choice(value: Any, values: list[str], where: str, errors: Errors) -> str:
    if value in ("", None):
        return ""
    if value in values:
        return str(value)
    errors.setdefault(where, []).append(_("Välj ett av svaren."))
    return ""


def _short(value: Any, where: str, errors: Errors, longest: int = 300) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if "\x00" in text:
        errors.setdefault(where, []).append(_("Texten har tecken som inte kan sparas."))
        return text.replace("\x00", "")
    if len(text) > longest:
        errors.setdefault(where, []).append(
            _("Texten är %(long)d tecken. Den får vara högst %(longest)d.") % {"long": len(text), "longest": longest}
        )
    return text


def _numbers(raw: dict[str, Any], asked: QuestionSet, errors: Errors) -> dict[str, int | None]:
    return {q["key"]: _number(raw.get(q["key"]), f"numbers.{q['key']}", errors) for q in questions(asked, "number")}


def _number(value: Any, where: str, errors: Errors) -> int | None:
    if value in ("", None):
        return None
    count = None if isinstance(value, bool) else whole(str(value).replace("\u00a0", "").replace(" ", ""))
    if count is None or count > LARGEST_NUMBER:
        errors.setdefault(where, []).append(_("Skriv antalet med siffror, utan ord."))
        return None
    return count


def _texts(raw: dict[str, Any], asked: QuestionSet, errors: Errors) -> dict[str, str]:
    texts = {
        q["key"]: _short(raw.get(q["key"]), f"texts.{q['key']}", errors, LONGEST_TEXT) for q in questions(asked, "text")
    }
    choices = {
        q["key"]: _choice(raw.get(q["key"]), [c["key"] for c in q["choices"]], f"texts.{q['key']}", errors)
        for q in questions(asked, "choice")
    }
    return {key: value for key, value in {**texts, **choices}.items() if value}


def _needs(raw: Any, errors: Errors) -> list[dict[str, str]]:
    rows = [row for row in raw if isinstance(row, dict)] if isinstance(raw, list) else []
    if len(rows) > MOST_NEEDS:
        errors.setdefault("needs", []).append(_("Högst %(n)d behov i ett svar.") % {"n": MOST_NEEDS})
    needs = []
    for number, row in enumerate(rows[:MOST_NEEDS]):
        need = {name: _short(str(row.get(name) or ""), f"needs.{number}.{name}", errors) for name in NEED_FIELDS}
        if any(need.values()):
            if not need["what"]:
                errors.setdefault(f"needs.{number}.what", []).append(_("Skriv vad som behövs."))
            needs.append(need)
    return needs
