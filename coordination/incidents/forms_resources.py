"""The shape of resource needs, offers and formal requests as they are typed."""

from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from coordination.incidents.covering import Cover
from coordination.incidents.forms_marking import MarkedForm
from coordination.incidents.models import EscalationTo, ResourceNeed

MOST: Final = 1_000_000


class Moment(forms.DateTimeField):
    """A Swedish clock's day and time."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **kwargs)


class Amount(forms.IntegerField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=MOST, **kwargs)


class Spanned(MarkedForm):
    """From, and until when it is known."""

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("from_at"), cleaned.get("until")
        if starts and ends and ends <= starts:
            self.add_error("until", _("Slutet ligger före början. Ändra någon av tiderna."))
        elif ends and ends <= self.now:
            self.add_error("until", _("Sluttiden har redan gått. Välj en tid framåt."))
        return cleaned


def choose(form: forms.Form, name: str, actors: list[Actor]) -> None:
    """Which actor it is for: nothing to choose where there is one only."""
    field: Any = form.fields[name]
    names = [(actor.pk, actor.name) for actor in actors]
    field.choices = names if len(names) == 1 else [("", _("Välj aktör")), *names]
    if len(actors) == 1:
        field.widget = forms.HiddenInput()
        field.initial = actors[0].pk


class NeedForm(Spanned):
    actor = forms.TypedChoiceField(label=_("Vem behöver det"), coerce=int)
    what = forms.CharField(
        label=_("Vad behövs"), max_length=200, help_text=_("Till exempel reservkraftverk 100 kVA med kabel.")
    )
    quantity = Amount(label=_("Hur många"))
    unit = forms.CharField(label=_("Enhet"), max_length=40, initial="st", help_text=_("st, personer, liter, dygn."))
    from_at = Moment(label=_("Behövs från"))
    until = Moment(label=_("Behövs till"), required=False, help_text=_("Tomt: ni vet inte än."))
    where = forms.CharField(label=_("Var"), max_length=200)
    contact = forms.CharField(
        label=_("Kontakt"), max_length=200, help_text=_("Funktion och nummer, aldrig en privatperson.")
    )
    why = forms.CharField(label=_("Till vad"), max_length=300, required=False)

    def __init__(self, *args: Any, actors: list[Actor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "actor", actors)
        if len(actors) > 1:
            hint = _("För en annan aktör: anteckna det som den har berättat per telefon.")
            self.fields["actor"].help_text = hint


class OfferForm(Spanned):
    actor = forms.TypedChoiceField(label=_("Vem kan hjälpa"), coerce=int)
    quantity = Amount(label=_("Hur många kan ni låna ut"))
    from_at = Moment(label=_("Från"))
    until = Moment(label=_("Till"), required=False, help_text=_("Tomt: tills vidare."))
    contact = forms.CharField(label=_("Kontakt"), max_length=200, help_text=_("Funktion och nummer."))
    note = forms.CharField(
        label=_("Villkor eller kommentar"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, actors: list[Actor], need: ResourceNeed, cover: Cover, **kwargs: Any) -> None:
        super().__init__(*args, marked=need, **kwargs)
        choose(self, "actor", actors)
        self.fields["quantity"].help_text = _("%(needed)d %(unit)s behövs, %(missing)d saknas.") % {
            "needed": need.quantity,
            # Help stands in the page as markup; a unit is somebody's own words.
            "unit": escape(need.unit),
            "missing": cover.missing,
        }


class EscalationForm(MarkedForm):
    """One choice says both whom and of what kind: "neighbour:Länsstyrelsen Dalarna"."""

    addressee = forms.ChoiceField(label=_("Vem ber ni om stöd"))
    needs = forms.TypedMultipleChoiceField(
        label=_("Behov som ingen här kan täcka"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Välj minst ett resursbehov.")},
    )
    tried = forms.CharField(
        label=_("Vad som redan är prövat"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Vilka ni har frågat och vad de svarade."),
    )
    legal_ground = forms.CharField(
        label=_("Lagstöd"), max_length=200, required=False, help_text=_("Till exempel 4 § förordningen 2017:870.")
    )

    def __init__(self, *args: Any, whom: list[Any], needs: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(kind.label, names) for kind, names in whom if names]
        there: Any = self.fields["addressee"]
        there.choices = [("", _("Välj")), *groups]
        about: Any = self.fields["needs"]
        about.choices = needs

    def said(self) -> dict[str, Any]:
        """What the service takes, but the needs themselves."""
        taken = self.taken()
        to, _colon, name = taken.pop("addressee").partition(":")
        return {**taken, "to": EscalationTo(to), "addressee": name}
