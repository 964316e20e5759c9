"""The shape of a need."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, Municipality
from coordination.direction.forms import Moment
from coordination.direction.forms_loop import NOTHING, Actors
from coordination.direction.models import (
    ACTION_STATES,
    HELP_STATES,
    ActionDomain,
    Need,
    NeedDomain,
    NeedKind,
    ProtectionValue,
    Scope,
)
from coordination.direction.states import NeedState
from coordination.incidents.forms_marking import MarkedForm

PRIORITIES: Final = ((1, _("1, först")), (2, "2"), (3, "3"), (4, _("4, sist")))
# What one asks of the one kind and not of the other.
HELP_ONLY: Final = ("domain", "scope", "affected", "estimate", "consequence", "protection_value")
ACTION_ONLY: Final = ("action_domain", "legal_basis", "serves", "hinders")


class Numbers(forms.CharField):
    """Numbers of needs in the incident: 3, 7."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(number) for number in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        if re.search(r"[^\d\s,.]", str(value or "")):
            raise forms.ValidationError(_("Skriv nummer på behov, till exempel 3, 7."))
        return list(dict.fromkeys(int(found) for found in re.findall(r"\d{1,6}", str(value or ""))))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial) != data)


class NeedForm(MarkedForm):
    """A need of one kind. `kind` decides which of the fields are there; its words are asked first."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    title = forms.CharField(label=_("Behov"), max_length=200)
    actor = Actors(label=_("Vem har behovet"), required=False)
    priority = forms.TypedChoiceField(label=_("Prioritet"), coerce=int, choices=PRIORITIES, initial=3)
    needed_by = Moment(label=_("Behövs senast"), required=False)
    serves = Numbers(label=_("Möter hjälpbehov, nummer"), required=False, max_length=200)
    hinders = Numbers(label=_("Försvårar hjälpbehov, nummer"), required=False, max_length=200)
    affected = forms.CharField(label=_("Vilka som berörs"), required=False, max_length=200)
    estimate = forms.IntegerField(label=_("Ungefär hur många"), required=False, min_value=0, max_value=20_000_000)
    consequence = forms.CharField(label=_("Om det inte möts"), required=False, max_length=300)
    domain = forms.ChoiceField(label=_("Behovsdomän"), required=False, choices=[NOTHING, *NeedDomain.choices])
    scope = forms.ChoiceField(label=_("Drabbad omfattning"), required=False, choices=[NOTHING, *Scope.choices])
    protection_value = forms.ChoiceField(
        label=_("Skyddsvärde"), required=False, choices=[NOTHING, *ProtectionValue.choices]
    )
    action_domain = forms.ChoiceField(label=_("Åtgärdsdomän"), required=False, choices=[NOTHING, *ActionDomain.choices])
    legal_basis = forms.CharField(label=_("Lagstöd"), required=False, max_length=200)
    municipalities = forms.MultipleChoiceField(label=_("Kommuner"), required=False, widget=forms.CheckboxSelectMultiple)
    answer = forms.CharField(
        label=_("Bygger på svar, kvittots nummer"),
        required=False,
        max_length=40,
        help_text=_("Till exempel 2025-041-031. Bara de som får läsa svaret ser vilket det är."),
    )
    # What is asked at once; the rest is folded.
    FIRST = ("title", "actor", "priority", "needed_by", "serves")

    def __init__(
        self,
        *args: Any,
        kind: str,
        actors: list[Actor],
        towns: Iterable[Municipality],
        own: bool = False,
        need: Need | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.need = kind, need
        for name in HELP_ONLY if kind == NeedKind.ACTION else ACTION_ONLY:
            del self.fields[name]
        if kind == NeedKind.ACTION or need is not None:
            del self.fields["actor"]
        if need is not None:
            del self.fields["answer"]
        offered: Any = self.fields["municipalities"]
        offered.choices = [(town.pk, town.name) for town in towns]
        field: Any = self.fields.get("actor")
        if field is not None:
            field.required = own
            field.offer(actors)

    @property
    def first(self) -> list[Any]:
        return [field for field in self.plain if field.name in self.FIRST or field.is_hidden]

    @property
    def folded(self) -> list[Any]:
        return [field for field in self.plain if field.name not in self.FIRST and not field.is_hidden]

    @property
    def open(self) -> bool:
        return any(field.errors for field in self.folded)

    def past(self, now: datetime) -> bool:
        """Says at the field when a new time has gone already."""
        at = self.cleaned_data.get("needed_by")
        before = self.need.needed_by if self.need else None
        if at and at != before and at <= now:
            self.add_error("needed_by", _("Tiden har redan gått. Välj en tid framåt."))
        return bool(self.errors)

    def texts(self) -> dict[str, Any]:
        """Without what names other rows."""
        named = ("version", "actor", "serves", "hinders", "municipalities", "answer")
        return {name: value for name, value in self.taken().items() if name not in named}


def values_of(need: Need) -> dict[str, Any]:
    plain = ("title", "priority", "needed_by", *HELP_ONLY, "action_domain", "legal_basis")
    return {name: getattr(need, name) for name in plain} | {
        "version": need.revision,
        "serves": sorted(need.serves.values_list("number", flat=True)),
        "hinders": sorted(need.hinders.values_list("number", flat=True)),
        "municipalities": [town.pk for town in need.municipalities.all()],
    }


class MoveForm(forms.Form):
    """How far the need is met. Nothing becomes new again."""

    state = forms.ChoiceField(label=_("Läge"), widget=forms.RadioSelect)
    note = forms.CharField(label=_("Kort om läget"), required=False, max_length=300)

    def __init__(self, data: Any = None, *, need: Need) -> None:
        super().__init__(data)
        field: Any = self.fields["state"]
        of_kind = HELP_STATES if need.kind == NeedKind.HELP else ACTION_STATES
        field.choices = [
            (state, NeedState(state).label) for state in of_kind if state not in (NeedState.NEW, need.state)
        ]
