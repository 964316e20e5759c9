"""The builder of question sets as its page posts it: every question in its place, in order, without script."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from coordination.situations.forms_words import said
from coordination.situations.models import Question, QuestionKind, QuestionSet
from coordination.situations.services.question_sets import NEW_KINDS, Chosen, SectionNames, societal_functions


@dataclass(frozen=True)
class Row:
    """A question in the list. Unticked it stays in sight until the set is saved."""

    section: str
    key: str
    label: str
    kind: str
    kept: bool = True
    quick: bool = False


@dataclass(frozen=True)
class Part:
    key: str
    number: int
    name: str
    name_en: str
    rows: list[Row]


class Builder:
    """The set as it stands on the page: from the base when it is opened, else from what was posted."""

    def __init__(self, base: QuestionSet, registry: Sequence[Question], post: QueryDict | None = None) -> None:
        self.base, self.registry, self.post = base, registry, post
        words = {q["key"]: q for section in base.sections for q in section["questions"]}
        self.names = {key: said(q) for key, q in words.items()} | {q.key: str(q) for q in registry}
        self.kinds = {key: q["kind"] for key, q in words.items()} | {q.key: q.kind for q in registry}
        self.rows = self._opened() if post is None else self._posted(post)

    def _row(self, section: str, key: str, *, kept: bool, quick: bool) -> Row:
        kind = str(dict(QuestionKind.choices).get(self.kinds[key], self.kinds[key]))
        return Row(section, key, self.names[key], kind, kept, quick)

    def _opened(self) -> list[Row]:
        return [
            self._row(section["key"], q["key"], kept=True, quick=bool(q.get("quick")))
            for section in self.base.sections
            for q in section["questions"]
        ]

    def _posted(self, post: QueryDict) -> list[Row]:
        """Order, ticks and marks as the page had them. What it can not have had is left out.

        A question whose section is another than the page was drawn with has been moved, and stands last in it.
        """
        places = {section["key"] for section in self.base.sections}
        kept, quick = set(post.getlist("keep")), set(post.getlist("quick"))
        found: dict[str, Row] = {}
        moved: dict[str, Row] = {}
        for said_row in post.getlist("q"):
            section, _colon, key = said_row.partition(":")
            if section in places and key in self.names and key not in found and key not in moved:
                to = post.get(f"to.{key}", section)
                row = self._row(to if to in places else section, key, kept=key in kept, quick=key in quick)
                (found if row.section == section else moved)[key] = row
        return [*found.values(), *moved.values()]

    def add(self, section: str, key: str) -> bool:
        """Put a question of the registry last in a section; False where it is there already or can not be."""
        places = {one["key"] for one in self.base.sections}
        there = next((row for row in self.rows if row.key == key), None)
        if section not in places or key not in self.names or (there is not None and there.kept):
            return False
        self.rows = [row for row in self.rows if row.key != key]
        self.rows.append(self._row(section, key, kept=True, quick=False))
        return True

    def shift(self, key: str, step: int) -> None:
        """One place up or down within its section; at the end of it nothing happens."""
        row = next((row for row in self.rows if row.key == key), None)
        if row is None:
            return
        same = [one for one in self.rows if one.section == row.section]
        at = same.index(row)
        if 0 <= at + step < len(same):
            other = same[at + step]
            swap = {row.key: other, other.key: row}
            self.rows = [swap.get(one.key, one) for one in self.rows]

    @property
    def sections(self) -> list[Part]:
        return [
            Part(
                one["key"],
                one["number"],
                self.named[one["key"]].name,
                self.named[one["key"]].name_en,
                [row for row in self.rows if row.section == one["key"]],
            )
            for one in self.base.sections
        ]

    @property
    def named(self) -> dict[str, SectionNames]:
        """The sections' names as the page has them, in both languages."""
        found = {}
        for one in self.base.sections:
            swedish, english = str(one["name_sv"]), str(one.get("name_en") or "")
            if self.post is not None:
                swedish = str(self.post.get(f"name.{one['key']}", swedish))
                english = str(self.post.get(f"name_en.{one['key']}", english))
            found[one["key"]] = SectionNames(swedish, english)
        return found

    @property
    def rest(self) -> list[Question]:
        """What the registry has and the list has not."""
        there = {row.key for row in self.rows}
        return [question for question in self.registry if question.key not in there and not question.retired]

    @property
    def chosen(self) -> list[Chosen]:
        return [Chosen(row.section, row.key, row.quick) for row in self.rows if row.kept]

    def functions(self) -> list[dict[str, Any]]:
        ticked = set(self.base.functions if self.post is None else self.post.getlist("functions"))
        return [{"key": one.key, "name": str(one), "ticked": one.key in ticked} for one in societal_functions()]

    @property
    def name(self) -> str:
        if self.post is not None:
            return str(self.post.get("name", ""))
        return self.base.name_sv

    @property
    def is_own(self) -> bool:
        return self.base.owner_id is not None


class QuestionForm(forms.Form):
    """A new question for the registry. Rules live in the service."""

    name = forms.CharField(label=_("Frågan"), max_length=160)
    kind = forms.ChoiceField(label=_("Besvaras med"), choices=[(kind.value, kind.label) for kind in NEW_KINDS])
    unit = forms.CharField(
        label=_("Enhet"),
        max_length=40,
        required=False,
        help_text=_("För antal: vad som räknas, till exempel personer."),
    )
    definition = forms.CharField(
        label=_("Definition"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Vad som räknas och vad som inte räknas. Står under frågan i formuläret."),
    )
    shelf_hours = forms.DecimalField(
        label=_("Hållbarhet, timmar"),
        min_value=0,
        max_value=1440,
        initial=24,
        help_text=_("Ett svar som är äldre räknas som okänt i lägesbilden."),
    )
    name_en = forms.CharField(label=_("Frågan på engelska"), max_length=160, required=False)
