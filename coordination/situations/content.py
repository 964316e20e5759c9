"""What an answer says, as data: cleaned once, whatever door it came through.

    {"overall": {works, resources, load, grade, reason, trend, confidence},
     "functions": {key: the same}, "numbers": {key: int | None}, "texts": {key: str},
     "needs": [{what, amount, unit, where, needed_by, consequence}]}

What is sent may also carry how it is marked and which fields have a narrower audience. Neither is part of the content
that is kept:

    {"marking": {marking, reference, reason},
     "guards": {"texts": {key: "own" | "named"}, "numbers": {the same}, "needs": "own" | "named"}}

Levels are 0, 1, 2 or None ("vet inte"); grades 1-5 or None ("Okänt").
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from coordination.incidents.services import Mark, wrong_with
from coordination.numbers import whole
from coordination.situations.grading import CRITERIA, grade_of
from coordination.situations.models import Confidence, Input, QuestionSet, Trend
from coordination.situations.states import InputState

Content = dict[str, Any]
Errors = dict[str, list[str]]

NEED_FIELDS: Final = ("what", "amount", "unit", "where", "needed_by", "consequence")
MARK_FIELDS: Final = ("marking", "reference", "reason")
GUARDS: Final = ("own", "named")
GUARD_CHOICES: Final = [(value, value) for value in GUARDS]
# What a draft carries beside what it says.
ASIDE: Final = ("marking", "guards")
LONGEST_TEXT: Final = 4000
MOST_NEEDS: Final = 30
LARGEST_NUMBER: Final = 10_000_000


def mark_of(raw: Any) -> Mark | None:
    """The marking that came along; None takes the former answer's, or the incident's."""
    said = _dict(raw, "marking") if isinstance(raw, dict) else {}
    if not said.get("marking"):
        return None
    return Mark(*(str(said.get(name) or "") for name in MARK_FIELDS))


def guards_of(raw: Any, asked: QuestionSet) -> dict[str, str]:
    """Paths of the fields with a narrower audience than the answer, and that audience."""
    said = _dict(raw, "guards") if isinstance(raw, dict) else {}
    found = {path: _guard(said, path) for path in guarded_paths(asked)}
    return {path: audience for path, audience in found.items() if audience in GUARDS}


def guarded_paths(asked: QuestionSet) -> list[str]:
    """What may have an audience of its own: texts, numbers, and the needs as a whole."""
    texts = [f"texts.{q['key']}" for q in questions(asked, "text")]
    numbers = [f"numbers.{q['key']}" for q in questions(asked, "number")]
    return [*texts, *numbers, *(["needs"] if questions(asked, "needs") else [])]


def _guard(said: dict[str, Any], path: str) -> str:
    part, _dot, key = path.partition(".")
    value = _dict(said, part).get(key) if key else said.get(part)
    return value if isinstance(value, str) else ""


def split(content: Content, guards: Mapping[str, str]) -> tuple[Content, list[tuple[str, str, Any, str]]]:
    """What all readers of the answer read, and the fields taken out of it: part, key, value and audience of each."""
    public = deepcopy(content)
    aside = []
    for path, audience in guards.items():
        part, _dot, key = path.partition(".")
        value = public[part].get(key) if key else public[part]
        if value not in (None, "", []):
            aside.append((part, key, value, audience))
            _take_out(public, part, key)
    return public, aside


def _take_out(content: Content, part: str, key: str) -> None:
    if not key:
        content[part] = []
    elif part == "numbers":
        content[part][key] = None
    else:
        content[part].pop(key, None)


def in_full(content: Content, rows: Iterable[Mapping[str, Any]]) -> Content:
    """The answer as its owner wrote it: with its guarded fields, and their audiences under `guards`."""
    full: Content = {**empty(), **deepcopy(content)}
    guards: dict[str, Any] = {}
    for row in rows:
        part, key = row["part"], row["key"]
        if key:
            full[part][key] = row["value"]
            guards.setdefault(part, {})[key] = row["audience"]
        else:
            full[part], guards[part] = row["value"], row["audience"]
    return {**full, "guards": guards} if guards else full


def as_begun(base: Input | None) -> Content:
    """What a next answer begins with: the last one as its owner wrote it, with its marking and its guarded fields."""
    if base is None:
        return empty()
    if base.state == InputState.DRAFT:
        return {**empty(), **deepcopy(base.content)}
    mark = {"marking": base.marking, "reference": base.marking_reference, "reason": base.marking_reason}
    return {**in_full(base.content, base.guarded_rows), "marking": mark}


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
    mark = mark_of(raw)
    for name, sentence in (wrong_with(mark) if mark else {}).items():
        errors.setdefault(f"marking.{name}", []).append(sentence)
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
