"""Where a county goes its own way: stages that are renamed, merged, moved, added or dropped, each with a reason."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import Person
from journal.moves import move
from journal.permissions import require
from journal.record import record
from journal.refusals import RuleBroken
from processes.models import Criterion, Decision, Deviation, DeviationKind, Document, ProcessRun, Seminar, Stage
from processes.permissions import LEAD
from processes.services.rules import as_it_stands, hold, reason_of, said
from processes.states import StageState

OPEN = (StageState.NOT_STARTED, StageState.ONGOING)


def deviate(
    run: ProcessRun,
    stage: Stage | None,
    kind: DeviationKind,
    *,
    by: Person,
    reason: str,
    before: str = "",
    after: str = "",
) -> Deviation:
    """The deviation stays for ever beside what it is of, with the county's reason."""
    row = Deviation(
        process=run.process,
        run=run,
        stage=stage,
        kind=kind,
        before=before[:200],
        after=after[:200],
        reason=reason,
        at=timezone.now(),
        by=by,
    )
    row.full_clean()
    row.save()
    record(stage or run, f"stage.{kind}", by=by, note=reason, before=row.before, after=row.after)
    return row


def rename_stage(*, by: Person, stage: Stage, name: str, reason: str) -> Deviation:
    require(by, LEAD, stage.process)
    name, reason = said(name, _("Skriv vad etappen ska heta.")), reason_of(reason)
    with transaction.atomic():
        run = hold(stage.run_id)
        as_it_stands(stage)
        before = stage.name
        if before == name:
            raise RuleBroken(_("Etappen heter redan så."))
        stage.name = name
        stage.full_clean()
        stage.save(update_fields=["name"])
        return deviate(run, stage, DeviationKind.RENAMED, by=by, reason=reason, before=before, after=name)


def merge_stages(*, by: Person, stage: Stage, into: Stage, reason: str) -> Deviation:
    """The first goes up in the second, with its criteria, seminars, decisions and documents."""
    require(by, LEAD, stage.process)
    reason = reason_of(reason)
    if stage.run_id != into.run_id:
        raise RuleBroken(_("Etapperna hör till olika processer."))
    if stage.pk == into.pk:
        raise RuleBroken(_("Välj en annan etapp att slå ihop med."))
    with transaction.atomic():
        run = hold(stage.run_id)
        as_it_stands(stage)
        as_it_stands(into)
        for one in (stage, into):
            if one.state not in OPEN:
                raise RuleBroken(_("%(stage)s är inte öppen. Öppna den först, eller låt den stå.") % {"stage": one})
        if stage.state == StageState.ONGOING and into.state == StageState.NOT_STARTED:
            move(into, StageState.ONGOING, by=by, started_on=stage.started_on)
        _take_over(stage, into)
        row = deviate(run, into, DeviationKind.MERGED, by=by, reason=reason, before=stage.name, after=into.name)
        stage.delete()
        _number(run)
    return row


def _take_over(stage: Stage, into: Stage) -> None:
    place = into.criteria.count()
    for criterion in stage.criteria.all():
        place += 1
        Criterion.objects.filter(pk=criterion.pk).update(stage=into, order=place)
    Seminar.objects.filter(stage=stage).update(stage=into)
    Decision.objects.filter(stage=stage).update(stage=into)
    Document.objects.filter(stage=stage).update(stage=into)
    Deviation.objects.filter(stage=stage).update(stage=into)
    into.is_seminar = into.is_seminar or stage.is_seminar
    into.planned_start = min(filter(None, (into.planned_start, stage.planned_start)), default=None)
    into.planned_end = max(filter(None, (into.planned_end, stage.planned_end)), default=None)
    into.full_clean()
    into.save(update_fields=["is_seminar", "planned_start", "planned_end"])


def move_stage(*, by: Person, stage: Stage, to: int, reason: str) -> Deviation:
    """To another place among the stages, counted from one."""
    require(by, LEAD, stage.process)
    reason = reason_of(reason)
    with transaction.atomic():
        run = hold(stage.run_id)
        as_it_stands(stage)
        rows = list(run.stages.all())
        if not 1 <= to <= len(rows):
            raise RuleBroken(_("Välj en plats mellan 1 och %(last)d.") % {"last": len(rows)})
        before = rows.index(stage) + 1
        if before == to:
            raise RuleBroken(_("Etappen står redan där."))
        rows.insert(to - 1, rows.pop(before - 1))
        _number(run, rows)
        stage.order = to
        return deviate(run, stage, DeviationKind.MOVED, by=by, reason=reason, before=str(before), after=str(to))


def add_stage(
    *,
    by: Person,
    run: ProcessRun,
    name: str,
    reason: str,
    purpose: str = "",
    after: Stage | None = None,
    is_seminar: bool = False,
    criteria: Iterable[str] = (),
) -> Stage:
    """A stage of the county's own, after another or last."""
    require(by, LEAD, run.process)
    name, reason = said(name, _("Skriv vad etappen ska heta.")), reason_of(reason)
    if after is not None and after.run_id != run.pk:
        raise RuleBroken(_("Etapperna hör till olika processer."))
    with transaction.atomic():
        held = hold(run.pk)
        rows = list(held.stages.all())
        place = rows.index(after) + 1 if after in rows else len(rows)
        stage = Stage(
            process=held.process, run=held, order=place + 1, name=name, purpose=purpose.strip(), is_seminar=is_seminar
        )
        stage.full_clean()
        stage.save()
        rows.insert(place, stage)
        _number(held, rows)
        for order, text in enumerate(filter(None, (one.strip() for one in criteria)), 1):
            criterion = Criterion(process=held.process, stage=stage, order=order, text=text)
            criterion.full_clean()
            criterion.save()
        deviate(held, stage, DeviationKind.ADDED, by=by, reason=reason, after=name)
    return stage


def drop_stage(*, by: Person, stage: Stage, reason: str) -> Deviation:
    """A stage that nobody has begun is taken away. That it was there, and why it is not, stays."""
    require(by, LEAD, stage.process)
    reason = reason_of(reason)
    with transaction.atomic():
        run = hold(stage.run_id)
        as_it_stands(stage)
        if stage.state != StageState.NOT_STARTED or _holds_something(stage):
            raise RuleBroken(
                _("Något är redan gjort i etappen. Hoppa över den i stället, så att det som är gjort står kvar.")
            )
        if run.stages.count() == 1:
            raise RuleBroken(_("En process har minst en etapp."))
        row = deviate(run, None, DeviationKind.DROPPED, by=by, reason=reason, before=stage.name)
        stage.delete()
        _number(run)
    return row


def _holds_something(stage: Stage) -> bool:
    return (
        stage.started_on is not None
        or stage.seminars.exists()
        or stage.decisions.exists()
        or stage.documents.exists()
        or stage.criteria.filter(met_on__isnull=False).exists()
    )


def _number(run: ProcessRun, rows: list[Stage] | None = None) -> None:
    for place, stage in enumerate(rows if rows is not None else run.stages.all(), 1):
        if stage.order != place:
            Stage.objects.filter(pk=stage.pk).update(order=place)
