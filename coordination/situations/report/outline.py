"""A report in reading order: one plain structure that the page's template and the PDF both print.

Every figure carries its parts and every part its source, so that no number stands alone. The answers' free texts are
not merged into it: a person selects, and the sources lead to the very answers.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.situations.compiled.gathered import known_grade
from coordination.situations.models import Confidence
from coordination.situations.report import attached, reading
from coordination.situations.report.reading import Body
from coordination.situations.weighing import apart

SEVERE = 4


def outline(body: Body) -> dict[str, Any]:
    """Everything that is printed of a report's body, in the language of the moment."""
    known = [source["n"] for source in body["sources"]]
    summary = reading.paragraphs(body["words"].get("summary", ""), known)
    return {
        "title": reading.title(body),
        "heading": reading.heading(body),
        "meta": meta(body),
        "lead": summary[:1],
        "summary": summary[1:],
        "figures": figures(body),
        "functions": [function_row(body, function) for function in body["functions"]],
        "has_former": body.get("compared_to") is not None,
        "compared_to": body.get("compared_to"),
        "changes": [change_row(body, change) for change in body["changes"]],
        "written": written(body, known),
        "needs": [need_row(body, need) for need in body["needs"]],
        "silent": [silent_row(body, actor) for actor in body["silent"]],
        "numbers": [number_row(body, number) for number in body["numbers"]],
        "files": attached.files_rows(body),
        "disputed": [apart.disputed_row(body, row) for row in body.get("disputed", [])],
        "age": reading.age_sentence(body),
        "waiting": reading.waiting_sentence(body),
        "sources": [source_row(body, source) for source in body["sources"]],
        "pdf": report_address(body, body["report"]["number"], ".pdf"),
    }


def report_address(body: Body, number: int, suffix: str = "/") -> str:
    return f"/h/{body['incident']['number']}/rapporter/{number}{suffix}"


def meta(body: Body) -> list[dict[str, str]]:
    """The head's facts: what time the picture is of stands first, before when it was published."""
    report = body["report"]
    published = _("%(clock)s av %(who)s") % {
        "clock": reading.spoken_on(report["published_at"], body["as_of"]),
        "who": report["published_by"],
    }
    rows = [
        (_("Läget gäller"), reading.spoken_time(body["as_of"]), ""),
        (_("Publicerad"), published, ""),
        (_("Märkning"), reading.marking_in_full(body), ""),
    ]
    if report["replaces"]:
        address = report_address(body, report["replaces"])
        rows.append((_("Ersätter"), _("nr %(number)s") % {"number": report["replaces"]}, address))
    if report["next_at"]:
        rows.append((_("Nästa"), reading.spoken_on(report["next_at"], body["as_of"]), ""))
    return [{"label": label, "value": value, "href": href} for label, value, href in rows]


def written(body: Body, known: Iterable[int]) -> list[dict[str, Any]]:
    """What people wrote under each heading; a heading without words is left out."""
    numbers = list(known)
    found = []
    for key, label in reading.WRITTEN:
        text = reading.paragraphs(body["words"].get(key, ""), numbers)
        if text:
            found.append({"key": key, "label": str(label), "paragraphs": text})
    return found


def figures(body: Body) -> list[dict[str, Any]]:
    """At most four figures a reader takes along, each with where it comes from."""
    found = [_first_number(body), _answered(body), _severe(body), _worse(body)]
    return [figure for figure in found if figure]


def _figure(value: str, label: str, note: str, anchor: str) -> dict[str, Any]:
    return {"value": value, "label": label, "note": note, "anchor": anchor}


def _first_number(body: Body) -> dict[str, Any] | None:
    number = next((number for number in body["numbers"] if number["total"] is not None), None)
    if number is None:
        return None
    actors = len(number["parts"])
    notes = [ngettext("%(count)s svar", "%(count)s svar", actors) % {"count": actors}]
    notes += [
        _("%(actor)s (%(value)s) ej med") % {"actor": row["short"], "value": reading.thousands(row["value"])}
        for row in number["not_counted"][:1]
    ]
    return _figure(
        reading.thousands(number["total"]), _lower(number["name"]), ", ".join(notes), f"siffra-{number['key']}"
    )


def _answered(body: Body) -> dict[str, Any] | None:
    answered = len(reading.of_level([*body["answered"], *body.get("left_out", [])], "municipality"))
    silent = len(reading.of_level(body["silent"], "municipality"))
    if not answered + silent:
        return None
    value = _("%(answered)s av %(asked)s") % {"answered": answered, "asked": answered + silent}
    waiting = len(reading.of_level(body.get("waiting") or [], "municipality"))
    notes = [ngettext("%(count)s tyst", "%(count)s tysta", silent) % {"count": silent}] if silent else []
    notes += [_("%(count)s tysta på sin senaste begäran") % {"count": waiting}] if waiting else []
    note = ", ".join(notes) or _("ingen är tyst")
    if body.get("withheld"):
        note = f"{note}. {reading.withheld_sentence(body)}"
    return _figure(value, _("kommuner har svarat"), note, "tysta" if silent else "kallor")


def _severe(body: Body) -> dict[str, Any] | None:
    """How many municipalities stand at 4 or 5 in the function that is worst for most of them."""
    functions = [function for function in body["functions"] if (function["worst"] or 0) >= SEVERE]
    if not functions:
        return None
    hardest = max(functions, key=lambda function: (_at_severe(function), function["worst"]))
    unknown = hardest["distribution"].count(None)
    label = ngettext(
        "kommun har grad 4 eller 5 för %(function)s",
        "kommuner har grad 4 eller 5 för %(function)s",
        _at_severe(hardest),
    ) % {"function": _lower(hardest["name"])}
    note = ngettext("%(count)s är okänd", "%(count)s är okända", unknown) % {"count": unknown} if unknown else ""
    return _figure(str(_at_severe(hardest)), label, note, f"funktion-{hardest['key']}")


