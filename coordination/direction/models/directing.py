"""The joint direction, and what each actor says to it."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from coordination.direction.querysets import (
    DirectionQuerySet,
    LaterPositionQuerySet,
    PositionQuerySet,
)
from coordination.direction.states import DIRECTION_MOVES, DirectionState
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, Marked, OfIncident, says_why
from journal.history import tracked
from journal.record import JournaledModel


class ProtectionValue(models.TextChoices):
    """Samhällets skyddsvärden (Gemensamma grunder)."""

    LIFE = "life", _("Människors liv och hälsa")
    FUNCTION = "function", _("Samhällets funktionalitet")
    DEMOCRACY = "democracy", _("Demokrati, rättssäkerhet och mänskliga fri- och rättigheter")
    ENVIRONMENT = "environment", _("Miljö och ekonomiska värden")
    SOVEREIGNTY = "sovereignty", _("Nationell suveränitet")


class Stand(models.TextChoices):
    """What an actor can say to a direction. Nobody says it for another; who has said nothing is silent."""

    BEHIND = "behind", _("Ställer sig bakom")
    RESERVATION = "reservation", _("Med förbehåll")
    CANNOT = "cannot", _("Kan inte")
    OWN_BODY = "own_body", _("Beslutas av egen instans")


NEEDS_REASON = (Stand.RESERVATION, Stand.CANNOT)

# What a next direction begins with, and what an edit may change.
TEXT_FIELDS = (
    "purpose",
    "intended",
    "goals",
    "protection_values",
    "valid_from",
    "valid_to",
    "message",
    "follow_up",
    "effect_question",
    "answer_by",
)


@tracked(
    *("purpose", "intended", "valid_from", "valid_to", "message", "follow_up", "effect_question", "answer_by"),
    *("state", "version", "marking", "marking_reason"),
)
class Direction(Marked, OfIncident):
    """Inriktning: what the actors mean to reach together. Never edited once fixed; a next one replaces it."""

    MOVES = DIRECTION_MOVES

    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=0, help_text="how many times it has been proposed: each is a wording")
    revision = models.PositiveIntegerField(default=0, help_text="of the draft: an older one has missed something")
    purpose = models.TextField(_("syfte"), blank=True)
    intended = models.CharField(_("avsedd inriktning"), max_length=300, blank=True)
    goals = models.JSONField(_("effektmål"), default=list, blank=True)
    protection_values = models.JSONField(_("skyddsvärden"), default=list, blank=True)
    valid_from = models.DateTimeField(_("gäller från"), null=True, blank=True)
    valid_to = models.DateTimeField(_("gäller till"), null=True, blank=True)
    message = models.TextField(_("budskap till allmänheten"), blank=True)
    follow_up = models.TextField(_("så ser vi om det fungerar"), blank=True)
    # Asked of every actor in the requests that go out while the direction holds; empty: nothing is asked.
    effect_question = models.CharField(_("frågan som ställs i nästa begäran"), max_length=200, blank=True)
    answer_by = models.DateTimeField(_("ta ställning senast"), null=True, blank=True)
    state = models.CharField(max_length=12, choices=DirectionState, default=DirectionState.DRAFT)
    made_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)
    fixed_at = models.DateTimeField(null=True, blank=True)
    fixed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    body = models.JSONField(default=dict, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    seen_within = models.PositiveSmallIntegerField(
        _("läst inom, minuter"),
        default=60,
        help_text="then the deputies of who has not are written to",
    )

    objects = DirectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("inriktning")
        verbose_name_plural = _("inriktningar")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="direction_number_once"),
            models.UniqueConstraint(fields=["incident"], condition=Q(state="fixed"), name="one_fixed_direction"),
            models.UniqueConstraint(
                fields=["incident"], condition=Q(state__in=["draft", "proposed"]), name="one_open_direction"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["fixed", "replaced"])
                | (Q(fixed_at__isnull=False) & Q(fixed_by__isnull=False) & ~Q(content_hash="")),
                name="fixed_is_frozen",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gt=models.F("valid_from")),
                name="direction_in_order",
            ),
            says_why("direction"),
        ]

    def __str__(self) -> str:
        return f"Inriktning {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("direction", args=[self.incident.number, self.number])

    @property
    def neutral_label(self) -> str:
        """Its name without its words."""
        return f"Inriktning {self.number}"

    @property
    def owner_actor(self) -> Actor:
        return self.incident.lead

    @property
    def is_frozen(self) -> bool:
        return self.state in (DirectionState.FIXED, DirectionState.REPLACED)

    @property
    def value_words(self) -> list[str]:
        return [str(value.label) for value in ProtectionValue if value in self.protection_values]


@tracked("stand", "reason", "own_body", "own_body_at", "version", "marking", "marking_reason")
class Position(Marked, JournaledModel):
    """Ställning: what one actor says to one wording. May be changed until the direction is fixed."""

    direction = models.ForeignKey(Direction, models.PROTECT, related_name="positions")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="positions")
    version = models.PositiveIntegerField(help_text="the wording it was about")
    stand = models.CharField(_("ställning"), max_length=12, choices=Stand)
    reason = models.TextField(_("skäl"), blank=True)
    own_body = models.CharField(_("instans"), max_length=200, blank=True)
    own_body_at = models.DateTimeField(_("beslutar senast"), null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("ställning")
        constraints = [
            models.UniqueConstraint(fields=["direction", "actor"], name="position_once"),
            models.CheckConstraint(
                condition=~Q(stand__in=["reservation", "cannot"]) | ~Q(reason=""), name="position_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(stand="own_body") | (~Q(own_body="") & Q(own_body_at__isnull=False)),
                name="position_names_body",
            ),
            says_why("position"),
        ]

    def __str__(self) -> str:
        return f"{self.actor}, {self.direction}"

    @property
    def incident(self) -> Incident:
        return self.direction.incident

    @property
    def neutral_label(self) -> str:
        """Its name without its words."""
        return f"Ställning {self.actor.short}, {self.direction}"

    @property
    def owner_actor(self) -> Actor:
        return self.actor

    def get_absolute_url(self) -> str:
        return self.direction.get_absolute_url()

    def guard(self) -> Incident:
        return self.direction.incident

    def journal_stream(self) -> str:
        return self.direction.journal_stream()

    def journal_now(self) -> datetime:
        return now_in(self.direction.incident)


class LaterPosition(Marked, JournaledModel):
    """Ny ställning: what an actor says after the direction was fixed. The one that stands in the direction stays there.

    Where its own body has decided, this is where the decision is named and linked.
    """

    direction = models.ForeignKey(Direction, models.PROTECT, related_name="later_positions")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    stand = models.CharField(_("ställning"), max_length=12, choices=Stand)
    reason = models.TextField(_("skäl"))
    decision = models.CharField(_("beslut av egen instans, beteckning"), max_length=120, blank=True)
    decision_url = models.URLField(_("länk till beslutet"), max_length=400, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = LaterPositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("ny ställning")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="later_position_has_reason"),
            says_why("laterposition"),
        ]

    def __str__(self) -> str:
        return f"{self.actor}, {self.direction}"

    @property
    def incident(self) -> Incident:
        return self.direction.incident

    @property
    def neutral_label(self) -> str:
        """Its name without its words."""
        return f"Ny ställning {self.actor.short}, {self.direction}"

    @property
    def owner_actor(self) -> Actor:
        return self.actor

    def get_absolute_url(self) -> str:
        return self.direction.get_absolute_url()

    def guard(self) -> Incident:
        return self.direction.incident

    def journal_stream(self) -> str:
        return self.direction.journal_stream()

    def journal_now(self) -> datetime:
        return now_in(self.direction.incident)
