"""The words of a report as a form: shape only. What may be published is the services' question."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.incidents.forms_marking import MarkedForm
from coordination.situations.models import WORDS, Report

LONGEST = 20_000


def words(label: Any, help_text: Any, rows: int) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=LONGEST, widget=area)


class ReportForm(MarkedForm):
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    summary = words(
        _("Sammanfattning"),
        _("Läses först, av flest: vad har hänt, hur allvarligt är det, vad är osäkert? Källans nummer skrivs så: [3]"),
        8,
    )
    assessment = words(_("Bedömning"), _("Vad betyder det? Skilj på det ni vet och det ni bedömer."), 6)
    forecast = words(_("Prognos 6, 24 och 72 timmar"), _("Vad väntar ni er, och vad skulle göra det värre?"), 5)
    support = words(_("Behov av stöd"), _("Vad behövs av andra, var och till när?"), 4)
    disputed = words(
        _("Uppgifter som går isär"), _("Skriv båda uppgifterna, vem som säger vad, och vad ni gör för att få veta."), 4
    )
    message = words(_("Budskap till allmänheten"), _("Det som alla aktörer kan säga."), 4)
    next_at = forms.DateTimeField(
        label=_("Nästa rapport"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("Skriv dag och tid, till exempel 2025-12-28 13:00.")},
    )

    @classmethod
    def of(cls, report: Report) -> "ReportForm":
        """The form as the report stands."""
        initial = {name: getattr(report, name) for name in (*WORDS, "next_at")}
        return cls(initial={**initial, "version": report.revision}, marked=report)

    def written(self) -> list[Any]:
        """The bound fields that hold text, in the order they are read."""
        return [self[name] for name in WORDS]


class ReturnForm(forms.Form):
    note = forms.CharField(
        label=_("Vad ska ändras?"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
