"""How the county moves actors without command, and what each of them answered."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from coordination.direction.models.interpreting import Cycle
from coordination.direction.models.needing import SystemIssue
from coordination.direction.querysets import InfluenceQuerySet, InfluenceReplyQuerySet
from coordination.direction.states import INFLUENCE_MOVES, InfluenceState
from coordination.incidents.clock import now_in
from coordination.incidents.models import Marked, OfIncident, says_why
from journal.record import JournaledModel


class Means(models.TextChoices):
    """How an actor is moved without command."""

    INFORM = "inform", _("Information")
    ASK = "ask", _("Fråga")
    PROPOSE = "propose", _("Förslag")
    MEET = "meet", _("Samverkansmöte")
    AGREE = "agree", _("Överenskommelse")
    SUPPORT = "support", _("Stöd eller resurs")
    REQUEST = "request", _("Framställan till nationell myndighet eller Regeringskansliet")
    DECIDE = "decide", _("Beslut enligt lag")
    PUBLIC = "public", _("Offentlig kommunikation")


class Influence(Marked, OfIncident):
    """Inflytande: what the county does to get actors to move in a common direction. It asks; it never orders."""

    MOVES = INFLUENCE_MOVES

    number = models.PositiveIntegerField()
    issue = models.ForeignKey(SystemIssue, models.PROTECT, null=True, blank=True, related_name="influences")
    means = models.CharField(_("medel"), max_length=10, choices=Means)
    text = models.CharField(_("budskap"), max_length=500)
    responsible = models.CharField(_("ansvarig funktion"), max_length=120, blank=True)
    due = models.DateTimeField(_("senast"), null=True, blank=True)
    state = models.CharField(max_length=12, choices=InfluenceState, default=InfluenceState.PLANNED)
    effect = models.CharField(_("faktisk effekt"), max_length=300, blank=True)
    follow_up_at = models.DateTimeField(_("följs upp"), null=True, blank=True)
    cycle = models.ForeignKey(Cycle, models.PROTECT, null=True, blank=True, related_name="influences")
    held_in = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = InfluenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("inflytande")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="influence_number_once"),
            models.CheckConstraint(condition=~Q(text=""), name="influence_says_what"),
            models.CheckConstraint(condition=~Q(state="followed_up") | ~Q(effect=""), name="followed_up_says_effect"),
            says_why("influence"),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return f"{reverse('loop_step', args=[self.incident.number, 'inflytande'])}#inflytande-{self.number}"

    @property
    def neutral_label(self) -> str:
        """Its name without its words."""
        return f"Inflytande {self.number}"

    @property
    def owner_actor(self) -> Actor:
        return self.incident.lead


class Response(models.TextChoices):
    """What an actor answers when it is asked to move."""

    NONE = "none", _("Inget svar")
    ACCEPTED = "accepted", _("Accepterat")
    PARTLY = "partly", _("Delvis")
    DECLINED = "declined", _("Avböjt")


class InfluenceReply(JournaledModel, models.Model):
    """One of the actors that are to be moved, and what it answered. Silence is a row too."""

    influence = models.ForeignKey(Influence, models.PROTECT, related_name="replies")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    response = models.CharField(_("svar"), max_length=10, choices=Response, default=Response.NONE)
    text = models.CharField(_("med egna ord"), max_length=300, blank=True)
    at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = InfluenceReplyQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["influence", "actor"], name="influence_reply_once")]

    def __str__(self) -> str:
        return f"{self.actor}, {self.influence.neutral_label}"

    def journal_stream(self) -> str:
        return self.influence.journal_stream()

    def journal_now(self) -> datetime:
        return now_in(self.influence.incident)
