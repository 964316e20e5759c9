"""What the compilation can say in sentences of its own, each with its sources: to be put into the text by a person.

They are written in Swedish whatever language the writer's buttons have, because the report is.
"""

from typing import Any, Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from coordination.situations.report import reading
from coordination.situations.report.proposal import cited, listed
from coordination.situations.report.reading import Body

GRADES: Final = {None: "okänd", 1: "ingen", 2: "måttlig", 3: "betydande", 4: "allvarlig", 5: "kritisk"}
# The section of the report where each kind of fact belongs.
GROUPS: Final = (
    ("figures", _("Siffror"), "summary"),
    ("changes", _("Ändringar"), "assessment"),
    ("apart", _("Går isär"), "disputed"),
    ("needs", _("Behov"), "support"),
    ("silent", _("Tysta"), "summary"),
)


class Group(NamedTuple):
    label: Any
    section: str
    facts: list[str]


def facts(body: Body) -> list[Group]:
    """The facts by kind; a kind without any is left out."""
    if not body:
        return []
    made = {
        "figures": [_figure(number) for number in body["numbers"] if number["total"] is not None],
        "changes": [_change(change) for change in body["changes"]],
        "apart": [_apart(row) for row in body.get("disputed", []) if row.get("state") != "settled"],
        "needs": [_need(need) for need in body["needs"]],
        "silent": [f"{row['name']} har inte svarat. Läget är okänt." for row in body["silent"]],
    }
    return [Group(label, section, made[key]) for key, label, section in GROUPS if made[key]]


def _figure(number: dict[str, Any]) -> str:
    """The total with its parts, the largest first, and who is missing from it."""
    parts = sorted(number["parts"], key=lambda part: -part["value"])
    told = ", ".join(f"{part['short']} {reading.thousands(part['value'])}" for part in parts)
    missing = f" Uppgift saknas från {listed(number['missing'])}." if number["missing"] else ""
    total = f"{number['name']}: {reading.thousands(number['total'])}"
    return f"{total} ({told}). {cited(parts)}{missing}" if parts else f"{total}."


def _change(change: dict[str, Any]) -> str:
    moved = f"från {GRADES[change['before']]} till {GRADES[change['after']]}"
    return f"{change['short']}: {_inside(change['function_name'])} har gått {moved}. [{change['source']}]"


def _apart(row: dict[str, Any]) -> str:
    """Both sides with what each says. An answer that is no source in the report is named without a number."""
    said = [
        f"{side['short']} uppger {side.get('said') or 'annat'}" + (f" [{side['source']}]" if side.get("source") else "")
        for side in row.get("sides", [])
    ]
    return f"{row['name']}, {row.get('about_name') or row['about']}: {', '.join(said)}. Frågan är inte avgjord."


def _need(need: dict[str, Any]) -> str:
    amount = f"{need['amount']} {need.get('unit') or ''}".strip() if need.get("amount") else ""
    by = need.get("needed_by")
    latest = f"senast {reading.day_clock_or_words(by)}" if by else ""
    more = ", ".join(part for part in (amount, need.get("where") or "", latest) if part)
    what = ", ".join(part for part in (_inside(need.get("what") or "stöd"), more) if part)
    return f"{need['short']} behöver {what}. [{need['source']}]"


def _inside(name: str) -> str:
    """A name inside a sentence: El becomes el, IT stays IT."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
