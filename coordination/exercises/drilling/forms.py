"""Shape of a drill to be. Rules live in the services."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, ActorGroup, ActorKind
from coordination.exercises.drilling.services import LONGEST, SHORTEST


class Moment(forms.DateTimeField):
    """A Swedish clock's day and time, as the browser's own control gives it."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    input_formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]

    def prepare_value(self, value: Any) -> Any:
        return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


class PlanForm(forms.Form):
    refused = False
    owner = forms.ModelChoiceField(Actor.objects.none(), label=_("Länsstyrelse"), empty_label=None)
    starts_at = Moment(label=_("Börjar"), required=False, help_text=_("Lämna tomt för att börja nu."))
    minutes = forms.IntegerField(
        label=_("Minuter att svara"),
        min_value=SHORTEST,
        max_value=LONGEST,
        initial=5,
        help_text=_("Sedan lika lång tid att kvittera att provet är slut."),
    )
    announced = forms.BooleanField(
        label=_("Avisera i förväg"),
        required=False,
        help_text=_("Aktörerna får ett brev om dag och tid. Utan kryss får ingen veta något innan."),
    )
    actors = forms.ModelMultipleChoiceField(
        Actor.objects.none(),
        label=_("Aktörer som prövas"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Välj minst en aktör.")},
    )
    despite_incident = forms.BooleanField(
        label=_("Håll provet fast en händelse pågår"),
        required=False,
        help_text=_("Behövs bara då. Provet tar tid från dem som arbetar med händelsen."),
    )

    def __init__(self, data: Any = None, *, boards: Sequence[Actor]) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["owner"].queryset = Actor.objects.filter(pk__in=[board.pk for board in boards])
        if len(boards) == 1:  # nothing to choose
            fields["owner"].widget = forms.HiddenInput()
            fields["owner"].initial = boards[0].pk
        grouped = ActorGroup.objects.filter(owner__in=boards).values("members")
        of_county = Q(county__in=[board.county_id for board in boards])
        near = Actor.objects.listed().filter(of_county | Q(pk__in=grouped, county__isnull=True))
        fields["actors"].queryset = near.exclude(kind=ActorKind.COUNTY_BOARD).order_by("kind", "sort_name")

    @property
    def status(self) -> int:
        if self.refused:
            return 409
        return 422 if self.errors else 200


class CancelForm(forms.Form):
    why = forms.CharField(label=_("Varför"), max_length=300, required=False)
