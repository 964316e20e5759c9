"""What is open in a cycle. Kept as kinds, numbers and keys and never as words, so that hiding a row hides it here too.

A cycle may be closed with any of it: it is shown and hinders nothing.
"""

from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from coordination.direction.models import (
    Cycle,
    Influence,
    InfluenceReply,
    Need,
    NeedRole,
    Note,
    NoteKind,
    Part,
    Response,
    Step,
    SystemIssue,
)
from coordination.direction.querysets import NeedQuerySet
from coordination.direction.states import InfluenceState, IssueState, NeedState

# Kind of gap -> the step where one does something about it.
STEP_OF_GAP: Final[dict[str, Step]] = {
    "values": Step.VALUES,
    "values_undecided": Step.VALUES,
    "values_ended": Step.VALUES,
    "no_fact": Step.INTERPRET,
    "unknown": Step.INTERPRET,
    "unknown_late": Step.INTERPRET,
    "no_scenario": Step.INTERPRET,
    "not_seen": Step.INTERPRET,
    "need_of_nobody": Step.NEEDS,
    "issue": Step.SYSTEM,
    "unanswered": Step.INFLUENCE,
    "not_followed": Step.INFLUENCE,
    "assumption": Step.SYNTHESIS,
    "effect": Step.SYNTHESIS,
    "endurance": Step.SYNTHESIS,
    "next": Step.SYNTHESIS,
}
ALONE: Final[dict[str, Promise]] = {
    "values": _("Inga skyddsvärden är ordnade."),
    "values_undecided": _("Ingen har beslutat värdegrunden."),
    "values_ended": _("Värdegrundens giltighet har gått ut."),
    "no_fact": _("Inget är noterat om vad vi vet."),
    "no_scenario": _("Ingen möjlig utveckling är beskriven."),
    "effect": _("Effekten av vårt inflytande är inte bedömd."),
    "endurance": _("Vår egen uthållighet är inte bedömd."),
    "next": _("Ingen tid är satt för nästa varv."),
}
COUNTED: Final[dict[str, Any]] = {
    "unknown": ngettext_lazy("%(n)d fråga saknar svar.", "%(n)d frågor saknar svar.", "n"),
    "unknown_late": ngettext_lazy(
        "%(n)d fråga skulle redan ha haft svar.", "%(n)d frågor skulle redan ha haft svar.", "n"
    ),
    "not_seen": ngettext_lazy(
        "%(n)d notering från ett tidigare varv har ingen sagt att den gäller än.",
        "%(n)d noteringar från tidigare varv har ingen sagt att de gäller än.",
        "n",
    ),
    "assumption": ngettext_lazy(
        "%(n)d antagande är inte prövat i det här varvet.", "%(n)d antaganden är inte prövade i det här varvet.", "n"
    ),
    "need_of_nobody": ngettext_lazy("%(n)d behov har ingen tagit.", "%(n)d behov har ingen tagit.", "n"),
    "issue": ngettext_lazy("%(n)d systemfråga är öppen.", "%(n)d systemfrågor är öppna.", "n"),
    "unanswered": ngettext_lazy(
        "%(n)d inflytande väntar på aktörers svar.", "%(n)d inflytanden väntar på aktörers svar.", "n"
    ),
    "not_followed": ngettext_lazy(
        "%(n)d inflytande är inte uppföljt i tid.", "%(n)d inflytanden är inte uppföljda i tid.", "n"
    ),
}
UNMET: Final = (NeedState.NEW, NeedState.CONFIRMED, NeedState.UNCOVERED, NeedState.UNFILLED)


def sentence(gap: dict[str, Any]) -> str:
    kind = gap["kind"]
    if kind in ALONE:
        return str(ALONE[kind])
    found: Any = COUNTED[kind]
    return str(found % {"n": gap["n"]})


def gaps_of(cycle: Cycle, now: datetime) -> list[dict[str, Any]]:
    """In the order of the steps."""
    found = {**_written(cycle, now), **_noted(cycle, now), **_needed(cycle), **_influenced(cycle, now)}
    rows = [{"kind": kind, "n": len(keys), "keys": keys} for kind, keys in found.items() if keys is not None]
    order = list(STEP_OF_GAP)
    return sorted(rows, key=lambda row: order.index(str(row["kind"])))


def _written(cycle: Cycle, now: datetime) -> dict[str, list[int] | None]:
    asked = {
        "values": not cycle.protection_values,
        "values_undecided": not (cycle.decided_by and cycle.decided_at),
        "values_ended": bool(cycle.values_until and cycle.values_until < now),
        "effect": not cycle.effect.strip(),
        "endurance": not cycle.endurance.strip(),
        "next": cycle.next_at is None or cycle.next_at <= now,
    }
    return {kind: [] for kind, lacks in asked.items() if lacks}


def _noted(cycle: Cycle, now: datetime) -> dict[str, list[int] | None]:
    holding = Note.objects.filter(incident=cycle.incident_id, holds=True).out_of_quarantine()
    rows = list(holding.values("pk", "kind", "held_in", "needed_by"))

    def keys(kind: NoteKind) -> list[int]:
        return [row["pk"] for row in rows if row["kind"] == kind]

    unknown = [row for row in rows if row["kind"] == NoteKind.UNKNOWN]
    late = [row["pk"] for row in unknown if row["needed_by"] and row["needed_by"] < now]
    old = [row for row in rows if row["held_in"] < cycle.number]
    return {
        "no_fact": None if keys(NoteKind.FACT) else [],
        "no_scenario": None if keys(NoteKind.SCENARIO) else [],
        "unknown": [row["pk"] for row in unknown] or None,
        "unknown_late": late or None,
        "not_seen": [row["pk"] for row in old if row["kind"] != NoteKind.ASSUMPTION] or None,
        "assumption": [row["pk"] for row in old if row["kind"] == NoteKind.ASSUMPTION] or None,
    }


def of_nobody(needs: NeedQuerySet) -> NeedQuerySet:
    """Needs that are not met and that no actor has as its own."""
    taken = NeedRole.objects.filter(need=OuterRef("pk"), part=Part.RESPONSIBLE, declined_at__isnull=True)
    return needs.filter(~Exists(taken), state__in=UNMET)


def _needed(cycle: Cycle) -> dict[str, list[int] | None]:
    there = Need.objects.filter(incident=cycle.incident_id).out_of_quarantine()
    issues = SystemIssue.objects.filter(incident=cycle.incident_id, state=IssueState.OPEN).out_of_quarantine()
    return {
        "need_of_nobody": list(of_nobody(there).values_list("number", flat=True)) or None,
        "issue": list(issues.values_list("number", flat=True)) or None,
    }


def _influenced(cycle: Cycle, now: datetime) -> dict[str, list[int] | None]:
    silent = InfluenceReply.objects.filter(influence=OuterRef("pk"), response=Response.NONE)
    late = Q(state=InfluenceState.DONE, follow_up_at__lt=now)
    rows = list(
        Influence.objects.filter(incident=cycle.incident_id)
        .out_of_quarantine()
        .annotate(waits=Exists(silent))
        .filter(Q(waits=True) | late)
        .values("number", "waits", "state", "follow_up_at")
    )
    overdue = [
        row["number"]
        for row in rows
        if row["state"] == InfluenceState.DONE and row["follow_up_at"] and row["follow_up_at"] < now
    ]
    return {"unanswered": [row["number"] for row in rows if row["waits"]] or None, "not_followed": overdue or None}
