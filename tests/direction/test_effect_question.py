"""While a direction holds, every request asks along with its own questions whether it is reached."""

import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from coordination.direction import effects
from coordination.direction.models import Direction, Verdict
from coordination.direction.services import draft_direction, edit_direction, fix_direction
from coordination.incidents import services as incidents
from coordination.incidents.clock import now_in
from coordination.situations.compiled import compiling
from coordination.situations.models import Input, QuestionSet, Request, Rhythm
from coordination.situations.rounds import rhythm
from coordination.situations.rounds.rhythm import Beat
from coordination.situations.services import inputs, question_sets, requests, rhythms
from coordination.situations.services.question_sets import Chosen
from tests.conftest import signed_in
from tests.direction.house import fresh, proposed
from tests.situations.answers import answer, content

pytestmark = pytest.mark.django_db
QUESTION = "Har ni kunnat ge alla evakuerade värme och mat?"


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


def fix(house, question=QUESTION):
    """A direction that holds, with its question."""
    direction = proposed(house)
    Direction.objects.filter(pk=direction.pk).update(effect_question=question)
    fix_direction(by=house.carl, direction=fresh(direction))
    return fresh(direction)


def ask(house, key="lagesrapport", actors=None):
    now = now_in(house.incident)
    return requests.send_request(
        by=house.lena,
        incident=house.incident,
        question_set=QuestionSet.objects.as_made().filter(key=key).order_by("-version").first(),
        recipients=actors or [house.ljusdal, house.bollnas],
        purpose="Läget",
        as_of=now,
        deadline=now + timedelta(hours=2),
    )


def keys(asked):
    return [section["key"] for section in asked.question_set.sections]


def says(direction, verdict, why=""):
    raw = content(1, 1, 1)
    raw["texts"] = {effects.key_of(direction.pk): verdict, effects.why_of(direction.pk): why}
    return raw


def said(direction, person):
    return {row.actor.short: (row.said, row.why) for row in effects.effects(direction, person)}


def test_a_request_asks_last_whether_the_direction_is_reached(storm):
    direction = fix(storm)
    asked = ask(storm)
    assert keys(asked)[-1] == effects.key_of(direction.pk)
    section = asked.question_set.sections[-1]
    assert section["number"] == max(one["number"] for one in asked.question_set.sections[:-1]) + 1
    choice, why = section["questions"]
    assert [one["name_sv"] for one in choice["choices"]] == ["Uppnås", "Delvis", "Inte", "Oklart"]
    assert choice["name_sv"] == "Inriktning 1: uppnås det ni åtog er tillsammans?"
    assert (section["name_en"], why["kind"]) == ("Direction 1", "text")
    assert QUESTION not in str(asked.question_set.sections)


def test_the_set_is_made_once_and_proposed_to_nobody(storm):
    fix(storm)
    before = set(QuestionSet.objects.offered_to(storm.board))
    first, second = ask(storm), ask(storm)
    assert first.question_set_id == second.question_set_id
    derived = first.question_set
    assert (derived.owner, derived.key) == (storm.board, derived.derived_from.key)
    assert set(QuestionSet.objects.offered_to(storm.board)) == before
    page = signed_in(storm.lena).get(reverse("question_set", args=[storm.incident.number, derived.pk]))
    assert page.status_code == 404


def test_a_set_that_a_county_makes_keeps_its_own_versions(storm):
    fix(storm)
    base = QuestionSet.objects.offered_to(storm.board).get(key="veckolage")
    first = base.sections[0]
    chosen = [Chosen(first["key"], first["questions"][0]["key"])]
    save = {"by": storm.lena, "incident": storm.incident, "name": "Våra", "chosen": chosen, "functions": []}
    own = question_sets.save_set(base=base, **save)
    asked = ask(storm, own.key)
    assert (asked.question_set.derived_from, asked.question_set.version) == (own, 1)
    assert question_sets.save_set(base=own, **save).version == 2


