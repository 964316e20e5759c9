"""What the rules find between answers: a pure function, no database."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordination.situations import reference
from coordination.situations.weighing import roads
from coordination.situations.weighing.contradictions import KINDS, Rule, Said, find

TWO = datetime(2025, 12, 28, 13, 0, tzinfo=UTC)
RULES = [
    Rule(row["key"], row["kind"], row["spec"])
    for row in json.loads(reference.DISPUTES.read_text(encoding="utf-8"))["rules"]
]


def said(actor, *, at=TWO, code="", **more):
    return Said(actor=actor, input=actor * 10, at=at, code=code, **more)


def road(actor, *, at=TWO, **row):
    return said(actor, at=at, rows={"roads": [{"road": "E22", "stretch": "", **row}]})


def keys(answers, now=TWO):
    return [(found.rule, found.about) for found in find(RULES, answers, now)]


def test_every_rule_of_the_file_is_of_a_kind_that_there_is():
    assert {rule.kind for rule in RULES} <= set(KINDS)


def test_two_actors_count_differently_in_one_municipality():
    pair = [said(1, code="2161", numbers={"injured": 2}), said(2, code="2161", numbers={"injured": 3})]
    found = find(RULES, pair, TWO)
    assert [(one.rule, one.about, one.sides) for one in found] == [
        ("injured", "2161", ((10, "numbers.injured"), (20, "numbers.injured")))
    ]


@pytest.mark.parametrize(
    "pair",
    [
        [said(1, code="2161", numbers={"injured": 2}), said(2, code="2180", numbers={"injured": 3})],
        [said(1, code="2161", numbers={"injured": 2}), said(2, code="2161", numbers={"injured": None})],
        [said(1, code="2161", numbers={"injured": 2}), said(2, code="", numbers={"injured": 3})],
        [
            said(1, code="2161", numbers={"injured": 2}),
            said(2, code="2161", numbers={"injured": 3}, at=TWO - timedelta(hours=7)),
        ],
        # Rounded: within both tolerances' reach.
        [
            said(1, code="2161", numbers={"households_without_power": 1000}),
            said(2, code="2161", numbers={"households_without_power": 1150}),
        ],
    ],
)
def test_other_places_unknowns_old_answers_and_rounding_are_no_contradiction(pair):
    assert keys(pair) == []


def test_the_grid_companys_households_are_held_against_the_municipalitys_own():
    rows = [{"municipality": "2161", "households": 2000}, {"municipality": "2180", "households": 40}]
    grid = said(9, rows={"households_by_municipality": rows})
    own = said(1, code="2161", numbers={"households_without_power": 900})
    found = find(RULES, [own, grid], TWO)
    assert [(one.rule, one.about) for one in found] == [("households-by-company", "2161")]
    assert found[0].sides == (
        (10, "numbers.households_without_power"),
        (90, "rows.households_by_municipality.0.households"),
    )
    close = said(1, code="2161", numbers={"households_without_power": 1900})
    assert keys([close, grid]) == []


def test_two_companies_in_one_municipality_are_summed_before_they_are_held_against_it():
    def grid(n, count):
        return said(n, rows={"households_by_municipality": [{"municipality": "2161", "households": count}]})

    own = said(1, code="2161", numbers={"households_without_power": 1000})
    assert keys([own, grid(8, 600), grid(9, 400)]) == []
    assert keys([own, grid(8, 600), grid(9, 900)]) == [("households-by-company", "2161")]


def test_a_total_that_its_own_parts_cannot_make_is_found_within_one_answer():
    rows = {"households_by_municipality": [{"municipality": "2161", "households": 700}]}
    found = find(RULES, [said(9, numbers={"households_without_power": 9300}, rows=rows)], TWO)
    assert [(one.rule, one.about) for one in found] == [("households-own-sum", "aktor-9")]


def test_a_road_is_open_and_closed():
    pair = [road(1, state="open"), road(2, state="closed", road="väg e 22")]
    assert keys(pair) == [("road-open-and-closed", "E22")]


def test_a_hundred_vehicles_are_stuck_where_the_road_was_to_open_at_six():
    police = road(1, state="closed", vehicles_stuck=100, since="14")
    agency = road(2, state="closed", opens_at="18")
    assert keys([police, agency], TWO) == []
    evening = TWO + timedelta(hours=4)  # 18.00 in Sweden
    assert keys([police, agency], evening) == [("road-open-and-closed", "E22")]
    still_stuck = road(1, state="limited", vehicles_stuck=100)
    assert keys([still_stuck, road(2, state="open")]) == [("road-open-and-closed", "E22")]


def test_other_stretches_of_a_long_road_are_other_matters():
    north = road(1, state="open", stretch="mellan Gävle och Söderhamn")
    assert keys([north, road(2, state="closed", stretch="Hudiksvall–Sundsvall")]) == []
    assert keys([north, road(2, state="closed", stretch="Söderhamn till Hudiksvall")]) == [
        ("road-open-and-closed", "E22")
    ]


@pytest.mark.parametrize("written", ["E22", "e 22", "Väg E22", "europaväg E 22"])
def test_a_road_is_known_however_it_is_written(written):
    assert roads.name(written) == "E22"


@pytest.mark.parametrize(
    ("said_at", "expected"),
    [
        ("18", "2025-12-28T18:00:00+01:00"),
        ("kl. 18.30", "2025-12-28T18:30:00+01:00"),
        ("06:00", "2025-12-29T06:00:00+01:00"),
        ("2025-12-28T17:00:00+00:00", "2025-12-28T17:00:00+00:00"),
        ("i kväll", None),
        ("25", None),
        ("", None),
    ],
)
def test_when_a_road_opens_is_read_as_it_is_written(said_at, expected):
    found = roads.moment(said_at, TWO)
    assert (found.isoformat() if found else None) == expected


@st.composite
def answers(draw):
    count = draw(st.integers(0, 7))
    small = st.one_of(st.none(), st.integers(0, 400))
    row = st.fixed_dictionaries(
        {
            "road": st.sampled_from(["E22", "väg 83", "Rv 83"]),
            "stretch": st.sampled_from(["", "Hörby", "Hörby till Linderöd", "Ljusdal"]),
            "state": st.sampled_from(["open", "closed", "limited", ""]),
            "vehicles_stuck": small,
            "opens_at": st.sampled_from(["", "18", "12", "i kväll"]),
        }
    )
    share = st.fixed_dictionaries({"municipality": st.sampled_from(["2161", "2180"]), "households": small})
    return [
        said(
            n,
            at=TWO - timedelta(minutes=draw(st.integers(0, 900))),
            code=draw(st.sampled_from(["", "2161", "2180"])),
            numbers={"injured": draw(small), "households_without_power": draw(small)},
            texts=draw(st.sampled_from([{}, {"crisis_board": "active"}, {"crisis_board": "no"}])),
            rows={
                "roads": draw(st.lists(row, max_size=2)),
                "households_by_municipality": draw(st.lists(share, max_size=2)),
            },
        )
        for n in range(1, count + 1)
    ]


@given(answers(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_order_of_answers_and_rules_never_matters(given_answers, chance):
    answers_, rules = list(given_answers), list(RULES)
    chance.shuffle(answers_)
    chance.shuffle(rules)
    assert find(RULES, given_answers, TWO) == find(rules, answers_, TWO)


@given(st.integers(0, 400), st.sampled_from(["no", "ready", "active"]), st.sampled_from(["open", "closed", "limited"]))
def test_answers_that_say_the_same_find_nothing_against_each_other(count, board, state):
    same = {
        "code": "2161",
        "numbers": {"injured": count, "households_without_power": count},
        "texts": {"crisis_board": board},
        "rows": {"roads": [{"road": "E22", "stretch": "Hörby", "state": state}]},
    }
    assert find(RULES, [said(1, **same), said(2, **same)], TWO) == []


@given(answers())
@settings(max_examples=100, deadline=None)
def test_a_finding_has_at_least_two_sides_and_names_only_answers_that_are_there(given_answers):
    there = {one.input for one in given_answers}
    for found in find(RULES, given_answers, TWO):
        assert len(found.sides) >= 2
        assert {pk for pk, _path in found.sides} <= there
