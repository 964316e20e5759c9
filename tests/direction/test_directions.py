"""Writing, proposing, fixing and replacing."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from coordination.direction.freezing import hash_of
from coordination.direction.models import Direction
from coordination.direction.services import (
    draft_direction,
    edit_direction,
    fix_direction,
    propose_direction,
    suggest_measure,
    take_back_direction,
    take_position,
    withdraw_direction,
)
from coordination.direction.standings import SILENT, fingerprint, standings_of, tally
from coordination.direction.states import DirectionState
from coordination.incidents.models import Notice
from journal.models import Entry
from journal.refusals import MovedOn, Refused, RuleBroken
from tests.direction.house import anew, close, fresh, proposed, states_of, written


def test_direction_is_numbered_when_it_is_begun(storm):
    assert draft_direction(by=storm.lena, incident=storm.incident).number == 1
    assert Entry.objects.latest("pk").verb == "direction.begun"


def test_only_one_is_open_at_a_time(storm):
    draft_direction(by=storm.lena, incident=storm.incident)
    with pytest.raises(RuleBroken, match="redan"):
        draft_direction(by=storm.lena, incident=storm.incident)


def test_who_only_takes_part_does_not_begin_one(storm):
    with pytest.raises(Refused):
        draft_direction(by=storm.maria, incident=storm.incident)


def test_stale_revision_overwrites_nothing(storm):
    draft = written(storm)
    mine = fresh(draft)
    edit_direction(by=storm.lena, direction=draft, revision=draft.revision, intended="Hennes mening.")
    with pytest.raises(MovedOn):
        edit_direction(by=storm.carl, direction=mine, revision=mine.revision, intended="Min mening.")
    assert fresh(draft).intended == "Hennes mening."


def test_direction_that_ends_before_it_begins_is_refused(storm):
    draft, now = written(storm), timezone.now()
    with pytest.raises(RuleBroken, match="slutar gälla"):
        edit_direction(by=storm.lena, direction=draft, revision=draft.revision, valid_from=now, valid_to=now)


def test_proposal_says_all_that_is_missing(storm):
    draft = draft_direction(by=storm.lena, incident=storm.incident)
    with pytest.raises(RuleBroken) as told:
        propose_direction(by=storm.lena, direction=draft)
    assert "effektmål" in told.value.sentence
    assert "syftet" in told.value.sentence
    assert fresh(draft).state == DirectionState.DRAFT


def test_every_participant_is_asked(storm):
    direction = proposed(storm)
    asked = Notice.objects.filter(kind="direction")
    assert {n.actor for n in asked} == {storm.board, storm.ljusdal, storm.bollnas}
    assert {n.path for n in asked} == {direction.get_absolute_url()}
    assert list(Direction.objects.unanswered_by(storm.ljusdal)) == [direction]


def test_new_wording_asks_again(storm):
    direction = proposed(storm)
    take_position(by=storm.maria, direction=direction, actor=storm.ljusdal, stand="behind")
    take_back_direction(by=storm.lena, direction=direction, note="Ljusdals tid ändras.")
    edit_direction(by=storm.lena, direction=direction, revision=direction.revision, intended="En annan mening.")
    propose_direction(by=storm.lena, direction=direction)
    row = next(r for r in standings_of(fresh(direction)) if r.actor == storm.ljusdal.pk)
    assert (row.stand, row.former) == (SILENT, "Ställer sig bakom")
    assert list(Direction.objects.unanswered_by(storm.ljusdal)) == [direction]
    assert Notice.objects.filter(kind="direction", actor=storm.ljusdal).count() == 2


def test_chair_fixes_with_cannot_and_silence_and_both_are_printed(storm):
    direction = proposed(storm)
    take_position(by=storm.bo, direction=direction, actor=storm.bollnas, stand="cannot", reason="Felsökningen styr.")
    suggest_measure(
        by=storm.maria,
        incident=storm.incident,
        owner=storm.ljusdal,
        what="Lista",
        due=timezone.now() + timedelta(hours=1),
    )
    fix_direction(by=storm.carl, direction=direction)
    body = fresh(direction).body
    assert {p["name"]: (p["stand"], p["reason"]) for p in body["positions"]} == {
        "Länsstyrelsen Gävleborg": (SILENT, ""),
        "Ljusdals kommun": (SILENT, ""),
        "Bollnäs kommun": ("cannot", "Felsökningen styr."),
    }
    assert body["measures"] == [
        {"what": "Lista", "owner": "Ljusdals kommun", "due": body["measures"][0]["due"], "state": "taken", "note": ""}
    ]
    assert body["direction"]["hash"] == hash_of(body) == fresh(direction).content_hash
    assert Notice.objects.filter(kind="fixed").count() == 3


def test_duty_officer_does_not_fix(storm):
    with pytest.raises(Refused):
        fix_direction(by=storm.lena, direction=proposed(storm))


def test_fixed_direction_is_never_edited(storm):
    direction = proposed(storm)
    fix_direction(by=storm.carl, direction=direction)
    with pytest.raises(MovedOn):
        edit_direction(by=storm.lena, direction=fresh(direction), revision=direction.revision, intended="Annat.")
    with pytest.raises(RuleBroken):
        take_back_direction(by=storm.lena, direction=fresh(direction))


def test_next_direction_starts_as_a_copy_and_replaces(storm):
    first = proposed(storm)
    fix_direction(by=storm.carl, direction=first)
    frozen = fresh(first).body
    second = draft_direction(by=storm.lena, incident=storm.incident)
    assert (second.number, second.intended, second.goals) == (2, first.intended, first.goals)
    assert (second.answer_by, second.version) == (None, 0)
    now = timezone.now()
    edit_direction(
        by=storm.lena,
        direction=second,
        revision=0,
        valid_to=now + timedelta(hours=9),
        answer_by=now + timedelta(hours=1),
    )
    propose_direction(by=storm.lena, direction=second)
    fix_direction(by=storm.carl, direction=second)
    assert states_of(storm.incident) == {1: "replaced", 2: "fixed"}
    assert fresh(second).replaces == first
    assert fresh(first).body == frozen


def test_withdrawn_draft_keeps_its_number(storm):
    withdraw_direction(by=storm.lena, direction=written(storm), note="Läget har vänt.")
    assert draft_direction(by=storm.lena, incident=storm.incident).number == 2


def test_chair_is_told_when_a_position_changed_under_her(storm):
    direction = proposed(storm)
    seen = fingerprint(direction, standings_of(direction))
    take_position(by=storm.maria, direction=direction, actor=storm.ljusdal, stand="cannot", reason="Saknar folk.")
    with pytest.raises(MovedOn, match="ändrat sin ställning"):
        fix_direction(by=storm.carl, direction=direction, seen=seen)
    assert fresh(direction).state == DirectionState.PROPOSED
    fix_direction(by=storm.carl, direction=direction, seen=fingerprint(direction, standings_of(fresh(direction))))


def test_tally_leaves_out_what_nobody_said(storm):
    direction = proposed(storm)
    take_position(by=storm.maria, direction=direction, actor=storm.ljusdal, stand="behind")
    assert [(row["stand"], row["count"]) for row in tally(standings_of(direction))] == [("behind", 1), (SILENT, 2)]


def test_nothing_is_done_in_a_closed_incident(storm):
    direction = proposed(storm)
    close(storm.incident)
    direction = fresh(direction)
    acts = [
        lambda: draft_direction(by=storm.lena, incident=storm.incident),
        lambda: edit_direction(by=storm.lena, direction=direction, revision=1, intended="x"),
        lambda: propose_direction(by=storm.lena, direction=direction),
        lambda: take_back_direction(by=storm.lena, direction=direction),
        lambda: withdraw_direction(by=storm.lena, direction=direction),
        lambda: fix_direction(by=storm.carl, direction=direction),
        lambda: take_position(by=storm.maria, direction=direction, actor=storm.ljusdal, stand="behind"),
    ]
    for act in acts:
        with pytest.raises(RuleBroken, match="Händelsen är avslutad"):
            act()


@pytest.mark.django_db(transaction=True)
def test_two_chairs_at_once_fix_once(storm):
    direction = proposed(storm)
    start, outcomes = threading.Barrier(2), []

    def fix():
        try:
            mine, chair = fresh(direction), anew(storm.carl)
            start.wait(timeout=10)
            fix_direction(by=chair, direction=mine)
            outcomes.append("fixed")
        except MovedOn:
            outcomes.append("moved on")
        finally:
            connection.close()

    threads = [threading.Thread(target=fix) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["fixed", "moved on"]
    assert Entry.objects.filter(verb="direction.fixed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_position_given_while_it_is_fixed_is_either_printed_or_refused(storm):
    direction = proposed(storm)
    start, outcomes = threading.Barrier(2), []

    def run(act, word):
        try:
            mine = fresh(direction)
            start.wait(timeout=10)
            act(mine)
            outcomes.append(word)
        except RuleBroken:
            outcomes.append(f"no {word}")
        finally:
            connection.close()

    acts = [
        (lambda d: fix_direction(by=storm.carl, direction=d), "fix"),
        (lambda d: take_position(by=storm.maria, direction=d, actor=storm.ljusdal, stand="behind"), "position"),
    ]
    threads = [threading.Thread(target=run, args=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    printed = {p["actor"]: p["stand"] for p in fresh(direction).body["positions"]}[storm.ljusdal.pk]
    assert printed == ("behind" if "position" in outcomes else SILENT)
