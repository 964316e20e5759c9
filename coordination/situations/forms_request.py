"""Shape of a new request. Rules live in the service."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from actors.models import Actor, ActorGroup, ActorKind
from coordination.incidents.clock import now_in
from coordination.incidents.forms_marking import MarkedForm
from coordination.incidents.models import Incident
from coordination.situations.models import QuestionSet
from coordination.situations.services.links import Address

LEGAL = _("Förordning 2017:870, 4 §: länsstyrelsen sammanställer en samlad regional lägesbild.")
STEP_WORDS: Final = (
    ("60", _("1 timme före")),
    ("30", _("30 minuter före")),
    ("0", _("när svarstiden går ut")),
    ("-30", _("30 minuter efter")),
    ("-60", _("1 timme efter")),
)
EVERYBODY, CHOSEN = "all", "chosen"
MOST_ADDRESSES: Final = 50
UNIT: Final = "enhet-"
LONGEST_UNIT: Final = 80


class LocalTime(forms.DateTimeField):
    """A time of the incident, Swedish clock, as the browser's own control gives it."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    input_formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]

    def prepare_value(self, value: Any) -> Any:
        return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


class RecipientsForm(MarkedForm):
    """Whom to ask: everybody who takes part, or kinds, ready-made groups and single actors among them."""

    whom = forms.ChoiceField(
        label=_("Mottagare"),
        choices=[(EVERYBODY, ""), (CHOSEN, "")],
        initial=EVERYBODY,
        required=False,
        widget=forms.RadioSelect,
    )
    kinds = forms.MultipleChoiceField(label=_("Alla av ett slag"), required=False, widget=forms.CheckboxSelectMultiple)
    groups = forms.ModelMultipleChoiceField(
        ActorGroup.objects.none(), label=_("Grupper"), required=False, widget=forms.CheckboxSelectMultiple
    )
    recipients = forms.ModelMultipleChoiceField(
        Actor.objects.none(), label=_("Enskilda aktörer"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reminders = forms.MultipleChoiceField(
        label=_("Påminn den som inte har svarat"),
        choices=STEP_WORDS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Portalen påminner själv. Den som har svarat påminns inte."),
    )

    def __init__(
        self, data: Any = None, *, incident: Incident, may_invite: bool, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, marked=incident, initial=initial)
        self.incident = incident
        there = Actor.objects.filter(participations__incident=incident, participations__left_at__isnull=True)
        self.there = list(there.exclude(pk=incident.lead_id))
        present = {actor.kind for actor in self.there}
        fields: dict[str, Any] = self.fields
        # A program that names its recipients need not say that they are only some.
        fields["whom"].required = data is None or "whom" in data
        everybody = ngettext("Alla som deltar (%(n)d aktör)", "Alla som deltar (%(n)d aktörer)", len(self.there))
        fields["whom"].choices = [(EVERYBODY, everybody % {"n": len(self.there)}), (CHOSEN, _("Bara några av dem"))]
        fields["recipients"].queryset = there.exclude(pk=incident.lead_id)
        fields["kinds"].choices = [choice for choice in ActorKind.choices if choice[0] in present]
        fields["groups"].queryset = ActorGroup.objects.filter(owner=incident.lead_id)
        fields["groups"].choices = [(group.pk, group.name) for group in fields["groups"].queryset]
        if not may_invite:  # groups are known to those who invite by them
            del fields["groups"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        some = any(cleaned.get(name) for name in ("kinds", "groups", "recipients"))
        if some and cleaned.get("whom") == EVERYBODY:
            self.add_error("whom", _("Du har valt både alla och några. Välj ett av dem."))
        elif "recipients" not in self.errors and not self.chosen() and not cleaned.get("addresses"):
            self.add_error("recipients", _("Välj minst en mottagare."))
        return cleaned

    @property
    def some_open(self) -> bool:
        """Whether the fold with the single ones stands open."""
        return self["whom"].value() == CHOSEN or any(name in self.errors for name in ("kinds", "groups", "recipients"))

    def chosen(self) -> list[Actor]:
        """Everybody who is to be asked, each once, in the order of their names."""
        said = self.cleaned_data
        if said.get("whom") == EVERYBODY:
            return self.there
        wanted = {actor.pk for actor in said.get("recipients") or []} | self._grouped()
        kinds = set(said.get("kinds") or [])
        return [actor for actor in self.there if actor.pk in wanted or actor.kind in kinds]

    def _grouped(self) -> set[int]:
        groups = self.cleaned_data.get("groups")
        return set(groups.values_list("members", flat=True)) if groups else set()

    def outside(self) -> list[Actor]:
        """Members of the chosen groups that do not take part, and so are not asked."""
        if self.cleaned_data.get("whom") == EVERYBODY:
            return []
        away = self._grouped() - {actor.pk for actor in self.there} - {self.incident.lead_id}
        return list(Actor.objects.filter(pk__in=away))

    def taken(self) -> dict[str, Any]:
        said = super().taken()
        for name in ("whom", "kinds", "groups"):
            said.pop(name, None)
        return said | {"recipients": self.chosen(), "reminders": [int(step) for step in said["reminders"]]}


class RequestForm(RecipientsForm):
    purpose = forms.CharField(
        label=_("Syfte"),
        max_length=300,
        initial=_("Samlad lägesbild för länet"),
        help_text=_("Varför ni frågar. Mottagarna ser det först."),
    )
    as_of = LocalTime(label=_("Läget gäller"), help_text=_("Den tid som svaren ska beskriva."))
    deadline = LocalTime(label=_("Svara senast"))
    question_set = forms.ModelChoiceField(QuestionSet.objects.all(), label=_("Frågor"), empty_label=None)
    legal_ground = forms.CharField(label=_("Rättslig grund"), max_length=300, required=False, initial=LEGAL)
    addresses = forms.CharField(
        label=_("Även dessa, via länk till e-post"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "För den som inte har konto. En per rad: Bergs Taxi, trafik@bergstaxi.example. "
            "Länken gäller bara den här begäran och kan tas tillbaka."
        ),
    )

    def __init__(self, data: Any = None, *, incident: Incident, may_invite: bool) -> None:
        now = now_in(incident).replace(second=0, microsecond=0)
        initial = {"as_of": now, "deadline": now + timedelta(hours=1)}
        super().__init__(data, incident=incident, may_invite=may_invite, initial=initial)
        self.fields["question_set"].queryset = QuestionSet.objects.offered_to(incident.lead)  # type: ignore[attr-defined]
        if not may_invite:
            del self.fields["addresses"]

    def clean_addresses(self) -> list[Address]:
        found = {address.email.casefold(): address for address in _addresses(self.cleaned_data["addresses"])}
        if len(found) > MOST_ADDRESSES:
            raise ValidationError(_("Skriv högst 50 adresser."))
        return list(found.values())

    def units(self) -> dict[int, str]:
        """The unit to be named for each recipient, as it stood on the page that was read before sending."""
        said = {actor.pk: str(self.data.get(f"{UNIT}{actor.pk}", "")).replace("\x00", "") for actor in self.chosen()}
        return {key: unit.strip()[:LONGEST_UNIT] for key, unit in said.items() if unit.strip()}

    def taken(self) -> dict[str, Any]:
        return super().taken() | {"units": self.units()}


def _addresses(lines: str) -> Iterator[Address]:
    """One a line: "Bergs Taxi, trafik@x.se", "Bergs Taxi <trafik@x.se>" or the address alone."""
    for line in filter(None, map(str.strip, lines.splitlines())):
        name, found = parseaddr(line) if "<" in line else ("", line)
        if "<" not in line:
            name, _space, found = line.replace(",", " ").rpartition(" ")
        try:
            validate_email(found)
        except ValidationError:
            raise ValidationError(_("Det här är ingen e-postadress: %(line)s"), params={"line": line[:80]}) from None
        yield Address(" ".join(name.replace(",", " ").split()), found)
