"""The marking as a part of an answer's form, whose fields are named by their path in the content."""

from typing import Any, Final

from coordination.incidents.forms_marking import MarkedForm
from coordination.incidents.services.marking import HasMark
from coordination.situations.content import Content, Errors, mark_of

PATHS: Final = {"marking": "marking", "marking_reference": "reference", "marking_reason": "reason"}


class AnswerMark(MarkedForm):
    """Drawn by the same part as every marking; read and cleaned with the rest of the answer."""

    def __init__(self, content: Content, errors: Errors | None, *, marked: HasMark) -> None:
        said = content.get("marking") if isinstance(content.get("marking"), dict) else {}
        typed = {f"marking.{part}": str((said or {}).get(part) or "") for part in PATHS.values()}
        wrong = any(path.startswith("marking.") for path in errors or {})
        begins = {name: typed[f"marking.{part}"] for name, part in PATHS.items()} if mark_of(content) else None
        super().__init__(typed if wrong else None, marked=marked, initial=begins, auto_id="%s")

    def add_prefix(self, field_name: str | Any) -> str:
        return f"marking.{PATHS.get(str(field_name), field_name)}"
