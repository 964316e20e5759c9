"""Shape of ratings, the work plan and needs analyses. Rules live in the services."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actors.forms import Day
from actors.models import Actor, County
from processes.capability import FIRST, SCALE
from processes.forms_running import Act, area
from processes.models import AnalysisMeasure, Component, NeedsAnalysis, Rating, WorkItem
from processes.services.analyses import EDITED
from processes.services.rating import RATED, rating_print
from processes.services.work import PLANNED, work_print
from processes.states import WorkState
from processes.working import LATE

LARGEST_NUMBER: Final = 2_147_483_647


def figure(label: Any, words: Mapping[int, Any], nothing: Any, **more: Any) -> forms.TypedChoiceField:
    """A figure with its word, in the language of whoever draws the form."""

    def choices() -> list[tuple[Any, Any]]:
        return [("", nothing), *((number, f"{number} {word}") for number, word in words.items())]

    return forms.TypedChoiceField(label=label, choices=choices, coerce=int, empty_value=None, required=False, **more)


def near(county: County) -> Any:
    """Actors of the county, and those that belong to none."""
    return Actor.objects.filter(Q(county=county) | Q(county__isnull=True)).order_by("kind", "sort_name")


class RatingForm(Act):
    SEEN = "was"
    before = figure(_("Före"), SCALE, _("Inte skattad"))
    before_why = area(_("Varför, före"), rows=2, longest=300)
    after = figure(_("Efter"), SCALE, _("Inte skattad"))
    after_why = area(_("Varför, efter"), rows=2, longest=300)
    priority = figure(
        _("Prioritet"), FIRST, _("Ingen"), help_text=_("Hur viktigt det är för länet att det blir bättre.")
    )
    was = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    @staticmethod
    def values(rating: Rating | None) -> dict[str, Any]:
        said = {name: getattr(rating, name) if rating else None for name in RATED}
        return {**said, "was": rating_print(rating)}


class WorkForm(Act):
    title = forms.CharField(label=_("Vad"), max_length=200, help_text=_("Så att det syns när det är gjort."))
    owner = forms.ModelChoiceField(
        Actor.objects.none(),
        label=_("Ansvarig"),
        help_text=_("Den som länet har kommit överens med. Aktören bestämmer själv."),
    )
    due_on = Day(label=_("Klart senast"))
    component = forms.ModelChoiceField(
        Component.objects.all(), label=_("Förmågekomponent"), required=False, empty_label=_("Ingen")
    )

    def __init__(self, *args: Any, county: County, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["owner"]
        field.queryset = near(county)


class WorkEditForm(WorkForm):
    SEEN = "was"
    was = forms.CharField(widget=forms.HiddenInput, max_length=64)

    @staticmethod
    def values(item: WorkItem) -> dict[str, Any]:
        return {**{name: getattr(item, name) for name in PLANNED}, "was": work_print(item)}


class WorkMoveForm(Act):
    """Where the item may go from where it is, and a few words."""

    to = forms.ChoiceField(label=_("Nytt läge"), widget=forms.RadioSelect)
    remark = area(
        _("Läget i korthet"), rows=2, longest=300, help_text=_("Behövs när posten försenas, vilar eller stryks.")
    )

    def __init__(self, *args: Any, item: WorkItem, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["to"]
        ahead = {to for now, to in WorkItem.MOVES if now == item.state}
        field.choices = [(value, label) for value, label in WorkState.choices if value in ahead]


class WorkFilter(forms.Form):
    lage = forms.ChoiceField(label=_("Läge"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["lage"]
        field.choices = [("", _("Alla")), (LATE, _("Har passerat sin dag")), *WorkState.choices]

    @property
    def wanted(self) -> str:
        """A filter that cannot be read hides nothing."""
        return str(self.cleaned_data["lage"]) if self.is_valid() else ""


class AreaForm(Act):
    area = forms.CharField(label=_("Område"), max_length=200, help_text=_("Till exempel Reservkraft i kommunerna."))


class AnalysisForm(AreaForm):
    SEEN = "revision"
    present_state = area(_("Nuläge"), rows=5, help_text=_("Vad som finns i dag, och vad som visade det."))
    wanted_state = area(_("Målbild"), rows=4, help_text=_("Vad aktörerna vill kunna tillsammans."))
    horizon_year = forms.IntegerField(
        label=_("Målår"), required=False, min_value=2000, max_value=9999, help_text=_("Oftast tre till fem år framåt.")
    )
    gap = area(_("Glapp"), rows=4, help_text=_("Vad som skiljer nuläget från målbilden."))
    need = area(_("Behov"), rows=4)
    support = area(_("Stöd som begärs"), rows=3, help_text=_("Vad länet ber den nationella myndigheten om."))
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST_NUMBER)

    @staticmethod
    def values(analysis: NeedsAnalysis) -> dict[str, Any]:
        return {**{name: getattr(analysis, name) for name in EDITED}, "revision": analysis.revision}


class MeasureForm(Act):
    SEEN = "revision"
    title = forms.CharField(label=_("Åtgärd"), max_length=200)
    owner = forms.ModelChoiceField(Actor.objects.none(), label=_("Ansvarig"))
    partners = forms.CharField(label=_("Tillsammans med"), max_length=300, required=False)
    cost = forms.IntegerField(label=_("Kostnad, kronor"), required=False, min_value=0, max_value=LARGEST_NUMBER)
    priority = forms.TypedChoiceField(label=_("Prioritet"), coerce=int, initial=2)
    starts_on = Day(label=_("Från"), required=False)
    ends_on = Day(label=_("Till"), required=False)
    funding = forms.CharField(
        label=_("Finansiering"), max_length=200, required=False, help_text=_("Till exempel anslag 2:4, egen budget.")
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST_NUMBER)

    def __init__(self, *args: Any, county: County, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["owner"].queryset = near(county)
        fields["priority"].choices = [(number, f"{number} {word}") for number, word in FIRST.items()]

    @staticmethod
    def values(analysis: NeedsAnalysis, measure: AnalysisMeasure | None = None) -> dict[str, Any]:
        names = [name for name in MeasureForm.base_fields if name != "revision"]
        said = {name: getattr(measure, name) for name in names} if measure else {}
        return {**said, "revision": analysis.revision}


class AnswerForm(Act):
    response = area(_("Svar till länet"), rows=6, needed=True, help_text=_("Vad ni gör, vad ni inte gör, och varför."))
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST_NUMBER)


class SeenForm(Act):
    """Which revision somebody has read when she delivers it."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST_NUMBER)
