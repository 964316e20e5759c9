"""What a formal request is made of, gathered from the rows: whom one may ask, what is lacking, what is offered."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from actors.models import Actor, ActorKind, ActorName, ContactPoint
from coordination.incidents import framstallan
from coordination.incidents.covering import cover, standing
from coordination.incidents.models import Escalation, EscalationTo, Marking, ResourceNeed, ResourceOffer, highest
from coordination.incidents.models.marking import Marked
from coordination.incidents.states import OfferState

Choice = tuple[str, str]


def addressees(lead: Actor, at: datetime) -> list[tuple[Any, list[Choice]]]:
    """Whom the county board may ask, by kind: (kind, its label) and the names of each."""
    return [
        (EscalationTo.NEIGHBOUR, _named(EscalationTo.NEIGHBOUR, _counties(lead))),
        (EscalationTo.HIGHER_REGION, _named(EscalationTo.HIGHER_REGION, _civil_area(lead))),
        (EscalationTo.NATIONAL, _named(EscalationTo.NATIONAL, _national(at))),
    ]


def _named(to: EscalationTo, names: Iterable[str]) -> list[Choice]:
    return [(f"{to.value}:{name}", name) for name in names]


def _counties(lead: Actor) -> list[str]:
    """Those of the same civil area first: they are nearest in what is planned together."""
    boards = Actor.objects.listed().filter(kind=ActorKind.COUNTY_BOARD).exclude(pk=lead.pk)
    rows = list(boards.select_related("county").order_by("sort_name"))
    area = lead.county.civil_area_id if lead.county else ""
    near = [one for one in rows if one.county and one.county.civil_area_id == area]
    return [one.name for one in (*near, *(one for one in rows if one not in near))]


def _civil_area(lead: Actor) -> list[str]:
    """The group of counties that the law puts the county in, and the board that is responsible for it."""
    area = lead.county.civil_area if lead.county else None
    if area is None or area.responsible_id in (None, lead.county_id):
        return []
    board = Actor.objects.filter(kind=ActorKind.COUNTY_BOARD, county=area.responsible_id).first()
    return [f"{area.name} ({board.name})" if board else area.name]


def _national(at: datetime) -> list[str]:
    """What the national agency is called on the day."""
    day = timezone.localtime(at).date()
    names = ActorName.objects.filter(actor__kind=ActorKind.NATIONAL_AGENCY).order_by("starts")
    return [one.name for one in names if (one.starts or day) <= day <= (one.ends or day)][-1:]


def body_of(row: Escalation, needs: Iterable[ResourceNeed], at: datetime) -> framstallan.Body:
    """The text as it would be frozen now."""
    incident = row.incident
    rows = [(need, standing(need)) for need in needs]
    with override("sv"):
        marking = str(Marking(highest([row.marking, *(one.marking for one in parts_of(rows))])).label)
        return framstallan.compose(
            number=row.number,
            asker=incident.lead.name,
            addressee=row.addressee,
            incident={"number": incident.number, "name": incident.name, "exercise": incident.is_exercise},
            needs=[_facts(need, offers) for need, offers in rows],
            at=at,
            contact=contact_of(incident.lead),
            tried=row.tried,
            legal_ground=row.legal_ground,
            marking=marking,
        )


def parts_of(rows: Iterable[tuple[ResourceNeed, list[ResourceOffer]]]) -> list[Marked]:
    """What the text repeats: it is marked no lower than any of them."""
    found: list[Marked] = []
    for need, offers in rows:
        found += [need, *offers]
    return found


def contact_of(actor: Actor) -> str:
    """Where a function of the actor is reached."""
    point = ContactPoint.objects.filter(actor=actor).exclude(phone="").first()
    return str(point) if point else ""


def _facts(need: ResourceNeed, offers: list[ResourceOffer]) -> framstallan.Body:
    return {
        "id": need.pk,
        "number": need.number,
        "actor": need.actor.name,
        "what": need.what,
        "quantity": need.quantity,
        "unit": need.unit,
        "agreed": cover(need, offers).agreed,
        "from": need.from_at.isoformat(),
        "until": need.until.isoformat() if need.until else "",
        "where": need.where,
        "contact": need.contact,
        "why": need.why,
        "offers": [
            {
                "id": one.pk,
                "actor": one.actor.name,
                "quantity": one.quantity,
                "agreed": one.state == OfferState.ACCEPTED,
            }
            for one in offers
        ],
    }
