"""What is too old fades on the board, and its owner hears of it once."""

import datetime

import pytest
from django.core.cache import cache
from django.utils import timezone

from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, Notice
from coordination.situations.board import picture
from coordination.situations.models import Compilation, Function, Input
from coordination.situations.services import inputs, requests
from coordination.situations.weighing import ageing
from tests.conftest import fresh
from tests.situations.answers import answer, content

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


@pytest.fixture
def old(house, incident, asked):
    """Ljusdal answered three hours ago; what it says of power lasts two."""
    Function.objects.filter(key="el").update(shelf_minutes=120)
    sent = answer(house.maria, asked, house.ljusdal, content(1, 1, 1, households=900, el=(2, 2, 1)))
    Input.objects.filter(pk=sent.pk).update(submitted_at=timezone.now() - datetime.timedelta(hours=3))
    return sent


def ljusdal(board):
    return next(row for row in board.rows if row.recipient.actor.short == "Ljusdal")


def test_an_old_grade_is_unknown_and_its_old_value_stays_readable(incident, old):
    board = picture.board(incident)
    cell = ljusdal(board).cells[0]
    assert (cell.grade, cell.last) == (None, 4)
    assert cell.old_at is not None
    assert ljusdal(board).overall.grade == 3
    assert board.sums[0]["worst"] is None
    assert board.overall["worst"] == 3
    assert board.total == 900


def test_after_a_day_the_whole_answer_is_unknown_and_its_figure_is_not_summed(incident, old):
    board = picture.board(incident, now=now_in(incident) + datetime.timedelta(hours=22))
    row = ljusdal(board)
    assert (row.overall.grade, row.overall.last, row.count, row.former_count) == (None, 3, None, 900)
    assert (board.overall["worst"], board.total) == (None, None)


def test_the_board_says_in_words_that_it_is_old(client, house, incident, old):
    client.force_login(house.bo)
    page = client.get(f"/h/{incident.number}/lagesbild/").content.decode()
    assert "gammal, <time" in page
    assert "senast 4" in page


def test_its_owner_is_told_once_and_the_picture_is_compiled_anew(house, incident, old):
    Compilation.objects.all().delete()
    assert ageing.nudge_owners() == 1
    assert ageing.nudge_owners() == 0
    notice = Notice.objects.get(kind="stale")
    assert (notice.actor, notice.subject, notice.path) == (house.ljusdal, f"input:{old.pk}", old.get_absolute_url())
    assert Compilation.objects.filter(incident=incident, state="queued").count() == 1


def test_who_is_asked_anew_is_not_nudged_as_well(house, incident, old):
    now = now_in(incident)
    requests.send_request(
        by=house.lena,
        incident=incident,
        question_set=old.request.question_set,
        recipients=[house.ljusdal],
        purpose="Nästa läge",
        as_of=now,
        deadline=now + datetime.timedelta(hours=2),
    )
    assert ageing.nudge_owners() == 0


def test_nothing_is_said_of_a_fresh_answer_or_in_a_closed_incident(house, incident, asked, old):
    Incident.objects.filter(pk=incident.pk).update(state="closed")
    assert ageing.nudge_owners() == 0
    Incident.objects.filter(pk=incident.pk).update(state="open")
    Input.objects.filter(pk=old.pk).update(submitted_at=timezone.now())
    assert ageing.nudge_owners() == 0


def test_her_own_page_says_which_and_leads_to_the_answer(client, house, incident, old):
    ageing.nudge_owners()
    client.force_login(fresh(house.maria))
    page = client.get("/").content.decode()
    assert "Uppgifter i ert svar har blivit gamla" in page
    assert "El. Bekräfta eller ändra dem." in page
    client.force_login(fresh(house.bo))
    assert "har blivit gamla" not in client.get("/").content.decode()


def test_confirmed_unchanged_it_is_new_again(house, incident, asked, old):
    ageing.nudge_owners()
    inputs.submit_unchanged(by=fresh(house.maria), request=asked, actor=house.ljusdal, key="again")
    assert ageing.nudge_owners() == 0
    assert ljusdal(picture.board(incident)).cells[0].grade == 4
