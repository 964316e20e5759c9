"""Meetings of actors: called with a reason, prepared by a frozen pack, minuted as they go on, approved, published."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from coordination.direction.models.directing import Direction
from coordination.direction.models.influencing import Influence
from coordination.direction.models.meeting_forms import MeetingForm, MeetingKind, PointKind
from coordination.direction.models.needing import SystemIssue
from coordination.direction.querysets import (
    AgendaPointQuerySet,
    CallQuerySet,
    MeetingQuerySet,
    ObjectionQuerySet,
    PackQuerySet,
    ResolutionQuerySet,
)
from coordination.direction.states import MEETING_MOVES, MeetingState
from coordination.incidents.clock import now_in
from coordination.incidents.models import Marked, OfIncident, says_why
from journal.record import JournaledModel


class Meeting(Marked, OfIncident):
    """Möte: called once; its pack is frozen then, its minutes when they are approved."""

    MOVES = MEETING_MOVES

    number = models.PositiveIntegerField()
    kind = models.CharField(_("mötesform"), max_length=12, choices=MeetingKind)
    state = models.CharField(max_length=12, choices=MeetingState, default=MeetingState.PLANNED)
    revision = models.PositiveIntegerField(default=0)
    sequence = models.PositiveIntegerField(default=0, help_text="of the calendar entry: each change is a higher one")
    reason = models.CharField(_("varför"), max_length=300)
    form = models.CharField(_("hur"), max_length=10, choices=MeetingForm, default=MeetingForm.TELEPHONE)
    where = models.CharField(_("nummer, länk, talgrupp eller plats"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("börjar"))
    minutes_long = models.PositiveSmallIntegerField(_("längd, minuter"), default=30)
    chair = models.CharField(_("ordförande, funktion"), max_length=120, blank=True)
    secretary = models.CharField(_("sekreterare, funktion"), max_length=120, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    called_at = models.DateTimeField(null=True, blank=True)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    # As the county's clock said when it was called.
    acknowledge_by = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(_("nästa möte"), null=True, blank=True)
    cancelled_why = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    # The approved minutes, frozen; and their hash.
    body = models.JSONField(default=dict, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("möte")
        verbose_name_plural = _("möten")
        ordering = ["-starts_at", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="meeting_number_once"),
            models.UniqueConstraint(
                fields=["incident", "kind", "starts_at"], condition=~Q(state="cancelled"), name="meeting_called_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="meeting_says_why"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(begun_at__isnull=False, ended_at__gte=models.F("begun_at")),
                name="meeting_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | (Q(approved_at__isnull=False) & ~Q(content_hash="")),
                name="approved_is_frozen",
            ),
            says_why("meeting"),
        ]

    def __str__(self) -> str:
        return self.neutral_label

    @property
    def name(self) -> str:
        """ISF-möte 2, in the reader's language."""
        return f"{self.get_kind_display()} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("meeting", args=[self.incident.number, self.number])

    @property
    def neutral_label(self) -> str:
        """Its name without its words."""
        return f"Möte {self.number}"

    @property
    def owner_actor(self) -> Actor:
        return self.incident.lead


