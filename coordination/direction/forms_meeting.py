"""The shape of what people write about meetings."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from coordination.direction.forms import MeasureForm, Moment
from coordination.direction.models import AgendaPoint, Call, Meeting, MeetingForm, MeetingKind, PointKind
from coordination.direction.services.meetings.agenda import LONGEST_NOTES
from coordination.direction.services.meetings.planning import LONGEST, SHORTEST
from coordination.incidents.forms_marking import MarkedForm
from journal.refusals import MovedOn, RuleBroken


class Refusable(forms.Form):
    """A form that comes back with what was typed also where a rule says no."""

    refused = False

    def tries(self, act: Any) -> Any:
        """What the act gives; None where a rule said no, and then the form says it. Somebody's being first goes on."""
        try:
            return act()
        except MovedOn:
            raise
        except RuleBroken as no:
            self.add_error(None, no.sentence)
            self.refused = True
            return None

    @property
    def code(self) -> int:
        return 409 if self.refused else 422 if self.errors else 200


class ActorsField(forms.TypedMultipleChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, widget=forms.CheckboxSelectMultiple, **kwargs)


def choose(form: forms.Form, name: str, actors: Iterable[Actor], none: Any = None) -> None:
    field: Any = form.fields[name]
    field.choices = [*([("", none)] if none else []), *((actor.pk, actor.name) for actor in actors)]


class PlanForm(Refusable, MarkedForm):
    """Planning a meeting, and changing one. After the call only the practical is there to change."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    kind = forms.ChoiceField(label=_("Mötesform"), choices=MeetingKind.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Varför"), max_length=300, help_text=_("En mening. Den står först i kallelsen och i underlaget.")
    )
    starts_at = Moment(label=_("Börjar"))
    minutes_long = forms.IntegerField(
        label=_("Längd, minuter"), min_value=SHORTEST, max_value=LONGEST, initial=30, required=True
    )
    form = forms.ChoiceField(label=_("Hur"), choices=MeetingForm.choices, initial=MeetingForm.TELEPHONE)
    where = forms.CharField(
        label=_("Nummer, länk, talgrupp eller plats"),
        max_length=200,
        required=False,
        help_text=_("Visas i portalen. I kalendern bara när mötet är märkt öppet."),
    )
    chair = forms.CharField(label=_("Ordförande, funktion"), max_length=120, required=False)
    secretary = forms.CharField(label=_("Sekreterare, funktion"), max_length=120, required=False)
    actors = ActorsField(label=_("Kallas"), help_text=_("Alla som deltar är valda. Ta bort dem som inte behövs."))

    def __init__(
        self, *args: Any, invited: list[Actor], now: datetime, meeting: Meeting | None = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.now, self.meeting = now, meeting
        choose(self, "actors", invited)
        if meeting is not None:
            del self.fields["kind"]
        if meeting is not None and meeting.called_at is not None:
            for name in ("reason", "actors", "marking", "marking_reference", "marking_reason"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        if "marking" in self.fields:
            return super().clean()
        return self.cleaned_data

    def clean_starts_at(self) -> datetime:
        at: datetime = self.cleaned_data["starts_at"]
        if at <= self.now and (self.meeting is None or at != self.meeting.starts_at):
            raise forms.ValidationError(_("Tiden har redan gått. Välj en tid framåt."))
        return at

    def said(self) -> dict[str, Any]:
        """Without the version, and the marking only where it may be chosen."""
        taken = self.taken() if "marking" in self.fields else dict(self.cleaned_data)
        taken.pop("version", None)
        return taken


class PointForm(Refusable, MarkedForm):
    title = forms.CharField(label=_("Vad ska tas upp?"), max_length=300)
    kind = forms.ChoiceField(label=_("Slag"), choices=PointKind.choices, initial=PointKind.OTHER)
    proposal = forms.CharField(
        label=_("Förslag"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Det ni vill att mötet kommer överens om. Det står först i underlaget."),
    )
    minutes = forms.IntegerField(label=_("Minuter"), min_value=1, max_value=LONGEST, initial=5)
    raised_by = forms.TypedChoiceField(label=_("Tas upp av"), coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, mine: list[Actor], prepares: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "raised_by", mine, _("den som förbereder mötet") if prepares else None)
        if not prepares and len(mine) == 1:
            self.fields["raised_by"].widget = forms.HiddenInput()
            self.fields["raised_by"].initial = mine[0].pk
        self.fields["raised_by"].required = not prepares


class ObjectionForm(Refusable, MarkedForm):
    actor = forms.TypedChoiceField(label=_("Aktör"), coerce=int)
    point = forms.TypedChoiceField(label=_("Gäller punkten"), coerce=int, required=False, empty_value=None)
    text = forms.CharField(
        label=_("Vad invänder ni?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Den går inte att ändra sedan, och alla som deltar läser den före mötet."),
    )

    def __init__(self, *args: Any, mine: list[Actor], points: list[AgendaPoint], **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "actor", mine)
        if len(mine) == 1:
            self.fields["actor"].widget = forms.HiddenInput()
            self.fields["actor"].initial = mine[0].pk
        field: Any = self.fields["point"]
        field.choices = [("", _("hela underlaget")), *((point.pk, point.title) for point in points)]


class ResolutionForm(Refusable, MarkedForm):
    text = forms.CharField(label=_("Vi kom överens om"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    actors = ActorsField(
        label=_("Aktörer som är med"),
        required=False,
        help_text=_("De som sa ja på mötet. Var och en beslutar i sin egen ordning."),
    )

    def __init__(self, *args: Any, there: list[Actor], **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "actors", there)


class PointMeasureForm(Refusable, MeasureForm):
    """A measure that somebody suggests in the meeting: its owner still answers for itself."""


class NotesForm(forms.Form):
    # The page that saves by itself gives the next number back in a field of this name.
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    notes = forms.CharField(
        label=_("Anteckningar"),
        required=False,
        max_length=LONGEST_NOTES,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    @classmethod
    def of(cls, point: AgendaPoint) -> "NotesForm":
        begins = {"version": point.revision, "notes": point.notes}
        return cls(initial=begins, auto_id=f"id_{point.pk}_%s")


class AttendanceForm(Refusable):
    """One line an actor: was it there, and through which function."""

    def __init__(self, *args: Any, calls: list[Call], **more: Any) -> None:
        super().__init__(*args, **more)
        self.calls = calls
        for call in calls:
            self.fields[f"there_{call.actor_id}"] = forms.BooleanField(
                label=call.actor.name,
                required=False,
                initial=call.answer == "coming" if call.attended is None else call.attended,
            )
            self.fields[f"as_{call.actor_id}"] = forms.CharField(
                label=_("Genom, funktion"), required=False, max_length=120, initial=call.attended_as
            )

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [
            {"call": call, "there": self[f"there_{call.actor_id}"], "through": self[f"as_{call.actor_id}"]}
            for call in self.calls
        ]

    def said(self) -> dict[Actor, tuple[bool, str]]:
        found = self.cleaned_data
        return {call.actor: (found[f"there_{call.actor_id}"], found[f"as_{call.actor_id}"]) for call in self.calls}


class EndForm(Refusable):
    next_at = Moment(
        label=_("Nästa möte"), required=False, help_text=_("Då planeras ett möte av samma slag med samma aktörer.")
    )


class CancelForm(Refusable):
    why = forms.CharField(label=_("Varför ställs mötet in?"), max_length=200)
