"""Who may read what somebody wrote: audiences, shares, what was narrowed and why, who asked, what is in quarantine.

A record is named as the journal names it: `kind` and `object_id` ("input", 12). Times here are real time, not the
incident's: an end date ends in the world, also when an exercise's clock stands still.
"""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from coordination.incidents.clock import now_in
from coordination.incidents.models.incident import Incident
from coordination.incidents.models.marking import Reference
from coordination.incidents.querysets import AccessRequestQuerySet, NarrowingQuerySet, QuarantineManager
from coordination.incidents.states import ACCESS_MOVES, AccessState, Audience
from journal.record import JournaledModel

LONGEST: Final = timedelta(days=366)


class OfIncident(JournaledModel, models.Model):
    """A row that is guarded by its incident and keeps its time."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True

    def guard(self) -> Incident:
        return self.incident

    def journal_stream(self) -> str:
        return f"incident:{self.incident_id}"

    def journal_now(self) -> datetime:
        return now_in(self.incident)


class AboutRecord(OfIncident):
    """A row about another record. `label` names that record without telling what it says: "Svar 2025-041-031"."""

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    label = models.CharField(max_length=120)
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+", help_text="whose record it is")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label


class Share(models.Model):
    """An actor that may read a record whose audience does not hold it. `until` empty: as long as the record stands."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="shares")
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    until = models.DateTimeField(null=True, blank=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id", "actor"], name="share_once")]
        indexes = [models.Index(fields=["incident"], name="share_incident")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id} -> {self.actor_id}"


class Narrowing(AboutRecord):
    """One decision about who may read a record. The rows are its history; the newest is what the record says."""

    audience = models.CharField(max_length=12, choices=Audience)
    reason = models.CharField(_("skäl"), max_length=300)
    legal_ground = models.CharField(_("lagrum"), max_length=12, choices=Reference, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    lacking = models.PositiveIntegerField(default=0, help_text="how many participants cannot read it after this")

    objects = NarrowingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kind", "object_id", "-id"], name="narrowing_newest")]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="narrowing_says_why"),
            models.CheckConstraint(
                condition=Q(audience__in=["participants", "national"]) | Q(until__isnull=False), name="narrowing_ends"
            ),
        ]


class AccessRequest(AboutRecord):
    """An actor asks to read what is not shared with it. `asker` asks, `actor` owns and answers."""

    MOVES = ACCESS_MOVES

    asker = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    reason = models.CharField(_("varför"), max_length=300, blank=True)
    state = models.CharField(max_length=12, choices=AccessState, default=AccessState.ASKED)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "asker"], condition=Q(state="asked"), name="one_open_access_request"
            )
        ]
        indexes = [models.Index(fields=["actor"], name="access_asked", condition=Q(state="asked"))]


class Quarantine(AboutRecord):
    """A record that nobody may read by any route until it is lifted. The row itself never says what the record said.

    More people know of the row than of why: `reason` and `lifted_note` are written here and read by `with_why`.
    """

    reason = models.CharField(_("varför"), max_length=300)
    part_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_note = models.CharField(max_length=300, blank=True)

    objects = QuarantineManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id"], condition=Q(lifted_at__isnull=True), name="one_open_quarantine"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="quarantine_says_why"),
        ]


class Owned(models.Model):
    """What an actor wrote, and who may read it. Wide by default; after `audience_until` it is wide again."""

    audience = models.CharField(max_length=12, choices=Audience, default=Audience.PARTICIPANTS)
    audience_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_narrow(self) -> bool:
        """Whether not all participants may read it, today."""
        passed = self.audience_until is not None and self.audience_until <= timezone.now()
        return self.audience in (Audience.OWN, Audience.NAMED) and not passed
