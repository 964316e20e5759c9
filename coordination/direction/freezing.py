"""What stands for ever when a direction is fixed: its words, every actor's position, the measures of that moment."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import override

from coordination.direction.models import Direction, Measure
from coordination.direction.standings import Standing
from coordination.incidents.models import Incident, Marking, Reference

Body = dict[str, Any]


def freeze(
    direction: Direction,
    rows: Iterable[Standing],
    measures: Iterable[Measure],
    *,
    fixed_at: datetime,
    valid_from: datetime,
) -> Body:
    """The body, with the hash of all the rest of it inside."""
    body: Body = {
        "incident": incident_words(direction.incident),
        "direction": direction_words(direction, fixed_at, valid_from),
        "positions": [position_words(row) for row in rows],
        "measures": [measure_words(measure) for measure in measures],
    }
    body["direction"]["hash"] = hash_of(body)
    return body


def hash_of(body: Body) -> str:
    """SHA-256 of the body's canonical JSON, the hash itself left out: anybody can count it again."""
    plain = {**body, "direction": {key: value for key, value in body["direction"].items() if key != "hash"}}
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def incident_words(incident: Incident) -> Body:
    counties = incident.headline.get("counties") or [county.name for county in incident.counties.all()]
    return {
        "number": incident.number,
        "name": incident.name,
        "exercise": incident.is_exercise,
        "county": ", ".join(counties),
        "owner": incident.lead.name,
    }


def direction_words(direction: Direction, fixed_at: datetime, valid_from: datetime) -> Body:
    # The document is Swedish whoever fixes it, so the names of the protection values are too.
    with override("sv"):
        values, marking = direction.value_words, str(Marking(direction.marking).label)
        ground = str(Reference(direction.marking_reference).label) if direction.marking_reference else ""
    return {
        "number": direction.number,
        "version": direction.version,
        "purpose": direction.purpose,
        "intended": direction.intended,
        "goals": list(direction.goals),
        "protection_values": values,
        "valid_from": valid_from.isoformat(),
        "valid_to": direction.valid_to.isoformat() if direction.valid_to else None,
        "marking": marking,
        "marking_reference": ground,
        "marking_reason": direction.marking_reason,
        "message": direction.message,
        "follow_up": direction.follow_up,
        "effect_question": direction.effect_question,
        "fixed_at": fixed_at.isoformat(),
        "fixed_by": direction.incident.lead.name,
    }


def position_words(row: Standing) -> Body:
    return {
        "actor": row.actor,
        "name": row.name,
        "stand": row.stand,
        "reason": row.reason,
        "at": row.at.isoformat() if row.at else None,
        "own_body": row.own_body,
        "own_body_at": row.own_body_at.isoformat() if row.own_body_at else None,
    }


def measure_words(measure: Measure) -> Body:
    return {
        "what": measure.what,
        "owner": measure.owner.name,
        "due": measure.due.isoformat(),
        "state": measure.state,
        "note": measure.remark,
    }
