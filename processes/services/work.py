"""The work plan: what is to be done between crises, by whom, until when."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import Actor, Person
from journal.permissions import require
from journal.record import record
from processes.models import Component, CountyProcess, ProcessRun, WorkItem
from processes.permissions import LEAD
from processes.services.rules import said


def plan_work(
    *,
    by: Person,
    process: CountyProcess,
    title: str,
    owner: Actor,
    due_on: datetime.date,
    component: Component | None = None,
    run: ProcessRun | None = None,
) -> WorkItem:
    """A new item of the county's work plan."""
    require(by, LEAD, process)
    title = said(title, _("Skriv vad som ska göras."))
    with transaction.atomic():
        item = WorkItem(
            process=process,
            run=run,
            component=component,
            title=title,
            owner=owner,
            due_on=due_on,
            made_at=timezone.now(),
            made_by=by,
        )
        item.full_clean()
        item.save()
        record(item, "workitem.planned", by=by, owner=owner.key, due_on=due_on.isoformat())
    return item
