"""A body carries the Swedish names of functions and figures; whoever reads in English reads the English ones."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

from coordination.situations.content import questions
from coordination.situations.models import DisputeRule, Function, QuestionSet
from coordination.situations.report.reading import Body


def named(body: Body, language: str = "") -> Body:
    """The body with its names in the language, the reader's own if none is given. The stored body stays as it is."""
    if not body or (language or get_language()) != "en":
        return body
    functions = dict(Function.objects.values_list("key", "name_en"))
    asked_in = list(QuestionSet.objects.all())
    figures = {q["key"]: q.get("name_en", "") for asked in asked_in for q in questions(asked, "number", "file")}
    sections = {s["name_sv"]: s.get("name_en") for asked in asked_in for s in asked.sections}
    rules = dict(DisputeRule.objects.values_list("key", "name_en")) if body.get("disputed") else {}
    changes = [c | {"function_name": functions.get(c["function"]) or c["function_name"]} for c in body["changes"]]
    return body | {
        "functions": [_with(functions, row) for row in body["functions"]],
        "numbers": [_with(figures, row) for row in body["numbers"]],
        "files": [
            _with(figures, row) | {"section": sections.get(row["section"]) or row["section"]}
            for row in body.get("files", [])
        ],
        "changes": changes,
        "disputed": [row | {"name": rules.get(row["rule"]) or row["name"]} for row in body.get("disputed", [])],
    }


def _with(names: Mapping[str, str], row: dict[str, Any]) -> dict[str, Any]:
    return row | {"name": names.get(row["key"]) or row["name"]}
