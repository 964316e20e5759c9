"""Several question sets in the same hour are one picture: each actor's latest answer to each question."""

import datetime
import uuid

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from actors.models import Actor
from coordination.incidents import services as incidents
from coordination.incidents.clock import now_in
from coordination.situations.board import picture
from coordination.situations.compiled import compiling
from coordination.situations.models import Input, Request
from coordination.situations.services import inputs, reports, requests
from tests.conftest import fresh, person, signed_in
from tests.counting import Statements
from tests.situations.answers import answer, content
from tests.situations.sets import newest

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


@pytest.fixture
def grid(house, incident):
    company = Actor.objects.create(
        key="elbolaget", name="Elbolaget AB", short="Elbolaget", sort_name="elbolaget", kind="other"
    )
    company.person = person("elsa", company)
    incidents.invite(by=house.lena, incident=incident, actors=[company])
    return company


def ask(house, incident, key, actors) -> Request:
    now = now_in(incident)
    return requests.send_request(
        by=fresh(house.lena),
        incident=incident,
        question_set=newest(key),
        recipients=actors,
        purpose="Läget",
        as_of=now,
        deadline=now + datetime.timedelta(hours=2),
    )


def households(actor, rows):
    places = [{"municipality": place.municipality_id, "households": count} for place, count in rows]
    return {**content(1, 1, 1), "rows": {"households_by_municipality": places}, "texts": {"summary": "Avbrott."}}


def road(state, **more):
    return {**content(1, 0, 0), "rows": {"roads": [{"road": "E4", "stretch": "", "state": state, **more}]}}


def compiled(house, incident):
    reports.compile_now(by=fresh(house.lena), incident=incident)
    return compiling.compile_incident(incident.pk).body


def number(body, key):
    return next(one for one in body["numbers"] if one["key"] == key)


def names(rows):
    return [row["short"] for row in rows]


def test_municipalities_and_the_grid_company_are_asked_different_things_and_stand_in_one_picture(
    house, incident, asked, grid
):
    ask(house, incident, "elnat", [grid])
    town = answer(house.maria, asked, house.ljusdal, content(2, 2, 1, households=900, el=(2, 2, 2), summary="Mörkt."))
    company = answer(grid.person, Request.objects.first(), grid, households(grid, [(house.ljusdal, 2400)]))
    body = compiled(house, incident)
    assert body["request"]["number"] == 2
    assert [row["number"] for row in body["requests"]] == [1, 2]
    assert body["invited"] == 11
    assert names(body["answered"]) == ["Ljusdal", "Elbolaget"]
    assert len(body["silent"]) == 9
    assert body["waiting"] == []
    assert (body["overall"]["worst"], number(body, "households_without_power")["total"]) == (4, 900)
    assert [row["input"] for row in body["sources"]] == [town.pk, company.pk]
    (told,) = body["disputed"]
    assert (told["rule"], told["about_name"]) == ("households-by-company", "Ljusdal")
    assert {side["short"]: side["said"] for side in told["sides"]} == {"Ljusdal": 900, "Elbolaget": 2400}


def test_road_facts_of_two_sets_meet(house, incident, asked, grid):
    later = ask(house, incident, "vag", [grid])
    answer(house.maria, asked, house.ljusdal, road("open"))
    answer(grid.person, later, grid, road("closed"))
    (told,) = compiled(house, incident)["disputed"]
    assert told["about"] == "E4"
    assert all(side["source"] for side in told["sides"])


def test_functions_and_questions_stand_in_the_order_of_the_registry(house, incident, asked):
    alone = compiled(house, incident)
    ask(house, incident, "vag", [house.bollnas])
    body = compiled(house, incident)
    assert [f["key"] for f in body["functions"]] == [f["key"] for f in alone["functions"]]
    assert [n["key"] for n in body["numbers"]] == [n["key"] for n in alone["numbers"]] + ["people_stuck"]


def test_a_quick_extra_request_does_not_empty_the_picture_or_the_board(client, house, incident, asked):
    said = content(2, 2, 2, households=900, el=(2, 2, 2), summary="Mörkt.")
    answer(house.maria, asked, house.ljusdal, said)
    extra = ask(house, incident, "vag", list(house.municipal.values()))
    body = compiled(house, incident)
    assert [(row["short"], row["request"]) for row in body["waiting"]] == [("Ljusdal", 2)]
    assert names(body["answered"]) == ["Ljusdal"]
    assert (body["overall"]["worst"], number(body, "households_without_power")["total"]) == (5, 900)
    incident.refresh_from_db()
    assert (incident.headline["answered"], incident.headline["silent"], incident.headline["asked"]) == (0, 10, 10)
    board = picture.board(incident)
    row = next(one for one in board.rows if one.recipient.actor == house.ljusdal)
    assert (row.answer.request_id, row.awaited, row.overall.grade, row.count) == (asked.pk, extra, 5, 900)
    assert (board.answered, board.asked, board.total, board.overall["worst"]) == (0, 10, 900, 5)
    client.force_login(house.bo)
    page = client.get(f"/h/{incident.number}/lagesbild/").content.decode()
    assert "tyst på begäran 2" in page
    assert "Svaren på begäran 1, 2 räknas" in page


