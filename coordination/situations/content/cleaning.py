"""The answer in its one shape, with every sentence about what is wrong at its own field."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from coordination.incidents.models import Incident
from coordination.incidents.services import wrong_with
from coordination.situations.compiled.grading import CRITERIA, grade_of
from coordination.situations.content.kinds import places, rows
from coordination.situations.content.shape import (
    LONGEST_TEXT,
    MOST_NEEDS,
    NEED_FIELDS,
    PART_OF,
    Content,
    Errors,
    mark_of,
    part,
    path_of,
    questions,
)
from coordination.situations.content.values import choice, keys_of, number, short
from coordination.situations.models import Confidence, QuestionSet, Trend


def clean(raw: Any, asked: QuestionSet, incident: Incident | None = None) -> Content:
    """The answer in its one shape. Raises ValidationError with {"functions.el.reason": [sentence]}.

    With the incident, a municipality must lie in one of its counties.
    """
    errors: Errors = {}
    if not isinstance(raw, dict):
        raise ValidationError({"content": [_("Svaret ska vara ett objekt.")]})
    content: Content = {
        "overall": _graded(part(raw, "overall"), "overall", errors),
        "functions": {
            key: _graded(value if isinstance(value, dict) else {}, f"functions.{key}", errors)
            for key, value in part(raw, "functions").items()
            if key in asked.functions
        },
        "numbers": _numbers(part(raw, "numbers"), asked, errors),
        "texts": _texts(part(raw, "texts"), asked, errors),
        "needs": _needs(raw.get("needs"), errors),
        "places": places(part(raw, "places"), asked, incident, errors),
        "rows": rows(part(raw, "rows"), asked, incident, errors),
        "reused": _reused(part(raw, "reused"), asked),
    }
    mark = mark_of(raw)
    for name, sentence in (wrong_with(mark) if mark else {}).items():
        errors.setdefault(f"marking.{name}", []).append(sentence)
    if errors:
        raise ValidationError(errors)
    return content


def _reused(raw: dict[str, Any], asked: QuestionSet) -> dict[str, int]:
    """Which answers it took over: of what is asked only, each by the number of that answer's row."""
    known = {path_of(q) for q in questions(asked, *PART_OF)} | {f"functions.{key}" for key in asked.functions}
    return {path: pk for path, pk in raw.items() if path in known and isinstance(pk, int) and not isinstance(pk, bool)}


def _graded(raw: dict[str, Any], where: str, errors: Errors) -> dict[str, Any]:
    levels = {name: _level(raw.get(name), f"{where}.{name}", errors) for name in CRITERIA}
    proposed = grade_of(**levels)
    grade = _grade(raw.get("grade", proposed), where, errors) if raw.get("grade") not in ("", None) else proposed
    reason = short(raw.get("reason"), f"{where}.reason", errors)
    if grade != proposed and not reason:
        errors.setdefault(f"{where}.reason", []).append(_("Skriv skälet till att graden är en annan än den räknade."))
    return {
        **levels,
        "proposed": proposed,
        "grade": grade,
        "reason": reason if grade != proposed else "",
        "trend": choice(raw.get("trend"), Trend.values, f"{where}.trend", errors),
        "confidence": choice(raw.get("confidence"), Confidence.values, f"{where}.confidence", errors),
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


def _numbers(raw: dict[str, Any], asked: QuestionSet, errors: Errors) -> dict[str, int | None]:
    return {q["key"]: number(raw.get(q["key"]), f"numbers.{q['key']}", errors) for q in questions(asked, "number")}


def _texts(raw: dict[str, Any], asked: QuestionSet, errors: Errors) -> dict[str, str]:
    texts = {
        q["key"]: short(raw.get(q["key"]), f"texts.{q['key']}", errors, LONGEST_TEXT) for q in questions(asked, "text")
    }
    choices = {
        q["key"]: choice(raw.get(q["key"]), keys_of(q), f"texts.{q['key']}", errors)
        for q in questions(asked, "choice", "yes_no")
    }
    return {key: value for key, value in {**texts, **choices}.items() if value}


def _needs(raw: Any, errors: Errors) -> list[dict[str, str]]:
    given = [row for row in raw if isinstance(row, dict)] if isinstance(raw, list) else []
    if len(given) > MOST_NEEDS:
        errors.setdefault("needs", []).append(_("Högst %(n)d behov i ett svar.") % {"n": MOST_NEEDS})
    needs = []
    for at, row in enumerate(given[:MOST_NEEDS]):
        need = {name: short(str(row.get(name) or ""), f"needs.{at}.{name}", errors) for name in NEED_FIELDS}
        if any(need.values()):
            if not need["what"]:
                errors.setdefault(f"needs.{at}.what", []).append(_("Skriv vad som behövs."))
            needs.append(need)
    return needs
