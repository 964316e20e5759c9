"""Markings: how carefully something that people wrote is to be handled, on what ground, by whom and when."""

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Marking(models.TextChoices):
    """There is no value for security-classified information: it must never be here."""

    OPEN = "open", _("Öppen")
    INTERNAL = "internal", _("Intern samverkan")
    SENSITIVE = "sensitive", _("Känslig: sekretess kan gälla")


class Reference(models.TextChoices):
    """Sections of the Public Access to Information and Secrecy Act (OSL 2009:400) that may apply.

    It says where secrecy may apply. Whether it does is tried when somebody asks for the document.
    """

    RISK_ANALYSIS = "18:13", _("OSL 18 kap. 13 §, risk- och sårbarhetsanalyser, fredstida kriser")
    DEFENCE = "15:2", _("OSL 15 kap. 2 §, totalförsvaret")
    SECURITY_MEASURES = "18:8", _("OSL 18 kap. 8 §, säkerhets- och bevakningsåtgärder")
    CIPHER = "18:9", _("OSL 18 kap. 9 §, chiffer och koder")
    PERSONAL = "21", _("OSL 21 kap., enskildas personliga förhållanden")
    CARE = "25", _("OSL 25 kap., hälso- och sjukvård")
    BUSINESS = "31:16", _("OSL 31 kap. 16 §, enskildas affärsförhållanden")
    OTHER = "other", _("annan bestämmelse, skriv vilken i skälet")


# From the one that asks least of its reader to the one that asks most.
ORDER: Final = (Marking.OPEN.value, Marking.INTERNAL.value, Marking.SENSITIVE.value)


def rank(marking: str) -> int:
    """How high a marking stands; an unknown word stands as high as any, so that nothing is let through by a typo."""
    return ORDER.index(marking) if marking in ORDER else len(ORDER) - 1


def highest(markings: "list[str]") -> str:
    """The highest of them; open when there is none."""
    return max(markings, key=rank, default=Marking.OPEN.value)


def allowed() -> tuple[str, ...]:
    """The markings that this installation takes: MAX_MARKING is its ceiling."""
    return ORDER[: rank(settings.MAX_MARKING) + 1]


def says_why(name: str) -> models.CheckConstraint:
    """Sensitive has a section of the law and a reason, also for whoever writes past the services."""
    why = ~Q(marking_reference="") & ~Q(marking_reason="")
    return models.CheckConstraint(condition=~Q(marking="sensitive") | why, name=f"{name}_sensitive_says_why")


class Marked(models.Model):
    """Something that carries a marking. A model that inherits it adds `says_why` to its constraints."""

    marking = models.CharField(_("märkning"), max_length=12, choices=Marking, default=Marking.OPEN)
    marking_reference = models.CharField(_("lagrum"), max_length=12, choices=Reference, blank=True)
    marking_reason = models.CharField(_("skäl för märkning"), max_length=300, blank=True)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    marked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
