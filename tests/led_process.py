"""A county's process with a chosen text in every place where its leader writes: for attacks and the matrix."""

import datetime
from types import SimpleNamespace

from django.utils import timezone

from actors.models import Actor, ActorKind
from actors.roles import Role
from processes import seed, services
from processes.models import CountyProcess, ProcessTemplate, ResultApproval, heading_words
from processes.services import comments, packs
from tests.assessed_process import assess
from tests.conftest import person


def lead(write, board, guest):
    """`write` gives the text of a column by its name, or an empty one."""

    def needed(column):
        return write(column) or "x"

    if not CountyProcess.objects.exists():
        seed.load_all()
    by = person(f"leads.{board.key}", board, Role.PROCESS_LEADER)
    today = timezone.localdate()
    begin = {"by": by, "process": CountyProcess.objects.get(county=board.county), "starts_on": today}
    begin["template"] = ProcessTemplate.objects.first()
    given_up = services.start_run(title="Första försöket", **begin)
    services.break_off(by=by, run=given_up, why=needed("processes.processrun.ended_why"))
    run = services.start_run(
        title=needed("processes.processrun.title"),
        leader=write("processes.processrun.leader"),
        supporter=write("processes.processrun.supporter"),
        **begin,
    )
    record = dict.fromkeys(heading_words(), write("processes.processrun.record"))
    services.edit_run(by=by, run=run, revision=0, record=record)
    stage, skipped = run.stages.all()[:2]
    services.rename_stage(
        by=by, stage=stage, name=needed("processes.stage.name"), reason=needed("processes.deviation.reason")
    )
    own = services.add_stage(
        by=by,
        run=run,
        name=needed("processes.stage.name"),
        purpose=write("processes.stage.purpose"),
        criteria=[needed("processes.criterion.text")],
        reason=needed("processes.deviation.reason"),
    )
    services.plan_stage(
        by=by, stage=own, planned_start=today, planned_end=today, responsible=write("processes.stage.responsible")
    )
    services.skip_stage(by=by, stage=skipped, why=needed("processes.stage.why"))
    criterion = own.criteria.get()
    services.meet_criterion(
        by=by, criterion=criterion, evidence=needed("processes.criterion.evidence"), url="https://example.se/1"
    )
    seminar = services.add_seminar(
        by=by,
        stage=own,
        title=needed("processes.seminar.title"),
        starts_on=today,
        ends_on=today + datetime.timedelta(days=1),
        place=write("processes.seminar.place"),
        programme=write("processes.seminar.programme"),
    )
    services.edit_seminar(by=by, seminar=seminar, notes=write("processes.seminar.notes"))
    attendance = services.invite(by=by, seminar=seminar, actor=guest, function=needed("processes.attendance.function"))
    services.decide(
        by=by,
        run=run,
        kind="other",
        title=needed("processes.decision.title"),
        body=needed("processes.decision.body"),
        registry_number=write("processes.decision.registry_number"),
        decided_on=today,
        stage=own,
    )
    said = reviewed(needed, by, run, given_up)
    pack = shown(by, run)
    led = {
        "stage": own,
        "skipped": skipped,
        "given_up": given_up,
        "criterion": criterion,
        "seminar": seminar,
        "attendance": attendance,
    }
    more = {"comment": said, "pack": pack, **assess(write, by, run, guest)}
    return SimpleNamespace(by=by, run=run, **led, **more)


def reviewed(needed, by, run, given_up):
    """A comment that the county has answered, and a word of approval."""
    agency = Actor.objects.get(kind=ActorKind.NATIONAL_AGENCY)
    reviewer = person(f"reviews.{run.process.county_id}", agency, Role.REVIEWER)
    text = needed("processes.reviewcomment.text")
    said = comments.comment(by=reviewer, process=run.process, run=run, yardstick="relevans", text=text)
    comments.answer_comment(by=by, comment=said, text=needed("processes.commentreply.text"))
    words = needed("processes.resultapproval.words")
    ResultApproval.objects.create(process=run.process, run=given_up, words=words, at=timezone.now(), by=reviewer)
    return said


def shown(by, run):
    """A pack with one row, handed over."""
    today = timezone.localdate()
    row = {"incident": "", "exercise": False, "url": run.get_absolute_url()}
    row |= {"name": "Beslut", "body": "Rådet", "on": today.isoformat(), "registered": ""}
    pack = packs.keep_pack(by=by, process=run.process, covers_from=today, covers_to=today, figures={"beslut": [row]})
    packs.hand_over(by=by, pack=pack)
    return pack
