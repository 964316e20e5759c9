"""Places and rows: the two kinds of answer that have parts of their own."""

import re
from typing import Any, Final

from django.utils.translation import gettext as _

from actors.models import Municipality
from coordination.incidents.models import Incident
from coordination.situations.content.shape import MOST_ROWS, PLACE_FIELDS, Errors, questions
from coordination.situations.content.values import choice, keys_of, moment, number, short
from coordination.situations.models import QuestionSet

# Around Sweden, in degrees: a point outside it is a slip of the hand, most often latitude and longitude exchanged.
SWEDEN: Final = {"lat": (55.0, 70.0), "lon": (10.0, 25.0)}
CODE: Final = re.compile(r"\d{4}")
LONGEST_NAME: Final = 160


def municipalities_of(incident: Incident) -> dict[str, str]:
    """Codes and names of the municipalities of the incident's counties: one statement, however often it is asked."""
    found: dict[str, str] | None = incident.__dict__.get("_municipalities_of")
    if found is None:
        rows = Municipality.objects.filter(county__in=incident.counties.all()).order_by("name", "code")
        found = dict(rows.values_list("code", "name"))
        incident.__dict__["_municipalities_of"] = found
    return found


def _municipality(value: Any, where: str, incident: Incident | None, errors: Errors) -> str:
    code = str(value or "").strip()
    if not code:
        return ""
    known = CODE.fullmatch(code) if incident is None else code in municipalities_of(incident)
    if not known:
        errors.setdefault(where, []).append(_("Välj en kommun i något av händelsens län."))
        return ""
    return code


def places(
    raw: dict[str, Any], asked: QuestionSet, incident: Incident | None, errors: Errors
) -> dict[str, dict[str, Any]]:
    """Each place that says something. Coordinates come as a pair, or not at all."""
    found = {}
    for question in questions(asked, "place"):
        said = raw.get(question["key"])
        if isinstance(said, dict) and any(str(said.get(name) or "").strip() for name in PLACE_FIELDS):
            found[question["key"]] = _place(said, f"places.{question['key']}", incident, errors)
    return found


def _place(said: dict[str, Any], where: str, incident: Incident | None, errors: Errors) -> dict[str, Any]:
    lat, lon = (_degrees(said.get(name), name, f"{where}.{name}", errors) for name in ("lat", "lon"))
    for name, mine, other in (("lat", said.get("lat"), said.get("lon")), ("lon", said.get("lon"), said.get("lat"))):
        if mine in ("", None) and other not in ("", None):
            errors.setdefault(f"{where}.{name}", []).append(_("Skriv båda koordinaterna, eller ingen."))
    return {
        "name": short(said.get("name"), f"{where}.name", errors, LONGEST_NAME),
        "municipality": _municipality(said.get("municipality"), f"{where}.municipality", incident, errors),
        "lat": lat,
        "lon": lon,
    }


def _degrees(value: Any, name: str, where: str, errors: Errors) -> float | None:
    if value in ("", None):
        return None
    low, high = SWEDEN[name]
    try:
        degrees = float(str(value).strip().replace(",", "."))
    except ValueError:
        degrees = float("nan")
    if not low <= degrees <= high:
        words = _("Skriv grader som tal mellan %(low)d och %(high)d, till exempel %(example)s.")
        example = "61,8" if name == "lat" else "16,1"
        errors.setdefault(where, []).append(words % {"low": low, "high": high, "example": example})
        return None
    return round(degrees, 6)


def rows(
    raw: dict[str, Any], asked: QuestionSet, incident: Incident | None, errors: Errors
) -> dict[str, list[dict[str, Any]]]:
    """The rows that say something, of each question that is answered in rows."""
    found = {}
    for question in questions(asked, "rows"):
        given = raw.get(question["key"])
        filled = [row for row in given if isinstance(row, dict)] if isinstance(given, list) else []
        filled = [row for row in filled if any(str(value or "").strip() for value in row.values()) or 0 in row.values()]
        if filled:
            found[question["key"]] = _filled(filled, question, incident, errors)
    return found


def _filled(
    given: list[dict[str, Any]], question: dict[str, Any], incident: Incident | None, errors: Errors
) -> list[dict[str, Any]]:
    where = f"rows.{question['key']}"
    if len(given) > MOST_ROWS:
        errors.setdefault(where, []).append(_("Högst %(n)d rader i ett svar.") % {"n": MOST_ROWS})
    first = question["columns"][0]
    found: list[dict[str, Any]] = []
    for at, row in enumerate(given[:MOST_ROWS]):
        clean = {
            c["key"]: _cell(row.get(c["key"]), c, f"{where}.{at}.{c['key']}", incident, errors)
            for c in question["columns"]
        }
        cell = f"{where}.{at}.{first['key']}"
        if clean[first["key"]] in ("", None) and cell not in errors:
            errors[cell] = [_("Fyll i %(column)s, eller töm raden.") % {"column": first["name_sv"].lower()}]
        elif first["kind"] == "municipality" and clean[first["key"]] in [one[first["key"]] for one in found]:
            errors.setdefault(cell, []).append(_("Kommunen står redan på en annan rad."))
        found.append(clean)
    return found


def _cell(value: Any, column: dict[str, Any], where: str, incident: Incident | None, errors: Errors) -> Any:
    kind = column["kind"]
    if kind == "number":
        return number(value, where, errors)
    if kind in ("choice", "yes_no"):
        return choice(value, keys_of(column), where, errors)
    if kind == "municipality":
        return _municipality(value, where, incident, errors)
    return moment(value, where, errors) if kind == "time" else short(value, where, errors)
