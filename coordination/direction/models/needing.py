"""Needs, who has them, and what is found when all actors' handling is seen as one system."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, Municipality
from coordination.direction.models.directing import ProtectionValue
from coordination.direction.models.interpreting import Cycle, Note
from coordination.direction.querysets import (
    NeedQuerySet,
    NeedRoleQuerySet,
    SystemIssueQuerySet,
)
from coordination.direction.states import (
    ISSUE_MOVES,
    NEED_MOVES,
    IssueState,
    NeedState,
)
from coordination.incidents.clock import now_in
from coordination.incidents.models import Marked, OfIncident, ResourceNeed, says_why
from coordination.situations.models import Input
from journal.record import JournaledModel


class NeedKind(models.TextChoices):
    """Kept apart: one help need can be met by several actions, and one action can serve several help needs."""

    HELP = "help", _("Hjälpbehov")
    ACTION = "action", _("Åtgärdsbehov")


class NeedDomain(models.TextChoices):
    """Behovsdomän (Fredholm 2006)."""

    LIFE = "life", _("Livräddning")
    PROPERTY = "property", _("Egendomsräddning")
    ENVIRONMENT = "environment", _("Miljöräddning")
    SUPPORT = "support", _("Livs- och funktionsstöd")
    RESTORE = "restore", _("Återskapande")


class ActionDomain(models.TextChoices):
    """Åtgärdsdomän (Fredholm 2006)."""

    PHYSICAL = "physical", _("Olyckor som fysiskt skeende")
    PEOPLE = "people", _("Människan och hennes sociala sammanhang")
    FUNCTIONS = "functions", _("Hotade eller drabbade samhälleliga funktioner")


class Scope(models.TextChoices):
    """Drabbad omfattning (Fredholm 2006)."""

    GROUP = "group", _("Individ- och gruppsammanhang")
    PART = "part", _("Lokalt delsammanhang")
    LOCAL = "local", _("Lokalsamhälle")
    REGION = "region", _("Region")
    NATION = "nation", _("Nation")
    NATIONS = "nations", _("Nationer")


class NeedSource(models.TextChoices):
    REPORTED = "reported", _("Anmält av en aktör")
    DERIVED = "derived", _("Härlett av länsstyrelsen")


HELP_STATES: Final = ("new", "confirmed", "partly", "covered", "uncovered", "ended")
ACTION_STATES: Final = ("unfilled", "taken", "ongoing", "done", "impossible")


class Need(Marked, OfIncident):
    """Behov: what people or functions need (hjälpbehov), or what somebody must do (åtgärdsbehov)."""

    MOVES = NEED_MOVES

    number = models.PositiveIntegerField(help_text="one series for the incident, of both kinds")
    kind = models.CharField(_("slag"), max_length=8, choices=NeedKind)
    title = models.CharField(_("behov"), max_length=200)
    state = models.CharField(max_length=12, choices=NeedState)
    priority = models.PositiveSmallIntegerField(_("prioritet"), default=3, help_text="1 first, 4 last")
    needed_by = models.DateTimeField(_("behövs senast"), null=True, blank=True)
    source = models.CharField(_("källa"), max_length=8, choices=NeedSource, default=NeedSource.DERIVED)
    # Who said it, where an actor did.
    actor = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+")
    domain = models.CharField(_("behovsdomän"), max_length=12, choices=NeedDomain, blank=True)
    scope = models.CharField(_("drabbad omfattning"), max_length=8, choices=Scope, blank=True)
    affected = models.CharField(_("vilka som berörs"), max_length=200, blank=True)
    estimate = models.PositiveIntegerField(_("ungefär hur många"), null=True, blank=True)
    consequence = models.CharField(_("om det inte möts"), max_length=300, blank=True)
    protection_value = models.CharField(_("skyddsvärde"), max_length=12, choices=ProtectionValue, blank=True)
    action_domain = models.CharField(_("åtgärdsdomän"), max_length=10, choices=ActionDomain, blank=True)
    legal_basis = models.CharField(_("lagstöd"), max_length=200, blank=True)
    municipalities = models.ManyToManyField(Municipality, blank=True, related_name="+")
    # Of an action need: the help needs that it serves, and the ones that it makes harder to meet.
    serves = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="served_by")
    hinders = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="hindered_by")
    resources = models.ManyToManyField(ResourceNeed, blank=True, related_name="needs")
    cycle = models.ForeignKey(Cycle, models.PROTECT, null=True, blank=True, related_name="needs")
    held_in = models.PositiveIntegerField(default=0)
    # What it was made of: a noted fact, or an answer.
    note = models.ForeignKey(Note, models.PROTECT, null=True, blank=True, related_name="needs")
    input = models.ForeignKey(Input, models.PROTECT, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("behov")
        ordering = ["priority", "needed_by", "number"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="need_number_once"),
            models.CheckConstraint(condition=~Q(title=""), name="need_says_what"),
            models.CheckConstraint(condition=Q(priority__gte=1, priority__lte=4), name="need_priority"),
            models.CheckConstraint(
                condition=Q(kind="help", state__in=HELP_STATES) | Q(kind="action", state__in=ACTION_STATES),
                name="need_state_of_kind",
            ),
            says_why("need"),
        ]
        indexes = [models.Index(fields=["incident", "state"], name="need_of_incident")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("need", args=[self.incident.number, self.number])

    @property
    def neutral_label(self) -> str:
        """Its name without its words."""
        return f"Behov {self.number}"

    @property
    def owner_actor(self) -> Actor:
        return self.actor or self.incident.lead


class Part(models.TextChoices):
    """What an actor is to a need, in the matrix."""

    RESPONSIBLE = "responsible", _("Ansvarig")
    SUPPORTS = "supports", _("Stödjer")
    AFFECTED = "affected", _("Berörs")
    MISSING = "missing", _("Saknas")


class NeedRole(JournaledModel, models.Model):
    """What somebody thinks an actor is to a need, and what the actor says of that. Nobody says it for another."""

    need = models.ForeignKey(Need, models.PROTECT, related_name="roles")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    part = models.CharField(_("roll"), max_length=12, choices=Part)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # The actor's own word: yes, or no with a reason. Until then it is only what somebody thinks.
    confirmed_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("skäl"), max_length=300, blank=True)

    objects = NeedRoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("roll i behov")
        constraints = [
            models.UniqueConstraint(fields=["need", "actor"], name="need_role_once"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(declined_at__isnull=True), name="need_role_one_answer"
            ),
            models.CheckConstraint(
                condition=Q(declined_at__isnull=True) | ~Q(reason=""), name="need_role_declined_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor}, {self.need.neutral_label}"

    def journal_stream(self) -> str:
        return self.need.journal_stream()

    def journal_now(self) -> datetime:
        return now_in(self.need.incident)


class IssueKind(models.TextChoices):
    """What may be wrong when all actors' handling is seen as one system."""

    GAP = "gap", _("Glapp")
    DOUBLE = "double", _("Dubbelarbete")
    CONFLICT = "conflict", _("Målkonflikt")
    SHORTAGE = "shortage", _("Resursbrist")
    DEPENDENCY = "dependency", _("Beroende")
    ABSENT = "absent", _("Saknad aktör")
    INFORMATION = "information", _("Informationsbrist")


