"""Resource needs that wait: for those who need it the offers to answer, for the county what nobody has answered."""

from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.incidents.clock import now_in
from coordination.incidents.covering import FOLLOWS, UNANSWERED_AFTER
from coordination.incidents.models import ResourceNeed, ResourceOffer
from coordination.incidents.permissions import ASK
from coordination.incidents.states import OfferState, ResourceState
from coordination.overview.desk import Desk, Waiting
from coordination.templatetags.look import length


def needs(desk: Desk) -> list[Waiting]:
    """One statement for both."""
    mine = Q(actor__in=desk.actors, open_offers__gt=0, state__in=FOLLOWS)
    silent = Q(incident__in=desk.with_right(ASK), state=ResourceState.REQUESTED, standing=0)
    rows = (
        ResourceNeed.objects.out_of_quarantine()
        .filter(incident__in=desk.incidents)
        .annotate(open_offers=_offers(OfferState.OFFERED), standing=_offers(OfferState.OFFERED, OfferState.ACCEPTED))
        .filter(mine | silent)
        .select_related("actor")
        .order_by("made_at")
    )
    waits: list[Any] = list(rows)
    found = [_offered(desk, row) if row.open_offers else _silence(desk, row) for row in waits]
    return [one for one in found if one is not None]


def _offers(*states: str) -> Coalesce:
    rows = ResourceOffer.objects.out_of_quarantine().filter(need=OuterRef("pk"), state__in=states).order_by()
    counted = rows.values("need").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _offered(desk: Desk, row: Any) -> Waiting:
    incident, number = desk.incidents[row.incident_id], row.open_offers
    words = ngettext(
        "%(n)d erbjudande väntar på ert ja eller nej", "%(n)d erbjudanden väntar på ert ja eller nej", number
    )
    return Waiting(
        incident,
        now_in(incident),
        row.from_at,
        words % {"n": number},
        _("%(need)s, %(actor)s.") % {"need": row, "actor": row.actor.name},
        reverse("resource", args=[incident.number, row.number]),
        _("Svara"),
        "offer",
        row.actor,
    )


def _silence(desk: Desk, row: Any) -> Waiting | None:
    incident = desk.incidents[row.incident_id]
    now = now_in(incident)
    if now - row.made_at < UNANSWERED_AFTER:
        return None
    return Waiting(
        incident,
        now,
        row.made_at + UNANSWERED_AFTER,
        _("%(actor)s har inte fått svar på ett behov") % {"actor": row.actor.name},
        _("%(need)s, obesvarat i %(waited)s.") % {"need": row, "waited": length(now - row.made_at)},
        reverse("resource", args=[incident.number, row.number]),
        _("Visa behovet"),
        "resource",
    )
