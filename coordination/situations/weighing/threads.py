"""The thread about an answer, and what the steward's part of an answer's page is made of."""

from typing import Any

from coordination.situations.models import Confidence, Input, Remark
from coordination.situations.states import InputState


def of(person: Any, sent: Input, *, mine: bool) -> dict[str, Any]:
    """What the person reads of the thread, and whether she may answer in it. Nobody asked: nobody answers.

    A question from before there were threads stands on the answer alone, and is read by the actor's own.
    """
    rows = list(Remark.objects.visible_to(person).filter(input=sent).select_related("actor"))
    replies = mine and bool(rows) and sent.state != InputState.DRAFT and not sent.incident.is_closed
    return {"thread": rows, "may_reply": replies, "reads_thread": mine}


def weighing(person: Any, sent: Input) -> dict[str, Any]:
    """The other answers of the incident that this one may tell the same as: those that count for themselves."""
    others = Input.objects.standing().filter(incident=sent.incident, same_as__isnull=True).read_by(person)
    rows = others.exclude(actor=sent.actor_id).select_related("actor").only("pk", "number", "actor__short")
    return {"others": list(rows.order_by("actor__sort_name", "-pk")[:400]), "confidences": Confidence.choices}
