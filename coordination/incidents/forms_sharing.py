"""Shape of what the owner says about who may read. Rules live in the services."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from coordination.incidents.models import Audience, Reference
from coordination.incidents.services.sharing import NARROW, wrong_with_narrowing

USUAL = timedelta(days=30)


class NarrowForm(forms.Form):
    """Fewer readers, until a date. The county board that leads is named from the start: it has no other way in."""

    audience = forms.ChoiceField(label=_("Vem får läsa"), widget=forms.RadioSelect, initial=Audience.NAMED)
    actors = forms.ModelMultipleChoiceField(
        Actor.objects.none(), label=_("De som vi väljer"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(label=_("Skäl"), max_length=300, help_text=_("Varför färre ska läsa. Bara ni ser skälet."))
    legal_ground = forms.ChoiceField(
        label=_("Lagrum"),
        required=False,
        choices=[("", _("Inget lagrum")), *Reference.choices],
        help_text=_("Behövs när sekretess kan gälla."),
    )
    until = forms.DateField(
        label=_("Till och med"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Högst ett år. Därefter läser alla som deltar. Räknas i verklig tid, också i en övning."),
        error_messages={"invalid": _("Skriv dagen så här: 2026-01-31.")},
    )

    def __init__(self, data: Any = None, *, record: Any, named: list[Actor]) -> None:
        self.record = record
        lead = record.incident.lead_id
        chosen = (
            [actor.pk for actor in named] if record.is_narrow else ([lead] if lead != record.owner_actor.pk else [])
        )
        begins = {
            "actors": chosen,
            "audience": record.audience if record.is_narrow else Audience.NAMED,
            "until": timezone.localdate() + USUAL,
        }
        super().__init__(data, initial=begins)
        field: Any = self.fields["audience"]
        field.choices = [(one.value, one.label) for one in Audience if one in NARROW]
        others = Actor.objects.filter(participations__incident=record.incident, participations__left_at__isnull=True)
        choice: Any = self.fields["actors"]
        choice.queryset = others.exclude(pk=record.owner_actor.pk)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        wrong = wrong_with_narrowing(
            self.record,
            cleaned.get("audience", Audience.NAMED),
            list(cleaned.get("actors") or []),
            cleaned.get("reason", ""),
            cleaned.get("legal_ground", ""),
            self.end(),
        )
        for name, sentence in wrong.items():
            if name not in self.errors:
                self.add_error(name, sentence)
        return cleaned

    def end(self) -> datetime | None:
        """The last moment of the chosen day."""
        day = self.cleaned_data.get("until")
        return timezone.make_aware(datetime.combine(day, time(23, 59, 59))) if day else None

    def chosen(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {**said, "actors": list(said["actors"]), "until": self.end()}


class WidenForm(forms.Form):
    audience = forms.ChoiceField(label=_("Vem får läsa"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Skäl"), max_length=300)

    def __init__(self, data: Any = None, *, prefix: str = "vidga") -> None:
        super().__init__(data, prefix=prefix, initial={"audience": Audience.PARTICIPANTS})
        field: Any = self.fields["audience"]
        field.choices = [(one.value, one.label) for one in Audience if one not in NARROW]


class QuarantineForm(forms.Form):
    reason = forms.CharField(
        label=_("Varför ska uppgiften inte stå här?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Upprepa inte uppgiften."),
        error_messages={"required": _("Skriv varför uppgiften inte ska stå här.")},
    )
