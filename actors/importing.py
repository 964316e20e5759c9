"""Actors from a table that somebody has a source for: rescue services, police regions, grid companies.

Every row is judged before any is written. One wrong row, and nothing is imported: half a table is worse than none,
because nobody remembers which half.
"""

import csv
import datetime
import io
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import Actor, ActorKind, County, Municipality
from actors.reference import Change, Row, put

COLUMNS = ("key", "kind", "name", "short", "county", "municipality", "source", "as_of")
NEEDED = ("key", "name", "source", "as_of")
# What the data files own: correcting those by a table would be undone by the next load.
OWNED = (ActorKind.COUNTY_BOARD, ActorKind.MUNICIPALITY, ActorKind.REGION, ActorKind.NATIONAL_AGENCY)
LARGEST = 5_000_000


@dataclass(frozen=True)
class Fault:
    """What is wrong, and where: the row as the sheet numbers it, 0 for the file itself."""

    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        if not self.row:
            return self.sentence
        return _("Rad %(row)s, %(column)s: %(sentence)s") % {
            "row": self.row,
            "column": self.column,
            "sentence": self.sentence,
        }


class TableError(Exception):
    """The table was not imported, and this is why."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


class ActorRow(forms.Form):
    """One row, with the model's own limits."""

    key = forms.SlugField(
        max_length=60, error_messages={"invalid": gettext_lazy("Skriv bara bokstäver a-z, siffror och bindestreck.")}
    )
    kind = forms.ChoiceField(choices=[(kind.value, kind.label) for kind in ActorKind if kind not in OWNED])
    name = forms.CharField(max_length=200)
    short = forms.CharField(max_length=80, required=False)
    county = forms.CharField(required=False)
    municipality = forms.CharField(required=False)
    source = forms.CharField(max_length=180)
    as_of = forms.DateField(input_formats=["%Y-%m-%d"])

    def __init__(self, data: dict[str, str], known: "Known") -> None:
        super().__init__(data)
        self.known = known

    def clean_as_of(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["as_of"]
        if day > timezone.localdate():
            raise ValidationError(_("Datumet ligger i framtiden."))
        return day

    def clean_county(self) -> str | None:
        code: str = self.cleaned_data["county"]
        if code and code not in self.known.counties:
            raise ValidationError(
                _("%(code)s är ingen länskod. Skriv två siffror, till exempel 21."), params={"code": code}
            )
        return code or None

    def clean_municipality(self) -> str | None:
        code: str = self.cleaned_data["municipality"]
        if code and code not in self.known.municipalities:
            raise ValidationError(
                _("%(code)s är ingen kommunkod. Skriv fyra siffror, till exempel 2161."), params={"code": code}
            )
        return code or None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        county, municipality = cleaned.get("county"), cleaned.get("municipality")
        if county and municipality and not municipality.startswith(county):
            self.add_error("municipality", _("Kommunen ligger inte i länet."))
        if self.known.kinds.get(cleaned.get("key", "")) not in (None, cleaned.get("kind")):
            self.add_error("key", _("Nyckeln tillhör redan en aktör av annat slag."))
        return cleaned

    def row(self) -> Row:
        cleaned = self.cleaned_data
        municipality = cleaned["municipality"]
        return {
            "key": cleaned["key"],
            "kind": cleaned["kind"],
            "name": cleaned["name"],
            "short": cleaned["short"] or cleaned["name"][:80],
            "county_id": cleaned["county"] or (municipality[:2] if municipality else None),
            "municipality_id": municipality,
            "source": f"{cleaned['source']}, {cleaned['as_of']}",
        }


@dataclass(frozen=True)
class Known:
    """What the rows are judged against, read once."""

    counties: frozenset[str]
    municipalities: frozenset[str]
    kinds: dict[str, str]


def known() -> Known:
    return Known(
        frozenset(County.objects.values_list("code", flat=True)),
        frozenset(Municipality.objects.values_list("code", flat=True)),
        dict(Actor.objects.values_list("key", "kind")),
    )


@transaction.atomic
def import_actors(content: bytes, kind: str = "") -> Change:
    """Import the table whole, or not at all: TableError then holds a sentence for each fault of each row."""
    rows, faults = judged(table_of(content), kind)
    if faults:
        raise TableError(faults)
    return put(Actor, ("key",), rows)


def table_of(content: bytes) -> list[dict[str, str]]:
    """The rows of the file. Comma, semicolon and tab are all common where Swedish sheets are saved."""
    if len(content) > LARGEST:
        raise TableError([Fault(0, "", _("Filen är större än 5 MB."))])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TableError([Fault(0, "", _("Filen är inte UTF-8. Spara den som CSV UTF-8."))]) from None
    header = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=header.count), restkey="", restval="")
    names = [name.strip().lower() for name in reader.fieldnames or []]
    reader.fieldnames = names
    faults = [Fault(0, "", _("Kolumnen %(name)s saknas.") % {"name": name}) for name in NEEDED if name not in names]
    faults += [Fault(0, "", _("Kolumnen %(name)s är okänd.") % {"name": name}) for name in names if name not in COLUMNS]
    if faults:
        raise TableError(faults)
    return list(reader)


def judged(table: list[dict[str, str]], kind: str) -> tuple[list[Row], list[Fault]]:
    against, rows, faults = known(), [], []
    first_seen: dict[str, int] = {}
    for number, cells in enumerate(table, start=2):
        if "" in cells:
            faults.append(Fault(number, _("raden"), _("Raden har fler fält än rubriken.")))
            continue
        form = ActorRow({"kind": kind} | {name: cell for name, cell in cells.items() if cell.strip()}, against)
        if form.is_valid():
            rows.append(form.row())
        faults += [Fault(number, name, str(sentence)) for name, all_of in form.errors.items() for sentence in all_of]
        key = cells["key"].strip()
        if key in first_seen:
            faults.append(Fault(number, "key", _("Samma nyckel som på rad %(row)s.") % {"row": first_seen[key]}))
        first_seen.setdefault(key, number)
    return rows, faults
