"""The rows that follow an answer when it is sent, written by statements that each connection plans once.

An answer's sending holds the incident, so what it writes there is what a hundred municipalities wait for in the same
minute. The statements are plain; the rules around them are in services/inputs.py.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from actors.models import Person
from actors.prepared import Statement
from coordination.incidents.models import Audience, Share
from coordination.situations.models import GuardedAnswer, Input
from coordination.situations.states import RequestState

NUMBERS: Final = ("works", "resources", "load", "proposed", "grade")
WORDS: Final = ("reason", "trend", "confidence")

_receipt: Final = Statement(
    "receipt",
    "UPDATE incidents_incident SET last_receipt = last_receipt + 1 WHERE id = $1 RETURNING last_receipt, state",
)
_answered: Final = Statement(
    "answered",
    "UPDATE situations_recipient r SET answered_at = $1, began_at = coalesce(r.began_at, $1) "
    "WHERE r.request_id = $2 AND r.actor_id = $3 "
    "AND EXISTS (SELECT FROM situations_request WHERE id = $2 AND state = $4) RETURNING r.id",
)
_stand: Final = Statement(
    "stand",
    "INSERT INTO situations_standing (incident_id, actor_id, input_id) VALUES ($1, $2, $3) "
    "ON CONFLICT (incident_id, actor_id) DO UPDATE SET input_id = excluded.input_id",
)
# Rows that a second window has sent meanwhile stand already; that its answer came first is found at the next step.
_impacts: Final = Statement(
    "impacts",
    "INSERT INTO situations_impact "
    "(input_id, function_id, works, resources, load, proposed, grade, reason, trend, confidence) "
    "SELECT $1::bigint, * FROM unnest($2::text[], $3::smallint[], $4::smallint[], $5::smallint[], $6::smallint[], "
    "$7::smallint[], $8::text[], $9::text[], $10::text[]) ON CONFLICT DO NOTHING",
)


def take_receipt(incident_pk: int) -> tuple[int, str]:
    """The next receipt number of the incident, and the phase it is in. Holds the incident's row until the commit."""
    ((last, phase),) = _receipt(incident_pk)
    return last, phase


def note_answered(sent: Input, now: datetime) -> bool:
    """Whether the request was still open, and the actor asked."""
    return bool(_answered(now, sent.request_id, sent.actor_id, RequestState.SENT.value))


def stand(sent: Input) -> None:
    """Where the actor stands in the incident from now on."""
    _stand(sent.incident_id, sent.actor_id, sent.pk)


def write_impacts(sent: Input, graded: Mapping[str, Mapping[str, Any]]) -> None:
    """A row for each societal function that the answer grades."""
    rows = graded.values()
    numbers = [[row.get(name) for row in rows] for name in NUMBERS]
    words = [[row.get(name, "") for row in rows] for name in WORDS]
    if rows:
        _impacts(sent.pk, list(graded), *numbers, *words)


def set_aside(sent: Input, aside: list[tuple[str, str, Any, str]], by: Person) -> None:
    """The fields that only some may read become rows of their own; the county board is named where it is to read."""
    if not aside:
        return
    rows = [
        GuardedAnswer(
            incident_id=sent.incident_id,
            actor_id=sent.actor_id,
            input=sent,
            part=part,
            key=key,
            value=value,
            audience=audience,
        )
        for part, key, value, audience in aside
    ]
    made, now = GuardedAnswer.objects.bulk_create(rows), timezone.now()
    Share.objects.bulk_create(
        [
            Share(
                incident_id=sent.incident_id,
                kind="guarded",
                object_id=row.pk,
                actor_id=sent.incident.lead_id,
                granted_by=by,
                at=now,
            )
            for row in made
            if row.audience == Audience.NAMED
        ]
    )