def test_the_extra_answer_adds_to_the_first_and_each_fact_keeps_its_own_time_and_source(house, incident, asked):
    first = answer(house.maria, asked, house.ljusdal, content(2, 2, 2, households=900, el=(2, 2, 2), summary="Mörkt."))
    earlier = timezone.now() - datetime.timedelta(hours=1)
    Input.objects.filter(pk=first.pk).update(submitted_at=earlier)
    extra = ask(house, incident, "vag", [house.ljusdal])
    second = answer(
        fresh(house.maria), extra, house.ljusdal,
        {**content(1, 1, 1, summary="Träd över vägen."), "numbers": {"people_stuck": 40}},
    )  # fmt: skip
    body = compiled(house, incident)
    assert body["waiting"] == []
    assert body["answered"][0]["input"] == second.pk
    assert body["overall"]["worst"] == 3
    (part,) = number(body, "households_without_power")["parts"]
    assert (part["value"], part["input"], part["source"]) == (900, first.pk, 2)
    assert number(body, "people_stuck")["parts"][0]["source"] == 1
    (cell,) = next(f for f in body["functions"] if f["key"] == "el")["cells"]
    assert (cell["grade"], cell["input"], cell["at"]) == (5, first.pk, earlier.isoformat())
    (text,) = next(t for t in body["texts"] if t["key"] == "summary")["answers"]
    assert text["text"] == "Träd över vägen."
    row = next(one for one in picture.board(incident).rows if one.recipient.actor == house.ljusdal)
    assert (row.answer.pk, row.overall.grade, row.cells[0].grade, row.count) == (second.pk, 3, 5, 900)


def test_what_the_first_answer_said_grows_old_by_its_own_time(house, incident, asked):
    first = answer(house.maria, asked, house.ljusdal, content(2, 2, 2, households=900, el=(2, 2, 2)))
    Input.objects.filter(pk=first.pk).update(submitted_at=timezone.now() - datetime.timedelta(hours=25))
    answer(fresh(house.maria), ask(house, incident, "vag", [house.ljusdal]), house.ljusdal, content(1, 1, 1))
    body = compiled(house, incident)
    assert body["overall"]["worst"] == 3
    assert number(body, "households_without_power")["total"] is None
    assert number(body, "households_without_power")["not_counted"][0]["why"] == "stale"
    row = next(one for one in picture.board(incident).rows if one.recipient.actor == house.ljusdal)
    assert (row.overall.grade, row.cells[0].grade, row.cells[0].last, row.count, row.former_count) == (
        3,
        None,
        5,
        None,
        900,
    )


def test_asked_the_same_set_anew_the_former_answer_is_history(house, incident, asked):
    answer(house.maria, asked, house.ljusdal, content(2, 2, 2, households=900))
    answer(house.bo, asked, house.bollnas, content(1, 1, 1, households=50))
    ask(house, incident, "lagesrapport", [house.ljusdal])
    body = compiled(house, incident)
    assert names(body["answered"]) == ["Bollnäs"]
    assert body["invited"] == 10
    (ljusdal,) = [row for row in body["silent"] if row["short"] == "Ljusdal"]
    assert ljusdal["last"]["numbers"]["households_without_power"] == 900
    assert number(body, "households_without_power")["total"] == 50
    board = picture.board(incident)
    row = next(one for one in board.rows if one.recipient.actor == house.ljusdal)
    assert (row.silent, row.former_count, board.total) == (True, 900, 50)


def test_an_ended_request_keeps_its_answers_and_nobody_is_silent_on_it(house, incident, asked, grid):
    answer(house.maria, asked, house.ljusdal, content(2, 2, 2, households=900))
    ask(house, incident, "elnat", [grid])
    requests.close_request(by=fresh(house.lena), request=asked)
    body = compiled(house, incident)
    assert names(body["answered"]) == ["Ljusdal"]
    assert names(body["silent"]) == ["Elbolaget"]
    assert number(body, "households_without_power")["total"] == 900


def test_a_request_of_the_day_before_is_not_in_force(house, incident, asked, grid):
    answer(house.maria, asked, house.ljusdal, content(2, 2, 2, households=900))
    days = datetime.timedelta(days=3)
    Request.objects.filter(pk=asked.pk).update(sent_at=asked.sent_at - days, deadline=asked.deadline - days)
    ask(house, incident, "elnat", [grid])
    body = compiled(house, incident)
    assert (body["invited"], body["answered"], names(body["silent"])) == (1, [], ["Elbolaget"])


