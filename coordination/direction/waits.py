"""What each measure waits for and what waits for it, as the pages show it: one statement for a list of any length."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from coordination.direction.models import Measure
from coordination.direction.states import MeasureState


@dataclass(frozen=True)
class Wait:
    """Another measure, and why it cannot be counted on; empty where it can."""

    other: Measure
    trouble: str = ""

    @property
    def finished(self) -> bool:
        return self.other.state == MeasureState.DONE


def trouble_of(measure: Measure, on: Measure, now: datetime) -> str:
    """Why the one that waits may wait in vain."""
    if on.state == MeasureState.DECLINED:
        return _("ingen tar på sig den")
    if on.is_late(now):
        return _("den är sen")
    if on.state != MeasureState.DONE and on.due > measure.due:
        return _("den ska vara klar senare")
    return ""


def among(measures: Iterable[Measure], now: datetime) -> dict[int, list[Wait]]:
    """Of each of the measures, those of them that it waits for."""
    by_key = {one.pk: one for one in measures}
    found: dict[int, list[Wait]] = defaultdict(list)
    for one, other in _edges(from_measure__in=list(by_key)):
        if other in by_key:
            found[one].append(Wait(by_key[other], trouble_of(by_key[one], by_key[other], now)))
    return found


def around(person: Any, measure: Measure, now: datetime) -> tuple[list[Wait], list[Wait]]:
    """What one measure waits for, and what waits for it: of what the person reads."""
    seen = Measure.objects.visible_to(person).select_related("owner").order_by("due", "pk")
    on = [Wait(one, trouble_of(measure, one, now)) for one in seen.filter(held_up=measure)]
    return on, [Wait(one, trouble_of(one, measure, now)) for one in seen.filter(depends_on=measure)]


def _edges(**which: Any) -> list[tuple[int, int]]:
    rows = Measure.depends_on.through.objects.filter(**which)
    return sorted(rows.values_list("from_measure_id", "to_measure_id"))
