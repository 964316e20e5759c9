"""The work plan: what is to be done between crises, which actor owns it, until when, and how it goes."""

import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import Actor, Person
from journal.moves import move
from journal.permissions import require
from journal.record import record
from journal.refusals import MovedOn, RuleBroken
from processes.models import Component, CountyProcess, ProcessRun, WorkItem
from processes.permissions import LEAD
from processes.services.rules import as_it_stands, fingerprint, said
from processes.states import WORK_OPEN, WorkState

PLANNED: Final = ("title", "owner", "due_on", "component")
# What does not go as planned says why.
ASKS_WHY: Final = (WorkState.DELAYED, WorkState.STANDBY, WorkState.DROPPED)


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
    """One thing to do. That an actor owns it is what the county has noted; the actor itself decides."""
    require(by, LEAD, process)
    if run is not None and run.process_id != process.pk:
        raise RuleBroken(_("Genomförandet hör till ett annat läns process."))
    item = WorkItem(process=process, run=run, component=component, owner=owner, due_on=due_on, made_by=by)
    item.title, item.made_at = said(title, _("Skriv vad som ska göras.")), timezone.now()
    item.full_clean()
    with transaction.atomic():
        item.save()
        record(item, "workitem.made", by=by, to_state=item.state, owner=owner.key, due_on=due_on.isoformat())
    return item


def work_print(item: WorkItem) -> str:
    """What the item says now, in short: a form carries it."""
    return fingerprint(item, (*PLANNED, "state"))


def edit_work(*, by: Person, item: WorkItem, was: str | None = None, **changes: Any) -> None:
    """What, who, until when and which component. What is done or dropped is opened before it is changed."""
    require(by, LEAD, item.process)
    if set(changes) - set(PLANNED):
        raise TypeError(f"A work item has no such part: {sorted(set(changes) - set(PLANNED))}")
    with transaction.atomic():
        WorkItem.objects.select_for_update(of=("self",), no_key=True).get(pk=item.pk)
        as_it_stands(item)
        if was is not None and was != work_print(item):
            raise MovedOn(_("Någon annan har ändrat medan du skrev. Jämför, och spara igen om din text ska gälla."))
        if item.state not in WORK_OPEN:
            raise RuleBroken(_("Posten är avslutad. Öppna den igen innan du ändrar den."))
        before = item.due_on
        for name, value in changes.items():
            setattr(item, name, value)
        item.title = said(item.title, _("Skriv vad som ska göras."))
        item.full_clean()
        item.save(update_fields=list(PLANNED))
        moved = {"due_on": item.due_on.isoformat(), "before": before.isoformat()} if before != item.due_on else {}
        record(item, "workitem.edited", by=by, parts=sorted(changes), **moved)


def move_work(*, by: Person, item: WorkItem, to: str, remark: str = "") -> None:
    """How it goes. Delayed, resting and dropped say why; what is done has its day, and loses it if opened again."""
    require(by, LEAD, item.process)
    remark = remark.strip()
    if to in ASKS_WHY and not remark:
        raise RuleBroken(_("Skriv varför. Det står i arbetsplanen så länge läget gäller."))
    done_on = timezone.localdate() if to == WorkState.DONE else None
    move(item, to, by=by, note=remark, remark=remark, done_on=done_on)
