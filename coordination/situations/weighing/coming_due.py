"""What is compiled anew because a time that somebody stated has passed: a road that was to open at six.

The compiled picture says itself when it is to be looked at again. Twice is as once: the new picture names a later time.
"""

from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.db.models.fields.json import KT
from django.utils.dateparse import parse_datetime

from coordination.incidents.clock import now_in
from coordination.incidents.holding import hold
from coordination.incidents.models import Incident
from coordination.situations.compiled.queue import queue_compilation
from coordination.situations.models import Compilation


def look_again() -> int:
    """In every open incident. Returns how many pictures are made anew."""
    newest = (
        Compilation.objects.ready().filter(incident=OuterRef("pk")).order_by("-pk").annotate(due=KT("body__look_again"))
    )
    rows = Incident.objects.open().annotate(due=Subquery(newest.values("due")[:1])).filter(due__isnull=False)
    return sum(_made_anew(incident) for incident in rows)


def _made_anew(incident: Any) -> bool:
    due = parse_datetime(incident.due)
    if due is None or due > now_in(incident):
        return False
    with transaction.atomic():
        hold(incident.pk)
        queue_compilation(incident, gather=0)
    return True
