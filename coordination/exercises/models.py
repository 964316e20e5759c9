"""Exercises that people lead: scenarios with timed injects, replays of real incidents, and unannounced drills.

An exercise is an incident that says ÖVNING everywhere: players use the very screens that a crisis uses.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from coordination.direction.models import Announcement
from coordination.exercises.querysets import (
    DrillQuerySet,
    DrillResultQuerySet,
    InjectQuerySet,
    PlayQuerySet,
    ScenarioQuerySet,
)
from coordination.exercises.states import (
    DRILL_MOVES,
    INJECT_MOVES,
    PLAY_MOVES,
    DrillState,
    InjectState,
    PlayState,
)
from coordination.incidents.models import Incident, OfIncident
from journal.record import JournaledModel


class Scenario(JournaledModel, models.Model):
    """Scenario: a file of timed injects that can be played again and again. A new version never changes an old one."""

    key = models.SlugField(max_length=60)
    version = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(_("namn"), max_length=120)
    summary = models.TextField(_("sammanfattning"), blank=True)
    goals = models.JSONField(_("övningsmål"), default=list, blank=True)
    # {"type": "storm", "starts": "...", "injects": [{"minutes": 5, "to": ["kommun-2161"], "kind": "...", ...}]}
    body = models.JSONField(default=dict)
    owner = models.ForeignKey(Actor, models.PROTECT, related_name="+", help_text="the county board that keeps it")
    # Of a replay: the closed incident that it was made from. Its names are not in the body.
    replays = models.ForeignKey(Incident, models.PROTECT, null=True, blank=True, related_name="+")
    shared = models.BooleanField(_("får spelas av andra län"), default=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        verbose_name = _("scenario")
        ordering = ["name", "-version"]
        constraints = [models.UniqueConstraint(fields=["owner", "key", "version"], name="scenario_version_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("scenario", args=[self.pk])

    def journal_stream(self) -> str:
        return f"actor:{self.owner_id}"


class Play(OfIncident):
    """Spel: one exercise as it is led, with its clock. The incident is what the players see."""

    MOVES = PLAY_MOVES

    incident = models.OneToOneField(Incident, models.PROTECT, related_name="play")
    scenario = models.ForeignKey(Scenario, models.PROTECT, null=True, blank=True, related_name="plays")
    state = models.CharField(max_length=10, choices=PlayState, default=PlayState.PREPARED)
    speed = models.FloatField(_("fart"), default=1.0)
    leader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = PlayQuerySet.as_manager()

    class Meta:
        verbose_name = _("övningsspel")

    def __str__(self) -> str:
        return f"Övning {self.incident.number}"

    def get_absolute_url(self) -> str:
        return reverse("play", args=[self.incident.number])


class InjectKind(models.TextChoices):
    TOLD = "told", _("Besked till spelarna")
    LOG = "log", _("Rad i loggen")
    REQUEST = "request", _("Begäran om lägesbild")
    MEASURE = "measure", _("Föreslagen åtgärd")
    FOR_CONTROL = "for_control", _("Till motspelet")


class Inject(OfIncident):
    """Inspel: what happens at a time of the scenario, to whom, and what the exercise leader hopes to see."""

    MOVES = INJECT_MOVES

    play = models.ForeignKey(Play, models.PROTECT, related_name="injects")
    order = models.PositiveIntegerField()
    at = models.DateTimeField(_("tid i övningen"))
    kind = models.CharField(_("slag"), max_length=12, choices=InjectKind, default=InjectKind.TOLD)
    text = models.TextField(_("inspel"))
    to = models.ManyToManyField(Actor, blank=True, related_name="+")
    expected = models.CharField(_("förväntat"), max_length=300, blank=True)
    observed = models.TextField(_("iakttaget"), blank=True)
    # Of a replay: what was really done then, to be laid beside what the players do. Names are stripped.
    really = models.TextField(_("så gjordes det"), blank=True)
    more: Any = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=InjectState, default=InjectState.WAITING)
    given_at = models.DateTimeField(null=True, blank=True)

    objects = InjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("inspel")
        ordering = ["at", "order"]
        constraints = [
            models.UniqueConstraint(fields=["play", "order"], name="inject_order_once"),
            models.CheckConstraint(condition=~Q(text=""), name="inject_says_something"),
            models.CheckConstraint(condition=~Q(state="given") | Q(given_at__isnull=False), name="given_has_time"),
        ]

    def __str__(self) -> str:
        # Its words stand in no journal: the players read that, and do not know yet.
        return f"Inspel {self.order}"


class Drill(JournaledModel, models.Model):
    """Beredskapsprov: minutes long, announced or not. It measures the whole chain of each actor.

    Its journal is its own and nobody's to read: a board's stream would tell its people of what is to surprise them.
    """

    MOVES = DRILL_MOVES

    owner = models.ForeignKey(Actor, models.PROTECT, related_name="+", help_text="the county board that drills")
    incident = models.OneToOneField(Incident, models.PROTECT, null=True, blank=True, related_name="drill")
    announced = models.BooleanField(_("aviserat i förväg"), default=False)
    starts_at = models.DateTimeField(_("börjar"))
    minutes = models.PositiveSmallIntegerField(_("längd, minuter"), default=5)
    state = models.CharField(max_length=10, choices=DrillState, default=DrillState.PLANNED)
    actors = models.ManyToManyField(Actor, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Confirmed by whoever planned it: it begins also while a real incident of the county goes on.
    despite_incident = models.BooleanField(_("fast en händelse pågår"), default=False)
    # When whoever leads it asked that the step which goes on ends now: first answering, then acknowledging.
    end_asked_at = models.DateTimeField(null=True, blank=True)
    # "Provet är slut, tack": what the machine sends when the time to answer is out, and what ends the chain.
    message = models.OneToOneField(Announcement, models.PROTECT, null=True, blank=True, related_name="+")
    why = models.CharField(_("varför det ställdes in"), max_length=300, blank=True)
    measured_at = models.DateTimeField(null=True, blank=True)
    # {"asked": 12, "whole_chain": 9, ...}: counted from the rows when it ended.
    figures = models.JSONField(default=dict, blank=True)

    objects = DrillQuerySet.as_manager()

    class Meta:
        verbose_name = _("beredskapsprov")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__range=(1, 60)), name="drill_is_short"),
            models.CheckConstraint(
                condition=~Q(state__in=["running", "measured"]) | Q(incident__isnull=False), name="drill_has_incident"
            ),
            models.CheckConstraint(
                condition=~Q(state="measured") | Q(measured_at__isnull=False), name="measured_drill_has_time"
            ),
        ]

    def __str__(self) -> str:
        return f"Beredskapsprov {timezone.localtime(self.starts_at):%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("drill", args=[self.pk])

    def guard(self) -> Actor:
        return self.owner


class DrillResult(models.Model):
    """One actor's chain in a drill: when each link was done, in real time; empty where it never was."""

    drill = models.ForeignKey(Drill, models.CASCADE, related_name="results")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)
    signed_in_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    compiled_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    # The letter before an announced drill: when it left, and how often it was tried.
    announced_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Whether there is a number to ring and an address to write to, and how old they are.
    # {"phone": true, "email": true, "verified": "2025-03-01", "left": true}
    contact = models.JSONField(default=dict, blank=True)

    objects = DrillResultQuerySet.as_manager()

    class Meta:
        ordering = ["actor__sort_name"]
        constraints = [models.UniqueConstraint(fields=["drill", "actor"], name="drill_result_once")]

    def __str__(self) -> str:
        return f"{self.actor}, {self.drill}"
