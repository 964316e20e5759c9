"""Shape of a request that comes again, and of putting its next sending off."""

from datetime import datetime, time, timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident
from coordination.situations.forms_request import LEGAL, LocalTime, RecipientsForm
from coordination.situations.models import QuestionSet, Rhythm, RhythmKind
from coordination.situations.rounds.rhythm import Beat, following
from coordination.situations.rounds.rhythm_words import DAY_NAMES, HOURS

WITHIN: Final = (
    (30, _("30 minuter")),
    (45, _("45 minuter")),
    (60, _("1 timme")),
    (90, _("1 timme 30 minuter")),
    (120, _("2 timmar")),
    (180, _("3 timmar")),
    (240, _("4 timmar")),
    (300, _("5 timmar")),
    (360, _("6 timmar")),
    (420, _("7 timmar")),
    (480, _("8 timmar")),
    (720, _("12 timmar")),
    (1440, _("24 timmar")),
    (2880, _("48 timmar")),
)
AHEAD: Final = (
    ("", _("När frågan skickas")),
    ("0", _("Samma dag")),
    ("1", _("Dagen efter")),
    ("2", _("Två dagar efter")),
    ("3", _("Tre dagar efter")),
)
DAY: Final = 24 * 60
OF_KIND: Final = (
    ("weekdays", RhythmKind.WEEKLY, _("Välj minst en dag.")),
    ("at", RhythmKind.WEEKLY, _("Skriv klockslaget så här: 13:00.")),
    ("every_hours", RhythmKind.HOURS, _("Välj hur ofta.")),
    ("first", RhythmKind.HOURS, _("Skriv när den första skickas.")),
)


class ClockTime(forms.TimeField):
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class RhythmForm(RecipientsForm):
    # What is required follows the kind, which the browser does not know.
    use_required_attribute = False
    purpose = forms.CharField(label=_("Syfte"), max_length=300, initial=_("Samlad lägesbild för länet"))
    kind = forms.ChoiceField(
        label=_("När ska den komma?"),
        choices=[(RhythmKind.WEEKLY, _("Vissa veckodagar, ett klockslag")), (RhythmKind.HOURS, _("Med jämna timmar"))],
        initial=RhythmKind.WEEKLY,
        widget=forms.RadioSelect,
    )
    weekdays = forms.MultipleChoiceField(
        label=_("Dagar"),
        choices=DAY_NAMES,
        required=False,
        initial=["0", "1", "2", "3", "4"],
        widget=forms.CheckboxSelectMultiple,
    )
    at = ClockTime(
        label=_("Klockslag"), required=False, initial=time(13), help_text=_("Samma klockslag sommar och vinter.")
    )
    every_hours = forms.TypedChoiceField(
        label=_("Hur ofta"), choices=list(HOURS.items()), coerce=int, required=False, initial=6, empty_value=None
    )
    first = LocalTime(label=_("Första gången"), required=False, help_text=_("Räknas därifrån, timme för timme."))
    answer_minutes = forms.TypedChoiceField(label=_("Tid att svara"), choices=WITHIN, coerce=int, initial=60)
    as_of_day = forms.ChoiceField(label=_("Läget gäller"), choices=AHEAD, required=False)
    as_of_at = ClockTime(label=_("Läget gäller, klockslag"), required=False)
    question_set = forms.ModelChoiceField(
        QuestionSet.objects.all(),
        label=_("Frågor"),
        empty_label=None,
        help_text=_("Den senaste versionen används varje gång."),
    )
    legal_ground = forms.CharField(label=_("Rättslig grund"), max_length=300, required=False, initial=LEGAL)

    def __init__(self, data: Any = None, *, incident: Incident, may_invite: bool) -> None:
        self.now = now_in(incident)
        hour = self.now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        super().__init__(data, incident=incident, may_invite=may_invite, initial={"first": hour})
        for name in ("marking", "marking_reference", "marking_reason"):
            del self.fields[name]  # each request that is sent takes the incident's own

        self._require(None if data is None else data.get("kind"))

    def _require(self, kind: str | None) -> None:
        """The fields of the kind that was chosen must be there; before a choice none is said to be left out."""
        for name, of, words in OF_KIND:
            self.fields[name].required = kind in (None, of)
            self.fields[name].error_messages["required"] = str(words)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        weekly = cleaned.get("kind") == RhythmKind.WEEKLY
        if weekly and cleaned.get("as_of_day") and cleaned.get("as_of_at") is None and "as_of_at" not in self.errors:
            self.add_error("as_of_at", _("Skriv klockslaget så här: 10:00."))
        return cleaned

    def beat(self) -> Beat:
        said = self.cleaned_data
        if said["kind"] == RhythmKind.WEEKLY:
            return Beat(said["kind"], tuple(int(day) for day in said["weekdays"]), said["at"])
        return Beat(said["kind"], every_hours=said["every_hours"])

    def taken(self) -> dict[str, Any]:
        """What the service takes."""
        said, beat = self.cleaned_data, self.beat()
        return {
            "question_set": said["question_set"],
            "recipients": self.chosen(),
            "purpose": said["purpose"],
            "legal_ground": said["legal_ground"],
            "reminders": [int(step) for step in said["reminders"]],
            "beat": beat,
            "first": following(beat, self.now, self.now) if beat.is_weekly else said["first"],
            "answer_minutes": said["answer_minutes"],
            "as_of_minutes": self._as_of(beat),
        }

    def _as_of(self, beat: Beat) -> int:
        """Minutes on the wall from the sending to the time that the answers are about."""
        said = self.cleaned_data
        if not beat.is_weekly or not said["as_of_day"] or beat.at is None:
            return 0
        clock: time = said["as_of_at"]
        apart = (clock.hour - beat.at.hour) * 60 + clock.minute - beat.at.minute
        return int(said["as_of_day"]) * DAY + apart


class PutOffForm(forms.Form):
    """The next sending later, once."""

    to = LocalTime(label=_("Skickas i stället"))
    note = forms.CharField(label=_("Varför"), max_length=300, help_text=_("Mottagarna läser det."))

    def __init__(self, data: Any = None, *, row: Rhythm) -> None:
        super().__init__(data, initial={"to": row.next_at + timedelta(hours=1)})


class LaterForm(forms.Form):
    """An actor's answer later, with why."""

    to = LocalTime(label=_("Svaret kommer senast"))
    note = forms.CharField(label=_("Varför dröjer det?"), max_length=300, help_text=_("Länsstyrelsen läser det."))

    def __init__(self, data: Any = None, *, deadline: datetime) -> None:
        super().__init__(data, initial={"to": deadline + timedelta(hours=1)})
