"""What is too old fades on the board, and its owner hears of it once."""

import datetime

import pytest
from django.core.cache import cache
from django.utils import timezone

from coordination.incidents.clock import now_in
from coordination.situations import picture
from coordination.situations.models import Function, Input
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
