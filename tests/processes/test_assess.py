"""A county rates what it is able to, plans its work, and delivers needs analyses: each rule, and what is refused."""

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from actors import letters
from actors.models import Actor, Letter
from actors.roles import Role
from actors.services import give_role
from journal.models import Entry
from journal.refusals import MovedOn, Refused, RuleBroken
from processes import capability, reminding, services, working
from processes.models import Component, CountyProcess, NeedsAnalysis, Rating, WorkItem
from processes.services.analyses import TEXTS, lacking_in
from processes.services.rating import rating_print
from processes.services.work import work_print
from processes.states import WORK_OPEN, AnalysisState, WorkState
from tests.conftest import fresh

pytestmark = pytest.mark.django_db


def refused(sentence, act, **more):
    with pytest.raises(RuleBroken) as no:
        act(**more)
    assert sentence in no.value.sentence
    return no.value


@pytest.fixture
def larm(loaded):
    return Component.objects.get(key="larm")


@pytest.fixture
def ljusdal(loaded):
    return Actor.objects.get(key="kommun-2161")


@pytest.fixture
def item(petra, process, ljusdal, day):
    return services.plan_work(by=petra, process=process, title="Larmprov", owner=ljusdal, due_on=day(20))


@pytest.fixture
def analysis(petra, process):
    return services.begin_analysis(by=petra, process=process, area="Reservkraft")


def whole(petra, analysis, ljusdal):
    year = timezone.localdate().year + 4
    said = dict.fromkeys(TEXTS, "Så är det.")
    services.edit_analysis(by=petra, analysis=analysis, revision=analysis.revision, horizon_year=year, **said)
    services.put_measure(by=petra, analysis=analysis, revision=analysis.revision, title="Provdag", owner=ljusdal)
    return analysis


def deliver(petra, analysis):
    services.deliver_analysis(by=petra, analysis=analysis, revision=analysis.revision)
    return analysis


# Ratings


def test_a_rating_keeps_what_was_not_sent_and_stands_in_the_journal(petra, run, larm):
    services.rate(by=petra, run=run, component=larm, before=2, before_why="Övat i våras.", priority=1)
    services.rate(by=petra, run=run, component=larm, after=4, after_why=" Prövat. ")
    row = Rating.objects.get()
    assert (row.before, row.before_why, row.after, row.after_why, row.priority) == (2, "Övat i våras.", 4, "Prövat.", 1)
    verbs = Entry.objects.filter(subject=row.journal_subject()).values_list("verb", flat=True)
    assert list(verbs) == ["rating.rated"] * 2


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"before": 6, "before_why": "A"}, "siffra från 1 till 5"),
        ({"after": 0, "after_why": "A"}, "siffra från 1 till 5"),
        ({"before": 3}, "Skriv varför vid varje skattning"),
        ({"after_why": "Bättre"}, "Välj också en siffra"),
        ({"priority": 4}, "Prioriteten är 1, 2 eller 3"),
    ],
)
def test_a_figure_has_its_words_and_its_bounds(petra, run, larm, said, sentence):
    refused(sentence, services.rate, by=petra, run=run, component=larm, **said)
    assert not Rating.objects.exists()


def test_of_two_who_rate_at_once_one_is_told_to_compare(petra, run, larm):
    was = rating_print(None)
    services.rate(by=petra, run=run, component=larm, was=was, before=2, before_why="A")
    with pytest.raises(MovedOn):
        services.rate(by=petra, run=run, component=larm, was=was, before=5, before_why="B")
    row = Rating.objects.get()
    services.rate(by=petra, run=run, component=larm, was=rating_print(row), before=None, before_why="")
    assert Rating.objects.get().before is None


def test_an_ended_process_is_not_rated_any_more(petra, run, larm):
    services.break_off(by=petra, run=run, why="Slut.")
    refused("är avslutad och ändras inte mer", services.rate, by=petra, run=run, component=larm, priority=1)


