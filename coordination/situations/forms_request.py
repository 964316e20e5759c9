"""Shape of a new request. Rules live in the service."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from coordination.incidents.clock import now_in
from coordination.incidents.forms_marking import MarkedForm
from coordination.incidents.models import Incident
from coordination.situations.models import QuestionSet

LEGAL = _("Förordning 2017:870, 4 §: länsstyrelsen sammanställer en samlad regional lägesbild.")


class LocalTime(forms.DateTimeField):
    """A time of the incident, Swedish clock, as the browser's own control gives it."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    input_formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]

    def prepare_value(self, value: Any) -> Any:
        return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


class RequestForm(MarkedForm):
    purpose = forms.CharField(
        label=_("Syfte"),
        max_length=300,
        initial=_("Samlad lägesbild för länet"),
        help_text=_("Varför ni frågar. Mottagarna ser det först."),
    )
    as_of = LocalTime(label=_("Läget gäller"), help_text=_("Den tid som svaren ska beskriva."))
    deadline = LocalTime(label=_("Svara senast"))
    question_set = forms.ModelChoiceField(QuestionSet.objects.all(), label=_("Frågor"), empty_label=None)
    legal_ground = forms.CharField(label=_("Rättslig grund"), max_length=300, required=False, initial=LEGAL)
    recipients = forms.ModelMultipleChoiceField(
        Actor.objects.none(),
        label=_("Mottagare"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Alla som deltar är valda. Ta bort dem som inte ska frågas."),
        error_messages={"required": _("Välj minst en mottagare.")},
    )

    def __init__(self, data: Any = None, *, incident: Incident) -> None:
        now = now_in(incident).replace(second=0, microsecond=0)
        super().__init__(data, marked=incident, initial={"as_of": now, "deadline": now + timedelta(hours=1)})
        self.fields["question_set"].queryset = QuestionSet.objects.offered_to(incident.lead)  # type: ignore[attr-defined]
        asked = Actor.objects.filter(participations__incident=incident, participations__left_at__isnull=True)
        choices = asked.exclude(pk=incident.lead_id)
        self.fields["recipients"].queryset = choices  # type: ignore[attr-defined]  # a model field
        self.fields["recipients"].initial = [actor.pk for actor in choices] if data is None else None
