"""Incidents, who takes part, and what the portal tells them."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from actors.access import GroupRights
from actors.models import Actor, County, Municipality
from coordination.incidents.clock import now_in
from coordination.incidents.models.marking import Marked, says_why
from coordination.incidents.permissions import RIGHTS
from coordination.incidents.querysets import IncidentQuerySet
from coordination.incidents.states import PHASE_MOVES, Phase
from journal.history import tracked
from journal.record import JournaledModel


class IncidentType(models.Model):
    """What an incident is opened from: storm, flood, fire ... as data."""

    key = models.SlugField(primary_key=True, max_length=30)
    name_sv = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    suggested_name_sv = models.CharField(max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_sv


class Level(models.TextChoices):
    """The two modes of cooperation (Samverkan Stockholmsregionen)."""

    ORDINARY = "ordinary", _("Ordinarie läge")
    ACTIVATED = "activated", _("Aktiverat läge")


@tracked(
    "name",
    "type",
    "lead",
    "state",
    "level",
    "marking",
    "marking_reason",
    "is_exercise",
    "opened_at",
    "closed_at",
    "registry_number",
)
class Incident(JournaledModel, Marked):  # type: ignore[django-manager-missing]  # guardian's table has none
    """A societal disturbance, or an exercise of one, that a county board holds together."""

    MOVES = PHASE_MOVES

    number = models.CharField(max_length=12, unique=True, help_text="2025-041, one series for the whole portal")
    name = models.CharField(_("namn"), max_length=120)
    type = models.ForeignKey(IncidentType, models.PROTECT, verbose_name=_("typ"))
    lead = models.ForeignKey(
        Actor,
        models.PROTECT,
        verbose_name=_("sammanhållande"),
        related_name="+",
        help_text="the county board that holds together",
    )
    counties = models.ManyToManyField(County, related_name="+")
    municipalities = models.ManyToManyField(Municipality, related_name="+")
    state = models.CharField(_("fas"), max_length=12, choices=Phase, default=Phase.ASSESS)
    level = models.CharField(_("nivå"), max_length=12, choices=Level, default=Level.ORDINARY)
    is_exercise = models.BooleanField(_("övning"), default=False)
    is_fictitious = models.BooleanField(default=False, help_text="figures are made up, and say so")
    clock_scene = models.DateTimeField(null=True, blank=True)
    clock_started = models.DateTimeField(null=True, blank=True)
    clock_speed = models.FloatField(default=1.0)
    opened_at = models.DateTimeField(_("öppnad"))
    closed_at = models.DateTimeField(_("avslutad"), null=True, blank=True)
    registry_number = models.CharField(_("diarienummer"), max_length=40, blank=True)
    # What the head of every page of the incident says, kept by the slices above so that no page must ask for it.
    headline = models.JSONField(default=dict)
    # Numbers are given under the incident's row lock: answers' receipts, requests, reports, directions.
    last_receipt = models.PositiveIntegerField(default=0)
    participants = models.ManyToManyField(Actor, through="Participant", related_name="+")

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("händelse")
        verbose_name_plural = _("händelser")
        ordering = ["-opened_at"]
        permissions = list(RIGHTS.items())
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=models.F("opened_at")), name="incident_in_order"
            ),
            says_why("incident"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("incident", args=[self.number])

    def guard(self) -> "Incident":
        return self

    def journal_stream(self) -> str:
        return f"incident:{self.pk}"

    def journal_now(self) -> datetime:
        return now_in(self)

    @property
    def is_closed(self) -> bool:
        return self.state == Phase.CLOSED

    @property
    def phase_label(self) -> str:
        return str(Phase(self.state).label)


class IncidentGroupRight(GroupRights):
    """Rights of a role group on an incident, by direct foreign key."""

    content_object = models.ForeignKey(Incident, models.CASCADE)


class Participant(models.Model):
    """An actor that takes part in an incident."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="participations")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="participations")
    is_lead = models.BooleanField(default=False)
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "actor"], name="participant_once")]

    def __str__(self) -> str:
        return str(self.actor)


class Visit(models.Model):
    """When a person last looked into an incident, so that the portal can say what came since."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="visits")
    at = models.DateTimeField()
    before = models.DateTimeField(
        null=True, help_text="the visit before this one: what 'since you were here' counts from"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "person"], name="visit_once")]

    def __str__(self) -> str:
        return f"{self.person} {self.at}"


class NoticeKind(models.TextChoices):
    INVITED = "invited", _("Inbjudan till händelse")
    REQUEST = "request", _("Ny begäran")
    REMINDER = "reminder", _("Påminnelse")
    REPORT = "report", _("Ny lägesrapport")
    RETURNED = "returned", _("Fråga om ert svar")
    DIRECTION = "direction", _("Förslag till inriktning")
    FIXED = "fixed", _("Inriktning fastställd")
    MEASURE = "measure", _("Åtgärd att ta ställning till")
    ACCESS = "access", _("Någon ber att få läsa")
    ANSWERED = "answered", _("Besked om att få läsa")
    HIDDEN = "hidden", _("En uppgift är i karantän")
    REPLIED = "replied", _("Svar på er fråga")
    STALE = "stale", _("Uppgifter blir gamla")
    PUT_OFF = "put_off", _("Begäran kommer senare")
    UNREAD = "unread", _("Fastställd inriktning är inte läst")
    MEETING = "meeting", _("Kallelse till möte")
    CANCELLED = "cancelled", _("Möte inställt")
    MINUTES = "minutes", _("Protokoll från möte")
    NEED = "need", _("Behov som väntar på ert besked")
    INFLUENCE = "influence", _("Fråga till er")
    TOLD = "told", _("Viktigt meddelande")
    RESOURCE = "resource", _("Behov av resurs")
    OFFER = "offer", _("Erbjudande om resurs")


class Notice(models.Model):
    """One message to one actor about one thing: unique, so that a retry goes on where it stopped.

    What leaves the portal says only what kind of thing it is and where to sign in.
    """

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="notices")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=12, choices=NoticeKind)
    subject = models.CharField(max_length=64, help_text="the row it is about, as the journal names it")
    path = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=timezone.now)
    happened_at = models.DateTimeField(help_text="in the incident's time")
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "subject", "actor"], name="notice_once")]
        indexes = [
            models.Index(fields=["sent_at", "attempts"], name="notice_unsent", condition=Q(sent_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.actor}"
