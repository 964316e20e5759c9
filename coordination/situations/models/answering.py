"""Answers (svar): what an actor says, its grades, and what of it only some may read."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from coordination.incidents.models import Audience, Incident, Marked, OfIncident, Owned, says_why
from coordination.situations.models.asking import AnswerLink, Function, Request
from coordination.situations.querysets import GuardedAnswerQuerySet, InputQuerySet, RedactedCopyQuerySet
from coordination.situations.states import INPUT_MOVES, InputState

GRADES = Q(grade__isnull=True) | Q(grade__range=(1, 5))


class Trend(models.TextChoices):
    BETTER = "better", _("bättre")
    SAME = "same", _("lika")
    WORSE = "worse", _("värre")
    MUCH_WORSE = "much_worse", _("mycket värre")


class Confidence(models.TextChoices):
    CONFIRMED = "confirmed", _("bekräftad")
    LIKELY = "likely", _("trolig")
    UNCONFIRMED = "unconfirmed", _("obekräftad")


def grade_field() -> "models.PositiveSmallIntegerField[int | None, int | None]":
    return models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )


class Input(Marked, Owned, OfIncident):
    """Svar: what one actor says of its situation. A correction is a new version; nothing is overwritten."""

    MOVES = INPUT_MOVES
    # What it says: all that `hush` takes, and that is never read past audience and quarantine.
    WORDS: ClassVar[tuple[str, ...]] = (
        "content", "grade", "proposed", "reason", "trend", "confidence", "summary", "question_back", "question_at",
    )  # fmt: skip

    request = models.ForeignKey(Request, models.PROTECT, related_name="inputs")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="inputs")
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, choices=InputState, default=InputState.DRAFT)
    # Everything as it was written: {overall, functions, numbers, texts, needs}. The columns and Impact rows follow it.
    content = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(
        default=0, help_text="of the draft: a writer with an older one has missed something"
    )
    grade = grade_field()
    proposed = grade_field()
    reason = models.CharField(max_length=300, blank=True)
    trend = models.CharField(max_length=12, choices=Trend, blank=True)
    confidence = models.CharField(max_length=12, choices=Confidence, blank=True)
    summary = models.TextField(blank=True)
    oral = models.BooleanField(default=False, help_text="spoken, and written down by the duty officer in her own name")
    unchanged_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    number = models.CharField(max_length=20, blank=True, help_text="receipt: 2025-041-031")
    # NULL, not empty: unique for each actor as soon as it is there.
    submission_key = models.CharField(max_length=80, null=True, blank=True)  # noqa: DJ001
    content_hash = models.CharField(max_length=64, blank=True)
    late = models.BooleanField(default=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    question_back = models.TextField(blank=True)
    question_at = models.DateTimeField(null=True, blank=True)
    # What the county's steward makes of it, beside what the actor said of its own certainty.
    weighed = models.CharField(max_length=12, choices=Confidence, blank=True)
    weighed_note = models.CharField(max_length=300, blank=True)
    weighed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    weighed_at = models.DateTimeField(null=True, blank=True)
    # It tells what another answer tells already: read, and counted once, in the other.
    same_as = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="repeated_in")
    # It came by a link, from one without an account.
    link = models.ForeignKey(AnswerLink, models.PROTECT, null=True, blank=True, related_name="inputs")

    objects = InputQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "actor"], condition=Q(state="draft"), name="one_draft"),
            models.UniqueConstraint(fields=["request", "actor"], condition=Q(state="submitted"), name="one_answer"),
            models.UniqueConstraint(fields=["request", "actor", "version"], name="input_version_once"),
            models.UniqueConstraint(fields=["actor", "submission_key"], name="submission_key_once"),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="receipt_once"),
            models.CheckConstraint(condition=GRADES, name="input_grade"),
            models.CheckConstraint(condition=Q(state="draft") | Q(submitted_at__isnull=False), name="sent_has_time"),
            says_why("input"),
        ]
        indexes = [
            models.Index(fields=["incident", "-submitted_at", "-id"], name="input_newest", condition=~Q(state="draft")),
            # Few are narrowed: whoever counts what is withheld looks among these only.
            models.Index(fields=["incident"], name="input_narrowed", condition=Q(audience__in=["own", "named"])),
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.number}".strip()

    def get_absolute_url(self) -> str:
        return reverse("input", args=[self.incident.number, self.pk])

    @property
    def guarded_rows(self) -> Sequence[Mapping[str, Any]]:
        """Its fields with an audience of their own, as `for_owner` found them."""
        found: Sequence[Mapping[str, Any]] = self.__dict__.get("guarded_found") or ()
        return found

    def hush(self) -> "Input":
        """The row without a word of what it says, where it may not be read: to write the next one after it."""
        if self.__dict__.get("mute_found"):
            self.__dict__.pop("guarded_found", None)
            self.content = {}
            self.grade = self.proposed = None
            self.reason = self.trend = self.confidence = self.summary = self.question_back = ""
            self.question_at = None
        return self

    @property
    def neutral_label(self) -> str:
        """Its name without its words."""
        return f"Svar {self.number}"

    @property
    def owner_actor(self) -> Actor:
        return self.actor


class RedactedCopy(models.Model):
    """What the owner lets others read of an answer that is not shared: a content of its own, with what was struck gone.

    Nothing is hidden in it: a struck field is not there, and `struck` names it.
    """

    # Of its own, not by way of the answer: who reads the copy does not see the answer's row.
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="+")
    input = models.OneToOneField(Input, models.CASCADE, related_name="redacted")
    content = models.JSONField(default=dict)
    struck = models.JSONField(default=list, help_text="paths of what is gone: texts.forecast, numbers.injured, needs.0")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = RedactedCopyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.input_id}: {len(self.struck)}"


class GuardedAnswer(models.Model):
    """A field of an answer with a narrower audience than the answer: a row of its own, behind a wall of its own."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="+")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    input = models.ForeignKey(Input, models.CASCADE, related_name="guarded")
    part = models.CharField(max_length=10, help_text="texts, numbers or needs")
    key = models.CharField(max_length=60, blank=True)
    value = models.JSONField()
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.OWN)

    objects = GuardedAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["input", "part", "key"], name="guarded_once"),
            models.CheckConstraint(condition=Q(audience__in=["own", "named"]), name="guarded_is_narrow"),
        ]

    def __str__(self) -> str:
        return f"{self.input_id}: {self.path}"

    @property
    def path(self) -> str:
        return f"{self.part}.{self.key}" if self.key else self.part


class Impact(models.Model):
    """One actor's grade for one function, with the three levels it was computed from."""

    input = models.ForeignKey(Input, models.CASCADE, related_name="impacts")
    function = models.ForeignKey(Function, models.PROTECT, related_name="+")
    works = models.PositiveSmallIntegerField(null=True)
    resources = models.PositiveSmallIntegerField(null=True)
    load = models.PositiveSmallIntegerField(null=True)
    proposed = grade_field()
    grade = grade_field()
    reason = models.CharField(max_length=300, blank=True)
    trend = models.CharField(max_length=12, choices=Trend, blank=True)
    confidence = models.CharField(max_length=12, choices=Confidence, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["input", "function"], name="impact_once"),
            models.CheckConstraint(condition=GRADES, name="impact_grade"),
        ]

    def __str__(self) -> str:
        return f"{self.function_id}: {self.grade or '?'}"


class Standing(models.Model):
    """Where an actor stands: its latest answer in the incident. Found by index, however long the history."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="standings")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    input = models.ForeignKey(Input, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "actor"], name="standing_once")]

    def __str__(self) -> str:
        return f"{self.actor_id}: {self.input_id}"
