"""What waits in a county's process stands on its leader's first page, and on nobody else's."""

import pytest

from actors.models import Actor
from processes import services
from processes.models import ProcessRun, Stage, WorkItem
from processes.waiting import lines_for
from tests.conftest import fresh, signed_in

pytestmark = pytest.mark.django_db
SWEDISH = {"accept-language": "sv"}


def first_page(who):
    return signed_in(who).get("/", headers=SWEDISH).content.decode()


@pytest.fixture
def waits(petra, run, said, day):
    """A comment, an observation, a late stage and a late item, in Gävleborg."""
    services.observe(by=petra, process=run.process, source="review", observation="Larmet tog fyrtio minuter.")
    owner = Actor.objects.get(key="kommun-2161")
    item = services.plan_work(by=petra, process=run.process, title="Utbilda", owner=owner, due_on=day(3))
    WorkItem.objects.filter(pk=item.pk).update(due_on=day(-2))
    ProcessRun.objects.filter(pk=run.pk).update(review_on=day(-1))
    Stage.objects.filter(pk=run.stages.first().pk).update(planned_end=day(-1))


def test_what_waits_is_counted_and_leads_to_where_it_is_done(petra, waits):
    page = first_page(petra)
    for words, address in (
        ("1 kommentar från granskaren väntar på länets svar", "/lan/X/granskning/"),
        ("Dagen för översyn har passerat", "/lan/X/process/"),
        ("2 etapper och poster har passerat sin dag", "/lan/X/process/"),
        ("1 iakttagelse väntar på sin lärdom", "/lan/X/lardomar/"),
    ):
        assert f'<a href="{address}">{words}</a>' in page


def test_another_countys_leader_and_others_of_the_board_are_told_nothing_of_it(waits, pelle, lena, rut):
    for who in (pelle, lena, rut):
        assert lines_for(fresh(who)) == []
        assert "I länets process" not in first_page(who)


def test_where_nothing_waits_nothing_is_said(petra, run):
    assert "I länets process" not in first_page(petra)


def test_it_is_one_statement(petra, waits, django_assert_max_num_queries):
    who = fresh(petra)
    with django_assert_max_num_queries(2):  # her role, and the counts: at the door the role is known
        assert len(lines_for(who)) == 4