@pytest.mark.parametrize("case", ["no question", "ended", "hidden", "proposed", "none"])
def test_nothing_is_added_where_nothing_holds(storm, case):
    if case == "proposed":
        Direction.objects.filter(pk=proposed(storm).pk).update(effect_question=QUESTION)
    elif case != "none":
        direction = fix(storm, "" if case == "no question" else QUESTION)
        if case == "ended":
            long_ago = timezone.now() - timedelta(days=2)
            Direction.objects.filter(pk=direction.pk).update(
                valid_from=long_ago, valid_to=timezone.now() - timedelta(minutes=1)
            )
        if case == "hidden":
            incidents.quarantine(by=storm.lena, record=direction, reason="Fel")
    assert ask(storm).question_set.derived_from is None


def test_a_rhythm_asks_it_too_and_from_the_newest_version(storm):
    direction = fix(storm)
    base = QuestionSet.objects.offered_to(storm.board).get(key="veckolage")
    row = rhythms.make_rhythm(
        by=storm.lena,
        incident=storm.incident,
        question_set=base,
        recipients=[storm.ljusdal],
        purpose="Varje sjätte timme",
        beat=Beat("hours", every_hours=6),
        first=now_in(storm.incident) + timedelta(hours=1),
        answer_minutes=60,
    )
    Rhythm.objects.filter(pk=row.pk).update(next_at=timezone.now())
    assert rhythm.run() == 1
    assert keys(Request.objects.get(rhythm=row))[-1] == effects.key_of(direction.pk)
    # After the direction's time it is the plain set again, not one with a former direction's question.
    Direction.objects.filter(pk=direction.pk).update(
        valid_from=timezone.now() - timedelta(days=2), valid_to=timezone.now()
    )
    Rhythm.objects.filter(pk=row.pk).update(next_at=timezone.now())
    rhythm.run()
    assert Request.objects.filter(rhythm=row).order_by("-number").first().question_set == base


def test_a_replaced_direction_s_question_is_not_asked_again_and_its_answers_stay_with_it(storm):
    first = fix(storm)
    answer(storm.maria, ask(storm), storm.ljusdal, says(first, "not", "Ingen värme i Färila."))
    second = fix(storm)
    asked = ask(storm)
    assert effects.key_of(first.pk) not in keys(asked)
    assert keys(asked)[-1] == effects.key_of(second.pk)
    answer(storm.maria, asked, storm.ljusdal, says(second, "reached"))
    assert said(fresh(first), storm.lena)["Ljusdal"] == ("not", "Ingen värme i Färila.")
    assert said(fresh(second), storm.lena)["Ljusdal"] == ("reached", "")


def test_the_forms_show_the_direction_s_question_to_who_reads_it_and_not_once_it_is_hidden(storm):
    direction = fix(storm)
    asked = ask(storm)
    maria, page = signed_in(storm.maria), reverse("answer", args=[storm.incident.number, asked.number])
    for view in ("snabb", "full"):
        shown = maria.get(page, {"vy": view}).content.decode()
        assert "Inriktning 1: uppnås det ni åtog er tillsammans?" in shown
        assert QUESTION in shown
        assert direction.get_absolute_url() in shown
    incidents.quarantine(by=storm.lena, record=direction, reason="Fel")
    for view in ("snabb", "full"):
        shown = maria.get(page, {"vy": view}).content.decode()
        assert "uppnås det ni åtog er tillsammans?" in shown
        assert QUESTION not in shown
        assert direction.get_absolute_url() not in shown


def test_a_marked_direction_s_question_is_not_repeated_in_the_form(storm):
    direction = fix(storm)
    Direction.objects.filter(pk=direction.pk).update(marking="internal")
    asked = ask(storm)
    page = signed_in(storm.maria).get(reverse("answer", args=[storm.incident.number, asked.number])).content.decode()
    assert QUESTION not in page
    assert direction.get_absolute_url() in page