def test_only_the_leader_rates_plans_and_writes(lena, rut, pelle, run, process, larm, ljusdal, day, item, analysis):
    for by in (lena, rut, pelle):
        with pytest.raises(Refused):
            services.rate(by=by, run=run, component=larm, priority=1)
        with pytest.raises(Refused):
            services.plan_work(by=by, process=process, title="A", owner=ljusdal, due_on=day(1))
        with pytest.raises(Refused):
            services.move_work(by=by, item=item, to="ongoing")
        with pytest.raises(Refused):
            services.edit_work(by=by, item=item, title="B")
        with pytest.raises(Refused):
            services.begin_analysis(by=by, process=process, area="A")
        with pytest.raises(Refused):
            services.edit_analysis(by=by, analysis=analysis, revision=0, gap="A")
        with pytest.raises(Refused):
            services.deliver_analysis(by=by, analysis=analysis, revision=0)


def test_the_rows_tell_what_has_risen_fallen_and_cannot_be_compared(petra, run, process, ljusdal, day):
    said = [("larm", 2, 4), ("lagesbild", 4, 3), ("vardegrund", 3, 3), ("tolkning", 3, None), ("system", None, 2)]
    for key, before, after in said:
        figures = {"before": before, "before_why": "A" if before else "", "after": after}
        services.rate(
            by=petra, run=run, component=Component(pk=key), **figures, after_why="B" if after else "", priority=2
        )
    larm = Component.objects.get(key="larm")
    services.plan_work(by=petra, process=process, title="A", owner=ljusdal, due_on=day(1), component=larm)
    done = services.plan_work(by=petra, process=process, title="B", owner=ljusdal, due_on=day(1), component=larm)
    services.move_work(by=petra, item=done, to="done")
    rows = {row.component.key: row for row in capability.rows_of(petra, run)}
    assert rows["larm"].change_words == "Stigit 2 → 4"
    assert rows["larm"].work == 1
    assert rows["lagesbild"].change_words == "Sjunkit 4 → 3"
    assert rows["vardegrund"].change_words == "Lika"
    assert rows["tolkning"].change_words == "Inte skattad efter"
    assert rows["system"].change_words == "Inte skattad före"
    assert rows["larande"].change_words == "Inte skattad"
    assert [number for _words, number in capability.tally(list(rows.values()))] == [1, 1, 1, 6]


def test_rows_cost_three_statements_however_many(petra, run, django_assert_num_queries):
    for one in Component.objects.all():
        services.rate(by=petra, run=run, component=one, before=2, before_why="A")
    reader = fresh(petra)
    reader.has_perm("x")
    with django_assert_num_queries(3):
        capability.rows_of(reader, run)


# The work plan


def test_an_item_is_planned_and_goes_its_way(petra, item, today):
    assert (item.state, item.process.county_id) == ("planned", "21")
    services.move_work(by=petra, item=item, to="ongoing", remark="Börjat.")
    services.move_work(by=petra, item=item, to="done")
    assert (item.done_on, item.remark) == (today, "")
    services.move_work(by=petra, item=item, to="ongoing")
    item.refresh_from_db()
    assert (item.done_on, item.state) == (None, "ongoing")
    verbs = Entry.objects.filter(subject=item.journal_subject()).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["workitem.made", "workitem.ongoing", "workitem.done", "workitem.ongoing"]


@pytest.mark.parametrize("to", ["delayed", "standby", "dropped"])
def test_what_does_not_go_as_planned_says_why(petra, item, to):
    refused("Skriv varför", services.move_work, by=petra, item=item, to=to, remark="  ")
    services.move_work(by=petra, item=item, to=to, remark="Ingen tid.")
    item.refresh_from_db()
    assert (item.state, item.remark) == (to, "Ingen tid.")
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkItem.objects.filter(pk=item.pk).update(remark="")


