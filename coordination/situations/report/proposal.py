"""A first sentence for the summary, made of the compiled figures with their sources. A person takes it or leaves it.

It is written in Swedish whatever language the writer's buttons have, because the report is.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from coordination.situations.compiled.gathered import known_grade
from coordination.situations.report import reading
from coordination.situations.report.reading import Body

SEVERE = 4
WORST = {4: "allvarlig", 5: "kritisk"}
COUNTED = ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")


def summary(body: Body) -> str:
    """What can be said from figures alone: extent, where it is worst, who is silent. Empty without answers."""
    if not body.get("answered"):
        return ""
    sentences = [_extent(body), _worst_hit(body), *_hardest(body)]
    first = " ".join(sentence for sentence in sentences if sentence)
    return "\n\n".join(paragraph for paragraph in (first, _moved(body), _silent(body)) if paragraph)


def _extent(body: Body) -> str:
    number = next((n for n in body["numbers"] if n["total"]), None)
    if number is None:
        return ""
    places = len([part for part in number["parts"] if part["value"]])
    where = f"{_count(places)} kommun{'er' if places != 1 else ''}"
    name = number["name"][:1].lower() + number["name"][1:]
    return f"{reading.thousands(number['total'])} {name} i {where}. {cited(number['parts'])}"


def _worst_hit(body: Body) -> str:
    worst = body["overall"]["worst"]
    rows = [a for a in body["answered"] if known_grade(a, "overall") == worst and a["level"] == "municipality"]
    if worst is None or worst < SEVERE or not rows:
        return ""
    return f"Läget är värst i {listed(rows)}, där påverkan är {WORST[worst]}. {cited(rows)}"


def _hardest(body: Body) -> list[str]:
    """The functions at the worst grade, three at most: the table says the rest."""
    worst = max((f["worst"] or 0 for f in body["functions"]), default=0)
    if worst < SEVERE:
        return []
    found = []
    for function in [f for f in body["functions"] if f["worst"] == worst][:3]:
        rows = [cell for cell in function["cells"] if known_grade(cell) == worst]
        if rows:
            found.append(f"{function['name']}: {WORST[worst]} påverkan i {listed(rows)}. {cited(rows)}")
    return found


def _moved(body: Body) -> str:
    if body.get("compared_to") is None or not body["changes"]:
        return ""
    better = sum(change["after"] < change["before"] for change in body["changes"])
    worse = len(body["changes"]) - better
    return f"Sedan nr {body['compared_to']} har {_count(worse)} uppgifter blivit värre och {_count(better)} bättre."


def _silent(body: Body) -> str:
    rows = body["silent"]
    if not rows:
        return ""
    whose = "Dess läge" if len(rows) == 1 else "Deras läge"
    return f"{listed(rows)} har inte svarat. {whose} är okänt."


def listed(rows: Iterable[dict[str, Any]]) -> str:
    """Bollnäs, Gävle och Ljusdal."""
    names = [row["short"] for row in rows]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} och {names[-1]}"


def cited(rows: Sequence[dict[str, Any]]) -> str:
    return "[" + ", ".join(str(row["source"]) for row in rows) + "]"


def _count(number: int) -> str:
    return COUNTED[number] if number < len(COUNTED) else reading.thousands(number)
