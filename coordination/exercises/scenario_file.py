"""A scenario as a file: one JSON object, in the one format that docs/exercises.md describes.

What is wrong with a file is told in a sentence that names the inject, so that whoever wrote it can put it right.
"""

import json
import re
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from coordination.exercises.models import InjectKind, Scenario
from journal.refusals import RuleBroken

FORMAT: Final = "samlad-scenario-1"
LARGEST: Final = 500_000
MOST_INJECTS: Final = 100
MOST_GOALS: Final = 12
MOST_TO: Final = 60
# Two weeks, the longest that anybody has led here.
LAST_MINUTE: Final = 14 * 24 * 60
LONGEST: Final = {"name": 120, "summary": 4000, "goal": 300, "text": 4000, "expected": 300, "really": 4000, "set": 60}
WHOM: Final = re.compile(r"[a-z0-9-]{1,60}(:[A-Za-z0-9]{1,6})?")
TOP: Final = {"format", "name", "summary", "type", "goals", "injects"}
INSIDE: Final = {"minutes", "to", "kind", "text", "expected", "really", "real", "set", "answer_minutes", "act"}


@dataclass
class Script:
    """A scenario's words, held to the format."""

    name: str
    type: str
    summary: str = ""
    goals: list[str] = field(default_factory=list)
    injects: list[dict[str, Any]] = field(default_factory=list)

    @property
    def body(self) -> dict[str, Any]:
        return {"type": self.type, "injects": self.injects}


def read(data: bytes) -> Script:
    """The script in a file as somebody sent it."""
    if len(data) > LARGEST:
        raise RuleBroken(_("Filen är större än 500 kB. Ta bort något ur den."))
    try:
        told = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise RuleBroken(_("Filen går inte att läsa som JSON i UTF-8.")) from None
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise RuleBroken(_('Filen är inget scenario: "format" ska vara "%(format)s".') % {"format": FORMAT})
    _refuse_unknown(told, TOP, _("Filen"))
    return checked(told)


def written(scenario: Scenario) -> bytes:
    """The same file again."""
    told = {
        "format": FORMAT,
        "name": scenario.name,
        "summary": scenario.summary,
        "type": scenario.body["type"],
        "goals": scenario.goals,
        "injects": scenario.body["injects"],
    }
    return json.dumps(told, ensure_ascii=False, indent=2).encode()


def checked(told: dict[str, Any]) -> Script:
    """Held to its shape, or refused with a sentence."""
    goals, injects = told.get("goals", []), told.get("injects")
    if not isinstance(goals, list) or len(goals) > MOST_GOALS:
        raise RuleBroken(_("Övningsmålen ska vara en lista med högst %(n)d mål.") % {"n": MOST_GOALS})
    if not isinstance(injects, list) or not injects:
        raise RuleBroken(_("Scenariot saknar inspel. Skriv minst ett."))
    if len(injects) > MOST_INJECTS:
        raise RuleBroken(_("Scenariot har fler än %(n)d inspel. Dela det i två.") % {"n": MOST_INJECTS})
    rows = [_inject(number, one) for number, one in enumerate(injects, 1)]
    return Script(
        name=_text(told, "name", _("Scenariot"), needed=True),
        type=_text(told, "type", _("Scenariot"), needed=True, longest=30),
        summary=_text(told, "summary", _("Scenariot")),
        goals=[_text({"goal": goal}, "goal", _("Övningsmålen"), needed=True) for goal in goals],
        injects=sorted(rows, key=lambda row: row["minutes"]),
    )


def _inject(number: int, told: Any) -> dict[str, Any]:
    where = _("Inspel %(n)d") % {"n": number}
    if not isinstance(told, dict):
        raise RuleBroken(_("%(where)s ska vara ett objekt.") % {"where": where})
    _refuse_unknown(told, INSIDE, where)
    kind = told.get("kind")
    if kind not in InjectKind.values:
        kinds = ", ".join(InjectKind.values)
        raise RuleBroken(_("%(where)s: slaget ska vara något av %(kinds)s.") % {"where": where, "kinds": kinds})
    row: dict[str, Any] = {
        "minutes": _minutes(told, "minutes", where, needed=True),
        "to": _whom(told, where, needed=kind != InjectKind.FOR_CONTROL),
        "kind": kind,
        "text": _text(told, "text", where, needed=True),
        "expected": _text(told, "expected", where),
    }
    more = {name: _text(told, name, where) for name in ("really", "set", "act")}
    row |= {name: value for name, value in more.items() if value}
    if "answer_minutes" in told:
        row["answer_minutes"] = max(_minutes(told, "answer_minutes", where), 1)
    if "real" in told:
        row["real"] = _real(told["real"], where)
    return row


def _text(told: dict[str, Any], name: str, where: str, *, needed: bool = False, longest: int = 0) -> str:
    value = told.get(name, "")
    longest = longest or LONGEST.get(name, 60)
    if not isinstance(value, str) or "\x00" in value:
        raise RuleBroken(_("%(where)s: %(name)s ska vara text.") % {"where": where, "name": name})
    value = value.strip()
    if needed and not value:
        raise RuleBroken(_("%(where)s: %(name)s saknas.") % {"where": where, "name": name})
    if len(value) > longest:
        words = _("%(where)s: %(name)s är längre än %(n)d tecken.")
        raise RuleBroken(words % {"where": where, "name": name, "n": longest})
    return value


def _minutes(told: dict[str, Any], name: str, where: str, *, needed: bool = False) -> int:
    value = told.get(name)
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not whole or not 0 <= int(value or 0) <= LAST_MINUTE:
        words = _("%(where)s: %(name)s ska vara hela minuter från 0 till %(n)d.")
        raise RuleBroken(words % {"where": where, "name": name, "n": LAST_MINUTE})
    return int(value or 0)


def _whom(told: dict[str, Any], where: str, *, needed: bool) -> list[str]:
    value = told.get("to", [])
    fits = isinstance(value, list) and len(value) <= MOST_TO
    if not fits or not all(isinstance(one, str) and WHOM.fullmatch(one) for one in value):
        words = _('%(where)s: "to" ska vara en lista med aktörers nycklar eller funktioner som kommun:alla.')
        raise RuleBroken(words % {"where": where})
    if needed and not value:
        raise RuleBroken(_("%(where)s har ingen mottagare.") % {"where": where})
    return list(dict.fromkeys(value))


def _real(value: Any, where: str) -> list[dict[str, Any]]:
    """What each function really answered: who, a grade from 1 to 5 or none, and after how many minutes."""
    fits = isinstance(value, list) and len(value) <= MOST_TO and all(isinstance(one, dict) for one in value)
    if not fits or not all(_is_real(one) for one in value):
        raise RuleBroken(_('%(where)s: "real" ska vara en lista med who, grade och minutes.') % {"where": where})
    return [{name: one[name] for name in ("who", "grade", "minutes")} for one in value]


def _is_real(one: dict[str, Any]) -> bool:
    whole = type(one.get("minutes")) is int and 0 <= one["minutes"] <= LAST_MINUTE
    grade = one.get("grade") is None or (type(one["grade"]) is int and 1 <= one["grade"] <= 5)
    return (
        set(one) == {"who", "grade", "minutes"}
        and isinstance(one["who"], str)
        and len(one["who"]) <= 60
        and (whole and grade and "\x00" not in one["who"])
    )


def _refuse_unknown(told: dict[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(str(name)[:40] for name in told if name not in known)
    if unknown:
        words = _("%(where)s har något som formatet inte känner: %(names)s.")
        raise RuleBroken(words % {"where": where, "names": ", ".join(unknown)})
