"""Shape of what a process leader writes. Rules live in the services."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.forms import Day
from actors.models import Actor, County, Membership, Person
from processes.models import DecisionKind, ProcessRun, ProcessTemplate, Seminar, Stage, heading_words
from processes.services.seminars import fingerprint

FUNCTION = _("En funktion, aldrig ett namn.")
REASON, STAYS = _("Skäl"), _("Det står kvar bredvid etappen.")


def area(label: Any, *, rows: int = 3, longest: int = 4000, needed: bool = False, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=needed, max_length=longest, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


def reason(label: Any = REASON, *, needed: bool = True, hint: Any = STAYS) -> Any:
    return area(label, rows=2, longest=300, needed=needed, help_text=hint)


class Act(forms.Form):
    """One thing to do. A rule that says no comes back above what was typed."""

    refused = False
    # The hidden field that tells what the row was when the form was drawn, where there is one.
    SEEN = ""

    @property
    def status(self) -> int:
        if self.refused:
            return 409
        return 422 if self.errors else 200


class RunForm(Act):
    title = forms.CharField(label=_("Namn"), max_length=200, help_text=_("Till exempel Revidering av strategin."))
    leader = forms.CharField(label=_("Processledare"), max_length=120, required=False, help_text=FUNCTION)
    supporter = forms.CharField(label=_("Processtödjare"), max_length=120, required=False, help_text=FUNCTION)
    starts_on = Day(label=_("Börjar"))
    ends_on = Day(label=_("Planerat slut"), required=False)


class StartForm(RunForm):
    template = forms.ModelChoiceField(ProcessTemplate.objects.all(), label=_("Mall"), empty_label=None)
    field_order = ["template"]

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["starts_on"].initial = timezone.localdate()


class EditForm(RunForm):
    """The run's facts and its seven headings, with the revision that they were read in."""

    SEEN = "revision"
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2147483647)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for key, words in heading_words().items():
            self.fields[key] = area(words, rows=4)

    @staticmethod
    def values(run: ProcessRun) -> dict[str, Any]:
        facts = {name: getattr(run, name) for name in ("title", "leader", "supporter", "starts_on", "ends_on")}
        return {**facts, **{key: run.record.get(key, "") for key in heading_words()}, "revision": run.revision}

    def changes(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        said.pop("revision")
        return {"record": {key: said.pop(key) for key in heading_words()}, **said}


class ReviewForm(Act):
    on = Day(label=_("Nästa översyn"), help_text=_("Högst 24 månader framåt."))


class WhyForm(Act):
    why = area(_("Varför"), rows=2, longest=300, needed=True)


class FreeWhyForm(Act):
    why = area(_("Varför"), rows=2, longest=300)


class OfStage(Act):
    """A form that is told which stage it is of."""

    def __init__(self, *args: Any, stage: Stage, **more: Any) -> None:
        super().__init__(*args, **more)
        self.stage = stage


class PlanForm(OfStage):
    planned_start = Day(label=_("Planerad start"), required=False)
    planned_end = Day(label=_("Planerat slut"), required=False)
    responsible = forms.CharField(label=_("Ansvarig"), max_length=120, required=False, help_text=FUNCTION)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, field in self.fields.items():
            field.initial = getattr(self.stage, name)


class BeginForm(OfStage):
    on = Day(label=_("Började"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["on"].initial = timezone.localdate()


class CloseForm(OfStage):
    on = Day(label=_("Slutade"))
    why = reason(needed=False, hint=_("Behövs när något kriterium saknas. Det står kvar som ett avsteg."))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["on"].initial = timezone.localdate()
        if self.stage.criteria.filter(met_on__isnull=True).exists():
            why = self.fields["why"]
            why.required = why.widget.is_required = True
            why.error_messages["required"] = _("Skriv varför etappen avslutas fast kriterier saknas.")


class SkipForm(OfStage):
    why = reason(_("Varför"))


class ReopenForm(OfStage):
    why = reason(_("Varför"), needed=False, hint="")


class RenameForm(OfStage):
    name = forms.CharField(label=_("Nytt namn"), max_length=120)
    reason = reason()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["name"].initial = self.stage.name


class MergeForm(OfStage):
    into = forms.ModelChoiceField(
        Stage.objects.none(), label=_("Slå ihop med"), help_text=_("Kriterier, internat och beslut följer med.")
    )
    reason = reason()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["into"]
        field.queryset = Stage.objects.filter(run=self.stage.run_id).exclude(pk=self.stage.pk)


class MoveForm(OfStage):
    to = forms.IntegerField(label=_("Ny plats"), min_value=1, max_value=999)
    reason = reason()


class DropForm(OfStage):
    reason = reason()


class AddForm(Act):
    name = forms.CharField(label=_("Namn"), max_length=120)
    purpose = area(_("Syfte"), rows=2, longest=300)
    after = forms.ModelChoiceField(Stage.objects.none(), label=_("Efter"), required=False, empty_label=_("Sist"))
    is_seminar = forms.BooleanField(label=_("Etappen är ett internat"), required=False)
    criteria = area(_("Kriterier"), help_text=_("Ett på varje rad."))
    reason = reason()

    def __init__(self, *args: Any, run: ProcessRun, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["after"]
        field.queryset = Stage.objects.filter(run=run)

    def clean_criteria(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["criteria"].splitlines() if line.strip()]
        if any(len(line) > 300 for line in lines):
            raise forms.ValidationError(_("Ett kriterium är högst 300 tecken."))
        return lines


class EvidenceForm(Act):
    evidence = area(_("Belägg"), rows=2, longest=300, needed=True, help_text=_("Diarienummer, datum, dokument."))
    url = forms.CharField(label=_("Länk till belägget"), max_length=400, required=False)


class SeminarForm(Act):
    title = forms.CharField(label=_("Rubrik"), max_length=200)
    starts_on = Day(label=_("Från"))
    ends_on = Day(label=_("Till"))
    place = forms.CharField(label=_("Plats"), max_length=200, required=False)
    programme = area(_("Program"), rows=5)


class SeminarEditForm(SeminarForm):
    """With what the seminar was when the form was drawn."""

    SEEN = "was"
    notes = area(_("Anteckningar"), rows=6, longest=8000)
    was = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    @staticmethod
    def values(seminar: Seminar) -> dict[str, Any]:
        names = [name for name in SeminarEditForm.base_fields if name != "was"]
        return {**{name: getattr(seminar, name) for name in names}, "was": fingerprint(seminar)}


class InviteForm(Act):
    actor = forms.ModelChoiceField(Actor.objects.none(), label=_("Aktör"))
    function = forms.CharField(label=_("Funktion"), max_length=120, help_text=FUNCTION)
    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("Person"), required=False, help_text=_("Bara länsstyrelsens egna konton visas.")
    )

    def __init__(self, *args: Any, county: County, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        near = Actor.objects.filter(Q(county=county) | Q(county__isnull=True))
        fields["actor"].queryset = near.order_by("kind", "sort_name")
        held = Membership.objects.now().filter(actor__county=county, actor__kind="county_board")
        people = Person.objects.filter(pk__in=held.values("person_id"), is_active=True, is_break_glass=False)
        fields["person"].queryset = people.order_by("name")


class DaysForm(Act):
    """One number for each participant."""

    def __init__(self, *args: Any, seminar: Seminar, **more: Any) -> None:
        super().__init__(*args, **more)
        self.keys: dict[str, int] = {}
        for row in seminar.attendances.select_related("actor"):
            name = f"days-{row.pk}"
            self.keys[name] = row.pk
            self.fields[name] = forms.IntegerField(
                label=str(row), required=False, min_value=0, max_value=seminar.days, initial=row.days_present
            )

    def days(self) -> dict[int, int | None]:
        return {pk: self.cleaned_data[name] for name, pk in self.keys.items()}


class DecisionForm(Act):
    kind = forms.ChoiceField(label=_("Slag"), choices=DecisionKind.choices)
    title = forms.CharField(label=_("Beslut"), max_length=200)
    body = forms.CharField(
        label=_("Instans"), max_length=120, help_text=_("Till exempel Regionala rådet för krisberedskap.")
    )
    decided_on = Day(label=_("Beslutat"))
    valid_from = Day(label=_("Gäller från"), required=False)
    registry_number = forms.CharField(label=_("Diarienummer"), max_length=60, required=False)
    stage = forms.ModelChoiceField(Stage.objects.none(), label=_("Etapp"), required=False)
    review_on = Day(
        label=_("Nästa översyn"),
        required=False,
        help_text=_("Behövs när strategin fastställs: högst 24 månader framåt."),
    )

    def __init__(self, *args: Any, run: ProcessRun, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["stage"].queryset = Stage.objects.filter(run=run)
        fields["review_on"].initial = run.review_on
