"""The use of sealed accounts, who has read of it, and letters to people."""

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models.organisations import Actor, ActorKind
from actors.models.people import Membership, Person
from actors.permissions import ALARMED
from journal.record import JournaledModel


class AlarmQuerySet(models.QuerySet["Alarm"]):
    def visible_to(self, person: Any) -> "AlarmQuerySet":
        """Alarms of the boards that the person administers or guards; the national agency's see every county's."""
        held = Membership.objects.now().filter(person_id=person.pk, role__in=ALARMED)
        national = held.filter(actor__kind=ActorKind.NATIONAL_AGENCY)
        return self.filter(Q(actor__in=held.values("actor_id")) | Q(Exists(national)))

    def open_for(self, person: Any) -> "AlarmQuerySet":
        """Those she has not acknowledged."""
        read = Acknowledgement.objects.filter(alarm=OuterRef("pk"), by_id=person.pk)
        return self.visible_to(person).filter(~Exists(read))


class Alarm(JournaledModel, models.Model):
    """A county board's break-glass account was used. Every administrator reads it until she has acknowledged it.

    One at each sign-in, and one for each further day that a session of it is used.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="alarms")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="alarms")
    at = models.DateTimeField(default=timezone.now)
    day = models.DateField()
    signed_in = models.BooleanField(help_text="a sign-in; else the use of a session on a further day")

    objects = AlarmQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "day"], name="alarm_of_use_once_a_day", condition=Q(signed_in=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.actor}"

    def journal_stream(self) -> str:
        return self.actor.journal_stream()


class Acknowledgement(models.Model):
    """One administrator has read one alarm."""

    alarm = models.ForeignKey(Alarm, models.PROTECT, related_name="acknowledgements")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alarm", "by"], name="acknowledged_once")]

    def __str__(self) -> str:
        return f"{self.alarm}: {self.by}"


class LetterKind(models.TextChoices):
    INVITED = "invited", _("Konto i Samlad")
    ALARM = "alarm", _("Nödkonto har använts i Samlad")
    SILENT = "silent", _("Något väntar på er i Samlad")
    # The same in an exercise: nobody should have to sign in to know that it is one.
    IN_EXERCISE = "in_exercise", _("ÖVNING: Något väntar på er i Samlad")
    DEADLINE = "deadline", _("En dag har passerat i länets process, Samlad")
    PROCESS = "process", _("Något väntar i länets process, Samlad")


class Letter(models.Model):
    """A mail to one person. The row is the truth: what did not leave is tried again.

    What leaves the portal says what kind of thing it is and where to go, never more.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=12, choices=LetterKind)
    alarm = models.ForeignKey(Alarm, models.PROTECT, null=True, blank=True, related_name="letters")
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["sent_at", "attempts"], name="letter_unsent", condition=Q(sent_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person}"
