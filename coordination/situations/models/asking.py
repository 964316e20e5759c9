"""What is asked: functions, question sets, requests to actors."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from coordination.incidents.models import Marked, OfIncident, says_why
from coordination.situations.querysets import RequestQuerySet
from coordination.situations.states import REQUEST_MOVES, RequestState


class Function(models.Model):
    """Samhällsfunktion: what a grade is given for. Data; the storm's set is eight of them."""

    key = models.SlugField(primary_key=True, max_length=40)
    name_sv = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    hint_sv = models.CharField(max_length=200, blank=True)
    hint_en = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_sv


class QuestionSet(models.Model):
    """What a request asks: sections with questions, and the functions to grade. A new version never changes an old."""

    key = models.SlugField(max_length=40)
    version = models.PositiveSmallIntegerField()
    name_sv = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    sections = models.JSONField(help_text="[{key, name_sv, name_en, questions: [{key, kind, name_sv, name_en, ...}]}]")
    functions = models.JSONField(help_text="keys of functions, in order")
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["key", "-version"]
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="question_set_version_once")]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_sv


class Request(Marked, OfIncident):
    """Begäran: questions to chosen participants, with a deadline. Says who asks, why and on what legal ground."""

    MOVES = REQUEST_MOVES

    number = models.PositiveIntegerField()
    question_set = models.ForeignKey(QuestionSet, models.PROTECT, verbose_name=_("frågor"))
    purpose = models.CharField(_("syfte"), max_length=300)
    legal_ground = models.CharField(_("rättslig grund"), max_length=300, blank=True)
    asker = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    as_of = models.DateTimeField(_("läget gäller"))
    deadline = models.DateTimeField(_("svara senast"))
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=RequestState, default=RequestState.SENT)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="request_number_once"),
            models.CheckConstraint(condition=Q(deadline__gt=models.F("sent_at")), name="request_in_order"),
            says_why("request"),
        ]

    def __str__(self) -> str:
        return f"Begäran {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("request", args=[self.incident.number, self.number])

    @property
    def neutral_label(self) -> str:
        """Its name without its words."""
        return f"Begäran {self.number}"

    @property
    def owner_actor(self) -> Actor:
        return self.asker


class Recipient(models.Model):
    """An actor that was asked: when it opened, began and was reminded. Silence is a visible state."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="recipients")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "actor"], name="recipient_once")]

    def __str__(self) -> str:
        return str(self.actor)
