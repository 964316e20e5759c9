"""Which meetings there are, what each goes through, and how soon: the counties' own ways, as data."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from actors.models import County


class MeetingKind(models.TextChoices):
    """Three forms that the counties' own agreements name, and others."""

    TIB_GROUP = "tib_group", _("TiB-grupp")
    ISF = "isf", _("ISF-möte")
    ISF_SUPPORT = "isf_support", _("ISF-stöd")
    OTHER = "other", _("Annat möte")


class MeetingForm(models.TextChoices):
    TELEPHONE = "telephone", _("Telefon")
    VIDEO = "video", _("Video")
    RADIO = "radio", _("Rakel")
    PHYSICAL = "physical", _("På plats")


class CallClock(models.Model):
    """A county's own times for a kind of meeting. Data: a row without a county is what holds where none has its own."""

    county = models.ForeignKey(County, models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=12, choices=MeetingKind)
    acknowledge_minutes = models.PositiveSmallIntegerField(null=True, blank=True, help_text="kvittera inom")
    meet_minutes = models.PositiveSmallIntegerField(null=True, blank=True, help_text="i kontakt, eller igång, inom")
    source = models.CharField(max_length=300, help_text="whose times they are and where that is written")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county", "kind"], name="call_clock_once", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.county or ''}".strip()


class PointKind(models.TextChoices):
    ROUND = "round", _("Lägesrunda")
    NEED = "need", _("Behov")
    ISSUE = "issue", _("Systemfråga")
    DIRECTION = "direction", _("Inriktning")
    COMMUNICATION = "communication", _("Kommunikation")
    NEXT = "next", _("Nästa möte")
    OTHER = "other", _("Övrigt")


class AgendaTemplate(models.Model):
    """What a kind of meeting goes through unless somebody changes it. Data."""

    kind = models.CharField(max_length=12, choices=MeetingKind)
    order = models.PositiveSmallIntegerField()
    point = models.CharField(max_length=16, choices=PointKind)
    title_sv = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    minutes = models.PositiveSmallIntegerField(default=5)

    class Meta:
        ordering = ["kind", "order"]
        constraints = [models.UniqueConstraint(fields=["kind", "order"], name="agenda_template_once")]

    def __str__(self) -> str:
        return self.title_en if get_language() == "en" else self.title_sv
