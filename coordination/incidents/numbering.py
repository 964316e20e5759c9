"""Numbers within an incident: 1, 2, 3 of each kind, none given twice, whoever may read what bears it."""

from typing import Any

from django.db.models import Max, Model

from actors.sight import as_machine
from coordination.incidents.models import Incident


def next_number(model: type[Model], incident: Incident) -> int:
    """Ask under the hold of the incident's row. What is in quarantine keeps its number: only that is read of it."""
    rows: Any = model._default_manager
    with as_machine():
        last: int | None = rows.filter(incident=incident).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
