"""The reviewer's grid: by stages, where a county went its own way, what waits; no more statements for ten years."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from processes import grid, services
from processes.models import CountyProcess, Decision, Deviation, ProcessRun, ReviewComment, Stage
from processes.services import comments
from tests.conftest import signed_in

SWEDISH = {"accept-language": "sv"}


def row_of(person, process, today):
    processes = list(CountyProcess.objects.visible_to(person).as_listed())
    return grid.grid_of(person, processes, today).rows[process.pk]


def stages_of(run):
    return {
        one.from_template.key: one for one in run.stages.select_related("from_template", "run") if one.from_template
    }


def cell(row, key):
    return next(one for one in row.cells if one.column.key == key)


def test_there_are_thirteen_columns_in_four_groups(rut, process, today):
    found = grid.grid_of(rut, list(CountyProcess.objects.visible_to(rut).as_listed()), today)
    assert len(found.columns) == 13
    assert [size for _name, size in found.groups] == [2, 6, 2, 3]
    assert all(row.run is None and row.cells == [] for row in found.rows.values())


def test_each_stage_is_a_mark_a_word_and_a_way_there(rut, petra, process, run, today, day):
    stages = stages_of(run)
    services.begin_stage(by=petra, stage=stages["beslut"], on=day(-90))
    services.close_stage(by=petra, stage=stages["beslut"], on=day(-80), why="Beslutet är taget.")
    services.begin_stage(by=petra, stage=stages["forberedelse"], on=day(-70))
    services.plan_stage(
        by=petra, stage=stages["internat1"], planned_start=day(-30), planned_end=day(-12), responsible=""
    )
    services.skip_stage(by=petra, stage=stages["internat2"], why="Redan gjort.")
    row = row_of(rut, process, today)
    marks = [(one.step, one.word) for one in row.cells[:5]]
    assert marks == [
        ("done", "klar"),
        ("now", "pågår"),
        ("late", "försenad 12 dagar"),
        ("skip", "hoppas över"),
        ("todo", "ej påbörjad"),
    ]
    assert cell(row, "beslut").year == f"{day(-80):%y}"
    assert "Redan gjort." in cell(row, "internat2").title
    assert cell(row, "beslut").url == stages["beslut"].get_absolute_url()


def test_where_a_county_went_its_own_way_the_row_says_so(rut, petra, process, run, today):
    stages = stages_of(run)
    services.rename_stage(by=petra, stage=stages["internat3"], name="Lägesrapporten", reason="Övat.")
    services.merge_stages(by=petra, stage=stages["internat5"], into=stages["internat6"], reason="För små.")
    services.drop_stage(by=petra, stage=stages["provning"], reason="Görs av grannlänet.")
    services.add_stage(by=petra, run=run, name="Samrådet", purpose="", criteria=[], reason="Vi har fjäll.")
    row = row_of(rut, process, today)
    renamed = cell(row, "internat3")
    assert renamed.own_way
    assert "Lägesrapporten" in renamed.title
    assert "Internat 3" in renamed.title
    merged, dropped = cell(row, "internat5"), cell(row, "provning")
    assert (merged.step, merged.word, dropped.step, dropped.word) == ("", "ihopslagen", "", "borttagen")
    assert "Görs av grannlänet." in dropped.title
    assert [stage.name for stage in row.own] == ["Samrådet"]
    assert len(row.cells) == 13
    assert row.deviations == "1 fick annat namn, 1 slogs ihop, 1 lades till, 1 togs bort"
    page = signed_in(rut).get(reverse("review"), headers=SWEDISH).content.decode()
    assert "1 egen etapp" in page
    assert row.deviations in page


def test_the_process_that_goes_on_is_the_one_that_is_shown(rut, petra, process, run, template, today, day):
    services.decide(by=petra, run=run, kind="adoption", title="F", body="Rådet", decided_on=day(-5), review_on=day(300))
    assert row_of(rut, process, today).run.number == 1
    services.start_run(by=petra, process=process, template=template, title="Nästa", starts_on=today)
    assert row_of(rut, process, today).run.number == 2


def test_a_county_without_a_process_keeps_what_the_page_said(rut, process, run, client):
    client.force_login(rut)
    page = client.get(reverse("review"), headers=SWEDISH).content.decode()
    assert page.count('läget enligt källan, senast granskad <time class="one" datetime="2015-05-11">') == 20
    assert "1 län leder sin process i Samlad" in page


def test_what_waits_for_the_reviewer_stands_first(rut, petra, process, run, said, day, today):
    services.decide(by=petra, run=run, kind="adoption", title="F", body="Rådet", decided_on=day(-5), review_on=day(300))
    ProcessRun.objects.filter(pk=run.pk).update(review_on=day(-13))
    comments.answer_comment(by=petra, comment=said, text="I internat 3.")
    found = grid.grid_of(rut, list(CountyProcess.objects.visible_to(rut).as_listed()), today)
    assert [one.count for one in found.waits] == [0, 0, 1, 1]
    assert found.waits[2].links == [("Gävleborg", "/granskning/X/#kommentarer")]
    row = found.rows[process.pk]
    assert (row.comments, row.late_days) == ([0, 1, 0], 13)
    page = signed_in(rut).get(reverse("review"), headers=SWEDISH).content.decode()
    assert "13 dagar sen" in page
    assert page.index("Väntar på granskaren") < page.index("Utvecklingsprocessens etapper per län")
    comments.settle(by=rut, comment=said)
    assert row_of(rut, process, today).comments == [0, 0, 0]


def ten_years(template, rut, each=5):
    """Every county with several runs, each with all its stages, deviations and comments: made in bulk."""
    now, today = timezone.now(), timezone.localdate()
    runs = ProcessRun.objects.bulk_create(
        ProcessRun(
            process=process,
            number=number,
            template=template,
            state="ended" if number < each else "maintained",
            title=f"Process {number}",
            starts_on=today - datetime.timedelta(days=730 * (each - number + 1)),
            review_on=today - datetime.timedelta(days=1),
            made_at=now,
            made_by=rut,
        )
        for process in CountyProcess.objects.all()
        for number in range(1, each + 1)
    )
    stages = Stage.objects.bulk_create(
        Stage(process_id=run.process_id, run=run, from_template=one, order=one.order, name=one.name_sv)
        for run in runs
        for one in template.stages.all()
    )
    Deviation.objects.bulk_create(
        Deviation(process_id=one.process_id, run_id=one.run_id, stage=one, kind="renamed", reason="x", at=now, by=rut)
        for one in stages[::5]
    )
    ReviewComment.objects.bulk_create(
        ReviewComment(process_id=run.process_id, run=run, yardstick="relevans", text="x", at=now, by=rut)
        for run in runs
    )
    return runs


def asked(client, counting, address=None):
    with counting(60) as statements:
        answer = client.get(address or reverse("review"))
    assert answer.status_code == 200
    return len(statements)


def test_ten_years_of_21_counties_ask_as_much_as_one_run(
    rut, run, said, template, client, django_assert_max_num_queries
):
    client.force_login(rut)
    one = asked(client, django_assert_max_num_queries)
    ProcessRun.objects.filter(pk=run.pk).update(number=99)
    ten_years(template, rut)
    assert asked(client, django_assert_max_num_queries) == one
    assert one <= 16


def test_the_year_asks_as_much_for_all_as_for_none(rut, template, client, django_assert_max_num_queries):
    client.force_login(rut)
    address = reverse("yearly_report", args=[timezone.localdate().year])
    none = asked(client, django_assert_max_num_queries, address)
    runs = ten_years(template, rut)
    Decision.objects.bulk_create(
        Decision(
            process_id=run.process_id,
            run=run,
            kind="adoption",
            title="F",
            body="Rådet",
            decided_on=run.starts_on,
            noted_at=timezone.now(),
            noted_by=rut,
        )
        for run in runs
    )
    assert asked(client, django_assert_max_num_queries, address) == none


@pytest.mark.parametrize("state", ["active", "maintained", "ended", "broken_off"])
def test_of_one_run_that_one_is_shown(state):
    run = ProcessRun(number=1, state=state)
    assert grid.current_of([run]) is run
    assert grid.current_of([]) is None
