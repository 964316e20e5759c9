"""A county leads its process: from the template, its own way, and what is refused in words."""

import datetime
import threading

import pytest
from django.core import mail
from django.db import connection
from django.utils.translation import override

from actors import letters
from actors.models import Actor, Letter, Person
from actors.roles import Role
from journal.models import Entry
from journal.refusals import MovedOn, Refused, RuleBroken
from processes import reminding, services
from processes.models import CountyProcess, Deviation, ProcessRun, Stage, WorkItem
from processes.services.rules import months_on
from processes.states import RunState, StageState
from tests.conftest import fresh, person

pytestmark = pytest.mark.django_db


def refused(sentence, act, **more):
    with pytest.raises(RuleBroken) as no:
        act(**more)
    assert sentence in no.value.sentence


def told(row):
    return list(Entry.objects.filter(subject=row.journal_subject()).values_list("verb", flat=True).order_by("pk"))


def stage_of(run, place=1):
    return run.stages.all()[place - 1]


def adopt(by, run, day, **more):
    said = {"title": "Strategin fastställs", "body": "Regionala rådet", "decided_on": day(-1), "review_on": day(300)}
    return services.decide(by=by, run=run, kind="adoption", **{**said, **more})


# Starting


def test_a_county_begins_with_the_thirteen_stages_and_their_criteria_in_swedish(run):
    stages = list(run.stages.all())
    assert len(stages) == 13
    assert [stage.order for stage in stages] == list(range(1, 14))
    assert stages[0].name == "Beslut och förankring"
    assert [row.text for row in stages[0].criteria.all()] == [
        "Beslutet är registrerat med diarienummer",
        "Processledare och processtödjare är utsedda",
    ]
    assert sum(stage.is_seminar for stage in stages) == 6
    assert all(stage.from_template.basis in ("sourced", "partly", "inferred") for stage in stages)
    assert told(run) == ["processrun.started"]
    entry = Entry.objects.get(verb="processrun.started")
    assert entry.stream == f"countyprocess:{run.process_id}"


def test_the_stages_are_swedish_whoever_starts_it(petra, process, template, day):
    with override("en"):
        run = services.start_run(by=petra, process=process, template=template, title="A", starts_on=day(0))
    assert run.stages.first().name == "Beslut och förankring"


def test_a_second_process_is_refused_while_one_goes_on(petra, process, template, run, day):
    refused(
        "Länet har redan en pågående process: Revidering av strategin.",
        services.start_run,
        by=petra,
        process=process,
        template=template,
        title="En till",
        starts_on=day(0),
    )
    assert ProcessRun.objects.count() == 1


def test_it_does_not_end_before_it_begins_and_has_a_name(petra, process, template, day):
    start = {"by": petra, "process": process, "template": template, "starts_on": day(0)}
    refused("sluta före den dag", services.start_run, **start, title="A", ends_on=day(-1))
    refused("Ge processen ett namn", services.start_run, **start, title="  ")


