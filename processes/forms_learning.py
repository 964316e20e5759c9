"""Shape of what is written about lessons. Rules live in the services."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actors.forms import Day
from actors.models import Actor
from processes.forms_running import Act, area
from processes.models import Lesson, LessonSource
from processes.states import LessonState

# Joined to one text that is stored and read by all, so in the language of the processes.
HEADINGS = (("expected", "Väntat"), ("happened", "Hände"), ("change", "Bör ändras"))


class SeenForm(Act):
    """What somebody saw, in three questions. One answer is enough."""

    happened = area(
        _("Vad såg du?"), rows=4, longest=3000, needed=True, help_text=_("Vad fungerade, vad fungerade inte?")
    )
    expected = area(_("Vad väntade du dig?"), rows=2, longest=1000)
    change = area(_("Vad borde ändras?"), rows=2, longest=1000)

    def observation(self) -> str:
        """The three answers as one text; headings only where there is more than one."""
        said = [(words, self.cleaned_data[name].strip()) for name, words in HEADINGS]
        told = [(words, text) for words, text in said if text]
        if len(told) == 1:
            return str(told[0][1])
        return "\n\n".join(f"{words}: {text}" for words, text in told)


class ObserveForm(SeenForm):
    source = forms.ChoiceField(label=_("Kommer från"), choices=LessonSource.choices)
    source_label = forms.CharField(
        label=_("Vilken"), max_length=200, required=False, help_text=_("Övningens, granskningens eller mötets namn.")
    )
    source_url = forms.CharField(label=_("Länk"), max_length=300, required=False)
    field_order = ["happened", "expected", "change", "source"]

    def told(self) -> dict[str, Any]:
        said = self.cleaned_data
        named = {name: said[name].strip() for name in ("source", "source_label", "source_url")}
        is_exercise = named["source"] == LessonSource.EXERCISE
        return {**named, "observation": self.observation(), "is_exercise": is_exercise}


class OfLesson(Act):
    """A form that is told which lesson it is of."""

    def __init__(self, *args: Any, lesson: Lesson, **more: Any) -> None:
        super().__init__(*args, **more)
        self.lesson = lesson


class WordForm(OfLesson):
    text = area(_("Vad ska länet lära?"), rows=4, longest=3000, needed=True)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["text"].initial = self.lesson.lesson


class ItemForm(OfLesson):
    owner = forms.ModelChoiceField(
        Actor.objects.none(), label=_("Ägare"), help_text=_("Den som har tagit på sig det. Portalen ger ingen order.")
    )
    due_on = Day(label=_("Klart senast"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["owner"]
        near = Q(county=self.lesson.process.county_id) | Q(county__isnull=True)
        field.queryset = Actor.objects.filter(near).order_by("kind", "sort_name")
        field.initial, self.fields["due_on"].initial = self.lesson.owner_id, self.lesson.due_on


class NothingForm(OfLesson):
    """A yes and no more."""


class LearnedForm(OfLesson):
    proof = forms.CharField(
        label=_("Sett fungera i"), max_length=300, help_text=_("En senare övning eller händelse: vilken, och vad sågs.")
    )
    proof_url = forms.CharField(label=_("Länk dit"), max_length=300, required=False)


class LessonWhyForm(OfLesson):
    why = area(_("Varför"), rows=2, longest=300, needed=True)


class ReleaseForm(Act):
    title = forms.CharField(label=_("Rubrik"), max_length=160)
    text = area(
        _("Text"),
        rows=8,
        needed=True,
        help_text=_("Med egna ord, utan länets, kommunernas och aktörernas namn. Alla inloggade läser den."),
    )
    tags = forms.CharField(
        label=_("Ämnesord"), max_length=200, required=False, help_text=_("Med kommatecken mellan: larm, reservkraft.")
    )


class LessonFilter(forms.Form):
    """Read from the address, so that a chosen view can be kept as a bookmark."""

    q = forms.CharField(label=_("Sök"), max_length=80, required=False, widget=forms.TextInput(attrs={"type": "search"}))
    state = forms.ChoiceField(label=_("Läge"), required=False, choices=[("", _("Alla")), *LessonState.choices])
    source = forms.ChoiceField(label=_("Från"), required=False, choices=[("", _("Alla")), *LessonSource.choices])

    @property
    def wanted(self) -> dict[str, str]:
        """What is asked for. A filter that cannot be read hides nothing."""
        said = self.cleaned_data if self.is_valid() else {}
        return {name: " ".join(str(value).split()) for name, value in said.items() if value}
