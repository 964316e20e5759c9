"""Which answers stand under a direction or a measure, and which are offered to be chosen as such."""

from collections.abc import Iterable
from typing import Any, Final

from coordination.direction.models import Ground
from coordination.incidents.models import Incident
from coordination.situations.models import WORDS, Input, Report
from coordination.situations.report import citing

OFFERED: Final = 12


def of(person: Any, **subject: Any) -> list[Ground]:
    """What the reader may read of what the direction or the measure rests on."""
    rows = Ground.objects.visible_to(person).filter(**subject)
    return list(rows.select_related("input__actor").order_by("input__number"))


def offered(person: Any, incident: Incident, chosen: Iterable[int]) -> list[Input]:
    """The answers chosen already, those that the newest report's words cite, and after them the newest there are."""
    first = list(dict.fromkeys([*chosen, *_cited(person, incident)]))
    seen = Input.objects.visible_to(person).sent().filter(incident=incident).select_related("actor")
    known = seen.in_bulk(first)
    newest = [row for row in seen.standing().order_by("-submitted_at", "-pk")[:OFFERED] if row.pk not in known]
    rows = [known[pk] for pk in first if pk in known]
    return [*rows, *newest[: max(0, OFFERED - len(rows))]]


def _cited(person: Any, incident: Incident) -> list[int]:
    """Of the newest published report, the answers that its sentences rest on."""
    shown = Report.objects.visible_to(person).shown().filter(incident=incident).order_by("-number")
    body = shown.values_list("body", flat=True).first() or {}
    words = body.get("words", {})
    cited = {number for name in WORDS for number in citing.numbers(words.get(name, ""))}
    return [source["input"] for source in body.get("sources", []) if source["n"] in cited]
