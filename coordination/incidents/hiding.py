"""What holds the same words as a resource need or an offer, and goes into quarantine with it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from coordination.incidents import covering, records
from coordination.incidents.models import Escalation, LogLine, ResourceNeed, ResourceOffer
from coordination.incidents.states import EscalationState


def register_kinds() -> None:
    records.register(records.Kind("logline", "loggrad", LogLine, owned=True))
    records.register(records.Kind("resourceneed", "resursbehov", ResourceNeed, parts=repeats_need))
    records.register(
        records.Kind(
            "resourceoffer",
            "erbjudande",
            ResourceOffer,
            parts=repeats_offer,
            hidden=covering.follow,
            shown=covering.follow,
        )
    )
    records.register(records.Kind("escalation", "framstallan", Escalation, refuses=_draft))


def _draft(escalation: Escalation) -> str | None:
    return _("Det är ett utkast. Ändra texten i stället.") if escalation.state == EscalationState.DRAFT else None


def repeats_need(need: ResourceNeed) -> Iterable[Any]:
    """Its offers, whose names say what it is, and the requests that were sent with its words."""
    offers = list(ResourceOffer.objects.filter(need=need).select_related("need", "actor"))
    return [_in(row, need) for row in (*offers, *_sent_with(need, {"needs": [{"id": need.pk}]}))]


def repeats_offer(offer: ResourceOffer) -> Iterable[Any]:
    """The requests that say what it offers."""
    rows = _sent_with(offer, {"needs": [{"offers": [{"id": offer.pk}]}]})
    return [_in(row, offer) for row in rows]


def _sent_with(near: Any, words: dict[str, Any]) -> Iterable[Escalation]:
    return Escalation.objects.filter(incident=near.incident, body__contains=words)


def _in(row: Any, near: Any) -> Any:
    return records.with_incident(row, near.incident)
