"""A warm process that reads the same rows and renders the same table, each time a line asks for it."""

import json
import sys
import time

import django

django.setup()

from django.template.loader import render_to_string  # noqa: E402  # apps must be loaded first

from tests.bench.bare.models import Answer, Impact  # noqa: E402


def compile_once(incident: int) -> float:
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.perf_counter()
    rows = list(Answer.objects.filter(incident_id=incident).select_related("actor").order_by("actor__short"))
    cells: dict[int, list[Impact]] = {row.pk: [] for row in rows}
    for impact in Impact.objects.filter(answer__incident_id=incident).order_by("function"):
        cells[impact.answer_id].append(impact)
    for row in rows:
        row.cells = cells[row.pk]
    functions = [cell.function for cell in rows[0].cells]
    render_to_string("bare/compiled.html", {"rows": rows, "functions": functions})
    return time.perf_counter() - began


for line in sys.stdin:
    print(json.dumps({"seconds": compile_once(int(line))}), flush=True)