def test_an_item_needs_words_and_a_run_of_its_own_county(petra, pelle, process, template, ljusdal, day, item):
    act = {"by": petra, "process": process, "owner": ljusdal, "due_on": day(1)}
    refused("Skriv vad som ska göras", services.plan_work, title=" ", **act)
    dalarna = CountyProcess.objects.get(county_id="20")
    other = services.start_run(by=pelle, process=dalarna, template=template, title="D", starts_on=day(0))
    refused("ett annat läns process", services.plan_work, title="A", run=other, **act)
    refused("Skriv vad som ska göras", services.edit_work, by=petra, item=item, title=" ")


def test_what_is_done_is_opened_before_it_is_changed(petra, item, day):
    services.edit_work(by=petra, item=item, was=work_print(item), due_on=day(40))
    moved = Entry.objects.filter(subject=item.journal_subject(), verb="workitem.edited").get()
    assert (moved.data["before"], moved.data["due_on"]) == (day(20).isoformat(), day(40).isoformat())
    old = work_print(item)
    services.edit_work(by=petra, item=item, title="Larmprov på helger")
    with pytest.raises(MovedOn):
        services.edit_work(by=petra, item=item, was=old, title="C")
    services.move_work(by=petra, item=item, to="done")
    refused("Öppna den igen", services.edit_work, by=petra, item=item, title="D")


def test_late_is_past_its_day_and_open(petra, process, item, day, today):
    rows = working.rows_of(petra, process, day(23))
    assert (rows[0].late, rows[0].late_words, rows[0].soon) == (3, "3 dagar sen", False)
    assert [row.soon for row in working.rows_of(petra, process, day(6))] == [True]
    assert [row.soon for row in working.rows_of(petra, process, day(5))] == [False]
    services.move_work(by=petra, item=item, to="done")
    assert [row.late for row in working.rows_of(petra, process, day(23))] == [0]


def test_every_state_has_its_shape():
    assert set(working.STEPS) == set(WorkState.values)
    assert set(WORK_OPEN) < set(WorkState.values)


def test_the_leader_is_written_to_once_for_each_day_that_passes(petra, item, day):
    petra.email = "petra@example.se"
    petra.save(update_fields=["email"])
    WorkItem.objects.update(due_on=day(-1))
    assert reminding.run() == 1
    assert reminding.run() == 0
    letters.send_waiting()
    assert Letter.objects.filter(person=petra).count() == 1
    assert "en post i arbetsplanen" in mail.outbox[0].body
    assert "Larmprov" not in mail.outbox[0].body
    WorkItem.objects.update(due_on=day(-2))
    assert reminding.run() == 1
    WorkItem.objects.update(due_on=day(-3), state="done")
    assert reminding.run() == 0


# Needs analyses


def test_an_analysis_is_written_delivered_and_answered(petra, rut, analysis, ljusdal):
    deliver(petra, whole(petra, analysis, ljusdal))
    services.answer_analysis(by=rut, analysis=analysis, revision=analysis.revision, response=" Vi hjälper. ")
    analysis.refresh_from_db()
    assert (analysis.state, analysis.response, analysis.answered_by) == ("answered", "Vi hjälper.", rut)
    refused("ändras inte mer", services.edit_analysis, by=petra, analysis=analysis, revision=2, gap="Nytt")
    refused("Det steget finns inte", services.take_back_analysis, by=petra, analysis=analysis)


def test_each_county_numbers_its_own(petra, process, analysis):
    second = services.begin_analysis(by=petra, process=process, area="Samband")
    assert (analysis.number, second.number) == (1, 2)
    refused("vilket område", services.begin_analysis, by=petra, process=process, area=" ")


def test_what_must_be_there_is_named_before_it_is_delivered(petra, analysis, ljusdal):
    said = "nuläge, målbild, glapp, behov, stöd som begärs, målår, minst en åtgärd"
    refused(f"Det här saknas innan analysen kan lämnas: {said}.", deliver, petra=petra, analysis=analysis)
    whole(petra, analysis, ljusdal)
    services.edit_analysis(by=petra, analysis=analysis, revision=2, gap=" ")
    assert lacking_in(analysis) == ["glapp"]
    services.edit_analysis(by=petra, analysis=analysis, revision=3, gap="Tio verk.")
    services.drop_measure(by=petra, measure=analysis.measures.get())
    refused("minst en åtgärd", deliver, petra=petra, analysis=analysis)


