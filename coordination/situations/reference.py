"""Incident types, functions, questions, their sets and rules of contradiction, from data files. Twice is as once."""

import json
from pathlib import Path
from typing import Any, Final

from coordination.incidents.models import IncidentType
from coordination.situations.models import DisputeRule, Function, Question, QuestionKind, QuestionSet

HERE = Path(__file__).resolve().parent
TYPES = HERE.parent / "incidents" / "data" / "types.json"
QUESTIONS = HERE / "data" / "questions.json"
# As it was asked before the registry: its questions stand in full, and answers to it are read by them.
FIRST_SET = HERE / "data" / "lagesrapport_1.json"
SETS = HERE / "data" / "sets.json"
# Worded for the set, not for the question.
OF_THE_SET: Final = ("quick",)
# Questions of impact stand after the societal functions, wherever both are listed.
AFTER_FUNCTIONS: Final = 1000
DISPUTES = HERE / "data" / "dispute_rules.json"


def load() -> None:
    """Bring the rows in step with the files. A question set that was used is never changed: it gets a new version."""
    for order, row in enumerate(_read(TYPES)["types"]):
        IncidentType.objects.update_or_create(key=row["key"], defaults={**row, "order": order})
    data = _read(QUESTIONS)
    for order, row in enumerate(data["functions"]):
        Function.objects.update_or_create(key=row["key"], defaults={**row, "order": order})
    for order, row in enumerate(data["questions"]):
        asked, _made = Question.objects.update_or_create(key=row["key"], defaults={**row, "order": order})
        grade_as_function(asked)
    first = _read(FIRST_SET)
    for row in first["sets"]:
        _keep(row | {"source": first["source"][:300]})
    known = Question.objects.in_bulk()
    for row in _read(SETS)["sets"]:
        _keep(row | {"source": row["source"][:300], "sections": [_section(one, known) for one in row["sections"]]})
    _load_dispute_rules()


def _keep(row: dict[str, Any]) -> None:
    QuestionSet.objects.as_made().get_or_create(key=row["key"], version=row["version"], defaults=row)


def _section(row: dict[str, Any], known: dict[str, Question]) -> dict[str, Any]:
    return row | {
        "questions": [
            as_asked(known[one["key"]]) | {name: one[name] for name in OF_THE_SET if name in one}
            for one in row["questions"]
        ]
    }


def as_asked(question: Question) -> dict[str, Any]:
    """The question as a set carries it: its words of today, which an answer is read by for ever."""
    said = {
        "key": question.key,
        "kind": question.kind,
        "name_sv": question.name_sv,
        "name_en": question.name_en,
        "definition_sv": question.definition_sv,
        "definition_en": question.definition_en,
        "hint_sv": question.hint_sv,
        "hint_en": question.hint_en,
        "unit_sv": question.unit_sv,
        "unit_en": question.unit_en,
        "lines": question.lines,
        "shelf_minutes": question.shelf_minutes,
        "guard": question.guard,
    }
    parts = {"choice": "choices", "rows": "columns"}
    if question.kind in parts:
        said[parts[question.kind]] = question.options
    return {name: value for name, value in said.items() if value not in ("", None)}


def grade_as_function(question: Question) -> None:
    """A question of impact is graded as a function is: it has a row among them, under its own key.

    So its grades are kept, shown, compiled, grown old and compared by all that does so with a function's.
    """
    if question.kind == QuestionKind.IMPACT:
        named = {"name_sv": question.name_sv, "name_en": question.name_en}
        hints = {"hint_sv": question.definition_sv[:200], "hint_en": question.definition_en[:200]}
        more = {"shelf_minutes": question.shelf_minutes, "order": AFTER_FUNCTIONS + min(question.order, 1000)}
        Function.objects.update_or_create(key=question.key, defaults={**named, **hints, **more})


def _load_dispute_rules() -> None:
    """A rule that is there keeps its limits: a county may have set them. Its names follow the file."""
    data = _read(DISPUTES)
    for order, row in enumerate(data["rules"]):
        named = {"name_sv": row["name_sv"], "name_en": row["name_en"], "source": data["source"][:300], "order": order}
        first = {**named, "kind": row["kind"], "spec": row["spec"]}
        DisputeRule.objects.update_or_create(key=row["key"], defaults=named, create_defaults=first)


def _read(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data
