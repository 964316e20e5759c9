"""The life of an incident and of a wish to read. Pairs of states, and the right that each step asks for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.incidents.permissions import CONTRIBUTE, MANAGE, WRITE
from journal.moves import Moves


class Phase(models.TextChoices):
    WATCH = "watch", _("Bevakning")
    ASSESS = "assess", _("Bedömning")
    HANDLE = "handle", _("Hantering")
    WIND_DOWN = "wind_down", _("Avveckling")
    CLOSED = "closed", _("Avslutad")


PHASE_MOVES: Moves = {
    (Phase.WATCH, Phase.ASSESS): MANAGE,
    (Phase.WATCH, Phase.HANDLE): MANAGE,
    (Phase.WATCH, Phase.CLOSED): MANAGE,
    (Phase.ASSESS, Phase.WATCH): MANAGE,
    (Phase.ASSESS, Phase.HANDLE): MANAGE,
    (Phase.ASSESS, Phase.CLOSED): MANAGE,
    (Phase.HANDLE, Phase.ASSESS): MANAGE,
    (Phase.HANDLE, Phase.WIND_DOWN): MANAGE,
    (Phase.WIND_DOWN, Phase.HANDLE): MANAGE,
    (Phase.WIND_DOWN, Phase.CLOSED): MANAGE,
    (Phase.CLOSED, Phase.WIND_DOWN): MANAGE,
}


class Audience(models.TextChoices):
    """Who may read what an actor wrote. Wide by default: the participants."""

    OWN = "own", _("bara vi")
    NAMED = "named", _("vi och de som vi väljer")
    PARTICIPANTS = "participants", _("alla som deltar i händelsen")
    NATIONAL = "national", _("alla som deltar och den nationella nivån")


class AccessState(models.TextChoices):
    ASKED = "asked", _("Väntar på besked")
    GRANTED = "granted", _("Får läsa")
    DECLINED = "declined", _("Får inte läsa")


ACCESS_MOVES: Moves = {
    (AccessState.ASKED, AccessState.GRANTED): CONTRIBUTE,
    (AccessState.ASKED, AccessState.DECLINED): CONTRIBUTE,
}


class ResourceState(models.TextChoices):
    REQUESTED = "requested", _("Begärd")
    OFFERED = "offered", _("Erbjuden")
    AGREED = "agreed", _("Överenskommen")
    DELIVERED = "delivered", _("Levererad")
    RETURNED = "returned", _("Återlämnad")
    CANCELLED = "cancelled", _("Behövs inte längre")


# Offered and agreed follow from the offers; delivered and returned are said by who got it.
RESOURCE_MOVES: Moves = {
    (ResourceState.REQUESTED, ResourceState.OFFERED): CONTRIBUTE,
    (ResourceState.REQUESTED, ResourceState.CANCELLED): CONTRIBUTE,
    (ResourceState.OFFERED, ResourceState.REQUESTED): CONTRIBUTE,
    (ResourceState.OFFERED, ResourceState.AGREED): CONTRIBUTE,
    (ResourceState.OFFERED, ResourceState.CANCELLED): CONTRIBUTE,
    (ResourceState.AGREED, ResourceState.REQUESTED): CONTRIBUTE,
    (ResourceState.AGREED, ResourceState.OFFERED): CONTRIBUTE,
    (ResourceState.AGREED, ResourceState.DELIVERED): CONTRIBUTE,
    (ResourceState.AGREED, ResourceState.CANCELLED): CONTRIBUTE,
    (ResourceState.DELIVERED, ResourceState.RETURNED): CONTRIBUTE,
}


class OfferState(models.TextChoices):
    OFFERED = "offered", _("Erbjuds")
    ACCEPTED = "accepted", _("Tackat ja")
    DECLINED = "declined", _("Tackat nej")
    WITHDRAWN = "withdrawn", _("Taget tillbaka")


OFFER_MOVES: Moves = {
    (OfferState.OFFERED, OfferState.ACCEPTED): CONTRIBUTE,
    (OfferState.OFFERED, OfferState.DECLINED): CONTRIBUTE,
    (OfferState.OFFERED, OfferState.WITHDRAWN): CONTRIBUTE,
    (OfferState.ACCEPTED, OfferState.WITHDRAWN): CONTRIBUTE,
}


class EscalationState(models.TextChoices):
    DRAFT = "draft", _("Utkast")
    SENT = "sent", _("Skickad")
    ANSWERED = "answered", _("Besvarad")


ESCALATION_MOVES: Moves = {
    (EscalationState.DRAFT, EscalationState.SENT): WRITE,
    (EscalationState.SENT, EscalationState.ANSWERED): WRITE,
}
