"""Shape of what is typed about an incident. Rules live in the services."""

import datetime
from typing import Any, Final

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors import access
from actors.models import Actor, ActorGroup, ActorKind, County, Municipality
from actors.roles import Role
from coordination.incidents.forms_marking import MarkedForm
from coordination.incidents.models import Incident, IncidentType, Level, LogLine, Participant
from coordination.incidents.participation import NEVER_TEMPORARY

# How long somebody who is brought in usually stays.
USUAL: Final = datetime.timedelta(days=30)


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
        near = (
            Actor.objects.listed()
            .filter(county_id=lead.county_id)
            .exclude(kind__in=[ActorKind.MUNICIPALITY, ActorKind.COUNTY_BOARD])
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
    """Actors one by one, and ready-made groups of the county board."""

    groups = forms.ModelMultipleChoiceField(
        ActorGroup.objects.none(),
        label=_("Grupper"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("De i gruppen som redan deltar lämnas som de är."),
    )
    actors = forms.ModelMultipleChoiceField(
        Actor.objects.none(), label=_("Aktörer"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, data: Any = None, *, incident: Incident, words: str = "") -> None:
        super().__init__(data)
        groups: Any = self.fields["groups"]
        groups.queryset = ActorGroup.objects.filter(owner=incident.lead_id)
        groups.choices = [(group.pk, group.name) for group in groups.queryset]
        there = incident.participations.filter(left_at__isnull=True)
        outside = invitable(incident).exclude(pk__in=there.values("actor_id"))
        found = outside.filter(name__icontains=words) if words else outside.filter(county_id=incident.lead.county_id)
        field: Any = self.fields["actors"]
        field.queryset = outside
        field.choices = [(actor.pk, actor.name) for actor in found[:60]]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("actors") and not cleaned.get("groups"):
            raise forms.ValidationError(_("Välj minst en aktör."))
        return cleaned

    def chosen(self) -> list[Actor]:
        """Everybody who is to be invited, each once."""
        members = Actor.objects.filter(pk__in=self.cleaned_data["groups"].values("members"))
        return list({actor.pk: actor for actor in [*self.cleaned_data["actors"], *members]}.values())


def invitable(incident: Incident) -> Any:
    """The register, and those who were brought in by this county board itself: no other county's newcomers."""
    own = Participant.objects.filter(incident__lead=incident.lead_id).values("actor_id")
    return Actor.objects.filter(Q(temporary=False) | Q(pk__in=own))


class NewcomerForm(forms.Form):
    """An actor that is not in the register, and the first person who answers for it."""

    name = forms.CharField(
        label=_("Aktörens namn"), max_length=80, help_text=_("Företaget, föreningen, samfälligheten.")
    )
    kind = forms.ChoiceField(label=_("Slag"))
    function = forms.CharField(
        label=_("Funktion som nås"), max_length=60, initial=_("Kontakt"), help_text=_("En funktion, aldrig ett namn.")
    )
    phone = forms.CharField(
        label=_("Telefon"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.EmailField(label=_("Funktionens e-post"), required=False)
    person_name = forms.CharField(label=_("Personens namn"), max_length=120)
    username = forms.CharField(label=_("Användarnamn"), max_length=80)
    person_email = forms.EmailField(
        label=_("Personens e-post"), help_text=_("Dit skickas länken där man väljer lösenord.")
    )
    ends = forms.DateField(
        label=_("Deltar till och med"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Skriv dagen så här: 2026-03-31.")},
        help_text=_("Rätten att läsa och svara slutar den dagen, eller när händelsen avslutas."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        field: Any = self.fields["kind"]
        field.choices = [choice for choice in ActorKind.choices if choice[0] not in NEVER_TEMPORARY]
        field.initial = ActorKind.OTHER
        self.fields["ends"].initial = timezone.localdate() + USUAL


class LeaveForm(forms.Form):
    reason = forms.CharField(label=_("Varför?"), max_length=300, error_messages={"required": _("Skriv varför.")})


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
