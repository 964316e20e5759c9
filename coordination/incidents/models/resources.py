"""Resource needs, what others offer, and the formal request upwards where nobody here can help."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from coordination.incidents.models.marking import Marked, says_why
from coordination.incidents.models.sharing import OfIncident
from coordination.incidents.querysets import (
    EscalationQuerySet,
    ResourceNeedQuerySet,
    ResourceOfferQuerySet,
)
from coordination.incidents.states import (
    ESCALATION_MOVES,
    OFFER_MOVES,
    RESOURCE_MOVES,
    EscalationState,
    OfferState,
    ResourceState,
)


class ResourceNeed(Marked, OfIncident):
    """Resursbehov: what an actor lacks, how much of it, from when, until when, where, and whom to ring about it."""

    MOVES = RESOURCE_MOVES

    number = models.PositiveIntegerField()
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+", help_text="who needs it")
    what = models.CharField(_("resurs"), max_length=200)
    quantity = models.PositiveIntegerField(_("antal"))
    unit = models.CharField(_("enhet"), max_length=40)
    from_at = models.DateTimeField(_("behövs från"))
    until = models.DateTimeField(_("behövs till"), null=True, blank=True)
    where = models.CharField(_("var"), max_length=200)
    contact = models.CharField(_("kontakt, funktion och nummer"), max_length=200)
    why = models.CharField(_("till vad"), max_length=300, blank=True)
    state = models.CharField(max_length=12, choices=ResourceState, default=ResourceState.REQUESTED)
    # The journal's name of what it was made of, such as the answer in which the actor told of it.
    origin = models.CharField(max_length=64, blank=True)
    remark = models.CharField(_("läge i korthet"), max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ResourceNeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("resursbehov")
        ordering = ["from_at", "number"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="resource_number_once"),
            models.CheckConstraint(condition=~Q(what="") & ~Q(unit="") & ~Q(where=""), name="resource_says_what"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="resource_is_some"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("from_at")), name="resource_in_order"
            ),
            says_why("resourceneed"),
        ]
        indexes = [models.Index(fields=["incident", "state"], name="resource_of_incident")]

    def __str__(self) -> str:
        return f"{self.quantity} {self.unit} {self.what}"

    def get_absolute_url(self) -> str:
        return reverse("resource", args=[self.incident.number, self.number])

    @property
    def neutral_label(self) -> str:
        """Its name without its words."""
        return f"Resursbehov {self.number}"

    @property
    def owner_actor(self) -> Actor:
        return self.actor


class ResourceOffer(Marked, OfIncident):
    """Erbjudande: what an actor can lend to a need. Who needs it says yes or no."""

    MOVES = OFFER_MOVES

    need = models.ForeignKey(ResourceNeed, models.PROTECT, related_name="offers")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+", help_text="who offers")
    quantity = models.PositiveIntegerField(_("antal"))
    from_at = models.DateTimeField(_("från"))
    until = models.DateTimeField(_("till"), null=True, blank=True)
    contact = models.CharField(_("kontakt, funktion och nummer"), max_length=200)
    note = models.CharField(_("villkor eller kommentar"), max_length=300, blank=True)
    state = models.CharField(max_length=12, choices=OfferState, default=OfferState.OFFERED)
    # What was said with the yes or the no, or when it was taken back.
    reply = models.CharField(_("besked"), max_length=300, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ResourceOfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("erbjudande")
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="offer_is_some"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("from_at")), name="offer_in_order"),
            models.UniqueConstraint(
                fields=["need", "actor"], condition=Q(state="offered"), name="one_open_offer_of_actor"
            ),
            says_why("resourceoffer"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.need.unit} {self.need.what}, {self.actor}"

    def get_absolute_url(self) -> str:
        return f"{self.need.get_absolute_url()}#erbjudande-{self.pk}"

    @property
    def neutral_label(self) -> str:
        """Its name without its words."""
        return f"Erbjudande {self.pk}, resursbehov {self.need.number}"

    @property
    def owner_actor(self) -> Actor:
        return self.actor


class EscalationTo(models.TextChoices):
    """Whom the county asks when nobody in the county can help."""

    NEIGHBOUR = "neighbour", _("Grannlän")
    HIGHER_REGION = "higher_region", _("Civilområde")
    NATIONAL = "national", _("Nationell myndighet")


class Escalation(Marked, OfIncident):
    """Framställan: a formal request upwards or to a neighbour. Its text is made from the needs and frozen when sent."""

    MOVES = ESCALATION_MOVES

    number = models.PositiveIntegerField()
    to = models.CharField(_("till"), max_length=16, choices=EscalationTo)
    addressee = models.CharField(_("mottagare"), max_length=120)
    needs = models.ManyToManyField(ResourceNeed, related_name="escalations")
    tried = models.CharField(_("vad som redan är prövat"), max_length=500, blank=True)
    legal_ground = models.CharField(_("lagstöd"), max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=EscalationState, default=EscalationState.DRAFT)
    body = models.JSONField(default=dict, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reply = models.CharField(_("svar"), max_length=500, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)

    objects = EscalationQuerySet.as_manager()

    class Meta:
        verbose_name = _("framställan")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="escalation_number_once"),
            models.CheckConstraint(
                condition=Q(state="draft") | (Q(sent_at__isnull=False) & ~Q(content_hash="")), name="sent_is_frozen"
            ),
            says_why("escalation"),
        ]

    def __str__(self) -> str:
        return f"Framställan {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("escalation", args=[self.incident.number, self.number])

    @property
    def neutral_label(self) -> str:
        """Its name without its words."""
        return f"Framställan {self.number}"

    @property
    def owner_actor(self) -> Actor:
        return self.incident.lead
