"""What the page of a county's capability reads: each component, what was said of it, and what has changed.

The figures are judgements and are counted one by one. No mean is made of them: it would hide the component that fails.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.models import Component, ProcessRun, Rating, WorkItem
from processes.states import WORK_OPEN

# The portal's own words: no national scale for this is known.
SCALE: Final[Mapping[int, Any]] = {
    1: gettext_lazy("Saknas"),
    2: gettext_lazy("Påbörjat"),
    3: gettext_lazy("Fungerar delvis"),
    4: gettext_lazy("Fungerar"),
    5: gettext_lazy("Fungerar och är prövat"),
}
FIRST: Final[Mapping[int, Any]] = {
    1: gettext_lazy("Först"),
    2: gettext_lazy("Sedan"),
    3: gettext_lazy("Sist"),
}
UP, DOWN, SAME, UNKNOWN = "up", "down", "same", ""


@dataclass(frozen=True)
class Figure:
    """One rating: a figure, its word, and why."""

    number: int
    why: str

    @property
    def word(self) -> str:
        return str(SCALE[self.number])


@dataclass(frozen=True)
class Row:
    component: Component
    before: Figure | None
    after: Figure | None
    priority: int | None
    # Open items of the work plan that the component has.
    work: int

    @property
    def change(self) -> str:
        if self.before is None or self.after is None:
            return UNKNOWN
        if self.before.number == self.after.number:
            return SAME
        return UP if self.after.number > self.before.number else DOWN

    @property
    def change_words(self) -> str:
        if self.change == UNKNOWN:
            return self._not_comparable()
        words = {UP: _("Stigit"), DOWN: _("Sjunkit"), SAME: _("Lika")}[self.change]
        return words if self.change == SAME else f"{words} {self._steps()}"

    def _steps(self) -> str:
        return f"{self.before.number} → {self.after.number}" if self.before and self.after else ""

    def _not_comparable(self) -> str:
        if self.before is None and self.after is None:
            return _("Inte skattad")
        return _("Inte skattad efter") if self.after is None else _("Inte skattad före")

    @property
    def first(self) -> str:
        return str(FIRST[self.priority]) if self.priority else ""


def rows_of(person: Any, run: ProcessRun) -> list[Row]:
    """Every component in its order, rated or not: three statements."""
    rated = {one.component_id: one for one in Rating.objects.visible_to(person).filter(run=run)}
    work = WorkItem.objects.visible_to(person).filter(process=run.process, state__in=WORK_OPEN)
    planned = dict(work.filter(component__isnull=False).order_by().values_list("component").annotate(Count("pk")))
    return [_row(one, rated.get(one.pk), planned.get(one.pk, 0)) for one in Component.objects.all()]


def _row(component: Component, said: Rating | None, work: int) -> Row:
    if said is None:
        return Row(component, None, None, None, work)
    return Row(
        component, _figure(said.before, said.before_why), _figure(said.after, said.after_why), said.priority, work
    )


def _figure(number: int | None, why: str) -> Figure | None:
    return None if number is None else Figure(number, why)


def tally(rows: list[Row]) -> list[tuple[str, int]]:
    """How many have risen, fallen, stayed, and how many nobody can tell of."""
    counted = Counter(row.change for row in rows)
    words = {UP: _("Stigit"), DOWN: _("Sjunkit"), SAME: _("Lika"), UNKNOWN: _("Kan inte jämföras")}
    return [(said, counted[change]) for change, said in words.items()]
