"""Which counties' reports are rolled up: read from the address, so that a chosen view can be kept as a bookmark."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actors.models import CivilArea
from coordination.incidents.models import Incident


class RollUpForm(forms.Form):
    omrade = forms.ModelChoiceField(
        CivilArea.objects.order_by("name"),
        label=_("Område"),
        required=False,
        empty_label=_("Hela landet"),
    )
    ovning = forms.ChoiceField(
        label=_("Slag"), choices=[("", _("Skarpa händelser")), ("1", _("Övningar"))], required=False
    )
    h = forms.MultipleChoiceField(
        label=_("Händelser"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ingen vald: alla pågående."),
    )

    def offer(self, incidents: Iterable[Incident]) -> None:
        """Only what the person may read, of the area and kind that she has chosen, can be picked."""
        choices: Any = [(one.number, f"{one.name}, {one.lead.short}") for one in incidents]
        self.fields["h"].choices = choices  # type: ignore[attr-defined]  # a MultipleChoiceField's

    def shows(self, incident: Incident) -> bool:
        picked = self.picked
        return not picked or incident.number in picked

    @property
    def picked(self) -> list[str]:
        chosen: list[str] = self.data.getlist("h") if hasattr(self.data, "getlist") else []
        known = {value for value, _label in self.fields["h"].choices}  # type: ignore[attr-defined]
        return [number for number in chosen if number in known]
