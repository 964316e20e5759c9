"""A warm process that compiles an incident each time a line asks for it, as the worker does after its claim."""

import json
import os
import sys
import time
from pathlib import Path

import django

django.setup()

from django.utils import timezone  # noqa: E402  # apps must be loaded first

from coordination.situations.compiled import compiling  # noqa: E402
from coordination.situations.models import Compilation, Request  # noqa: E402
from coordination.situations.states import CompilationState  # noqa: E402


def compile_once(incident: int) -> float:
    asked = Request.objects.filter(incident_id=incident).order_by("-number").first()
    made = Compilation.objects.create(
        incident_id=incident,
        request=asked,
        state=CompilationState.COMPILING,
        gather_until=timezone.now(),
        lease_until=timezone.now() + compiling.LEASE,
    )
    row = Compilation.objects.select_related("incident__lead", "request").get(pk=made.pk)
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.perf_counter()
    body, inputs = compiling.gather(row)
    compiling.store(row, body, inputs)
    return time.perf_counter() - began


def resident() -> float | None:
    """How much memory the process holds, in MB; None on a system that does not tell."""
    told = Path("/proc/self/statm")
    return int(told.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6 if told.exists() else None


for line in sys.stdin:
    print(json.dumps({"seconds": compile_once(int(line)), "resident": resident()}), flush=True)
