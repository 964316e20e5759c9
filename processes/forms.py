"""The reviewer's filter: read from the address, so that a chosen view can be kept as a bookmark."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actors.models import CivilArea
from processes.models import CountyProcess, Status


class ReviewFilter(forms.Form):
    status = forms.ChoiceField(label=_("Läge"), required=False)
    area = forms.ModelChoiceField(
        label=_("Civilområde"), required=False, queryset=CivilArea.objects.order_by("name"), empty_label=_("Alla")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(value, label) for value, label in Status.choices if value != Status.OTHER]
        self.fields["status"].choices = [("", _("Alla")), *known]  # type: ignore[attr-defined]  # a ChoiceField's

    @property
    def narrows(self) -> bool:
        return self.is_valid() and any(self.cleaned_data.values())

    def shows(self, process: CountyProcess) -> bool:
        """Whether the process is among those asked for. A filter that cannot be read hides nothing."""
        if not self.is_valid():
            return True
        status, area = self.cleaned_data["status"], self.cleaned_data["area"]
        return (not status or process.status == status) and (area is None or process.county.civil_area_id == area.pk)
