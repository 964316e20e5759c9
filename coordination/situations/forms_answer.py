"""The answer as a form that a page can draw: what is filled in, what it was last time, what it gives, what is wrong."""

from functools import cached_property
from typing import Any

from coordination.situations import forms, forms_words
from coordination.situations.content import MARK_FIELDS, NEED_FIELDS, Content, Errors, questions
from coordination.situations.forms_fields import Choice, Field, Graded, Section
from coordination.situations.forms_words import Choices, said
from coordination.situations.grading import CRITERIA
from coordination.situations.models import Function, QuestionSet

IMPACT = "paverkan"
NO_ERRORS: list[str] = []


class AnswerForm:
    """Content, the former answer and the errors, asked for field by field. Pure: the functions are handed in."""

    def __init__(
        self,
        asked: QuestionSet,
        content: Content,
        *,
        former: Content | None = None,
        errors: Errors | None = None,
        municipal: bool = True,
        functions: list[Function] | None = None,
        opened: str = "",
        rows: int = 1,
    ) -> None:
        self.asked, self.content, self.former, self.errors = asked, content, former, errors or {}
        self.municipal, self.functions, self.opened, self.extra_rows = municipal, functions or [], opened, rows

    @cached_property
    def summary(self) -> list[dict[str, str]]:
        """Every error with the name of its field, for the list at the top."""
        names = {function.key: str(function) for function in self.functions}
        return [
            {"name": path, "label": forms_words.label_of(path, self.asked, names), "sentence": sentence}
            for path, sentences in self.errors.items()
            for sentence in sentences
        ]

    @cached_property
    def quick_levels(self) -> list[Field]:
        return [
            self._choice(
                f"overall.{name}",
                forms_words.long_question(name, municipal=self.municipal),
                forms_words.LONG_LEVELS[name],
            )
            for name in CRITERIA
        ]

    @cached_property
    def overall(self) -> Graded:
        return self._graded("overall", str(forms_words.OVERALL), "")

    @cached_property
    def rows(self) -> list[Graded]:
        by_key = {function.key: function for function in self.functions}
        found = [by_key[key] for key in self.asked.functions if key in by_key]
        return [self.overall] + [
            self._graded(f"functions.{f.key}", str(f), said({"hint_sv": f.hint_sv, "hint_en": f.hint_en}, "hint"))
            for f in found
        ]

    @cached_property
    def quick_texts(self) -> list[Field]:
        return [self._field(q) for q in questions(self.asked, "text") if q.get("quick")]

    @cached_property
    def quick_numbers(self) -> list[Field]:
        return [self._field(q) for q in questions(self.asked, "number") if q.get("quick")]

    @cached_property
    def sections(self) -> list[Section]:
        return [self._section(section) for section in self.asked.sections]

    @property
    def quick_names(self) -> set[str]:
        """The fields that the quick form shows: an error elsewhere is fixed in the full one."""
        shown = [*self.quick_texts, *self.quick_numbers]
        marking = {f"marking.{name}" for name in MARK_FIELDS}
        return {f"overall.{name}" for name in forms.GRADED} | {one.name for one in shown} | marking

    @property
    def done(self) -> int:
        return sum(section.step == "done" or section.step == "same" for section in self.sections)

    @cached_property
    def needs(self) -> list[list[Field]]:
        kept = [need for need in self.content["needs"] if isinstance(need, dict)]
        blank: dict[str, str] = {}
        return [self._need(number, row) for number, row in enumerate([*kept, *[blank] * self.extra_rows])]

    @property
    def needs_filled(self) -> list[list[Field]]:
        return [row for row in self.needs if any(one.value.strip() for one in row)]

    def _need(self, number: int, row: dict[str, Any]) -> list[Field]:
        order = [name for name in forms_words.NEED_WORDS if name in NEED_FIELDS]
        return [
            Field(
                f"needs.{number}.{name}",
                str(forms_words.NEED_WORDS[name]),
                "text",
                value=str(row.get(name) or "").replace("\x00", ""),
                errors=self._errors(f"needs.{number}.{name}"),
            )
            for name in order
        ]

    def _section(self, section: dict[str, Any]) -> Section:
        asked = section["questions"]
        fields = [self._field(q) for q in asked if q["kind"] != "needs"]
        has_needs = any(q["kind"] == "needs" for q in asked)
        return Section(
            section["key"],
            section["number"],
            said(section),
            fields,
            self._step(section, has_needs),
            has_numbers=any(q["kind"] == "number" for q in asked),
            has_needs=has_needs,
            has_grades=section["key"] == IMPACT,
        )

    def _step(self, section: dict[str, Any], has_needs: bool) -> str:
        """wrong, todo (nothing in it), now (some functions left), same (as last time) or done."""
        names = [self._path(q) for q in section["questions"] if q["kind"] != "needs"]
        if section["key"] == IMPACT:
            return self._impact_step()
        if any(path in self.errors for path in names) or (has_needs and self._needs_wrong()):
            return "wrong"
        now = [forms.value_at(self.content, path) for path in names]
        if not any(now) and not (has_needs and self.content["needs"]):
            return "todo"
        if self.former is None:
            return "done"
        same = now == [forms.value_at(self.former, path) for path in names]
        return "same" if same and (not has_needs or self.content["needs"] == self.former["needs"]) else "done"

    def _needs_wrong(self) -> bool:
        return any(path.split(".")[0] == "needs" for path in self.errors)

    def _impact_step(self) -> str:
        if any(path.split(".")[0] in ("overall", "functions") for path in self.errors):
            return "wrong"
        blank = sum(row.blank for row in self.rows)
        if blank == len(self.rows):
            return "todo"
        if blank:
            return "now"
        return "same" if all(row.has_former and row.same for row in self.rows) else "done"

    def _path(self, question: dict[str, Any]) -> str:
        return f"{'numbers' if question['kind'] == 'number' else 'texts'}.{question['key']}"

    def _field(self, question: dict[str, Any]) -> Field:
        path = self._path(question)
        if question["kind"] == "choice":
            return self._choice(path, said(question), [(c["key"], said(c)) for c in question["choices"]])
        return Field(
            path,
            said(question),
            question["kind"],
            value=forms.value_at(self.content, path),
            hint=said(question, "hint"),
            unit=said(question, "unit"),
            rows=int(question.get("rows", 1)),
            former=forms.value_at(self.former, path) if self.former else "",
            errors=self._errors(path),
            guard=forms.value_at(self.content, f"guards.{path}"),
        )

    @property
    def needs_guard(self) -> str:
        said = self.content.get("guards")
        return str(said.get("needs") or "") if isinstance(said, dict) else ""

    def _choice(self, path: str, label: object, choices: Choices) -> Field:
        value = forms.value_at(self.content, path)
        former = forms.value_at(self.former, path) if self.former else ""
        return Field(
            path,
            str(label),
            "choice",
            value=value,
            former=former,
            errors=self._errors(path),
            choices=[
                Choice(key, str(word), key == value, key == former, forms_words.TREND_ICONS.get(key, ""))
                for key, word in choices
            ],
        )

    def _graded(self, path: str, name: str, hint: str) -> Graded:
        graded, former = forms.at(self.content, path), forms.at(self.former, path)
        levels = [
            self._choice(f"{path}.{c}", forms_words.SHORT_QUESTIONS[c], forms_words.SHORT_LEVELS[c]) for c in CRITERIA
        ]
        wrong = [s for name, found in self.errors.items() if name.startswith(f"{path}.") for s in found]
        return Graded(
            path,
            name,
            hint,
            levels,
            forms.computed(graded),
            forms.grade_shown(graded),
            override=self._choice(f"{path}.grade", forms_words.FIELD_WORDS["grade"], forms_words.GRADES),
            reason=Field(
                f"{path}.reason",
                str(forms_words.FIELD_WORDS["reason"]),
                "text",
                value=forms.value_at(self.content, f"{path}.reason"),
                errors=self._errors(f"{path}.reason"),
                former=forms.value_at(self.former, f"{path}.reason") if self.former else "",
            ),
            trend=self._choice(f"{path}.trend", forms_words.FIELD_WORDS["trend"], forms_words.TRENDS),
            confidence=self._choice(
                f"{path}.confidence", forms_words.FIELD_WORDS["confidence"], forms_words.CONFIDENCES
            ),
            former=forms.grade_shown(former),
            has_former=bool(former) and not forms.is_blank(former),
            same=self._same(path),
            blank=forms.is_blank(graded),
            open=bool(wrong or forms.override_of(graded)) or self.opened == path,
            errors=wrong,
        )

    def _same(self, path: str) -> bool:
        return self.former is not None and all(
            forms.value_at(self.content, f"{path}.{name}") == forms.value_at(self.former, f"{path}.{name}")
            for name in (*CRITERIA, "grade")
        )

    def _errors(self, path: str) -> list[str]:
        return self.errors.get(path, NO_ERRORS)
