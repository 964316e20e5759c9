"""One number of the compiled picture: its total, the parts of it, who is missing, and what is not counted and why."""

from collections.abc import Mapping
from typing import Final

from coordination.situations.compiled.gathered import Answer, Asked, Body, Picture

# A company's customers are the municipalities' households; what was said to a former request; older than its limit;
# told in another's answer; another answer knows better.
OTHER_LEVEL: Final = "other_level"
FORMER: Final = "former_request"
STALE: Final = "stale"
SAME_AS: Final = "same_as"
DISPUTED: Final = "disputed"


def number_of(spec: Mapping[str, str], picture: Picture) -> Body:
    key, inside = spec["key"], {a.actor for a in picture.counted}
    parts: list[Body] = []
    missing: list[Body] = []
    apart: list[Body] = []
    for actor in picture.invited:
        answer = picture.telling(actor.actor, key)
        value = answer.numbers.get(key) if answer else None
        row: Body = {"actor": actor.actor, "short": actor.short}
        if answer is None or value is None:
            if actor.actor in inside:
                missing.append(row)
                apart += _former(actor, key)
            continue
        told = {**row, "value": value, "input": answer.input, "source": picture.source[answer.input]}
        why = _why_not(answer, key, picture) if actor.actor in inside else OTHER_LEVEL
        if not why:
            parts.append(told)
            continue
        apart.append({**told, "at": answer.at, "why": why} | _instead(answer, why, picture))
        if why == STALE:
            missing.append(row)
    total = sum(part["value"] for part in parts) if parts else None
    return {**spec, "total": total, "parts": parts, "missing": missing, "not_counted": apart}


def _why_not(answer: Answer, key: str, picture: Picture) -> str:
    """Why a figure is left out of the sum; empty where it is in it."""
    path = f"numbers.{key}"
    if answer.input in picture.old(path):
        return STALE
    if (answer.input, path) in picture.lost:
        return DISPUTED
    return SAME_AS if _told_in(answer, key, picture) else ""


def _told_in(answer: Answer, key: str, picture: Picture) -> Asked | None:
    """The actor that tells the same figure, where that one's own answer does tell it now, and is its own."""
    other = picture.telling(answer.same_as, key) if answer.same_as is not None else None
    if other is None or other.actor == answer.actor or other.same_as is not None or other.numbers.get(key) is None:
        return None
    return picture.known[other.actor]


def _instead(answer: Answer, why: str, picture: Picture) -> Body:
    if why != SAME_AS or answer.same_as is None:
        return {}
    return {"told_in": picture.known[answer.same_as].short}


def _former(actor: Asked, key: str) -> list[Body]:
    value = actor.last["numbers"].get(key) if actor.last else None
    if actor.last is None or value is None:
        return []
    return [
        {
            "actor": actor.actor,
            "short": actor.short,
            "value": value,
            "at": actor.last["at"],
            "input": actor.last["input"],
            "why": FORMER,
        }
    ]
