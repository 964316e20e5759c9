"""The words of a report as a form: shape only. What may be published is the services' question."""

import json
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.incidents.forms_marking import MarkedForm
from coordination.situations.models import WORDS, Report

LONGEST = 20_000
SHOWN_TIME = "%Y-%m-%dT%H:%M"


def words(label: Any, help_text: Any, rows: int) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=LONGEST, widget=area)


class ReportForm(MarkedForm):
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    # Whose numbers the citations are, and what the page held when it was opened: to join with what others save.
    compilation = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    was = forms.CharField(required=False, widget=forms.HiddenInput)
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
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=SHOWN_TIME),
        error_messages={"invalid": _("Skriv dag och tid, till exempel 2025-12-28 13:00.")},
    )

    @classmethod
    def of(cls, report: Report) -> "ReportForm":
        """The form as the report stands."""
        initial = {name: getattr(report, name) for name in (*WORDS, "next_at")}
        hidden = {"version": report.revision, "compilation": report.compilation_id, "was": as_opened(report)}
        return cls(initial={**initial, **hidden}, marked=report)

    @property
    def before(self) -> dict[str, Any]:
        """What the page held when it was opened, as the page itself says; empty when it does not."""
        try:
            said = json.loads(self.cleaned_data.get("was") or "{}")
        except ValueError:
            return {}
        return said if isinstance(said, dict) else {}

    def written(self) -> list[Any]:
        """The bound fields that hold text, in the order they are read."""
        return [self[name] for name in WORDS]


def as_opened(report: Report) -> str:
    """The words, time and marking of the moment, as the page carries them along."""
    words = {name: getattr(report, name) for name in WORDS}
    next_at = timezone.localtime(report.next_at).strftime(SHOWN_TIME) if report.next_at else ""
    mark = [report.marking, report.marking_reference, report.marking_reason]
    return json.dumps({**words, "next_at": next_at, "mark": mark}, ensure_ascii=False)


class ReturnForm(forms.Form):
    note = forms.CharField(
        label=_("Vad ska ändras?"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
