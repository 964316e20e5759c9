"""The machine tells an actor, once for each answer, when something in it has become older than its limit."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from coordination.incidents.clock import now_in
from coordination.incidents.holding import hold
from coordination.incidents.models import Incident, Notice, NoticeKind
from coordination.incidents.notices import notify
from coordination.situations.compiled.queue import queue_compilation
from coordination.situations.models import Function, Input, Recipient, Standing
from coordination.situations.states import RequestState
from coordination.situations.weighing.freshness import shelves_of, stale_facts


def nudge_owners() -> int:
    """In every open incident. Returns how many actors were told. Twice is as once."""
    lives = dict(Function.objects.values_list("key", "shelf_minutes"))
    return sum(_nudge_in(incident, lives) for incident in Incident.objects.open())


def told() -> Exists:
    """Whether an answer's actor has been told of this answer."""
    subject = Concat(Value("input:"), Cast(OuterRef("pk"), CharField()))
    return Exists(Notice.objects.filter(kind=NoticeKind.STALE, subject=subject))


def standing(rows: "QuerySet[Input]") -> "QuerySet[Input]":
    """Each actor's latest answer, where it is not asked for a newer one: then the request itself reminds it."""
    asked = Recipient.objects.filter(
        actor=OuterRef("actor"),
        request__incident=OuterRef("incident"),
        request__state=RequestState.SENT,
        answered_at__isnull=True,
    )
    last = Exists(Standing.objects.filter(input=OuterRef("pk")))
    return rows.filter(last, ~Q(Exists(asked)), submitted_at__isnull=False)


def _nudge_in(incident: Incident, lives: dict[str, int]) -> int:
    now = now_in(incident)
    rows = standing(Input.objects.standing().filter(incident=incident)).filter(~Q(told()))
    old = [row for row in rows.select_related("actor", "request__question_set") if _ran_out(row, lives, now)]
    if old:
        with transaction.atomic():
            hold(incident.pk)
            _tell(incident, old)
    return len(old)


def _ran_out(row: Any, lives: dict[str, int], now: Any) -> bool:
    return bool(stale_facts(row.content, row.submitted_at, shelves_of(row.request.question_set.sections, lives, now)))


def _tell(incident: Incident, old: Iterable[Input]) -> None:
    """The picture is compiled anew too: what ran out is unknown in it."""
    for row in old:
        row.incident = incident
        notify(incident, [row.actor], NoticeKind.STALE, row.journal_subject(), row.get_absolute_url())
    queue_compilation(incident, gather=0)