def test_what_the_newest_answer_leaves_blank_does_not_fall_back(house, incident, asked):
    answer(house.maria, asked, house.ljusdal, content(2, 2, 2, el=(2, 2, 2), summary="Mörkt."))
    again = ask(house, incident, "elnat", [house.ljusdal])
    answer(fresh(house.maria), again, house.ljusdal, {**content(1, 1, 1), "needs": []})
    body = compiled(house, incident)
    assert [text["key"] for text in body["texts"]] == []
    assert next(f for f in body["functions"] if f["key"] == "el")["worst"] == 5


def test_an_actor_that_narrows_its_newest_answer_is_left_out_with_its_earlier_ones(house, incident, asked):
    answer(house.maria, asked, house.ljusdal, content(2, 2, 2, households=900))
    extra = ask(house, incident, "vag", [house.ljusdal])
    sent = answer(fresh(house.maria), extra, house.ljusdal, content(1, 1, 1))
    until = timezone.now() + datetime.timedelta(days=30)
    incidents.narrow(by=house.maria, record=sent, audience="own", reason="Utreds.", until=until)
    body = compiled(house, incident)
    assert names(body["left_out"]) == ["Ljusdal"]
    assert (body["answered"], number(body, "households_without_power")["total"]) == ([], None)
    row = next(one for one in picture.board(incident, person=house.bo).rows if one.recipient.actor == house.ljusdal)
    assert row.closed


def test_one_set_or_two_the_picture_takes_as_many_statements_for_more_answers(house, incident, asked):
    extra = ask(house, incident, "vag", list(house.municipal.values()))
    towns = [town for town in house.municipal.values() if town.short not in ("Ljusdal", "Bollnäs")]
    counts = []
    for n, group in enumerate(([house.ljusdal], towns)):
        for town in group:
            who = person(f"svarar-{town.pk}", town)
            answer(who, asked, town, content(1, 1, n, households=10, el=(1, 1, 1)))
            answer(fresh(who), extra, town, content(1, 1, 1))
        reports.compile_now(by=fresh(house.lena), incident=incident)
        with Statements(connection) as seen:
            compiling.compile_incident(incident.pk)
        counts.append(len(seen))
    assert max(counts) <= 15
    assert counts[0] == counts[1]


def test_the_board_of_many_says_what_the_rows_say(house, incident, asked, monkeypatch):
    answer(house.maria, asked, house.ljusdal, content(2, 2, 2, households=900, el=(2, 2, 2)))
    answer(house.bo, asked, house.bollnas, content(1, 1, 1, households=50, el=(1, 1, 1)))
    extra = ask(house, incident, "vag", list(house.municipal.values()))
    answer(fresh(house.maria), extra, house.ljusdal, content(1, 1, 1))
    whole = picture.board(incident)
    monkeypatch.setattr(picture, "ROWS", 4)
    many = picture.board(incident)
    assert many.more
    assert (many.total, many.overall["distribution"], many.sums) == (
        whole.total,
        whole.overall["distribution"],
        whole.sums,
    )


def test_the_board_is_drawn_anew_when_an_answer_to_the_older_request_comes(client, house, incident, asked, grid):
    ask(house, incident, "elnat", [grid])
    client.force_login(house.carl)
    address = f"/h/{incident.number}/lagesbild/"
    assert "4 321" not in client.get(address).content.decode().replace("\xa0", " ")
    answer(house.maria, asked, house.ljusdal, content(1, 1, 1, households=4321))
    assert "4 321" in client.get(address).content.decode().replace("\xa0", " ")


def test_the_report_names_who_is_silent_on_its_newest_request(house, incident, asked):
    answer(house.maria, asked, house.ljusdal, content(2, 2, 2, households=900))
    ask(house, incident, "vag", [house.ljusdal])
    compiled(house, incident)
    reports.open_report(by=fresh(house.lena), incident=incident)
    page = signed_in(house.lena).get(reverse("report_write", args=[incident.number])).content.decode()
    assert "Har inte svarat på begäran 2, men på en tidigare som räknas: Ljusdal." in page


def test_confirmed_unchanged_on_the_extra_request_is_an_answer_to_it(house, incident, asked):
    answer(house.maria, asked, house.ljusdal, content(2, 2, 2, households=900))
    extra = ask(house, incident, "vag", [house.ljusdal])
    inputs.submit_unchanged(by=fresh(house.maria), request=extra, actor=house.ljusdal, key=uuid.uuid4().hex)
    body = compiled(house, incident)
    assert body["waiting"] == []
    assert number(body, "households_without_power")["total"] == 900
