"""A need told in an answer, on its way to become a resource need: what of it can be read as number and time."""

import re
from datetime import datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.incidents.models import ResourceNeed
from coordination.incidents.permissions import ASK, CONTRIBUTE
from coordination.incidents.states import ResourceState
from coordination.situations.models import Input
from coordination.situations.states import InputState

NUMBER: Final = re.compile(r"(?<![\d.,])(\d{1,6})(?![\d.,]*\d)\s*(.*)")
HOUR: Final = re.compile(r"(?:kl\.?\s*)?([01]?\d|2[0-3])[.:]([0-5]\d)")
DATE: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})")
AT_ONCE: Final = {"", "nu", "omgående", "genast", "snarast", "akut"}
OVER: Final = (ResourceState.RETURNED, ResourceState.CANCELLED)


def begins(row: dict[str, str], now: datetime) -> dict[str, Any]:
    """What a resource need begins with. A time that is no clock's is left for a human to read."""
    amount = NUMBER.search(row.get("amount", ""))
    at = moment(row.get("needed_by", ""), now)
    why = row.get("consequence", "")
    if at is None:
        why = " ".join(filter(None, [why, _("Behövs: %(when)s.") % {"when": row["needed_by"]}]))
    return {
        "what": row.get("what", "")[:200],
        "quantity": amount[1] if amount else "",
        "unit": (row.get("unit", "") or (amount[2] if amount else "") or "st")[:40],
        "from_at": timezone.localtime(at).strftime("%Y-%m-%dT%H:%M") if at else "",
        "where": row.get("where", "")[:200],
        "why": why[:300],
    }


def moment(text: str, now: datetime) -> datetime | None:
    """A time of today's clock, a date with its time, or at once; None for what only a human understands."""
    said = text.strip().lower().rstrip(".!")
    if said in AT_ONCE:
        return now
    local = timezone.localtime(now)
    if dated := DATE.fullmatch(said):
        try:
            return datetime.fromisoformat(f"{dated[1]} {dated[2]}").replace(tzinfo=local.tzinfo)
        except ValueError:
            return None
    hour = HOUR.fullmatch(said)
    return local.replace(hour=int(hour[1]), minute=int(hour[2]), second=0, microsecond=0) if hour else None


def told(person: Any, answer: Input, rows: list[Any], rights: frozenset[str], *, mine: bool) -> list[dict[str, Any]]:
    """The needs of an answer, each with the resource need that it has become, or whether the reader may make it one."""
    if not rows:
        return []
    made = made_of(person, answer)
    open_to_all = bool(answer.content.get("needs")) and not answer.is_narrow and answer.state == InputState.SUBMITTED
    may = open_to_all and not answer.incident.is_closed and (ASK in rights or (mine and CONTRIBUTE in rights))
    return [{**row, "made": made.get(row["what"][:200]), "may": may and row["what"][:200] not in made} for row in rows]


def made_of(person: Any, answer: Input) -> dict[str, ResourceNeed]:
    """The resource needs that the actor's needs have become, by what they say: also of an earlier version."""
    rows = ResourceNeed.objects.visible_to(person).filter(incident=answer.incident, actor_id=answer.actor_id)
    found = {}
    for need in rows.filter(origin__startswith="input:").exclude(state__in=OVER).order_by("-number"):
        need.incident = answer.incident
        found[need.what] = need
    return found
