"""How long what was said may count, and what the picture says of the rest."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordination.situations.compiled.compose import MUNICIPALITY, Answer, Asked, Grade, Outline, compare, compose
from coordination.situations.weighing.freshness import Age, Shelves, freshness, shelves_of, stale_facts
from tests.situations.test_compose import OUTLINE, rounds

TEN = datetime(2025, 12, 28, 10, 0, tzinfo=UTC)
EL = Shelves(TEN, {"functions.el": 60, "numbers.households": 60, "overall": 60})


@pytest.mark.parametrize(
    ("minutes_ago", "age", "until_minutes"),
    [(0, Age.FRESH, 45), (44, Age.FRESH, 1), (45, Age.AGEING, 15), (59, Age.AGEING, 1), (60, Age.STALE, 0)],
)
def test_an_hours_shelf_life_ages_in_its_last_quarter_and_ends_on_the_minute(minutes_ago, age, until_minutes):
    found = freshness(TEN - timedelta(minutes=minutes_ago), 60, TEN)
    assert (found.age, found.until) == (age, TEN + timedelta(minutes=until_minutes))


@given(st.integers(0, 5000), st.integers(1, 3000))
def test_it_only_ever_grows_older(ago, shelf):
    order = [Age.FRESH, Age.AGEING, Age.STALE]
    said = TEN - timedelta(minutes=ago)
    before, after = freshness(said, shelf, TEN), freshness(said, shelf, TEN + timedelta(minutes=7))
    assert order.index(before.age) <= order.index(after.age)
    assert freshness(said, shelf, before.until).age != Age.FRESH


def test_a_question_without_a_shelf_life_of_its_own_lasts_a_day():
    sections = [
        {"questions": [{"key": "injured", "kind": "number", "shelf_minutes": 120}, {"key": "x", "kind": "text"}]}
    ]
    shelves = shelves_of(sections, {"el": 240}, TEN)
    assert [shelves.of(path) for path in ("numbers.injured", "texts.x", "functions.el", "overall")] == [
        120, 1440, 240, 1440,
    ]  # fmt: skip


def test_what_ran_out_is_named_and_what_was_never_said_is_not():
    said = {
        "overall": {"grade": 3},
        "functions": {"el": {"grade": 4}, "vatten": {"grade": None}},
        "numbers": {"households": 0, "injured": None},
        "texts": {"summary": ""},
    }
    assert stale_facts(said, TEN - timedelta(minutes=61), EL) == ["overall", "functions.el", "numbers.households"]
    assert stale_facts(said, TEN - timedelta(minutes=59), EL) == []


def one(at, grade=4, households=900):
    graded = Grade(grade)
    return Answer(1, 1, "1", at, overall=graded, functions={"el": graded}, numbers={"households": households})


def test_an_old_grade_stays_readable_and_counts_as_unknown():
    asked = [Asked(1, "A", "A", MUNICIPALITY, "a")]
    body = compose([one("2025-12-28T08:59:00+00:00")], asked, OUTLINE, shelves=EL)
    function = body["functions"][0]
    assert (function["worst"], function["distribution"], function["stale"]) == (None, [None], 1)
    cell = function["cells"][0]
    assert (cell["grade"], cell["stale"], cell["at"]) == (4, True, "2025-12-28T08:59:00+00:00")
    number = body["numbers"][0]
    assert number["total"] is None
    assert [(row["value"], row["why"]) for row in number["not_counted"]] == [(900, "stale")]
    assert [row["actor"] for row in number["missing"]] == [1]
    assert body["overall"]["worst"] is None
    assert body["answered"][0]["stale"]
    assert body["stale"] == {"facts": 3, "stale": 3, "share": 100}


def test_a_grade_that_only_grew_old_is_no_change():
    asked = [Asked(1, "A", "A", MUNICIPALITY, "a")]
    before = compose([one("2025-12-28T09:59:00+00:00", grade=2)], asked, OUTLINE, shelves=EL)
    after = compose([one("2025-12-28T08:59:00+00:00", grade=5)], asked, OUTLINE, shelves=EL)
    assert compare(after, before)["changes"] == []


def test_the_share_is_whole_percent_of_all_that_is_said():
    asked = [Asked(n, str(n), str(n), MUNICIPALITY, f"{n:02d}") for n in range(1, 26)]
    outline = Outline([], [], [("forecast", "Prognos")])
    answers = [
        Answer(n, n, str(n), f"2025-12-28T0{8 if n == 1 else 9}:55:00+00:00", texts={"forecast": "x"})
        for n in range(1, 26)
    ]
    body = compose(answers, asked, outline, shelves=Shelves(TEN, {"texts.forecast": 60}))
    assert body["stale"] == {"facts": 25, "stale": 1, "share": 4}


@st.composite
def aged(draw):
    asked, answers = draw(rounds())
    answers = [
        Answer(
            **{
                **a.__dict__,
                "at": (TEN - timedelta(minutes=draw(st.integers(0, 180)))).isoformat(),
                "same_as": draw(st.one_of(st.none(), st.integers(1, 15))),
            }
        )
        for a in answers
    ]
    lost = {(a.input, "numbers.households") for a in answers if draw(st.booleans())}
    return asked, answers, lost


@given(aged(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_with_old_disputed_and_repeated_figures_the_order_never_matters(data, chance):
    asked, answers, lost = data
    shuffled = list(answers)
    chance.shuffle(shuffled)
    first = compose(answers, asked, OUTLINE, shelves=EL, lost=lost)
    assert first == compose(shuffled, asked, OUTLINE, shelves=EL, lost=lost)


@given(aged())
@settings(max_examples=150, deadline=None)
def test_a_figure_is_counted_once_or_stands_beside_with_its_reason(data):
    asked, answers, lost = data
    body = compose(answers, asked, OUTLINE, shelves=EL, lost=lost)
    number = body["numbers"][0]
    parts = [row["actor"] for row in number["parts"]]
    apart = [row["actor"] for row in number["not_counted"]]
    assert len(parts + apart) == len(set(parts + apart))
    assert (number["total"] or 0) == sum(row["value"] for row in number["parts"])
    assert {row["why"] for row in number["not_counted"]} <= {
        "other_level", "former_request", "stale", "same_as", "disputed",
    }  # fmt: skip
    silent = [row["actor"] for row in body["silent"]]
    assert sorted([row["actor"] for row in body["answered"]] + silent) == sorted(a.actor for a in asked)


@given(aged())
@settings(max_examples=100, deadline=None)
def test_nothing_old_is_ever_the_worst(data):
    asked, answers, _lost = data
    body = compose(answers, asked, OUTLINE, shelves=EL)
    for function in body["functions"]:
        live = [cell["grade"] for cell in function["cells"] if not cell["stale"] and cell["grade"]]
        assert function["worst"] in (None, *live)
        assert function["stale"] == sum(cell["stale"] for cell in function["cells"])
    assert 0 <= body["stale"]["stale"] <= body["stale"]["facts"]
