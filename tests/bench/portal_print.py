"""A warm process that does the worker's part of a report: compile what is queued, and print what was published."""

import io
import json
import sys
import time

import django

django.setup()

from django.db import transaction  # noqa: E402  # apps must be loaded first
from pypdf import PdfReader  # noqa: E402

from coordination.incidents.models import Incident  # noqa: E402
from coordination.situations.compiled import compiling  # noqa: E402
from coordination.situations.compiled.queue import queue_compilation  # noqa: E402
from coordination.situations.models import Rendering, Report  # noqa: E402
from coordination.situations.press import rendering  # noqa: E402


def print_once(pk: int) -> dict[str, float]:
    """From the queued row to the stored PDF. The report stands published, and nobody has printed it before."""
    report = Report.objects.select_related("incident").get(pk=pk)
    incident = Incident.objects.get(pk=report.incident_id)
    if Rendering.objects.filter(report=report, kind="pdf").exists():
        raise SystemExit("the report is printed already")
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.perf_counter()
    with transaction.atomic():
        queue_compilation(incident, gather=0)
    compiled = compiling.compile_incident(incident.pk)
    printed = rendering.printed(report, "sv")
    seconds = time.perf_counter() - began
    if compiled is None:
        raise SystemExit("nothing was compiled")
    stored = Rendering.objects.get(pk=printed.pk)
    return {"seconds": seconds, "pages": len(PdfReader(io.BytesIO(bytes(stored.data))).pages)}


for line in sys.stdin:
    print(json.dumps(print_once(int(line))), flush=True)