def test_days_and_years_are_in_order(petra, analysis, ljusdal, day):
    act = {"by": petra, "analysis": analysis, "title": "A", "owner": ljusdal, "revision": 0}
    refused("inte sluta före", services.put_measure, starts_on=day(2), ends_on=day(1), **act)
    refused("Prioriteten är", services.put_measure, priority=4, **act)
    refused("Skriv vad som ska göras", services.put_measure, **{**act, "title": " "})
    year = timezone.localdate().year
    for wrong in (year - 1, year + 21):
        refused(
            f"mellan {year} och {year + 20}",
            services.edit_analysis,
            by=petra,
            analysis=analysis,
            revision=0,
            horizon_year=wrong,
        )
    refused("vilket område", services.edit_analysis, by=petra, analysis=analysis, revision=0, area="")


def test_of_two_at_once_the_second_is_told_to_compare(petra, analysis, ljusdal):
    one, other = (NeedsAnalysis.objects.get(pk=analysis.pk) for _ in range(2))
    services.edit_analysis(by=petra, analysis=one, revision=0, gap="Ett")
    with pytest.raises(MovedOn):
        services.edit_analysis(by=petra, analysis=other, revision=0, gap="Två")
    with pytest.raises(MovedOn):
        services.put_measure(by=petra, analysis=other, revision=0, title="A", owner=ljusdal)
    assert NeedsAnalysis.objects.get().gap == "Ett"
    assert not one.measures.exists()


def test_what_was_read_is_what_is_delivered_and_answered(petra, rut, analysis, ljusdal):
    whole(petra, analysis, ljusdal)
    with pytest.raises(MovedOn):
        services.deliver_analysis(by=petra, analysis=analysis, revision=analysis.revision - 1)
    deliver(petra, analysis)
    read = analysis.revision
    refused("Ta tillbaka den", services.edit_analysis, by=petra, analysis=analysis, revision=read, gap="Nytt")
    measure = analysis.measures.get()
    refused("Ta tillbaka den", services.drop_measure, by=petra, measure=measure)
    services.take_back_analysis(by=petra, analysis=analysis)
    assert analysis.delivered_at is None
    services.edit_analysis(by=petra, analysis=analysis, revision=read, gap="Nytt")
    deliver(petra, analysis)
    with pytest.raises(MovedOn):
        services.answer_analysis(by=rut, analysis=analysis, revision=read, response="Till det förra.")
    assert NeedsAnalysis.objects.get().state == AnalysisState.DELIVERED


def test_an_answer_has_words_and_comes_from_elsewhere(petra, lena, rut, nils, analysis, ljusdal):
    deliver(petra, whole(petra, analysis, ljusdal))
    act = {"analysis": analysis, "revision": analysis.revision}
    refused("Ett svar utan ord", services.answer_analysis, by=rut, response=" ", **act)
    for by in (petra, lena, nils):
        with pytest.raises(Refused):
            services.answer_analysis(by=by, response="Ja.", **act)
    board = Actor.objects.get(key="lst-21")
    give_role(person=rut, actor=board, role=Role.READER, starts=timezone.localdate())
    refused("länets egen länsstyrelse", services.answer_analysis, by=fresh(rut), response="Ja.", **act)


def test_the_other_county_reads_none_of_it(pelle, rut, lena, run, petra, larm, item, analysis, ljusdal):
    services.rate(by=petra, run=run, component=larm, before=2, before_why="A")
    whole(petra, analysis, ljusdal)
    for model in (Rating, WorkItem, NeedsAnalysis, type(analysis.measures.get())):
        assert not model.objects.visible_to(pelle).exists()
        for by in (lena, rut):
            assert model.objects.visible_to(by).count() == 1