class Urgency(models.TextChoices):
    NOW = "now", _("Nu")
    TODAY = "today", _("I dag")
    LATER = "later", _("Kan vänta")


class Forum(models.TextChoices):
    ISF = "isf", _("ISF")
    BILATERAL = "bilateral", _("Direkt mellan aktörerna")
    HIGHER_REGION = "higher_region", _("Civilområde")
    NATIONAL = "national", _("Nationell myndighet")


class SystemIssue(Marked, OfIncident):
    """Systemfråga: a gap, an overlap, a collision. Found from the data or by a person; always confirmed by a person."""

    MOVES = ISSUE_MOVES

    number = models.PositiveIntegerField()
    kind = models.CharField(_("slag"), max_length=12, choices=IssueKind)
    title = models.CharField(_("fråga"), max_length=300)
    proposal = models.CharField(_("förslag"), max_length=500, blank=True)
    urgency = models.CharField(_("hur bråttom"), max_length=8, choices=Urgency, default=Urgency.TODAY)
    forum = models.CharField(_("tas upp i"), max_length=16, choices=Forum, default=Forum.ISF)
    state = models.CharField(max_length=12, choices=IssueState, default=IssueState.OPEN)
    needs = models.ManyToManyField(Need, blank=True, related_name="issues")
    actors = models.ManyToManyField(Actor, blank=True, related_name="+")
    # The rule that found it and what of, so that what a person has judged is not found again.
    rule = models.CharField(max_length=24, blank=True)
    rule_key = models.CharField(max_length=80, blank=True)
    outcome = models.CharField(_("så löstes det"), max_length=300, blank=True)
    cycle = models.ForeignKey(Cycle, models.PROTECT, null=True, blank=True, related_name="issues")
    held_in = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = SystemIssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("systemfråga")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="issue_number_once"),
            models.UniqueConstraint(
                fields=["incident", "rule", "rule_key"], condition=~Q(rule=""), name="issue_found_once"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="issue_says_what"),
            models.CheckConstraint(
                condition=~Q(state__in=["settled", "dismissed"]) | ~Q(outcome=""), name="issue_ended_says_how"
            ),
            says_why("systemissue"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("system_issue", args=[self.incident.number, self.number])

    @property
    def neutral_label(self) -> str:
        """Its name without its words."""
        return f"Systemfråga {self.number}"

    @property
    def owner_actor(self) -> Actor:
        return self.incident.lead
