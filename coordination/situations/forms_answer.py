"""The answer as a form that a page can draw: what is filled in, what it was last time, what it gives, what is wrong."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from coordination.situations import forms, forms_kinds, forms_words
from coordination.situations.compiled.grading import CRITERIA
from coordination.situations.content import MARK_FIELDS, Content, Errors, path_of, questions
from coordination.situations.forms_fields import Choice, Field, Graded, Offer, Section
from coordination.situations.forms_words import Choices, said
from coordination.situations.models import AnswerFile, Function, QuestionSet
from coordination.situations.rounds.additions import SUBJECT

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
        municipalities: Mapping[str, str] | None = None,
        offers: Mapping[str, Offer] | None = None,
        files: Mapping[str, list[AnswerFile]] | None = None,
        told: Mapping[str, Any] | None = None,
    ) -> None:
        self.asked, self.content, self.former, self.errors = asked, content, former, errors or {}
        self.municipal, self.functions, self.opened, self.extra_rows = municipal, functions or [], opened, rows
        self.municipalities, self.offers, self.files = municipalities or {}, offers or {}, files or {}
        self.told = told or {}

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
    def quick_graded(self) -> list[Graded]:
        """Questions of impact in the short form, each with its three questions."""
        quick = {path_of(q) for q in questions(self.asked, "impact") if q.get("quick")}
        return [row for row in self.rows if row.path in quick]

    @cached_property
    def quick_texts(self) -> list[Field]:
        return [self._field(q) for q in questions(self.asked, "text") if q.get("quick") and q["key"] not in self._added]

    @cached_property
    def quick_rest(self) -> list[Field]:
        """After the texts: numbers first, then what is chosen, placed or written in rows."""
        others = questions(self.asked, "choice", "yes_no", "place", "rows", "file")
        rest = [*questions(self.asked, "number"), *others]
        return [self._field(q) for q in rest if q.get("quick") and q["key"] not in self._added]

    @cached_property
    def _added(self) -> set[str]:
        """The questions that stand in sections which the portal has added: these keep together, last."""
        return {q["key"] for section in self.asked.sections if section.get(SUBJECT) for q in section["questions"]}

    @property
    def added(self) -> list[Section]:
        return [section for section in self.sections if section.added]

    @property
    def takes_files(self) -> bool:
        return bool(questions(self.asked, "file"))

    @property
    def tables(self) -> list[Field]:
        return [self._field(q) for q in questions(self.asked, "rows")]

    @cached_property
    def sections(self) -> list[Section]:
        return [self._section(section) for section in self.asked.sections]

    @property
    def quick_names(self) -> set[str]:
        """The fields that the quick form shows: an error elsewhere is fixed in the full one."""
        shown = [*self.quick_texts, *self.quick_rest, *(one for section in self.added for one in section.fields)]
        inner = {part.name for one in shown for part in [*one.parts, *(cell for row in one.table for cell in row)]}
        marking = {f"marking.{name}" for name in MARK_FIELDS}
        graded = {f"{row.path}.{name}" for row in self.quick_graded for name in CRITERIA}
        return {f"overall.{name}" for name in forms.GRADED} | graded | {one.name for one in shown} | inner | marking

    @property
    def done(self) -> int:
        return sum(section.step == "done" or section.step == "same" for section in self.sections)

    @cached_property
    def needs(self) -> list[list[Field]]:
        kept = [need for need in self.content["needs"] if isinstance(need, dict)]
        blank: dict[str, str] = {}
        rows = enumerate([*kept, *[blank] * self.extra_rows])
        return [forms_kinds.need(number, row, self._errors) for number, row in rows]

    @property
    def needs_filled(self) -> list[list[Field]]:
        return [row for row in self.needs if any(one.value.strip() for one in row)]

    def _section(self, section: dict[str, Any]) -> Section:
        asked = section["questions"]
        fields = [self._field(q) for q in asked if q["kind"] not in ("needs", "impact")]
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
            graded=self._graded_in(section),
            added=bool(section.get(SUBJECT)),
            told=self.told.get(section["key"]),
        )

    def _graded_in(self, section: dict[str, Any]) -> list[Graded]:
        """A question of impact is graded where it stands; the functions in the section of their own."""
        placed = {path_of(q): s["key"] for s in self.asked.sections for q in s["questions"] if q["kind"] == "impact"}
        return [row for row in self.rows if placed.get(row.path, IMPACT) == section["key"]]

    def _step(self, section: dict[str, Any], has_needs: bool) -> str:
        """wrong, todo (nothing in it), now (some functions left), same (as last time) or done."""
        names = [path_of(q) for q in section["questions"] if q["kind"] not in ("needs", "impact")]
        graded = self._graded_in(section)
        files = any(self.files.get(q["key"]) for q in section["questions"])
        if any(self._is_wrong(row.path) for row in graded):
            return "wrong"
        if section["key"] == IMPACT:
            return self._impact_step()
        if any(self._is_wrong(path) for path in names) or (has_needs and self._is_wrong("needs")):
            return "wrong"
        now = [forms.as_typed(self.content, path) for path in names]
        if (
            not any(now)
            and not files
            and all(row.blank for row in graded)
            and not (has_needs and self.content["needs"])
        ):
            return "todo"
        if self.former is None:
            return "done"
        same = now == [forms.as_typed(self.former, path) for path in names] and all(row.same for row in graded)
        return "same" if same and (not has_needs or self.content["needs"] == self.former["needs"]) else "done"

    def _is_wrong(self, path: str) -> bool:
        return any(wrong == path or wrong.startswith(f"{path}.") for wrong in self.errors)

    def _impact_step(self) -> str:
        blank = sum(row.blank for row in self.rows)
        if blank == len(self.rows):
            return "todo"
        if blank:
            return "now"
        return "same" if all(row.has_former and row.same for row in self.rows) else "done"

    def _field(self, question: dict[str, Any]) -> Field:
        path = path_of(question)
        kind = question["kind"]
        more: dict[str, Any] = {}
        if kind in ("choice", "yes_no"):
            words = forms_words.YES_NO_WORDS if kind == "yes_no" else forms_words.choices_in(question)
            more = {"choices": self._choices(path, words)}
        elif kind == "place":
            more = {"parts": forms_kinds.place_parts(path, self.content, self.municipalities, self._errors)}
        elif kind == "rows":
            rows = forms.at(self.content, "rows").get(question["key"])
            cells = forms_kinds.table(question, rows, self.extra_rows, self.municipalities, self._errors)
            more = {"columns": [said(column) for column in question["columns"]], "table": cells}
        elif kind == "file":
            more = {"files": self.files.get(question["key"], [])}
        plain = kind not in ("place", "rows", "file")
        return Field(
            path,
            said(question),
            kind,
            value=forms.value_at(self.content, path) if plain else self._in_words(question),
            hint=said(question, "hint"),
            unit=said(question, "unit"),
            rows=int(question.get("lines") or question.get("rows", 1)),
            former=forms.value_at(self.former, path) if self.former and plain else "",
            errors=self._errors(path),
            guard=self._guard(question, path),
            definition=said(question, "definition"),
            offer=self.offers.get(path),
            **more,
        )

    def _in_words(self, question: dict[str, Any]) -> str:
        """A place on one line; of rows and files how many there are, so that what is empty is seen to be."""
        if question["kind"] == "file":
            return str(len(self.files.get(question["key"], [])) or "")
        if question["kind"] == "place":
            return forms_kinds.place_words(forms.at(self.content, path_of(question)), self.municipalities)
        return str(len(forms.at(self.content, "rows").get(question["key"]) or "") or "")

    def _guard(self, question: dict[str, Any], path: str) -> str:
        """The audience that the owner has chosen for the field, else the question's own."""
        part, _dot, key = path.partition(".")
        chosen = forms.at(self.content, f"guards.{part}")
        return str(chosen.get(key) or "") if key in chosen else str(question.get("guard", ""))

    @property
    def needs_guard(self) -> str:
        said = self.content.get("guards")
        return str(said.get("needs") or "") if isinstance(said, dict) else ""

    def _choice(self, path: str, label: object, choices: Choices) -> Field:
        return Field(
            path,
            str(label),
            "choice",
            value=forms.value_at(self.content, path),
            former=forms.value_at(self.former, path) if self.former else "",
            errors=self._errors(path),
            choices=self._choices(path, choices),
        )

    def _choices(self, path: str, choices: Choices) -> list[Choice]:
        value = forms.value_at(self.content, path)
        former = forms.value_at(self.former, path) if self.former else None
        return [
            Choice(key, str(word), key == value, bool(key) and key == former, forms_words.TREND_ICONS.get(key, ""))
            for key, word in choices
        ]

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
            offer=self.offers.get(path),
        )

    def _same(self, path: str) -> bool:
        return self.former is not None and all(
            forms.value_at(self.content, f"{path}.{name}") == forms.value_at(self.former, f"{path}.{name}")
            for name in (*CRITERIA, "grade")
        )

    def _errors(self, path: str) -> list[str]:
        return self.errors.get(path, NO_ERRORS)
