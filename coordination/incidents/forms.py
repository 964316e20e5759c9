"""Shape of what is typed about an incident. Rules live in the services."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actors import access
from actors.models import Actor, ActorKind, County, Municipality
from actors.roles import Role
from coordination.incidents.forms_marking import MarkedForm
from coordination.incidents.models import Incident, IncidentType, Level, LogLine


class OpenForm(MarkedForm):
    """One step: everything but type and name is filled in."""

    type = forms.ModelChoiceField(IncidentType.objects.all(), label=_("Typ av händelse"), empty_label=None)
    name = forms.CharField(
        label=_("Namn"), max_length=120, help_text=_("Det som alla kommer att säga, till exempel Stormen Johannes.")
    )
    counties = forms.ModelMultipleChoiceField(
        County.objects.all(),
        label=_("Län"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Välj minst ett län.")},
    )
    municipalities = forms.ModelMultipleChoiceField(
        Municipality.objects.none(),
        label=_("Kommuner"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Alla i länet är valda. Kommunerna bjuds in när händelsen öppnas."),
    )
    also = forms.ModelMultipleChoiceField(
        Actor.objects.none(),
        label=_("Bjud också in"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    level = forms.ChoiceField(label=_("Nivå"), choices=Level.choices, initial=Level.ORDINARY, widget=forms.RadioSelect)
    is_exercise = forms.BooleanField(label=_("Det här är en övning"), required=False)

    def __init__(self, data: Any = None, *, lead: Actor) -> None:
        super().__init__(data)
        own = Municipality.objects.filter(county_id=lead.county_id)
        self._choose("counties", County.objects.all(), [lead.county_id])
        self._choose("municipalities", Municipality.objects.all() if data else own, [m.pk for m in own])
        near = Actor.objects.filter(county_id=lead.county_id).exclude(
            kind__in=[ActorKind.MUNICIPALITY, ActorKind.COUNTY_BOARD]
        )
        self._choose("also", near, [a.pk for a in near if a.kind == ActorKind.REGION])

    def _choose(self, name: str, rows: Any, chosen: list[Any]) -> None:
        field: Any = self.fields[name]
        field.queryset, field.initial = rows, chosen

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        inside = {county.pk for county in cleaned.get("counties") or []}
        cleaned["municipalities"] = [m for m in cleaned.get("municipalities") or [] if m.county_id in inside]
        return cleaned


class InviteForm(forms.Form):
    actors = forms.ModelMultipleChoiceField(
        Actor.objects.none(),
        label=_("Aktörer"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Välj minst en aktör.")},
    )

    def __init__(self, data: Any = None, *, incident: Incident, words: str = "") -> None:
        super().__init__(data)
        outside = Actor.objects.exclude(participations__incident=incident)
        found = outside.filter(name__icontains=words) if words else outside.filter(county_id=incident.lead.county_id)
        field: Any = self.fields["actors"]
        field.queryset = outside if data else found[:60]


class LineForm(MarkedForm):
    """A line for the logbook. Time happened and time written are two things."""

    text = forms.CharField(
        label=_("Vad har hänt?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Skriv inga namn på enskilda."),
        error_messages={"required": _("Skriv vad som har hänt.")},
    )
    happened_at = forms.DateTimeField(
        label=_("När hände det?"),
        required=False,
        help_text=_("Tomt är nu."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        error_messages={"invalid": _("Skriv tiden så här: 2025-12-28 08:15.")},
    )
    significant = forms.BooleanField(label=_("Viktig för alla"), required=False)
    actor = forms.ModelChoiceField(Actor.objects.none(), label=_("För aktör"), empty_label=None)

    def __init__(self, data: Any = None, *, actors: list[Actor], marked: Incident | LogLine) -> None:
        super().__init__(data, marked=marked)
        field: Any = self.fields["actor"]
        field.queryset = Actor.objects.filter(pk__in=[actor.pk for actor in actors])
        field.initial = actors[0].pk if actors else None
        if len(actors) == 1:
            field.widget = forms.HiddenInput()


def leads_of(person: Any) -> list[Actor]:
    """County boards for which the person may open incidents."""
    return list(access.actors_of(person, Role.EDITOR).filter(kind=ActorKind.COUNTY_BOARD))
