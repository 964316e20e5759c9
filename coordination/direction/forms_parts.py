"""The shape of what is said about needs as a whole: an actor's part, what others think, a system issue."""

import re
from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from coordination.direction.models import Forum, IssueKind, Measure, Need, NeedKind, Part, Urgency
from coordination.incidents.forms_marking import MarkedForm

NO: Final = "no"
OWN_WORDS: Final = (
    (Part.RESPONSIBLE.value, _("Vi har det här: vi är ansvariga")),
    (Part.SUPPORTS.value, _("Vi stödjer")),
    (Part.AFFECTED.value, _("Vi berörs")),
    (NO, _("Inte vi")),
)


def named(field: forms.Field, actors: Iterable[Actor], empty: bool = True) -> None:
    """The actors as the choices of a field."""
    if isinstance(field, forms.ChoiceField):
        first = [("", _("Välj aktör"))] if empty else []
        field.choices = [*first, *((actor.pk, actor.name) for actor in actors)]


class OwnPartForm(forms.Form):
    """What one's own actor is to the need. "Inte vi" answers what others think, and says why."""

    actor = forms.TypedChoiceField(label=_("Aktör"), coerce=int)
    part = forms.ChoiceField(label=_("Vad är ni i det här behovet?"), widget=forms.RadioSelect, choices=OWN_WORDS)
    reason = forms.CharField(
        label=_("Skäl, om det inte är ni"),
        required=False,
        max_length=300,
        help_text=_("Till exempel vem ni tror har det. Alla som deltar läser det."),
    )

    def __init__(self, *args: Any, mine: list[Actor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["actor"]
        named(field, mine, empty=len(mine) > 1)
        if len(mine) == 1:
            field.widget = forms.HiddenInput()
            field.initial = mine[0].pk

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("part") == NO and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Skriv varför det inte är ni, så att andra kan planera om."))
        return cleaned


class ThoughtForm(forms.Form):
    """What the county thinks that another actor is to the need."""

    actor = forms.TypedChoiceField(label=_("Aktör"), coerce=int)
    part = forms.ChoiceField(label=_("Roll"), choices=Part.choices)

    def __init__(self, *args: Any, others: list[Actor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named(self.fields["actor"], others)


class MatrixForm(forms.Form):
    """What the reader wants to see of the matrix. What cannot be read is as not asked."""

    slag = forms.ChoiceField(label=_("Slag"), required=False, choices=[("", _("Alla")), *NeedKind.choices])
    prioritet = forms.TypedChoiceField(
        label=_("Prioritet"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("Alla")), *((str(n), str(n)) for n in (1, 2, 3, 4))],
    )
    aktor = forms.ChoiceField(label=_("Aktör"), required=False)
    klara = forms.BooleanField(label=_("Visa även klara och upphörda"), required=False)
    alla = forms.BooleanField(label=_("Visa även aktörer utan roll"), required=False)

    def __init__(self, *args: Any, actors: Iterable[Actor], mine: list[Actor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["aktor"]
        ours = [("vi", _("Bara vi"))] if mine else []
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Alla")), *ours, *((str(actor.pk), actor.name) for actor in actors)]


class IssueForm(MarkedForm):
    """A system issue. What was found is its beginning, and may be worded anew."""

    kind = forms.ChoiceField(label=_("Slag"), choices=IssueKind.choices)
    title = forms.CharField(label=_("Frågan i en mening"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    needs = forms.CharField(
        label=_("Behov, efter nummer"),
        required=False,
        max_length=500,
        help_text=_("Till exempel 3, 7, 12. Frågan blir aldrig lägre märkt än behoven."),
    )
    actors = forms.TypedMultipleChoiceField(
        label=_("Aktörer"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    proposal = forms.CharField(
        label=_("Förslag"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    urgency = forms.ChoiceField(label=_("Hur bråttom"), choices=Urgency.choices)
    forum = forms.ChoiceField(label=_("Tas upp i"), choices=Forum.choices)
    rule = forms.CharField(required=False, max_length=24, widget=forms.HiddenInput)
    rule_key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actors: Iterable[Actor], needs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named(self.fields["actors"], actors, empty=False)
        self.seen = needs

    def clean_needs(self) -> list[Need]:
        numbers = numbers_in(self.cleaned_data["needs"])
        found = {need.number: need for need in self.seen.filter(number__in=numbers)}
        if unknown := [str(number) for number in numbers if number not in found]:
            raise forms.ValidationError(_("Behov finns inte: %(n)s.") % {"n": ", ".join(unknown)})
        return list(found.values())


class OutcomeForm(forms.Form):
    """Where an issue goes, and how it ended or why it is nothing."""

    till = forms.CharField(max_length=12)
    outcome = forms.CharField(max_length=300, required=False)


class DismissForm(forms.Form):
    """Why what was found is nothing."""

    rule = forms.CharField(max_length=24)
    rule_key = forms.CharField(max_length=80)
    why = forms.CharField(max_length=300, required=False)


class DependForm(forms.Form):
    """Which other measure this one waits for."""

    on = forms.TypedChoiceField(label=_("Den här åtgärden väntar på"), coerce=int)

    def __init__(self, *args: Any, others: Iterable[Measure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["on"]
        if isinstance(field, forms.ChoiceField):
            offered = [(one.pk, f"{one.owner.short}: {one.what}") for one in others]
            field.choices = [("", _("Välj åtgärd")), *offered]


def numbers_in(text: str) -> list[int]:
    """The whole numbers that stand in it, each once, none so long that it cannot be one of ours."""
    return [int(one) for one in dict.fromkeys(re.findall(r"(?<!\d)[0-9]{1,7}(?!\d)", text))]
