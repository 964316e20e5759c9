"""The shape of what people write here: lengths, dates, choices, and which field an error belongs to."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from coordination.direction.models import NEEDS_REASON, Direction, Measure, ProtectionValue, Stand
from coordination.direction.states import MEASURE_MOVES, MeasureState
from coordination.incidents.forms_marking import FIELDS, MarkedForm

# Letters of an answer beside its number.
BEGINS: Final = 90


class Moment(forms.DateTimeField):
    """A Swedish clock's day and time."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **kwargs)


class Lines(forms.CharField):
    """One thing a line, kept as a list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 5}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(self.prepare_value(initial)) != self.to_python(data))

    def run_validators(self, value: Any) -> None:
        """Each line is a short sentence."""
        if any(len(line) > 300 for line in value):
            raise forms.ValidationError(_("Skriv varje mål på högst 300 tecken."))


class DirectionForm(MarkedForm):
    """The draft. It may be saved half written: what is missing is told before it is proposed."""

    # A half-written draft is saved, so nothing is required of it; the page still says what a proposal needs.
    NEEDED = ("intended", "purpose", "goals", "follow_up", "valid_to", "answer_by")
    use_required_attribute = False

    # The page that saves by itself gives the next number back in a field of this name.
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    intended = forms.CharField(
        label=_("Avsedd inriktning"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("En mening som alla kan minnas. Den står störst på sidan."),
    )
    purpose = forms.CharField(
        label=_("Syfte"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Varför en gemensam inriktning behövs."),
    )
    goals = Lines(
        label=_("Det här vill vi nå"), required=False, help_text=_("Ett effektmål per rad, gärna med klockslag.")
    )
    protection_values = forms.MultipleChoiceField(
        label=_("Skyddsvärden"), required=False, choices=ProtectionValue.choices, widget=forms.CheckboxSelectMultiple
    )
    follow_up = forms.CharField(
        label=_("Så ser vi om det fungerar"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Vad ni räknar eller frågar efter, och när."),
    )
    effect_question = forms.CharField(
        label=_("Frågan som ställs i nästa begäran"),
        required=False,
        max_length=200,
        help_text=_(
            "Till exempel: Har ni kunnat ge alla evakuerade värme och mat? Varje begäran som går ut medan inriktningen "
            "gäller får en egen del om den. Tomt: inget frågas."
        ),
    )
    valid_from = Moment(label=_("Gäller från"), required=False, help_text=_("Tomt: från det att den fastställs."))
    valid_to = Moment(label=_("Gäller till"), required=False)
    answer_by = Moment(
        label=_("Ta ställning senast"), required=False, help_text=_("När ordföranden behöver aktörernas ställning.")
    )
    message = forms.CharField(
        label=_("Gemensamt budskap till allmänheten"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @classmethod
    def of(cls, direction: Direction) -> "DirectionForm":
        return cls(initial=values_of(direction), marked=direction)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("valid_from"), cleaned.get("valid_to")
        if starts and ends and ends <= starts:
            self.add_error("valid_to", _("Inriktningen slutar gälla innan den börjar. Ändra någon av tiderna."))
        return cleaned

    def shown(self) -> "DirectionForm":
        """As the page shows it: what a proposal needs is not called voluntary. After it has been cleaned, if it is."""
        for name in self.NEEDED:
            self.fields[name].required = True
        return self

    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in self.taken().items() if name != "version"}


def values_of(direction: Direction) -> dict[str, Any]:
    """What the form holds when it shows the row as it stands."""
    names = [name for name in DirectionForm.base_fields if name != "version" and name not in FIELDS.values()]
    return {"version": direction.revision} | {name: getattr(direction, name) for name in names}


class PositionForm(MarkedForm):
    """An actor's position. The reason is asked for where it becomes part of the direction."""

    actor = forms.TypedChoiceField(label=_("Aktör"), coerce=int)
    stand = forms.ChoiceField(label=_("Var står ni?"), choices=Stand.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Skäl"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Behövs vid förbehåll och när ni inte kan. Det trycks som en del av inriktningen."),
    )
    own_body = forms.CharField(
        label=_("Instans som beslutar hos er"),
        required=False,
        max_length=200,
        help_text=_("Bara om frågan beslutas av egen instans."),
    )
    own_body_at = Moment(label=_("Den beslutar senast"), required=False)

    def __init__(self, *args: Any, mine: list[Actor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["actor"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(actor.pk, actor.name) for actor in mine]
        if len(mine) == 1:
            field.widget = forms.HiddenInput()
            field.initial = mine[0].pk

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        stand = cleaned.get("stand")
        if stand in NEEDS_REASON and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Skriv skälet. Det trycks som en del av inriktningen."))
        if stand == Stand.OWN_BODY:
            if not cleaned.get("own_body", "").strip():
                self.add_error("own_body", _("Skriv vilken instans som beslutar."))
            if not cleaned.get("own_body_at") and "own_body_at" not in self.errors:
                self.add_error("own_body_at", _("Skriv när den beslutar."))
        return cleaned


class MeasureForm(MarkedForm):
    what = forms.CharField(label=_("Åtgärd"), max_length=300, help_text=_("Vad som blir gjort, och var."))
    owner = forms.TypedChoiceField(
        label=_("Ägare"),
        coerce=int,
        help_text=_("Din egen aktör tar på sig åtgärden direkt. En annan aktör får frågan."),
    )
    due = Moment(label=_("Klart senast"))
    need = forms.TypedChoiceField(label=_("Behov som den ska möta"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, owners: list[Actor], now: datetime, needs: Iterable[Any] = (), **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.now = now
        chosen = self.fields["need"]
        if isinstance(chosen, forms.ChoiceField):
            offered = [(one.number, f"{one.number}. {Truncator(one.title).chars(BEGINS)}") for one in needs]
            chosen.choices = [("", _("Inget bestämt behov")), *offered]
        field = self.fields["owner"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Välj aktör")), *((actor.pk, actor.name) for actor in owners)]

    def clean_due(self) -> datetime:
        due: datetime = self.cleaned_data["due"]
        if due <= self.now:
            raise forms.ValidationError(_("Tiden har redan gått. Välj en tid framåt."))
        return due


class MeasureAnswerForm(forms.Form):
    """The owner's own words on its measure: yes or no at first, afterwards how it goes."""

    state = forms.ChoiceField(label=_("Läge"), widget=forms.RadioSelect)
    remark = forms.CharField(
        label=_("Läge i korthet, eller skäl"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, measure: Measure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["state"]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices_for(measure)
        if measure.state == MeasureState.SUGGESTED:
            field.label = _("Tar ni på er åtgärden?")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("state") == MeasureState.DECLINED and not cleaned.get("remark", "").strip():
            self.add_error("remark", _("Skriv varför ni inte tar på er åtgärden, så att andra kan planera om."))
        return cleaned


WORDS = {
    MeasureState.TAKEN.value: _("Vi tar på oss det"),
    MeasureState.ONGOING.value: _("Det pågår"),
    MeasureState.DONE.value: _("Det är klart"),
    MeasureState.DECLINED.value: _("Vi tar inte på oss det"),
}


def choices_for(measure: Measure) -> list[tuple[str, Any]]:
    """Where it may go from here, and staying where it is."""
    there = measure.state
    onward = [to for (before, to) in MEASURE_MOVES if before == there]
    stay = [] if there == MeasureState.SUGGESTED else [there]
    return [(state, WORDS[state]) for state in WORDS if state in [*stay, *onward]]


class GroundsForm(forms.Form):
    """Which answers it rests on: chosen from those offered, or by their receipt numbers."""

    chosen = forms.TypedMultipleChoiceField(
        label=_("Bygger på svaren"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    numbers = forms.CharField(
        label=_("Andra svar, efter kvittots nummer"),
        required=False,
        max_length=500,
        help_text=_("Till exempel 2025-041-031. Skriv flera med komma emellan."),
    )

    def __init__(self, *args: Any, answers: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["chosen"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(one.pk, _named(one)) for one in answers]


def _named(answer: Any) -> str:
    """Whose, which, and how it begins."""
    begins = Truncator(answer.summary).chars(BEGINS)
    return f"{answer.actor.short}, {answer.number}" + (f". {begins}" if begins else "")
