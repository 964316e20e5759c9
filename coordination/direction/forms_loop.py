"""The shape of what is written in the loop: notes, the cycle's own texts, influence."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from coordination.direction.forms import Moment
from coordination.direction.models import Cycle, Means, NoteKind, Outlook, ProtectionValue, Response, Step
from coordination.direction.services.influences import NEEDS_WORDS
from coordination.incidents.forms_marking import MarkedForm
from coordination.situations.models import Confidence

HORIZONS: Final = ((6, _("6 timmar")), (24, _("24 timmar")), (72, _("72 timmar")))
NOTHING: Final = ("", _("Inget valt"))


class Actors(forms.TypedChoiceField):
    """One of the actors that take part, or none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, empty_value=None, **kwargs)

    def offer(self, actors: Iterable[Actor]) -> None:
        rows = [(actor.pk, actor.name) for actor in actors]
        self.choices = rows if self.required and len(rows) == 1 else [NOTHING, *rows]


# Kind of note -> what else may be said of it.
MORE: Final[dict[str, tuple[str, ...]]] = {
    NoteKind.FACT: ("actor", "reliability", "observed_at", "answer"),
    NoteKind.UNKNOWN: ("actor", "needed_by"),
    NoteKind.INTERPRETATION: ("actor", "answer"),
    NoteKind.SCENARIO: ("outlook", "horizon", "indicators", "reliability"),
    NoteKind.CONFLICT: ("balanced",),
    NoteKind.CHANGE: ("observed_at", "answer"),
    NoteKind.ASSUMPTION: ("indicators",),
}
ACTOR_WORD: Final[dict[str, Any]] = {
    NoteKind.FACT: _("Från vem"),
    NoteKind.UNKNOWN: _("Vem kan svara"),
    NoteKind.INTERPRETATION: _("Vems tolkning"),
}


LINE: Final[dict[str, Any]] = {
    NoteKind.CONFLICT: _("Ny målkonflikt"),
    NoteKind.FACT: _("Nytt som vi vet"),
    NoteKind.UNKNOWN: _("Ny fråga"),
    NoteKind.INTERPRETATION: _("Ny tolkning"),
    NoteKind.SCENARIO: _("Ny utveckling"),
    NoteKind.CHANGE: _("Ny förändring"),
    NoteKind.ASSUMPTION: _("Nytt antagande"),
}


class NoteForm(MarkedForm):
    """One line, and what else may be said of its kind."""

    text = forms.CharField(max_length=500)
    actor = Actors(required=False)
    outlook = forms.ChoiceField(label=_("Utveckling"), choices=Outlook.choices)
    horizon = forms.TypedChoiceField(
        label=_("Tidshorisont"), required=False, coerce=int, empty_value=None, choices=[NOTHING, *HORIZONS]
    )
    reliability = forms.ChoiceField(label=_("Hur säkert"), required=False, choices=[NOTHING, *Confidence.choices])
    observed_at = Moment(label=_("När det sågs"), required=False)
    needed_by = Moment(label=_("Svar behövs senast"), required=False)
    indicators = forms.CharField(label=_("Tecken att hålla ögonen på"), required=False, max_length=300)
    balanced = forms.CharField(label=_("Så vägs det av"), required=False, max_length=300)
    answer = forms.CharField(
        label=_("Bygger på svar, kvittots nummer"),
        required=False,
        max_length=40,
        help_text=_("Till exempel 2025-041-031. Bara de som får läsa svaret ser vilket det är."),
    )

    def __init__(self, *args: Any, kind: str, actors: list[Actor], own: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"id_{kind}_%s", **kwargs)
        self.kind = kind
        self.fields["text"].label = LINE[kind]
        for name in {*NoteForm.base_fields} - {*MORE[kind], "text", *MarkedForm.base_fields}:
            del self.fields[name]
        field: Any = self.fields.get("actor")
        if field is not None:
            field.label = ACTOR_WORD[kind]
            field.required = own
            field.offer(actors)

    @property
    def first(self) -> list[Any]:
        """What one must say, beside the text."""
        return [field for field in self.plain if field.name != "text" and field.field.required]

    @property
    def folded(self) -> list[Any]:
        return [field for field in self.plain if field.name != "text" and not field.field.required]

    @property
    def open(self) -> bool:
        """Whether the fold stands open: something in it is wrong, or already said."""
        return any(field.errors or field.value() for field in self.folded) or self.marking_open


class EndForm(forms.Form):
    why = forms.CharField(
        label=_("Varför gäller det inte längre?"),
        max_length=200,
        help_text=_("Svaret på frågan, eller det som har ändrats."),
    )


RANKS: Final = [("", _("Inte med")), *((n, str(n)) for n in range(1, len(ProtectionValue) + 1))]


