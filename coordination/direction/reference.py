"""What kinds of meetings go through, and within which times, from a data file. Twice is as once."""

import json
from pathlib import Path
from typing import Any, Final

from coordination.direction.models import AgendaTemplate, CallClock

FORMS: Final = Path(__file__).resolve().parent / "data" / "meeting_forms.json"


def load() -> None:
    """Bring the rows in step with the file. A county's own times are its own, and are left as they are."""
    data: dict[str, Any] = json.loads(FORMS.read_text(encoding="utf-8"))
    for row in data["clocks"]:
        minutes = {name: row[name] for name in ("acknowledge_minutes", "meet_minutes")}
        defaults = {**minutes, "source": data["source"]}
        CallClock.objects.update_or_create(county=None, kind=row["kind"], defaults=defaults)
    for kind, points in data["agendas"].items():
        for order, point in enumerate(points, start=1):
            AgendaTemplate.objects.update_or_create(kind=kind, order=order, defaults=point)
        AgendaTemplate.objects.filter(kind=kind, order__gt=len(points)).delete()
