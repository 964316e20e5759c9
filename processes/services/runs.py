"""A run of the process: started from a template, told of under its seven headings, ended or broken off."""

import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.models import Person
from journal.moves import move
from journal.permissions import require
from journal.record import record
from journal.refusals import MovedOn, RuleBroken
from processes.models import CountyProcess, Criterion, ProcessRun, ProcessTemplate, Stage, heading_words
from processes.permissions import LEAD
from processes.services.rules import hold, hold_process, refuse_disorder, refuse_over, refuse_review, said
from processes.states import RunState

EDITED: Final = ("title", "leader", "supporter", "starts_on", "ends_on", "record")


def start_run(
    *,
    by: Person,
    process: CountyProcess,
    template: ProcessTemplate,
    title: str,
    starts_on: datetime.date,
    ends_on: datetime.date | None = None,
    leader: str = "",
    supporter: str = "",
) -> ProcessRun:
    """The county begins. The template's stages and criteria become its own, in Swedish, whoever starts it."""
    require(by, LEAD, process)
    refuse_disorder(starts_on, ends_on, _("Processen kan inte sluta före den dag då den börjar."))
    title = said(title, _("Ge processen ett namn."))
    with transaction.atomic():
        hold_process(process)
        going = ProcessRun.objects.filter(process=process).active().first()
        if going is not None:
            raise RuleBroken(
                _("Länet har redan en pågående process: %(run)s. Avsluta eller avbryt den först.") % {"run": going}
            )
        last = ProcessRun.objects.filter(process=process).aggregate(last=Max("number"))["last"]
        run = ProcessRun(
            process=process,
            number=(last or 0) + 1,
            template=template,
            title=title,
            leader=leader.strip(),
            supporter=supporter.strip(),
            starts_on=starts_on,
            ends_on=ends_on,
            made_at=timezone.now(),
            made_by=by,
        )
        run.full_clean()
        run.save()
        _copy_stages(run)
        record(run, "processrun.started", by=by, to_state=run.state, template=f"{template.key} {template.version}")
    return run


def _copy_stages(run: ProcessRun) -> None:
    rows = list(run.template.stages.all())
    with override("sv"):
        stages = [
            Stage(
                process=run.process,
                run=run,
                from_template=row,
                order=place,
                name=str(row),
                purpose=row.purpose,
                is_seminar=row.is_seminar,
            )
            for place, row in enumerate(rows, 1)
        ]
    Stage.objects.bulk_create(stages)
    Criterion.objects.bulk_create(
        Criterion(process=run.process, stage=stage, order=order, text=words[0])
        for stage, row in zip(stages, rows, strict=True)
        for order, words in enumerate(row.criteria, 1)
    )


def edit_run(*, by: Person, run: ProcessRun, revision: int, **changes: Any) -> None:
    """Name, functions, days, and what is told under the seven headings. What was not sent stays as it is."""
    require(by, LEAD, run.process)
    unknown = set(changes) - set(EDITED) or set(changes.get("record", {})) - set(heading_words())
    if unknown:
        raise TypeError(f"A run has no such part: {sorted(unknown)}")
    refuse_over(run)
    if run.revision != revision:
        raise MovedOn(_("Någon annan har ändrat medan du skrev. Jämför, och spara igen om din text ska gälla."))
    if "record" in changes:
        changes["record"] = {**run.record, **{key: text.strip() for key, text in changes["record"].items()}}
    for name, value in changes.items():
        setattr(run, name, value.strip() if isinstance(value, str) else value)
    said(run.title, _("Ge processen ett namn."))
    refuse_disorder(run.starts_on, run.ends_on, _("Processen kan inte sluta före den dag då den börjar."))
    run.full_clean()
    with transaction.atomic():
        values = {name: getattr(run, name) for name in changes}
        there = ProcessRun.objects.filter(pk=run.pk, revision=revision, state=run.state)
        if there.update(revision=F("revision") + 1, **values) != 1:
            raise MovedOn(_("Någon annan hann före. Läs om sidan och se vad som gäller nu."))
        run.revision = revision + 1
        record(run, "processrun.edited", by=by, parts=sorted(changes))


def set_review(*, by: Person, run: ProcessRun, on: datetime.date) -> None:
    """When the strategy is looked at again: at most 24 months ahead."""
    require(by, LEAD, run.process)
    refuse_review(on)
    with transaction.atomic():
        held = hold(run.pk)
        before = held.review_on
        held.review_on = run.review_on = on
        held.save(update_fields=["review_on"])
        record(run, "processrun.review_set", by=by, on=on.isoformat(), before=before.isoformat() if before else "")


def end_run(*, by: Person, run: ProcessRun, why: str = "") -> None:
    """The strategy is maintained no longer, because another holds or none is needed."""
    require(by, LEAD, run.process)
    why = why.strip()
    move(run, RunState.ENDED, by=by, note=why, ended_on=timezone.localdate(), ended_why=why)


def break_off(*, by: Person, run: ProcessRun, why: str) -> None:
    """The county leaves the process before it has a strategy. Why stays readable."""
    require(by, LEAD, run.process)
    why = said(why, _("Skriv varför processen avbryts."))
    move(run, RunState.BROKEN_OFF, by=by, note=why, ended_on=timezone.localdate(), ended_why=why)