class AgendaPoint(Marked, OfIncident):
    """Dagordningspunkt: what is to be gone through, the proposal, and what was noted about it while it was."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="points")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(_("slag"), max_length=16, choices=PointKind)
    title = models.CharField(_("punkt"), max_length=300)
    proposal = models.CharField(_("förslag"), max_length=500, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minuter"), default=5)
    notes = models.TextField(_("anteckningar"), blank=True)
    revision = models.PositiveIntegerField(default=0, help_text="of the notes: an older one has missed something")
    # What raised it, so that the trail can be followed both ways.
    issue = models.ForeignKey(SystemIssue, models.PROTECT, null=True, blank=True, related_name="points")
    influence = models.ForeignKey(Influence, models.PROTECT, null=True, blank=True, related_name="points")
    direction = models.ForeignKey(Direction, models.PROTECT, null=True, blank=True, related_name="points")
    raised_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AgendaPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("dagordningspunkt")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="point_says_what"),
            models.UniqueConstraint(
                fields=["meeting", "issue"], condition=Q(issue__isnull=False), name="issue_on_agenda_once"
            ),
            models.UniqueConstraint(
                fields=["meeting", "influence"], condition=Q(influence__isnull=False), name="influence_on_agenda_once"
            ),
            says_why("agendapoint"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{self.meeting.get_absolute_url()}#punkt-{self.pk}"

    @property
    def neutral_label(self) -> str:
        """Its name without its words."""
        return f"Dagordningspunkt {self.pk}"

    @property
    def owner_actor(self) -> Actor:
        return self.raised_by or self.incident.lead


class Coming(models.TextChoices):
    NO_ANSWER = "no_answer", _("Inte kvitterat")
    COMING = "coming", _("Kommer")
    NOT_COMING = "not_coming", _("Kan inte delta")


class Call(JournaledModel, models.Model):
    """Kallelse: one actor of a meeting, whether it has acknowledged, opened the pack, and was there."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="calls")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    answer = models.CharField(_("kvittering"), max_length=12, choices=Coming, default=Coming.NO_ANSWER)
    remark = models.CharField(_("kommentar"), max_length=200, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    attended = models.BooleanField(_("deltog"), null=True, blank=True)
    attended_as = models.CharField(_("genom, funktion"), max_length=120, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("kallelse")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "actor"], name="call_once"),
            models.CheckConstraint(
                condition=Q(answer="no_answer") | Q(acknowledged_at__isnull=False), name="acknowledged_has_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor}, {self.meeting.neutral_label}"

    def journal_stream(self) -> str:
        return self.meeting.journal_stream()

    def journal_subject(self) -> str:
        """What is told of it goes out of sight with its meeting."""
        return self.meeting.journal_subject()

    def journal_now(self) -> datetime:
        return now_in(self.meeting.incident)


class Pack(Marked, OfIncident):
    """Underlag: the picture, the agenda and the proposals as they stood at the call. Never changed after it."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="pack")
    body = models.JSONField()
    content_hash = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()
    # The journal's names of the records whose words it holds: with any of them in quarantine, it goes there too.
    holds = models.JSONField(default=list)

    objects = PackQuerySet.as_manager()

    class Meta:
        verbose_name = _("mötesunderlag")
        constraints = [says_why("pack")]

    def __str__(self) -> str:
        return f"Underlag till möte {self.meeting.number}"

    def get_absolute_url(self) -> str:
        return reverse("meeting_pack", args=[self.incident.number, self.meeting.number])

    @property
    def neutral_label(self) -> str:
        """Its name without its words."""
        return str(self)

    @property
    def owner_actor(self) -> Actor:
        return self.incident.lead


class Objection(Marked, OfIncident):
    """Invändning: what an actor has against a point or a proposal, said before the meeting. Never edited."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="objections")
    point = models.ForeignKey(AgendaPoint, models.PROTECT, null=True, blank=True, related_name="objections")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    text = models.CharField(_("invändning"), max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("invändning")
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="objection_says_what"), says_why("objection")]

    def __str__(self) -> str:
        return f"{self.actor}: {self.text}"

    def get_absolute_url(self) -> str:
        return f"{self.meeting.get_absolute_url()}#invandning-{self.pk}"

    @property
    def neutral_label(self) -> str:
        """Its name without its words."""
        return f"Invändning {self.actor.short}, möte {self.meeting.number}"

    @property
    def owner_actor(self) -> Actor:
        return self.actor


class Resolution(Marked, OfIncident):
    """Beslut i mötet: what the actors agreed, in words. Each decides in its own chain; nobody is ordered."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="resolutions")
    point = models.ForeignKey(AgendaPoint, models.PROTECT, null=True, blank=True, related_name="resolutions")
    text = models.CharField(_("vi kom överens om"), max_length=500)
    actors = models.ManyToManyField(Actor, blank=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ResolutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("överenskommelse i möte")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="resolution_says_what"),
            says_why("resolution"),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return f"{self.meeting.get_absolute_url()}#beslut-{self.pk}"

    @property
    def neutral_label(self) -> str:
        """Its name without its words."""
        return f"Överenskommelse {self.pk}, möte {self.meeting.number}"

    @property
    def owner_actor(self) -> Actor:
        return self.incident.lead
