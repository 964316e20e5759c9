"""A fixed direction on paper, with every actor's position and reservation inside it."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from coordination.direction.states import MeasureState
from coordination.situations.press import paper
from coordination.situations.press.printing import over, plain_name, shared_labels
from coordination.situations.report import reading

Body = dict[str, Any]

TEMPLATE = Path(__file__).parent / "typst" / "direction.typ"
# mark, word in a table, word in a count; silence is said as plainly as an answer
STANDS = {
    "behind": ("full", gettext_lazy("Ställer sig bakom"), gettext_lazy("%(count)s bakom")),
    "reservation": ("half", gettext_lazy("Med förbehåll"), gettext_lazy("%(count)s med förbehåll")),
    "own_body": ("clock", gettext_lazy("Beslutas av egen instans"), gettext_lazy("%(count)s egen instans")),
    "cannot": ("cross", gettext_lazy("Kan inte"), gettext_lazy("%(count)s kan inte")),
    "silent": ("dashed", gettext_lazy("Inget svar"), gettext_lazy("%(count)s inget svar")),
}
MEASURE_MARKS = {"done": "full", "ongoing": "ongoing", "declined": "cross"}


def direction_pdf(body: Body, *, language: str = "sv") -> bytes:
    """The direction as PDF/UA-1 on A4; the same body gives the same bytes."""
    direction = body["direction"]
    with override(language):
        data = contents(body) | {
            "language": language,
            "labels": labels(),
            "exercise": body["incident"]["exercise"],
            "owner": body["incident"]["owner"],
            "over": over(body),
            "title": title(body),
            "head": page_head(body),
            "head_right": _("Fastställd %(time)s") % {"time": reading.day_clock(direction["fixed_at"])},
            "foot": foot(body),
            "sentences": closing_sentences(body),
        }
    made_at = reading.moment(direction["fixed_at"]) or datetime(2000, 1, 1, tzinfo=UTC)
    return paper.pdf(paper.program(TEMPLATE), data, made_at=made_at)


def foot(body: Body) -> str:
    """Owner, marking and the beginning of the hash, on every sheet."""
    direction = body["direction"]
    stored = direction.get("marking") or ""
    marking = _(stored) if stored else ""
    short = reading.grouped_hash(direction["hash"][: reading.SHORT_HASH])
    return ". ".join(part for part in (body["incident"]["owner"], marking, short) if part)


def file_name(body: Body) -> str:
    """OVNING-inriktning-1-2-2025-041.pdf: number, version, incident."""
    direction = body["direction"]
    stem = f"inriktning-{direction['number']}-{direction['version']}-{body['incident']['number']}"
    return plain_name(f"OVNING-{stem}" if body["incident"]["exercise"] else stem) + ".pdf"


def contents(body: Body) -> dict[str, Any]:
    """The direction in reading order."""
    direction = body["direction"]
    return {
        "heading": heading(body),
        "meta": meta(body),
        "intended": _words(direction["intended"]),
        "purpose": _words(direction["purpose"]),
        "values": direction.get("protection_values") or [],
        "goals": [goal for goal in direction["goals"] if goal],
        "follow_up": _words(direction.get("follow_up")),
        "effect_question": direction.get("effect_question") or "",
        "message": _words(direction["message"]),
        "reservations": [reservation(row) for row in body["positions"] if row["reason"] and row["stand"] != "behind"],
        "positions": [position(row) for row in body["positions"]],
        "tally": tally(body),
        "measures": [measure(row) for row in body["measures"]],
    }


def _words(text: str | None) -> list[list[reading.Piece]]:
    return reading.paragraphs(text or "", known=())


def heading(body: Body) -> str:
    direction = body["direction"]
    if direction["version"] > 1:
        words = {"number": direction["number"], "version": direction["version"]}
        return _("Inriktning nr %(number)s, version %(version)s") % words
    return _("Inriktning nr %(number)s") % {"number": direction["number"]}


def title(body: Body) -> str:
    words = {"heading": heading(body), "name": body["incident"]["name"]}
    if body["incident"]["exercise"]:
        return _("ÖVNING: %(heading)s, %(name)s") % words
    return _("%(heading)s, %(name)s") % words


def page_head(body: Body) -> str:
    incident = body["incident"]
    words = {"heading": heading(body), "name": incident["name"], "number": incident["number"]}
    if incident["exercise"]:
        return _("ÖVNING. %(heading)s, %(name)s, %(number)s") % words
    return _("%(heading)s, %(name)s, %(number)s") % words


def meta(body: Body) -> list[dict[str, str]]:
    direction = body["direction"]
    fixed = {"clock": reading.spoken_clock(direction["fixed_at"]), "who": direction["fixed_by"]}
    rows = [
        (_("Gäller från"), reading.spoken_time(direction["valid_from"])),
        (_("Gäller till"), reading.spoken_time(direction["valid_to"]) or _("tills den ersätts")),
        (_("Fastställd"), _("%(clock)s av %(who)s") % fixed),
    ]
    if marking := marked(direction):
        rows.append((_("Märkning"), marking))
    return [{"label": label, "value": value} for label, value in rows]


def marked(direction: dict[str, Any]) -> str:
    """The marking with its ground; empty in a body from before directions were marked."""
    parts = [direction.get(name) or "" for name in ("marking", "marking_reference")]
    return ". ".join([*(_(part) for part in parts if part), *filter(None, [direction.get("marking_reason")])])


def position(row: dict[str, Any]) -> dict[str, str]:
    mark, word, _count = STANDS[row["stand"]]
    return {
        "name": row["name"],
        "mark": mark,
        "word": str(word),
        "note": own_body(row) or (_("Se förbehåll") if row["reason"] and row["stand"] != "behind" else row["reason"]),
        "at": reading.day_clock(row["at"]),
    }


def own_body(row: dict[str, Any]) -> str:
    """Which body decides and when: an actor with its own decision to take has not said yes and not said no."""
    if row["stand"] != "own_body" or not row.get("own_body"):
        return ""
    when = reading.day_clock(row.get("own_body_at"))
    return _("%(body)s, %(time)s") % {"body": row["own_body"], "time": when} if when else str(row["own_body"])


def reservation(row: dict[str, Any]) -> dict[str, Any]:
    word = str(STANDS[row["stand"]][1])
    said = _("%(stand)s %(time)s") % {"stand": word[:1].lower() + word[1:], "time": reading.day_clock(row["at"])}
    return {"name": row["name"], "said": said.strip(), "reason": _words(row["reason"])}


def tally(body: Body) -> str:
    counts = Counter(row["stand"] for row in body["positions"])
    said = [str(words) % {"count": counts[stand]} for stand, (_mark, _word, words) in STANDS.items() if counts[stand]]
    return ", ".join(said) + "." if said else _("Ingen aktör är tillfrågad.")


def measure(row: dict[str, Any]) -> dict[str, str]:
    return {
        "due": reading.day_clock(row["due"]),
        "what": row["what"],
        "owner": row["owner"],
        "mark": MEASURE_MARKS.get(row["state"], "open"),
        "word": str(MeasureState(row["state"]).label),
        "note": row["note"] or "",
    }


def closing_sentences(body: Body) -> list[str]:
    direction = body["direction"]
    address = f"/h/{body['incident']['number']}/inriktning/{direction['number']}/"
    return [
        _("Inriktningens sida: %(address)s") % {"address": address},
        _("Innehållets kontrollsumma: SHA-256 %(hash)s") % {"hash": reading.grouped_hash(direction["hash"])},
    ]


def labels() -> dict[str, Any]:
    return shared_labels() | {
        "intended": _("Avsedd inriktning"),
        "purpose": _("Syfte"),
        "values": _("Det här ska skyddas"),
        "goals": _("Det här vill vi nå"),
        "follow_up": _("Så ser vi om det fungerar"),
        "asked": _("Frågas i varje begäran"),
        "message": _("Gemensamt budskap"),
        "reservations": _("Förbehåll, en del av inriktningen"),
        "positions": _("Aktörernas ställning"),
        "position": _("Ställning"),
        "at": _("Tid"),
        "nobody_orders": _("Ingen aktör styr över en annan. Var och en beslutar i sin egen ordning."),
        "measures": _("Åtgärder"),
        "due": _("Klart senast"),
        "what": _("Åtgärd"),
        "owner": _("Ägare"),
        "state": _("Läge när inriktningen fastställdes"),
    }
