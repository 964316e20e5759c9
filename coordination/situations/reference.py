"""Incident types, societal functions and question sets, from data files into rows. Running it again is safe."""

import json
from pathlib import Path
from typing import Any

from coordination.incidents.models import IncidentType
from coordination.situations.models import Function, QuestionSet

HERE = Path(__file__).resolve().parent
TYPES = HERE.parent / "incidents" / "data" / "types.json"
QUESTIONS = HERE / "data" / "questions.json"


def load() -> None:
    """Bring the rows in step with the files. A question set that was used is never changed: it gets a new version."""
    for order, row in enumerate(_read(TYPES)["types"]):
        IncidentType.objects.update_or_create(key=row["key"], defaults={**row, "order": order})
    data = _read(QUESTIONS)
    for order, row in enumerate(data["functions"]):
        Function.objects.update_or_create(key=row["key"], defaults={**row, "order": order})
    for row in data["sets"]:
        QuestionSet.objects.get_or_create(
            key=row["key"], version=row["version"], defaults={**row, "source": data["source"][:300]}
        )


def _read(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data
