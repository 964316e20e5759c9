"""The compiled picture as a pure function: no database."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordination.situations.compiled.compose import (
    MUNICIPALITY,
    OTHER,
    Answer,
    Asked,
    Grade,
    Outline,
    compare,
    compose,
)
from coordination.situations.compiled.grading import distribution, grade_of, worst

OUTLINE = Outline(
    functions=[("el", "El"), ("vatten", "Dricksvatten")],
    numbers=[{"key": "households", "name": "Hushåll utan el", "unit": "hushåll"}],
    texts=[("summary", "Vad är nytt?")],
)
grades = st.one_of(st.none(), st.integers(1, 5))


@st.composite
def rounds(draw):
    """Those who were asked, and answers: some of strangers, some twice from the same actor."""
    asked = [
        Asked(
            actor=n,
            name=f"Kommun {n}",
            short=f"K{n}",
            level=draw(st.sampled_from([MUNICIPALITY, OTHER])),
            sort_name=f"k{n:03d}",
            last=draw(
                st.one_of(
                    st.none(),
                    st.just(
                        {"input": 9000 + n, "at": "2025-12-27T20:00", "overall": 4, "numbers": {"households": 900}}
                    ),
                )
            ),
        )
        for n in range(1, draw(st.integers(1, 12)) + 1)
    ]
    answers = [
        Answer(
            actor=actor,
            input=number,
            number=f"2025-041-{number:03d}",
            at=f"2025-12-28T07:{number % 60:02d}:00",
            overall=Grade(draw(grades)),
            functions={"el": Grade(draw(grades))} if draw(st.booleans()) else {},
            numbers={"households": draw(st.one_of(st.none(), st.integers(0, 5000)))},
            texts={"summary": "x"},
        )
        for number, actor in enumerate(draw(st.lists(st.integers(1, 15), max_size=20)), start=1)
    ]
    return asked, answers


@given(rounds(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_order_in_which_answers_come_never_matters(data, chance):
    asked, answers = data
    shuffled_answers, shuffled_asked = list(answers), list(asked)
    chance.shuffle(shuffled_answers)
    chance.shuffle(shuffled_asked)
    assert compose(answers, asked, OUTLINE) == compose(shuffled_answers, shuffled_asked, OUTLINE)


@given(rounds())
@settings(max_examples=150, deadline=None)
def test_silent_and_answered_are_together_those_who_were_asked(data):
    asked, answers = data
    body = compose(answers, asked, OUTLINE)
    told = [a["actor"] for a in body["answered"]] + [s["actor"] for s in body["silent"]]
    assert sorted(told) == sorted(a.actor for a in asked)
    assert body["invited"] == len(asked)


@given(rounds())
@settings(max_examples=150, deadline=None)
def test_nothing_is_counted_twice_and_a_total_is_its_parts(data):
    asked, answers = data
    body = compose(answers, asked, OUTLINE)
    number = body["numbers"][0]
    actors = [part["actor"] for part in number["parts"]]
    assert len(actors) == len(set(actors))
    assert (number["total"] or 0) == sum(part["value"] for part in number["parts"])
    outside = {row["actor"] for row in number["not_counted"]}
    assert not outside & set(actors)
    assert len({s["input"] for s in body["sources"]}) == len(body["sources"]) == len(body["answered"])


@given(rounds())
@settings(max_examples=100, deadline=None)
def test_the_distribution_has_one_digit_for_each_that_counts(data):
    asked, answers = data
    body = compose(answers, asked, OUTLINE)
    counted = sum(a.level == MUNICIPALITY for a in asked) or len(asked)
    for spread in (body["overall"], *body["functions"]):
        assert len(spread["distribution"]) == counted
        assert spread["worst"] == worst(spread["distribution"])


def test_an_answer_to_a_former_request_is_shown_and_never_summed():
    asked = [
        Asked(
            1, "A", "A", MUNICIPALITY, "a", last={"input": 9, "at": "t", "overall": 4, "numbers": {"households": 900}}
        )
    ]
    number = compose([], asked, OUTLINE)["numbers"][0]
    assert number["total"] is None
    assert number["not_counted"] == [
        {"actor": 1, "short": "A", "value": 900, "at": "t", "input": 9, "why": "former_request"}
    ]


def test_a_companys_figure_stands_beside_the_municipal_sum_and_not_in_it():
    asked = [Asked(1, "A", "A", MUNICIPALITY, "a"), Asked(2, "Nät", "Nät", OTHER, "n")]
    answers = [
        Answer(1, 1, "1", "t", numbers={"households": 200}),
        Answer(2, 2, "2", "t", numbers={"households": 9300}),
    ]
    number = compose(answers, asked, OUTLINE)["numbers"][0]
    assert number["total"] == 200
    assert number["not_counted"][0]["value"] == 9300


def test_changes_are_counted_against_the_last_published_report():
    asked = [Asked(1, "A", "A", MUNICIPALITY, "a")]
    before = compose([Answer(1, 1, "1", "t1", functions={"el": Grade(3)})], asked, OUTLINE)
    after = compose([Answer(1, 2, "2", "t2", functions={"el": Grade(5, trend="worse")})], asked, OUTLINE)
    body = compare(after, {**before, "report": {"number": 2}})
    assert (body["functions"][0]["worse"], body["functions"][0]["better"], body["compared_to"]) == (1, 0, 2)
    assert body["changes"][0]["before"] == 3
    assert compare(after, None)["changes"] == []


@pytest.mark.parametrize(
    ("levels", "grade"),
    [
        ((0, 0, 0), 1),
        ((1, 0, 0), 2),
        ((1, 1, 0), 2),
        ((1, 1, 1), 3),
        ((2, 0, 0), 4),
        ((2, 1, 1), 4),
        ((2, 2, 0), 4),
        ((2, 2, 1), 4),
        ((2, 2, 2), 5),
        ((None, 2, 2), None),
        ((0, None, 0), None),
        ((None, None, None), None),
    ],
)
def test_the_grade_follows_the_published_rule(levels, grade):
    assert grade_of(*levels) == grade


@given(st.permutations([0, 1, 2]), st.lists(grades))
@settings(deadline=None)
def test_criteria_weigh_alike_and_unknown_stands_last(levels, given_grades):
    assert grade_of(*levels) == 4
    spread = distribution(given_grades)
    known = [g for g in spread if g is not None]
    assert known == sorted(known, reverse=True)
    assert spread == known + [None] * (len(spread) - len(known))


@given(rounds(), st.sets(st.integers(1, 15)))
@settings(max_examples=150, deadline=None)
def test_everybody_asked_is_answered_silent_or_left_out(data, away):
    asked, answers = data
    kept = [answer for answer in answers if answer.actor not in away]
    body = compose(kept, asked, OUTLINE, away)
    groups = [[row["actor"] for row in body[name]] for name in ("answered", "silent", "left_out")]
    assert sorted(actor for group in groups for actor in group) == sorted(a.actor for a in asked)
    assert body["invited"] == sum(len(group) for group in groups)
    assert body["withheld"] == len(body["left_out"])
    assert set(groups[2]) == away & {a.actor for a in asked}
