"""Shape of what an exercise leader writes. Rules live in the services."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, ActorKind
from coordination.exercises.models import InjectKind, Play, Scenario
from coordination.exercises.scenario_file import LARGEST, LAST_MINUTE, LONGEST, MOST_GOALS
from coordination.exercises.services.running import FASTEST, GIVE, SKIP, SLOWEST
from coordination.incidents.models import IncidentType
from coordination.situations.forms_request import LocalTime


class Act(forms.Form):
    """One thing to do. A rule that says no comes back above what was typed."""

    refused = False

    @property
    def status(self) -> int:
        if self.refused:
            return 409
        return 422 if self.errors else 200


def area(label: Any, *, longest: int, rows: int = 3, needed: bool = False, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=needed, max_length=longest, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


class UploadForm(Act):
    board = forms.ModelChoiceField(Actor.objects.none(), label=_("Länsstyrelse"), empty_label=None)
    file = forms.FileField(
        label=_("Scenariofil"),
        max_length=250,
        allow_empty_file=True,
        help_text=_("JSON, högst 500 kB. Formatet står i handboken för övningsledare."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )

    def __init__(self, *args: Any, boards: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        one_board(self, boards)

    def clean_file(self) -> Any:
        """Too much is refused before it is read."""
        sent = self.cleaned_data["file"]
        if (sent.size or 0) > LARGEST:
            raise forms.ValidationError(_("Filen är större än 500 kB. Ta bort något ur den."))
        return sent


def one_board(form: forms.Form, boards: Any) -> None:
    """Who leads for one board has nothing to choose."""
    field: Any = form.fields["board"]
    field.queryset = boards
    found = list(boards[:2])
    if len(found) == 1:
        field.widget, field.initial = forms.HiddenInput(), found[0].pk


class NewForm(Act):
    """A new exercise of one's own board."""

    board = forms.ModelChoiceField(Actor.objects.none(), label=_("Länsstyrelse"), empty_label=None)
    scenario = forms.ModelChoiceField(Scenario.objects.none(), label=_("Scenario"), empty_label=None)
    name = forms.CharField(
        label=_("Namn"), max_length=120, help_text=_("Det som spelarna ser, till exempel Övning Norrsken.")
    )
    starts = LocalTime(
        label=_("Scenen börjar"), help_text=_("Tiden i övningen när den startas. Klockan står still tills dess.")
    )
    actors = forms.ModelMultipleChoiceField(
        Actor.objects.none(),
        label=_("Aktörer som övar"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Välj minst en aktör som ska öva.")},
    )
    also = forms.ModelMultipleChoiceField(
        Actor.objects.none(),
        label=_("Aktörer i hela landet som övar"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, boards: Any, scenarios: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        one_board(self, boards)
        fields: Any = self.fields
        listed = Actor.objects.listed()
        near = listed.filter(county__in=boards.values("county"))
        fields["scenario"].queryset = scenarios
        fields["actors"].queryset = near.exclude(kind=ActorKind.COUNTY_BOARD)
        fields["also"].queryset = listed.filter(county=None)

    def chosen(self) -> dict[str, Any]:
        """What the service takes: who plays is one list, the county's first."""
        said = dict(self.cleaned_data)
        also = said.pop("also")
        return {**said, "actors": [*said["actors"], *also]}


class JumpForm(Act):
    to = LocalTime(label=_("Hoppa till"), help_text=_("Övningens tid. Klockan går bara framåt."))
    passed = forms.ChoiceField(
        label=_("Inspel som ligger före"),
        choices=[(GIVE, _("Spela in dem nu")), (SKIP, _("Hoppa över dem"))],
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Behövs om hoppet passerar något inspel. Det som hoppas över går att ta tillbaka."),
    )


class SpeedForm(Act):
    speed = forms.FloatField(
        label=_("Fart"),
        min_value=SLOWEST,
        max_value=FASTEST,
        localize=True,
        help_text=_("Minuter i övningen på en verklig minut: 1 är verklig fart, 2 dubbel. Från 0,5 till 20."),
    )


class EndForm(Act):
    """Nothing to fill in: the page says what follows."""


class AddForm(Act):
    """An inject that the scenario did not have."""

    kind = forms.ChoiceField(label=_("Slag"), choices=InjectKind.choices, initial=InjectKind.TOLD)
    text = area(_("Inspel"), longest=LONGEST["text"], rows=4, needed=True)
    actors = forms.ModelMultipleChoiceField(
        Actor.objects.none(), label=_("Mottagare"), widget=forms.CheckboxSelectMultiple, required=False
    )
    in_minutes = forms.IntegerField(
        label=_("Om så många minuter"),
        min_value=0,
        max_value=LAST_MINUTE,
        initial=0,
        help_text=_("Övningens minuter. 0 är så fort klockan går."),
    )
    expected = forms.CharField(label=_("Förväntat"), max_length=LONGEST["expected"], required=False)

    def __init__(self, *args: Any, play: Play, **more: Any) -> None:
        super().__init__(*args, **more)
        there = Actor.objects.filter(participations__incident=play.incident_id, participations__left_at__isnull=True)
        self.fields["actors"].queryset = there  # type: ignore[attr-defined]  # a ModelMultipleChoiceField's


class ObserveForm(Act):
    text = area(_("Iakttaget"), longest=4000, rows=4, help_text=_("Vad du såg. Spelarna läser det inte."), strip=True)


class ReplayForm(Act):
    name = forms.CharField(label=_("Scenariots namn"), max_length=120)


class ShareForm(Act):
    """Nothing to fill in: the page says what is shared."""


class ScenarioForm(Act):
    name = forms.CharField(label=_("Namn"), max_length=LONGEST["name"])
    type = forms.ModelChoiceField(IncidentType.objects.all(), label=_("Typ av händelse"), empty_label=None)
    summary = area(_("Sammanfattning"), longest=LONGEST["summary"])
    goals = area(
        _("Övningsmål"),
        longest=MOST_GOALS * (LONGEST["goal"] + 2),
        help_text=_("Ett per rad, högst tolv."),
    )

    def told(self) -> dict[str, Any]:
        said = self.cleaned_data
        goals = [line.strip() for line in said["goals"].splitlines() if line.strip()]
        return {"name": said["name"], "type": said["type"].pk, "summary": said["summary"], "goals": goals}


class InjectForm(forms.Form):
    """One inject of a scenario. `was` is which of the former version's it was, so that what has no field stays."""

    was = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=999)
    minutes = forms.IntegerField(label=_("Minuter från början"), min_value=0, max_value=LAST_MINUTE)
    kind = forms.ChoiceField(label=_("Slag"), choices=InjectKind.choices, initial=InjectKind.TOLD)
    to = forms.CharField(
        label=_("Till"),
        max_length=2000,
        required=False,
        help_text=_("Nycklar eller funktioner med komma emellan: alla, kommun:alla, kommun:A, elnat:1."),
    )
    text = area(_("Inspel"), longest=LONGEST["text"], needed=True)
    expected = forms.CharField(label=_("Förväntat"), max_length=LONGEST["expected"], required=False)
    really = area(_("Så gjordes det"), longest=LONGEST["really"], rows=2)
    away = forms.BooleanField(label=_("Ta bort inspelet"), required=False)

    @staticmethod
    def values(place: int, inject: dict[str, Any]) -> dict[str, Any]:
        shown = {name: inject.get(name, "") for name in ("minutes", "kind", "text", "expected", "really")}
        return {**shown, "was": place, "to": ", ".join(inject["to"])}

    def told(self, former: list[dict[str, Any]]) -> dict[str, Any]:
        said = self.cleaned_data
        was = said.get("was")
        kept = former[was] if was is not None and was < len(former) else {}
        to = [one.strip() for one in said["to"].split(",") if one.strip()]
        words = {name: said[name] for name in ("minutes", "kind", "text", "expected", "really")}
        return {**kept, **words, "to": to}
