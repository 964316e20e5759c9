"""The few facts that the head of every page of an incident shows, kept on its row so that no page must ask for them."""

from typing import Any

from django.db import connection

from coordination.incidents.models import Incident
from coordination.situations.content import canonical


def note(incident: Incident, **facts: Any) -> None:
    """Merge facts into the headline, in the database: two that write different facts do not undo each other."""
    incident.headline = {**incident.headline, **facts}
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE incidents_incident SET headline = headline || %s::jsonb WHERE id = %s",
            [canonical(facts).decode(), incident.pk],
        )
