"""Forms for what comes after a direction is fixed: judging its effect, a new position, an important message."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from coordination.direction.models import Stand, Verdict
from coordination.direction.services.directions import LONGEST, SEEN_WITHIN, SHORTEST
from coordination.direction.services.later_positions import LONGEST_DECISION, LONGEST_URL, refuse_address
from coordination.incidents.forms_marking import MarkedForm
from journal.refusals import RuleBroken

EVERYBODY, CHOSEN = "alla", "nagra"
TO_WHOM: Final = ((EVERYBODY, _("Alla som deltar")), (CHOSEN, _("Bara några av dem")))


class AssessmentForm(MarkedForm):
    verdict = forms.ChoiceField(
        label=_("Uppnås det som var avsett?"), choices=Verdict.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Varför"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Vad ni ser, och vad ni ser det på. Tidigare bedömningar står kvar."),
    )


class LaterPositionForm(MarkedForm):
    """What an actor says now. A reason always: the others have planned after what it said before."""

    actor = forms.TypedChoiceField(label=_("Aktör"), coerce=int)
    stand = forms.ChoiceField(label=_("Var står ni nu?"), choices=Stand.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Skäl"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Behövs alltid. Det som trycktes i inriktningen står kvar bredvid."),
    )
    decision = forms.CharField(
        label=_("Beslut av egen instans"),
        required=False,
        max_length=LONGEST_DECISION,
        help_text=_("Beteckningen, till exempel KS 2025/123."),
    )
    decision_url = forms.CharField(
        label=_("Länk till beslutet"),
        required=False,
        max_length=LONGEST_URL,
        widget=forms.TextInput(attrs={"inputmode": "url"}),
        help_text=_("Den börjar med https:// eller http://."),
    )

    def __init__(self, *args: Any, mine: list[Actor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["actor"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(actor.pk, actor.name) for actor in mine]
        if len(mine) == 1:
            field.widget = forms.HiddenInput()
            field.initial = mine[0].pk

    def clean_decision_url(self) -> str:
        url = str(self.cleaned_data["decision_url"]).strip()
        try:
            refuse_address(url)
        except RuleBroken as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal
        return url


class AnnouncementForm(MarkedForm):
    heading = forms.CharField(label=_("Rubrik"), max_length=120, help_text=_("Det viktigaste på en rad."))
    text = forms.CharField(
        label=_("Meddelande"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Det går inte att ändra när det är skickat. Mottagarna svarar att de har förstått, eller agerar."),
    )
    whom = forms.ChoiceField(label=_("Till vem"), choices=TO_WHOM, initial=EVERYBODY, widget=forms.RadioSelect)
    actors = forms.TypedMultipleChoiceField(
        label=_("Enskilda aktörer"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    seen_within = forms.IntegerField(
        label=_("Skriv till ersättarna hos den som inte har läst det inom (minuter)"),
        min_value=SHORTEST,
        max_value=LONGEST,
        initial=SEEN_WITHIN,
    )

    def __init__(self, *args: Any, there: list[Actor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.there = there
        field = self.fields["actors"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(actor.pk, actor.name) for actor in there]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen = bool(cleaned.get("actors"))
        if cleaned.get("whom") == CHOSEN and not chosen and "actors" not in self.errors:
            self.add_error("actors", _("Välj minst en mottagare."))
        if cleaned.get("whom") == EVERYBODY and chosen:
            self.add_error("whom", _("Du har valt både alla och några. Välj ett av dem."))
        return cleaned

    @property
    def some_open(self) -> bool:
        return self["whom"].value() == CHOSEN or "actors" in self.errors

    def said(self) -> dict[str, Any]:
        """What the service takes."""
        taken = self.taken()
        whom, chosen = taken.pop("whom"), set(taken.pop("actors"))
        some = [actor for actor in self.there if actor.pk in chosen]
        return taken | {"actors": None if whom == EVERYBODY else some}