def test_only_its_process_leader_starts_it(lena, pelle, rut, process, template, day):
    for by in (lena, pelle, rut):
        with pytest.raises(Refused):
            services.start_run(by=by, process=process, template=template, title="A", starts_on=day(0))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_start_at_once_one_is_told_of_the_other(petra, process, template, day):
    said = []

    def start():
        try:
            by = Person.objects.get(pk=petra.pk)
            services.start_run(by=by, process=process, template=template, title="Samtidigt", starts_on=day(0))
            said.append("started")
        except RuleBroken as broken:
            said.append(broken.sentence)
        finally:
            connection.close()

    threads = [threading.Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert "started" in said
    assert any("redan en pågående process" in one for one in said)
    assert ProcessRun.objects.count() == 1


# Telling


def test_the_seven_headings_are_written_and_what_was_not_sent_stays(petra, run):
    services.edit_run(by=petra, run=run, revision=0, leader=" Enhetschef ", record={"utgangslage": "Inget gemensamt."})
    services.edit_run(by=petra, run=run, revision=1, record={"resultat": "En strategi."})
    now = ProcessRun.objects.get()
    assert now.leader == "Enhetschef"
    assert now.record == {"utgangslage": "Inget gemensamt.", "resultat": "En strategi."}
    assert now.revision == 2


def test_who_saves_over_another_is_told_and_changes_nothing(petra, run):
    mine = ProcessRun.objects.get()
    services.edit_run(by=petra, run=run, revision=0, title="Först")
    with pytest.raises(MovedOn):
        services.edit_run(by=petra, run=mine, revision=0, title="Sedan")
    with pytest.raises(MovedOn):
        services.edit_run(by=petra, run=ProcessRun.objects.get(), revision=0, title="Sedan")
    assert ProcessRun.objects.get().title == "Först"


def test_no_other_heading_and_no_other_column_is_written(petra, run):
    with pytest.raises(TypeError):
        services.edit_run(by=petra, run=run, revision=0, record={"annat": "x"})
    with pytest.raises(TypeError):
        services.edit_run(by=petra, run=run, revision=0, state="ended")


# Stages


def test_a_stage_is_planned_begun_and_closed_with_its_criteria_met(petra, run, day):
    stage = stage_of(run)
    services.plan_stage(by=petra, stage=stage, planned_start=day(-9), planned_end=day(5), responsible="Enheten")
    services.begin_stage(by=petra, stage=stage, on=day(-8))
    for row in stage.criteria.all():
        services.meet_criterion(by=petra, criterion=row, evidence="Dnr 450-1", url="https://example.se/450-1")
    services.close_stage(by=petra, stage=stage)
    now = fresh_of(stage)
    assert (now.state, now.started_on, now.ended_on, now.why) == (StageState.DONE, day(-8), day(0), "")
    assert not Deviation.objects.exists()
    assert told(stage) == ["stage.planned", "stage.ongoing", "stage.done"]


def fresh_of(row):
    return type(row).objects.get(pk=row.pk)


def test_without_its_criteria_it_is_closed_only_with_a_reason_that_stays(petra, run):
    stage = stage_of(run)
    services.begin_stage(by=petra, stage=stage)
    refused("Kriterier saknas: Beslutet är registrerat", services.close_stage, by=petra, stage=stage)
    assert fresh_of(stage).state == StageState.ONGOING
    services.close_stage(by=petra, stage=stage, why="Diariet är stängt i juli.")
    row = Deviation.objects.get()
    assert (row.kind, row.stage, row.reason) == ("closed", stage, "Diariet är stängt i juli.")
    services.reopen_stage(by=petra, stage=stage)
    assert fresh_of(stage).why == ""
    assert Deviation.objects.count() == 1


def test_dates_in_the_wrong_order_are_a_sentence(petra, run, day):
    stage = stage_of(run)
    plan = {"by": petra, "stage": stage, "responsible": ""}
    refused("sluta före den dag", services.plan_stage, **plan, planned_start=day(2), planned_end=day(1))
    refused("i framtiden", services.begin_stage, by=petra, stage=stage, on=day(1))
    services.begin_stage(by=petra, stage=stage, on=day(-3))
    refused("före den dag då den började", services.close_stage, by=petra, stage=stage, why="x", on=day(-4))
    refused("i framtiden", services.close_stage, by=petra, stage=stage, why="x", on=day(1))


def test_what_is_not_begun_is_not_closed(petra, run):
    refused("Det steget finns inte", services.close_stage, by=petra, stage=stage_of(run), why="x")


def test_skipped_with_a_reason_and_taken_up_again(petra, run):
    stage = stage_of(run)
    refused("Skriv varför", services.skip_stage, by=petra, stage=stage, why=" ")
    services.skip_stage(by=petra, stage=stage, why="Redan gjort.")
    assert fresh_of(stage).state == StageState.SKIPPED
    services.reopen_stage(by=petra, stage=stage)
    assert (fresh_of(stage).state, fresh_of(stage).why) == (StageState.NOT_STARTED, "")
    refused("redan öppen", services.reopen_stage, by=petra, stage=stage)


def test_who_begins_a_stage_that_somebody_has_begun_is_told(petra, run):
    mine, theirs = stage_of(run), stage_of(run)
    services.begin_stage(by=petra, stage=theirs)
    refused("är redan", services.begin_stage, by=petra, stage=mine)


def test_a_criterion_asks_for_its_evidence_and_a_link_that_opens(petra, run):
    row = stage_of(run).criteria.first()
    refused("Skriv vad som visar", services.meet_criterion, by=petra, criterion=row, evidence="")
    for url in ("javascript:alert(1)", "//example.se", "https://", "http://[", "https://a b"):
        refused("https://", services.meet_criterion, by=petra, criterion=row, evidence="x", url=url)
    services.meet_criterion(by=petra, criterion=row, evidence="Dnr 1")
    services.unmeet_criterion(by=petra, criterion=row)
    now = fresh_of(row)
    assert (now.met_on, now.met_by, now.evidence) == (None, None, "Dnr 1")
    refused("inte uppfyllt", services.unmeet_criterion, by=petra, criterion=row)


def test_a_tick_is_not_taken_from_a_stage_that_is_done(petra, run):
    stage = stage_of(run)
    row = stage.criteria.first()
    services.begin_stage(by=petra, stage=stage)
    services.meet_criterion(by=petra, criterion=row, evidence="Dnr 1")
    services.close_stage(by=petra, stage=stage, why="Resten kommer.")
    refused("Öppna den först", services.unmeet_criterion, by=petra, criterion=row)


# The county's own way


def test_a_new_name_stays_visible_beside_the_old(petra, run):
    stage = stage_of(run)
    refused("Skriv skälet", services.rename_stage, by=petra, stage=stage, name="Start", reason="")
    refused("redan så", services.rename_stage, by=petra, stage=stage, name=stage.name, reason="x")
    services.rename_stage(by=petra, stage=stage, name="Start", reason="Så säger vi.")
    row = Deviation.objects.get()
    assert (row.kind, row.before, row.after, row.reason) == (
        "renamed",
        "Beslut och förankring",
        "Start",
        "Så säger vi.",
    )
    assert "stage.renamed" in told(stage)


def test_stages_are_moved_and_keep_their_numbers(petra, run):
    stage = stage_of(run, 11)
    services.move_stage(by=petra, stage=stage, to=4, reason="Vi övar tidigt.")
    assert stage_of(run, 4) == stage
    assert [one.order for one in run.stages.all()] == list(range(1, 14))
    assert (Deviation.objects.get().before, Deviation.objects.get().after) == ("11", "4")
    refused("mellan 1 och 13", services.move_stage, by=petra, stage=stage, to=14, reason="x")
    refused("redan där", services.move_stage, by=petra, stage=stage, to=4, reason="x")


def test_a_stage_of_the_countys_own_stands_where_it_says(petra, run):
    stage = services.add_stage(
        by=petra,
        run=run,
        name="Remiss",
        reason="Rådet vill det.",
        after=stage_of(run, 8),
        criteria=["Svar är inne", " "],
    )
    assert stage_of(run, 9) == stage
    assert run.stages.count() == 14
    assert [row.text for row in stage.criteria.all()] == ["Svar är inne"]
    assert Deviation.objects.get().kind == "added"


def test_merged_stages_keep_what_was_in_both(petra, run, day):
    first, second = stage_of(run, 7), stage_of(run, 8)
    services.begin_stage(by=petra, stage=first, on=day(-4))
    services.plan_stage(by=petra, stage=first, planned_start=day(-5), planned_end=day(3), responsible="")
    services.plan_stage(by=petra, stage=second, planned_start=day(1), planned_end=day(9), responsible="")
    seminar = services.add_seminar(by=petra, stage=first, title="Femte", starts_on=day(1), ends_on=day(2))
    asked = first.criteria.count() + second.criteria.count()
    services.merge_stages(by=petra, stage=first, into=second, reason="Ett internat räcker.")
    now = fresh_of(second)
    assert run.stages.count() == 12
    assert [one.order for one in run.stages.all()] == list(range(1, 13))
    assert now.criteria.count() == asked
    assert (now.state, now.started_on) == (StageState.ONGOING, day(-4))
    assert (now.planned_start, now.planned_end) == (day(-5), day(9))
    assert fresh_of(seminar).stage == second
    row = Deviation.objects.get()
    assert (row.kind, row.stage) == ("merged", second)
    assert row.before.startswith("Internat 5")


def test_only_open_stages_of_the_same_process_are_merged(petra, run, pelle, template, day):
    stage = stage_of(run)
    merge = {"by": petra, "stage": stage, "reason": "x"}
    refused("Välj en annan etapp", services.merge_stages, **merge, into=stage)
    services.skip_stage(by=petra, stage=stage_of(run, 2), why="x")
    refused("inte öppen", services.merge_stages, **merge, into=stage_of(run, 2))
    other = services.start_run(
        by=pelle, process=CountyProcess.objects.get(county_id="20"), template=template, title="B", starts_on=day(0)
    )
    refused("olika processer", services.merge_stages, **merge, into=stage_of(other))


def test_what_is_begun_is_not_dropped_and_what_is_dropped_stays_told(petra, run):
    begun = stage_of(run)
    services.begin_stage(by=petra, stage=begun)
    refused("Hoppa över den i stället", services.drop_stage, by=petra, stage=begun, reason="x")
    ticked = stage_of(run, 2)
    services.meet_criterion(by=petra, criterion=ticked.criteria.first(), evidence="x")
    refused("Hoppa över den i stället", services.drop_stage, by=petra, stage=ticked, reason="x")
    gone, same = stage_of(run, 12), stage_of(run, 12)
    services.drop_stage(by=petra, stage=gone, reason="Den nationella myndigheten gör den.")
    row = Deviation.objects.get()
    assert (row.kind, row.stage, row.before) == ("dropped", None, "Regional behovsanalys")
    assert run.stages.count() == 12
    with pytest.raises(MovedOn):
        services.begin_stage(by=petra, stage=same)


def test_every_act_asks_for_the_right_first(lena, run, day):
    stage, row = stage_of(run), stage_of(run).criteria.first()
    acts = [
        (services.edit_run, {"run": run, "revision": 0, "title": "x"}),
        (services.set_review, {"run": run, "on": day(9)}),
        (services.end_run, {"run": run}),
        (services.break_off, {"run": run, "why": "x"}),
        (services.rename_stage, {"stage": stage, "name": "x", "reason": "x"}),
        (services.merge_stages, {"stage": stage, "into": stage_of(run, 2), "reason": "x"}),
        (services.move_stage, {"stage": stage, "to": 2, "reason": "x"}),
        (services.add_stage, {"run": run, "name": "x", "reason": "x"}),
        (services.drop_stage, {"stage": stage, "reason": "x"}),
        (services.plan_stage, {"stage": stage, "planned_start": None, "planned_end": None, "responsible": ""}),
        (services.begin_stage, {"stage": stage}),
        (services.close_stage, {"stage": stage, "why": "x"}),
        (services.skip_stage, {"stage": stage, "why": "x"}),
        (services.reopen_stage, {"stage": stage}),
        (services.meet_criterion, {"criterion": row, "evidence": "x"}),
        (services.unmeet_criterion, {"criterion": row}),
        (services.add_seminar, {"stage": stage, "title": "x", "starts_on": day(0), "ends_on": day(0)}),
        (services.decide, {"run": run, "kind": "other", "title": "x", "body": "x", "decided_on": day(0)}),
    ]
    before = Entry.objects.count()
    for act, said in acts:
        with pytest.raises(Refused):
            act(by=lena, **said)
    assert Entry.objects.count() == before


# Seminars


@pytest.fixture
def seminar(petra, run, day):
    stage = stage_of(run, 3)
    return services.add_seminar(
        by=petra, stage=stage, title="Järvsö", starts_on=day(-2), ends_on=day(-1), place="Järvsö"
    )


def test_actors_take_part_by_function_and_days(petra, seminar):
    ljusdal = Actor.objects.get(key="kommun-2161")
    tib = services.invite(by=petra, seminar=seminar, actor=ljusdal, function="TiB")
    chief = services.invite(by=petra, seminar=seminar, actor=ljusdal, function="Säkerhetschef")
    refused("redan inbjuden", services.invite, by=petra, seminar=seminar, actor=ljusdal, function=" TiB ")
    services.note_days(by=petra, seminar=seminar, days={tib.pk: 2, chief.pk: 0})
    assert [row.days_present for row in seminar.attendances.order_by("pk")] == [2, 0]
    refused("mellan 0 och 2", services.note_days, by=petra, seminar=seminar, days={tib.pk: 3})
    refused("inte längre inbjuden", services.note_days, by=petra, seminar=seminar, days={0: 1})
    refused("Rätta närvaron", services.edit_seminar, by=petra, seminar=seminar, starts_on=seminar.ends_on)
    refused("står kvar", services.uninvite, by=petra, attendance=tib)


def test_a_person_is_of_the_actor_that_is_invited(petra, lena, seminar):
    board = Actor.objects.get(key="lst-21")
    row = services.invite(by=petra, seminar=seminar, actor=board, function="TiB", person=lena)
    assert row.person == lena
    ljusdal = Actor.objects.get(key="kommun-2161")
    refused("hör inte till", services.invite, by=petra, seminar=seminar, actor=ljusdal, function="TiB", person=lena)
    services.uninvite(by=petra, attendance=row)
    assert not seminar.attendances.exists()


def test_a_seminars_days_are_in_order_and_few(petra, run, day):
    add = {"by": petra, "stage": stage_of(run, 3), "title": "x", "starts_on": day(5)}
    refused("sluta före den dag", services.add_seminar, **add, ends_on=day(4))
    refused("högst 31 dagar", services.add_seminar, **add, ends_on=day(400))
    refused("Ge internatet en rubrik", services.add_seminar, **{**add, "title": " "}, ends_on=day(6))
    ahead = services.add_seminar(**add, ends_on=day(6))
    refused("inte börjat", services.note_days, by=petra, seminar=ahead, days={})
    services.edit_seminar(by=petra, seminar=ahead, notes=" Öppna frågor. ", place="Gävle")
    assert (fresh_of(ahead).notes, fresh_of(ahead).place) == ("Öppna frågor.", "Gävle")


# Decisions, the review, the end


def test_an_adoption_moves_the_run_only_together_with_a_review(petra, run, day):
    said = {"by": petra, "run": run, "day": day}
    refused("när strategin ska ses över", lambda **_: adopt(**said, review_on=None))
    assert fresh_of(run).state == RunState.ACTIVE
    assert not run.decisions.exists()
    adopt(**said)
    now = fresh_of(run)
    assert (now.state, now.review_on) == (RunState.MAINTAINED, day(300))
    assert told(run)[-1] == "processrun.maintained"
    refused("redan fastställd", lambda **_: adopt(**said))


def test_a_review_set_before_is_enough(petra, run, day):
    services.set_review(by=petra, run=run, on=day(200))
    adopt(petra, run, day, review_on=None)
    assert fresh_of(run).review_on == day(200)


def test_another_decision_moves_nothing(petra, run, day):
    stage = stage_of(run)
    row = services.decide(
        by=petra, run=run, kind="join", title="Vi deltar", body="Länsledningen", decided_on=day(0), stage=stage
    )
    assert (row.stage, fresh_of(run).state) == (stage, RunState.ACTIVE)


def test_decisions_are_not_of_the_future_and_do_not_hold_before_they_are_taken(petra, run, day):
    said = {"by": petra, "run": run, "kind": "other", "title": "x", "body": "x"}
    refused("i framtiden", services.decide, **said, decided_on=day(1))
    refused("före den dag då det fattades", services.decide, **said, decided_on=day(0), valid_from=day(-1))
    refused("vem som har beslutat", services.decide, **{**said, "body": " "}, decided_on=day(0))


def test_a_review_lies_at_most_24_months_ahead(petra, run, today, day):
    latest = months_on(today, 24)
    services.set_review(by=petra, run=run, on=latest)
    refused("högst 24 månader", services.set_review, by=petra, run=run, on=day((latest - today).days + 1))
    refused("framåt i tiden", services.set_review, by=petra, run=run, on=today)
    assert fresh_of(run).review_on == latest


@pytest.mark.parametrize(
    ("said", "months", "found"),
    [
        ("2026-11-26", 24, "2028-11-26"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-12-01", 12, "2027-12-01"),
        ("2026-11-30", 1, "2026-12-30"),
    ],
)
def test_months_are_counted_by_the_calendar(said, months, found):
    assert months_on(datetime.date.fromisoformat(said), months).isoformat() == found


def test_the_next_adoption_ends_the_strategy_before_it(petra, process, template, run, day):
    adopt(petra, run, day)
    after = services.start_run(by=petra, process=process, template=template, title="Nästa", starts_on=day(0))
    adopt(petra, after, day)
    assert [one.state for one in ProcessRun.objects.order_by("number")] == ["ended", "maintained"]
    assert fresh_of(run).ended_why == "Ersatt av Nästa"


def test_broken_off_with_a_reason_and_then_unchanged(petra, process, template, run, day):
    refused("Skriv varför", services.break_off, by=petra, run=run, why="")
    services.break_off(by=petra, run=run, why="Resurserna räcker inte.")
    refused("avslutad och ändras inte", services.begin_stage, by=petra, stage=stage_of(run))
    refused("avslutad och ändras inte", services.edit_run, by=petra, run=run, revision=0, title="x")
    refused("avslutad och ändras inte", services.set_review, by=petra, run=run, on=day(9))
    assert services.start_run(by=petra, process=process, template=template, title="Ny", starts_on=day(0)).number == 2


def test_what_goes_on_is_not_ended_as_if_it_were_adopted(petra, run):
    refused("Det steget finns inte", services.end_run, by=petra, run=run)


# Reminders


@pytest.fixture
def mailed(petra):
    petra.email = "petra@example.se"
    petra.save(update_fields=["email"])
    return petra


def test_the_leader_is_written_to_once_of_what_is_late(mailed, run, day):
    late, ahead = stage_of(run), stage_of(run, 2)
    services.plan_stage(by=mailed, stage=late, planned_start=None, planned_end=day(-1), responsible="")
    services.plan_stage(by=mailed, stage=ahead, planned_start=None, planned_end=day(0), responsible="")
    assert reminding.run() == 1
    assert reminding.run() == 0
    assert list(Letter.objects.values_list("person__username", "kind")) == [("petra.lan", "deadline")]
    assert told(late)[-1] == "stage.late"
    letters.send_waiting()
    body = mail.outbox[0].body
    assert "/lan/process/" in body
    assert late.name not in body


def test_a_new_end_may_be_late_once_more(mailed, run, day):
    stage = stage_of(run)
    for offset in (-9, -2):
        services.plan_stage(by=mailed, stage=stage, planned_start=None, planned_end=day(offset), responsible="")
        assert reminding.run() == 1
    services.plan_stage(by=mailed, stage=stage, planned_start=None, planned_end=day(-2), responsible="Enheten")
    assert reminding.run() == 0
    assert Letter.objects.count() == 2


def test_a_review_that_has_passed_is_told_of_once_for_its_day(mailed, run, day):
    services.set_review(by=mailed, run=run, on=day(15))
    assert reminding.run() == 0
    ProcessRun.objects.update(review_on=day(-1))
    assert (reminding.run(), reminding.run()) == (1, 0)
    ProcessRun.objects.update(review_on=day(-3))
    assert reminding.run() == 1
    assert Letter.objects.count() == 2


def test_two_weeks_before_a_review_or_an_item_the_leader_is_written_to_once(mailed, run, day):
    owner = Actor.objects.get(key="kommun-2161")
    services.set_review(by=mailed, run=run, on=day(14))
    item = services.plan_work(by=mailed, process=run.process, title="Utbilda", owner=owner, due_on=day(13))
    services.plan_work(by=mailed, process=run.process, title="Öva", owner=owner, due_on=day(15))
    assert (reminding.run(), reminding.run()) == (2, 0)
    assert told(item)[-1] == "workitem.near"
    assert told(run)[-1] == "processrun.review_near"
    assert list(Letter.objects.values_list("person__username", "kind")) == [("petra.lan", "process")]
    WorkItem.objects.filter(pk=item.pk).update(due_on=day(-1))
    assert (reminding.run(), reminding.run()) == (1, 0)
    assert list(Letter.objects.order_by("pk").values_list("kind", flat=True)) == ["process", "deadline"]
    letters.send_waiting()
    assert "/lan/process/" in mail.outbox[0].body
    assert "Utbilda" not in mail.outbox[0].body


def test_closed_stages_and_ended_runs_are_nobodys_worry(mailed, run, day):
    stage = stage_of(run)
    services.plan_stage(by=mailed, stage=stage, planned_start=None, planned_end=day(-1), responsible="")
    services.skip_stage(by=mailed, stage=stage, why="x")
    assert reminding.run() == 0
    other = stage_of(run, 2)
    services.plan_stage(by=mailed, stage=other, planned_start=None, planned_end=day(-1), responsible="")
    services.break_off(by=mailed, run=run, why="x")
    assert reminding.run() == 0


def test_whoever_is_appointed_later_is_told(mailed, run, day):
    stage = stage_of(run)
    services.plan_stage(by=mailed, stage=stage, planned_start=None, planned_end=day(-1), responsible="")
    mailed.memberships.update(ends=day(-1))
    assert reminding.run() == 0
    assert Stage.objects.get(pk=stage.pk).reminded_at is None
    after = person("ny.lan", Actor.objects.get(key="lst-21"), Role.PROCESS_LEADER)
    Person.objects.filter(pk=after.pk).update(email="ny@example.se")
    assert reminding.run() == 1
    assert Letter.objects.get().person == fresh(after)
