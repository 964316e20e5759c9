"""A stage is planned, begun, closed, skipped and taken up again."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import Person
from journal.moves import move
from journal.permissions import require
from journal.record import record
from journal.refusals import RuleBroken
from processes.models import DeviationKind, Stage
from processes.permissions import LEAD
from processes.services.rules import as_it_stands, hold, refuse_disorder, refuse_future, said
from processes.services.shape import deviate
from processes.states import StageState


def plan_stage(
    *,
    by: Person,
    stage: Stage,
    planned_start: datetime.date | None,
    planned_end: datetime.date | None,
    responsible: str,
) -> None:
    """When it is to begin and be done, and which function answers for it. A new end may be late once more."""
    require(by, LEAD, stage.process)
    refuse_disorder(planned_start, planned_end, _("Etappen kan inte sluta före den dag då den börjar."))
    with transaction.atomic():
        hold(stage.run_id)
        as_it_stands(stage)
        if stage.planned_end != planned_end:
            stage.reminded_at = None
        stage.planned_start, stage.planned_end = planned_start, planned_end
        stage.responsible = responsible.strip()
        stage.full_clean()
        stage.save(update_fields=["planned_start", "planned_end", "responsible", "reminded_at"])
        days = {"planned_start": planned_start, "planned_end": planned_end}
        record(stage, "stage.planned", by=by, **{name: day.isoformat() if day else "" for name, day in days.items()})


def begin_stage(*, by: Person, stage: Stage, on: datetime.date | None = None) -> None:
    require(by, LEAD, stage.process)
    on = on or timezone.localdate()
    refuse_future(on, _("Etappen kan inte ha börjat i framtiden. Planera den i stället."))
    with transaction.atomic():
        hold(stage.run_id)
        as_it_stands(stage)
        move(stage, StageState.ONGOING, by=by, started_on=on, ended_on=None)


def close_stage(*, by: Person, stage: Stage, why: str = "", on: datetime.date | None = None) -> None:
    """Done, with its criteria met; without them only with a reason, which stays as a deviation."""
    require(by, LEAD, stage.process)
    on, why = on or timezone.localdate(), why.strip()
    refuse_future(on, _("Etappen kan inte ha slutat i framtiden."))
    with transaction.atomic():
        run = hold(stage.run_id)
        as_it_stands(stage)
        refuse_disorder(stage.started_on, on, _("Etappen kan inte sluta före den dag då den började."))
        unmet = [row.text for row in stage.criteria.filter(met_on__isnull=True)]
        if unmet and not why:
            raise RuleBroken(
                _("Kriterier saknas: %(criteria)s. Skriv varför etappen avslutas ändå.")
                % {"criteria": "; ".join(unmet)}
            )
        move(stage, StageState.DONE, by=by, note=why, ended_on=on, why=why)
        if unmet:
            deviate(run, stage, DeviationKind.CLOSED, by=by, reason=why, before="; ".join(unmet))


def skip_stage(*, by: Person, stage: Stage, why: str) -> None:
    require(by, LEAD, stage.process)
    why = said(why, _("Skriv varför etappen hoppas över."))
    with transaction.atomic():
        hold(stage.run_id)
        as_it_stands(stage)
        move(stage, StageState.SKIPPED, by=by, note=why, why=why)


def reopen_stage(*, by: Person, stage: Stage, why: str = "") -> None:
    """What was done goes on; what was skipped is ahead again. Deviations stay."""
    require(by, LEAD, stage.process)
    with transaction.atomic():
        hold(stage.run_id)
        as_it_stands(stage)
        if stage.state == StageState.SKIPPED:
            move(stage, StageState.NOT_STARTED, by=by, note=why.strip(), why="", started_on=None, ended_on=None)
        elif stage.state == StageState.DONE:
            move(stage, StageState.ONGOING, by=by, note=why.strip(), why="", ended_on=None)
        else:
            raise RuleBroken(_("Etappen är redan öppen."))