def test_the_short_form_takes_it_and_one_tap_repeats_it(storm):
    direction = fix(storm)
    maria, first = signed_in(storm.maria), ask(storm)
    typed = {
        "overall.works": "1",
        "overall.resources": "1",
        "overall.load": "1",
        f"texts.{effects.key_of(direction.pk)}": "partly",
        f"texts.{effects.why_of(direction.pk)}": "Mat, men inte värme.",
        "aktor": storm.ljusdal.pk,
        "do": "send",
        "idempotency_key": uuid.uuid4().hex,
    }
    page = reverse("answer", args=[storm.incident.number, first.number])
    assert maria.post(page, typed).status_code == 302
    assert said(direction, storm.lena)["Ljusdal"] == ("partly", "Mat, men inte värme.")
    second = ask(storm)
    again = reverse("answer_unchanged", args=[storm.incident.number, second.number])
    assert maria.post(again, {"aktor": storm.ljusdal.pk, "idempotency_key": uuid.uuid4().hex}).status_code == 302
    newest = Input.objects.get(request=second)
    assert newest.content["texts"][effects.key_of(direction.pk)] == "partly"
    assert said(direction, storm.lena)["Ljusdal"] == ("partly", "Mat, men inte värme.")


def test_one_tap_after_an_answer_from_before_the_direction_leaves_it_unanswered(storm):
    answer(storm.maria, ask(storm), storm.ljusdal)
    direction = fix(storm)
    asked = ask(storm)
    inputs.submit_unchanged(by=storm.maria, request=asked, actor=storm.ljusdal, key=uuid.uuid4().hex)
    assert said(direction, storm.lena)["Ljusdal"] == ("silent", "")


def test_the_next_round_with_it_takes_the_place_of_the_round_before_it(storm):
    """The set with the added section is the same set to those who read answers: nothing is counted twice."""
    first = ask(storm)
    answer(storm.maria, first, storm.ljusdal, content(1, 1, 1, households=100))
    direction = fix(storm)
    second = ask(storm)
    raw = says(direction, "reached")
    raw["numbers"] = {"households_without_power": 40}
    answer(storm.maria, second, storm.ljusdal, raw)
    compiling.compile_incident(storm.incident.pk)
    body = storm.incident.compilations.order_by("-pk").first().body
    [row] = [one for one in body["numbers"] if one["key"] == "households_without_power"]
    assert (row["total"], row["not_counted"]) == (40, [])


def test_board_feed_answer_and_report_are_there_with_it(storm):
    direction = fix(storm)
    asked = ask(storm)
    sent = answer(storm.maria, asked, storm.ljusdal, says(direction, "not", "Ingen värme i Färila."))
    lena, number = signed_in(storm.lena), storm.incident.number
    for name, keys_ in (("board", []), ("inputs", []), ("input", [sent.pk]), ("request", [asked.number])):
        assert lena.get(reverse(name, args=[number, *keys_])).status_code == 200, name
    page = lena.get(reverse("input", args=[number, sent.pk])).content.decode()
    assert "Inriktning 1: uppnås det ni åtog er tillsammans?" in page
    assert "Inte" in page
    assert signed_in(storm.maria).get(reverse("receipt", args=[number, sent.pk])).status_code == 200


def test_the_question_stands_in_the_draft_the_check_page_the_body_and_the_next_draft(storm):
    draft = draft_direction(by=storm.lena, incident=storm.incident)
    edit_direction(by=storm.lena, direction=draft, revision=0, effect_question=QUESTION)
    lena = signed_in(storm.lena)
    for name in ("direction_edit", "direction_propose"):
        assert QUESTION in lena.get(reverse(name, args=[storm.incident.number, draft.number])).content.decode()
    typed = {"version": 1, "effect_question": "Har alla fått vatten?"}
    lena.post(reverse("direction_edit", args=[storm.incident.number, draft.number]), typed)
    assert fresh(draft).effect_question == "Har alla fått vatten?"


def test_the_next_draft_inherits_it_and_the_frozen_body_keeps_it(storm):
    direction = fix(storm)
    assert direction.body["direction"]["effect_question"] == QUESTION
    assert draft_direction(by=storm.lena, incident=storm.incident).effect_question == QUESTION


def test_verdicts_are_the_choices(storm):
    [section] = effects.ADDING.sections(fix(storm).incident)
    assert [one["key"] for one in section["questions"][0]["choices"]] == Verdict.values