class ValuesForm(MarkedForm):
    """The value base. The order is given by numbers, so that it is set by keyboard and without script."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    principle = forms.CharField(
        label=_("Princip när alla inte kan få hjälp"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
    )
    forgotten = forms.CharField(
        label=_("Vilka riskerar att glömmas bort"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
    )
    decided_by = forms.CharField(
        label=_("Beslutad av, funktion"), required=False, max_length=120, help_text=_("Till exempel länsledningen.")
    )
    decided_at = Moment(label=_("Beslutad"), required=False)
    values_until = Moment(label=_("Gäller till"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for value, label in ProtectionValue.choices:
            self.fields[rank(value)] = forms.TypedChoiceField(
                label=label, required=False, coerce=int, empty_value=None, choices=RANKS
            )

    @property
    def ranks(self) -> list[Any]:
        return [self[rank(value)] for value in ProtectionValue.values]

    @property
    def plain(self) -> list[Any]:
        own = {rank(value) for value in ProtectionValue.values}
        return [field for field in super().plain if field.name not in own]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        given = {value: cleaned.get(rank(value)) for value in ProtectionValue.values}
        taken = [number for number in given.values() if number]
        for value, number in given.items():
            if number and taken.count(number) > 1:
                self.add_error(rank(value), _("Två skyddsvärden har samma plats. Ge dem var sin."))
        decided, until = cleaned.get("decided_at"), cleaned.get("values_until")
        if decided and until and until <= decided:
            self.add_error(
                "values_until", _("Värdegrunden slutar gälla innan den är beslutad. Ändra någon av tiderna.")
            )
        ordered = sorted((number, value) for value, number in given.items() if number)
        cleaned["protection_values"] = [value for _number, value in ordered]
        return cleaned

    def changes(self) -> dict[str, Any]:
        return {n: v for n, v in self.taken().items() if n != "version" and not n.startswith("rank_")}


def rank(value: str) -> str:
    return f"rank_{value}"


class SituationForm(MarkedForm):
    """The interpretation as a whole: which time it is of, and how sure it is."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    situation_at = Moment(label=_("Läget gäller"), required=False)
    confidence = forms.ChoiceField(label=_("Hur säkert"), required=False, choices=[NOTHING, *Confidence.choices])

    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in self.taken().items() if name != "version"}


class SynthesisForm(SituationForm):
    effect = forms.CharField(
        label=_("Vilken effekt fick vårt inflytande"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Det som blev, jämfört med det ni avsåg."),
    )
    endurance = forms.CharField(
        label=_("Vår egen uthållighet"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Avlösning, sömn, lokaler, reservkraft: hur länge håller vi?"),
    )
    next_at = Moment(label=_("Nästa varv"), required=False)
    # Not of this step.
    situation_at = None  # type: ignore[assignment]
    confidence = None  # type: ignore[assignment]


CYCLE_FORMS: Final[dict[str, type[Any]]] = {
    Step.VALUES: ValuesForm,
    Step.INTERPRET: SituationForm,
    Step.SYNTHESIS: SynthesisForm,
}


def form_of(cycle: Cycle, step: str) -> Any:
    """The step's form as the row stands."""
    form = CYCLE_FORMS[step]
    return form(initial=values_of(cycle, step), marked=cycle)


def values_of(cycle: Cycle, step: str) -> dict[str, Any]:
    marks = {*MarkedForm.base_fields, "version"}
    found = {name: getattr(cycle, name) for name in CYCLE_FORMS[step].base_fields if name not in marks}
    if step == Step.VALUES:
        found |= {rank(value): at for at, value in enumerate(cycle.protection_values, start=1)}
    return found | {"version": cycle.revision}


class CloseForm(forms.Form):
    next_at = Moment(label=_("Nästa varv"), required=False, help_text=_("När ni går igenom läget igen."))


class InfluenceForm(MarkedForm):
    means = forms.ChoiceField(label=_("Medel"), choices=Means.choices)
    text = forms.CharField(
        label=_("Budskap"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Det ni vill att aktörerna vet, gör eller svarar på. Var och en svarar för sig själv."),
    )
    actors = forms.TypedMultipleChoiceField(
        label=_("Vilka aktörer"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    responsible = forms.CharField(label=_("Ansvarig funktion"), required=False, max_length=120)
    due = Moment(label=_("Senast"), required=False)
    follow_up_at = Moment(label=_("Följs upp"), required=False)

    def __init__(self, *args: Any, actors: list[Actor], now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        field: Any = self.fields["actors"]
        field.choices = [(actor.pk, actor.name) for actor in actors]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        due, after = cleaned.get("due"), cleaned.get("follow_up_at")
        for name, at in (("due", due), ("follow_up_at", after)):
            if at and at <= self.now:
                self.add_error(name, _("Tiden har redan gått. Välj en tid framåt."))
        if due and after and after < due:
            self.add_error(
                "follow_up_at", _("Uppföljningen ligger före det den ska följa upp. Ändra någon av tiderna.")
            )
        return cleaned


class ReplyForm(forms.Form):
    """An actor's own answer."""

    actor = forms.TypedChoiceField(label=_("Aktör"), coerce=int)
    response = forms.ChoiceField(
        label=_("Vad svarar ni?"),
        widget=forms.RadioSelect,
        choices=[(value, label) for value, label in Response.choices if value != Response.NONE],
    )
    text = forms.CharField(
        label=_("Med egna ord"),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Skäl behövs vid delvis och avböjt."),
    )

    def __init__(self, *args: Any, mine: list[Actor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["actor"]
        field.choices = [(actor.pk, actor.name) for actor in mine]
        if len(mine) == 1:
            field.widget, field.initial = forms.HiddenInput(), mine[0].pk

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("response") in NEEDS_WORDS and not cleaned.get("text", "").strip():
            self.add_error("text", _("Skriv skälet, så att andra kan planera om."))
        return cleaned


class EffectForm(forms.Form):
    effect = forms.CharField(
        label=_("Faktisk effekt"), max_length=300, widget=forms.Textarea({"rows": 3}), help_text=_("Det som blev.")
    )