def _at_severe(function: dict[str, Any]) -> int:
    return sum(1 for grade in function["distribution"] if grade and grade >= SEVERE)


def _worse(body: Body) -> dict[str, Any] | None:
    if body.get("compared_to") is None:
        return None
    ways = [reading.direction_of(change) for change in body["changes"]]
    better = ways.count("better")
    label = _("värre sedan nr %(number)s") % {"number": body["compared_to"]}
    note = _("%(count)s bättre") % {"count": better}
    return _figure(str(ways.count("worse") + ways.count("much_worse")), label, note, "andrat")


def _lower(name: str) -> str:
    """A name inside a sentence: El becomes el, IT stays IT."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def function_row(body: Body, function: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": function["key"],
        "name": function["name"],
        "worst": function["worst"],
        "distribution": function["distribution"],
        "since": reading.since_words(body, function),
        "groups": grade_groups(body, function),
    }


def grade_groups(body: Body, function: dict[str, Any]) -> list[dict[str, Any]]:
    """Who stands at each grade, worst first and unknown last: the map in words.

    Who is silent, or said nothing of this function, is named among the unknown: no news is not good news. So is who
    said it too long ago, with the grade it said (`old`).
    """
    named: dict[int | None, list[dict[str, Any]]] = {}
    for cell in function["cells"]:
        old = cell["grade"] if cell.get("stale") else None
        named.setdefault(known_grade(cell), []).append(_part(body, cell) | {"old": old})
    seen = {cell["actor"] for cell in function["cells"]}
    asked = reading.of_level([*body["answered"], *body["silent"]], "municipality")
    quiet = [actor for actor in asked if actor["actor"] not in seen]
    if quiet:
        named.setdefault(None, []).extend(_part(body, actor) for actor in quiet)
    order = sorted(named, key=lambda grade: -(grade or 0))
    return [{"grade": grade, "actors": named[grade]} for grade in order]


def _part(body: Body, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "short": row["short"],
        "source": row.get("source"),
        "href": reading.answer_address(body, row.get("input")),
    }


def change_row(body: Body, change: dict[str, Any]) -> dict[str, Any]:
    return {
        "short": change["short"],
        "function": change["function_name"],
        "before": change["before"],
        "after": change["after"],
        "trend": reading.direction_of(change),
        "source": change.get("source"),
    }


def need_row(body: Body, need: dict[str, Any]) -> dict[str, Any]:
    amount = need.get("amount")
    shown = reading.thousands(amount) if isinstance(amount, int | float) else (amount or "")
    return {
        "short": need["short"],
        "what": need.get("what") or "",
        "amount": f"{shown}\u00a0{need.get('unit') or ''}".strip(),
        "where": need.get("where") or "",
        "needed_by": reading.day_clock_or_words(need.get("needed_by")),
        "consequence": need.get("consequence") or "",
        "source": need.get("source"),
    }


def silent_row(body: Body, actor: dict[str, Any]) -> dict[str, Any]:
    """A silent actor with what it last said, which is shown with its age and never counted."""
    last = actor.get("last")
    return {
        "name": actor["name"],
        "short": actor["short"],
        "last_at": reading.day_clock(last["at"]) if last else "",
        "last_clock": reading.clock(last["at"]) if last else "",
        "last_grade": last["overall"] if last else None,
        "href": reading.answer_address(body, last["input"]) if last else "",
    }


def number_row(body: Body, number: dict[str, Any]) -> dict[str, Any]:
    """A total with every part of it, who is missing, and what was not counted and why."""
    why = {
        "other_level": _("annan nivå, räknas inte med kommunernas"),
        "former_request": _("svar på en tidigare begäran"),
        "stale": _("äldre än sin gräns"),
        "disputed": _("går isär med en uppgift som gäller"),
        "same_as": _("samma uppgift räknas i ett annat svar"),
    }
    total = _("okänt") if number["total"] is None else reading.thousands(number["total"])
    missing = ", ".join(row["short"] for row in number["missing"])
    return {
        "key": number["key"],
        "heading": _("%(name)s: %(total)s") % {"name": number["name"], "total": total},
        "parts": [_part(body, row) | {"value": reading.thousands(row["value"])} for row in number["parts"]],
        "missing": missing,
        "missing_sentence": _("Uppgift saknas från: %(actors)s.") % {"actors": missing},
        "apart": [
            _part(body, row)
            | {
                "value": reading.thousands(row["value"]),
                "at": reading.clock_on(row["at"], body["as_of"]),
                "why": _told_in(row) or why.get(row["why"], ""),
            }
            for row in number["not_counted"]
        ],
    }


def _told_in(row: dict[str, Any]) -> str:
    return _("samma uppgift räknas hos %(actor)s") % {"actor": row["told_in"]} if row.get("told_in") else ""


def source_row(body: Body, source: dict[str, Any]) -> dict[str, Any]:
    notes = [_("muntlig")] if source["oral"] else []
    notes += [_("sen")] if source["late"] else []
    notes += [_("avskrift")] if source.get("redacted") else []
    if source.get("weighed"):
        notes.append(_("bedömd som %(word)s") % {"word": Confidence(source["weighed"]).label})
    return {
        "n": source["n"],
        "number": source["number"],
        "short": source["short"],
        "clock": reading.clock_on(source["at"], body["as_of"]),
        "stamp": source["at"],
        "notes": ", ".join(notes),
        "href": reading.answer_address(body, source["input"]),
    }
