"""Capability, work plan and needs analyses of a led process, with a chosen text wherever somebody writes."""

import datetime

from django.utils import timezone

from actors.models import Actor, ActorKind
from actors.roles import Role
from processes import services
from processes.models import Component
from processes.services.analyses import TEXTS
from tests.conftest import person


def assess(write, by, run, owner):
    """An analysis that is answered, one that has been delivered, and one that is written, with its measure."""

    def needed(column):
        return write(f"processes.{column}") or "x"

    component = Component.objects.get(key="larm")
    rating = services.rate(
        by=by,
        run=run,
        component=component,
        before=2,
        before_why=needed("rating.before_why"),
        after=4,
        after_why=needed("rating.after_why"),
        priority=1,
    )
    due = timezone.localdate() + datetime.timedelta(days=30)
    work = services.plan_work(
        by=by,
        process=run.process,
        run=run,
        component=component,
        title=needed("workitem.title"),
        owner=owner,
        due_on=due,
    )
    services.move_work(by=by, item=work, to="delayed", remark=needed("workitem.remark"))
    answered, delivered, written = (_analysis(needed, by, run, owner) for _ in range(3))
    for one in (answered, delivered):
        services.deliver_analysis(by=by, analysis=one, revision=one.revision)
    agency = Actor.objects.get(kind=ActorKind.NATIONAL_AGENCY)
    rut = person(f"answers.{run.process.county_id}", agency, Role.REVIEWER)
    response = needed("needsanalysis.response")
    services.answer_analysis(by=rut, analysis=answered, revision=answered.revision, response=response)
    measure = written.measures.get()
    return {"rating": rating, "work": work, "answered": answered, "delivered": delivered, "measure": measure}


def _analysis(needed, by, run, owner):
    row = services.begin_analysis(by=by, process=run.process, run=run, area=needed("needsanalysis.area"))
    texts = {name: needed(f"needsanalysis.{name}") for name in TEXTS}
    year = timezone.localdate().year + 4
    services.edit_analysis(by=by, analysis=row, revision=row.revision, horizon_year=year, **texts)
    services.put_measure(
        by=by,
        analysis=row,
        revision=row.revision,
        title=needed("analysismeasure.title"),
        owner=owner,
        partners=needed("analysismeasure.partners"),
        funding=needed("analysismeasure.funding"),
    )
    return row
