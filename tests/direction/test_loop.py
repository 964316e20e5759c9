"""The loop's services: cycles that carry over, notes, needs, influence."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from coordination.direction.loop.gaps import gaps_of, sentence
from coordination.direction.models import Cycle, Influence, InfluenceReply, Need, Note, SystemIssue
from coordination.direction.services import (
    add_note,
    answer_influence,
    begin_cycle,
    close_cycle,
    do_influence,
    edit_cycle,
    edit_need,
    end_note,
    follow_up,
    hold_note,
    move_need,
    plan_influence,
    state_need,
)
from coordination.incidents import services as incidents
from coordination.incidents.clock import now_in
from coordination.incidents.models import Notice
from coordination.incidents.services import Mark
from journal.models import Entry
from journal.refusals import MovedOn, Refused, RuleBroken
from tests.conftest import fresh
from tests.direction.house import close
from tests.situations.answers import answer, content

pytestmark = pytest.mark.django_db
AN_HOUR = timedelta(hours=1)


def again(row):
    return type(row).objects.get(pk=row.pk)


def noted(storm, text="Vägen är avskuren.", kind="fact", **more):
    return add_note(by=fresh(storm.lena), incident=storm.incident, kind=kind, text=text, **more)


def needed(storm, by=None, kind="help", title="Reservkraft till vårdcentralen", **more):
    return state_need(by=fresh(by or storm.lena), incident=storm.incident, kind=kind, title=title, **more)


def planned(storm, **more):
    told = {"means": "ask", "text": "Kan ni låna ut ett elverk?", "actors": [storm.ljusdal]} | more
    return plan_influence(by=fresh(storm.lena), incident=storm.incident, **told)


# --- cycles ---


def test_only_one_cycle_goes_on_at_a_time(storm):
    first = begin_cycle(by=storm.lena, incident=storm.incident)
    assert (first.number, first.state) == (1, "open")
    with pytest.raises(RuleBroken, match="Varv 1 pågår"):
        begin_cycle(by=storm.lena, incident=storm.incident)
    for person in (storm.maria, storm.rut):
        with pytest.raises(Refused):
            begin_cycle(by=person, incident=storm.incident)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cycle.objects.create(
            incident=storm.incident, number=2, started_at=now_in(storm.incident), started_by=storm.lena
        )


def test_the_next_cycle_begins_with_the_values_of_the_former(storm):
    first = begin_cycle(by=storm.lena, incident=storm.incident)
    now = now_in(storm.incident)
    edit_cycle(
        by=storm.lena,
        cycle=first,
        revision=0,
        protection_values=["life", "function"],
        principle="Sköraste först.",
        forgotten="Ensamboende utan telefon.",
        decided_by="Länsledningen",
        decided_at=now,
        values_until=now + AN_HOUR,
        effect="Kommunerna samlade sig.",
    )
    close_cycle(by=storm.lena, cycle=first)
    second = begin_cycle(by=storm.lena, incident=storm.incident)
    assert second.number == 2
    assert second.protection_values == ["life", "function"]
    assert (second.principle, second.forgotten) == ("Sköraste först.", "Ensamboende utan telefon.")
    assert (second.decided_by, second.decided_at) == ("Länsledningen", now)
    assert second.values_until == now + AN_HOUR
    assert second.effect == ""
    begun = Entry.objects.get(subject=f"cycle:{second.pk}", verb="cycle.begun")
    assert begun.data["copy_of"] == 1


def test_an_older_revision_has_moved_on_and_overwrites_nothing(storm):
    begin_cycle(by=storm.lena, incident=storm.incident)
    mine, theirs = Cycle.objects.get(), Cycle.objects.get()
    edit_cycle(by=storm.lena, cycle=theirs, revision=0, principle="Deras.")
    with pytest.raises(MovedOn, match="Båda texterna"):
        edit_cycle(by=storm.anna, cycle=mine, revision=0, principle="Mitt.")
    assert (Cycle.objects.get().principle, mine.principle) == ("Deras.", "Mitt.")


def test_an_end_before_a_start_is_said_in_words(storm):
    cycle = begin_cycle(by=storm.lena, incident=storm.incident)
    now = now_in(storm.incident)
    wrong = {
        "slutar gälla innan": {"decided_at": now, "values_until": now - AN_HOUR},
        "Läget kan inte gälla": {"situation_at": now + AN_HOUR},
        "före det här varvets början": {"next_at": cycle.started_at - AN_HOUR},
        "står en gång": {"protection_values": ["life", "life"]},
    }
    for words, changes in wrong.items():
        with pytest.raises(RuleBroken, match=words):
            edit_cycle(by=storm.lena, cycle=again(cycle), revision=0, **changes)
    with pytest.raises(RuleBroken, match="har redan gått"):
        close_cycle(by=storm.lena, cycle=cycle, next_at=now - AN_HOUR)
    assert again(cycle).revision == 0


def test_a_cycle_is_closed_with_its_gaps(storm):
    cycle = begin_cycle(by=storm.lena, incident=storm.incident)
    question = noted(storm, "Hur många saknar el?", "unknown", needed_by=now_in(storm.incident) + AN_HOUR)
    need = needed(storm)
    influence = planned(storm)
    close_cycle(by=storm.lena, cycle=again(cycle))
    closed = again(cycle)
    told = {gap["kind"]: gap for gap in closed.gaps}
    assert closed.state == "closed"
    assert told["unknown"]["keys"] == [question.pk]
    assert told["need_of_nobody"]["keys"] == [need.number]
    assert told["unanswered"]["keys"] == [influence.number]
    assert {"values", "values_undecided", "no_scenario", "effect", "endurance", "next"} <= set(told)
    assert "Hur många" not in str(closed.gaps)
    assert sentence(told["unknown"]) == "1 fråga saknar svar."
    with pytest.raises(RuleBroken, match="ändras inte mer"):
        edit_cycle(by=storm.lena, cycle=closed, revision=0, effect="Sent.")


def test_what_nobody_has_looked_at_again_is_a_gap_of_the_next_cycle(storm):
    cycle = begin_cycle(by=storm.lena, incident=storm.incident)
    fact, guess = noted(storm), noted(storm, "Elen är tillbaka i natt.", "assumption")
    close_cycle(by=storm.lena, cycle=again(cycle))
    second = begin_cycle(by=storm.lena, incident=storm.incident)
    told = {gap["kind"]: gap["keys"] for gap in gaps_of(second, now_in(storm.incident))}
    assert (told["not_seen"], told["assumption"]) == ([fact.pk], [guess.pk])
    hold_note(by=storm.lena, note=again(fact))
    end_note(by=storm.lena, note=again(guess), why="Elen kom inte.")
    told = {gap["kind"]: gap["keys"] for gap in gaps_of(second, now_in(storm.incident))}
    assert "not_seen" not in told
    assert "assumption" not in told
    assert again(fact).held_in == 2


def test_a_hidden_cycle_hinders_nobody_and_is_not_carried_over(storm):
    cycle = begin_cycle(by=storm.lena, incident=storm.incident)
    edit_cycle(by=storm.lena, cycle=cycle, revision=0, principle="Det som inte skulle stå här.")
    incidents.quarantine(by=fresh(storm.maria), record=again(cycle), reason="Fel")
    second = begin_cycle(by=fresh(storm.lena), incident=storm.incident)
    assert (second.number, second.principle) == (2, "")


# --- notes ---


def test_a_note_begins_a_cycle_where_none_goes_on(storm):
    note = noted(storm)
    assert (note.cycle.number, note.held_in, note.cycle.state) == (1, 1, "open")
    assert noted(storm).cycle == note.cycle


def test_an_actor_says_its_own_interpretation_and_nothing_else(storm):
    begin_cycle(by=storm.lena, incident=storm.incident)
    told = {"by": storm.maria, "incident": storm.incident}
    own = add_note(**told, kind="interpretation", text="Vi ser det som värre.", actor=storm.ljusdal)
    assert own.actor == storm.ljusdal
    with pytest.raises(Refused):
        add_note(**told, kind="interpretation", text="De ser det så.", actor=storm.bollnas)
    for kind in ("fact", "unknown", "scenario", "assumption", "change", "conflict", "interpretation"):
        with pytest.raises(Refused):
            add_note(**told, kind=kind, text="Något")
    with pytest.raises(Refused):
        add_note(by=storm.rut, incident=storm.incident, kind="interpretation", text="Läsaren", actor=storm.ljusdal)


def test_an_interpretation_waits_for_the_county_to_begin(storm):
    with pytest.raises(RuleBroken, match="Inget varv pågår"):
        add_note(by=storm.maria, incident=storm.incident, kind="interpretation", text="Vi ser", actor=storm.ljusdal)


@pytest.mark.parametrize(
    ("kind", "more", "words"),
    [
        ("scenario", {}, "trolig, värsta rimliga eller bästa"),
        ("unknown", {"needed_by": -AN_HOUR}, "redan gått"),
        ("fact", {"observed_at": AN_HOUR}, "inte framåt"),
        ("rumour", {}, "finns inte"),
    ],
)
def test_what_a_note_may_not_be(storm, kind, more, words):
    now = now_in(storm.incident)
    said = {name: now + value for name, value in more.items()}
    with pytest.raises(RuleBroken, match=words):
        noted(storm, kind=kind, **said)
    with pytest.raises(RuleBroken, match="egna ord"):
        noted(storm, text="  ", kind="fact")
    assert not Note.objects.exists()


def test_a_note_ends_once_and_with_its_reason(storm):
    note = noted(storm)
    with pytest.raises(RuleBroken, match="varför"):
        end_note(by=storm.lena, note=note, why=" ")
    first, second = again(note), again(note)
    end_note(by=storm.lena, note=first, why="Vägen är öppen.")
    with pytest.raises(MovedOn):
        end_note(by=storm.anna, note=second, why="Jag med.")
    with pytest.raises(MovedOn):
        hold_note(by=storm.lena, note=second)
    assert (again(note).holds, again(note).ended_why) == (False, "Vägen är öppen.")


def test_a_note_from_a_narrow_answer_holds_only_what_was_typed(house, incident, asked):
    sent = answer(house.maria, asked, house.ljusdal, content(2, 2, 2, summary="Hemligt läge vid dammen."))
    incidents.narrow(
        by=fresh(house.maria), record=sent, audience="named", actors=[house.board], reason="Känsligt",
        legal_ground="18:13", until=now_in(incident) + timedelta(days=2),
    )  # fmt: skip
    told = {"by": fresh(house.lena), "incident": incident, "kind": "fact"}
    with pytest.raises(RuleBroken, match="egna ord"):
        add_note(**told, text="", input=sent)
    note = add_note(**told, text="En anläggning är berörd.", input=sent)
    assert note.text == "En anläggning är berörd."
    begin = {"by": fresh(house.bo), "incident": incident, "kind": "interpretation", "actor": house.bollnas}
    with pytest.raises(RuleBroken, match="inget sådant svar"):
        add_note(**begin, text="Vi tolkar", input=sent)


def test_a_note_is_marked_no_lower_than_its_answer(house, incident, asked):
    sent = answer(house.maria, asked, house.ljusdal, content(2, 2, 2, summary="Läget."))
    type(sent).objects.filter(pk=sent.pk).update(marking="internal")
    sent.refresh_from_db()
    told = {"by": fresh(house.lena), "incident": incident, "kind": "fact", "text": "Kort", "input": sent}
    assert add_note(**told).marking == "internal"
    with pytest.raises(RuleBroken, match="lägre"):
        add_note(**told, mark=Mark())


# --- needs ---


def test_needs_of_both_kinds_share_one_series(storm):
    first, second = needed(storm), needed(storm, kind="action", title="Kör ut elverk")
    assert (first.number, first.state, first.source) == (1, "new", "derived")
    assert (second.number, second.state) == (2, "unfilled")


def test_an_actor_states_its_own_help_need(storm):
    need = needed(storm, by=storm.maria, actor=storm.ljusdal)
    assert (need.source, need.actor) == ("reported", storm.ljusdal)
    with pytest.raises(Refused, match="Åtgärdsbehov"):
        needed(storm, by=storm.maria, kind="action", actor=storm.ljusdal)
    with pytest.raises(RuleBroken, match="vilken aktör"):
        needed(storm, by=storm.maria)
    with pytest.raises(Refused):
        needed(storm, by=storm.maria, actor=storm.bollnas)
    with pytest.raises(Refused):
        needed(storm, by=storm.rut, actor=storm.ljusdal)


def test_a_fact_becomes_a_need_and_each_shows_the_other(storm):
    note = noted(storm)
    need = needed(storm, note=note)
    assert need.note == note
    assert list(note.needs.all()) == [need]


def test_an_action_serves_help_needs_only(storm):
    help_need = needed(storm)
    action = needed(storm, kind="action", title="Kör ut elverk", serves=[help_need])
    assert list(help_need.served_by.all()) == [action]
    with pytest.raises(RuleBroken, match="är ett åtgärdsbehov"):
        needed(storm, kind="action", title="Två", serves=[action])
    with pytest.raises(RuleBroken, match="Bara ett åtgärdsbehov"):
        needed(storm, title="Tre", hinders=[help_need])


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"title": " "}, "vad som behövs"),
        ({"priority": 5}, "Prioriteten"),
        ({"kind": "wish"}, "finns inte"),
    ],
)
def test_what_a_need_may_not_be(storm, more, words):
    with pytest.raises(RuleBroken, match=words):
        needed(storm, **more)


def test_a_need_for_a_time_that_has_passed_is_refused(storm):
    with pytest.raises(RuleBroken, match="redan gått"):
        needed(storm, needed_by=now_in(storm.incident) - AN_HOUR)


def test_a_need_is_judged_by_the_county_and_its_own_actor(storm):
    need = needed(storm, by=storm.maria, actor=storm.ljusdal)
    move_need(by=fresh(storm.maria), need=need, to="partly", note="Ett av två elverk är här.")
    move_need(by=fresh(storm.lena), need=need, to="covered")
    with pytest.raises(Refused, match="länsstyrelsen eller"):
        move_need(by=fresh(storm.bo), need=need, to="uncovered")
    with pytest.raises(RuleBroken, match="Ett hjälpbehov kan inte vara pågår"):
        move_need(by=fresh(storm.lena), need=need, to="ongoing")
    with pytest.raises(RuleBroken):
        move_need(by=fresh(storm.lena), need=need, to="new")
    with pytest.raises(RuleBroken, match="läget finns inte"):
        move_need(by=fresh(storm.lena), need=need, to="lost")
    assert again(need).state == "covered"


def test_two_who_edit_a_need_lose_nothing(storm):
    need = needed(storm)
    mine, theirs = again(need), again(need)
    edit_need(by=storm.lena, need=theirs, revision=0, title="Två elverk", municipalities=storm.municipalities[:2])
    with pytest.raises(MovedOn, match="Båda texterna"):
        edit_need(by=storm.anna, need=mine, revision=0, title="Tre elverk")
    assert again(need).title == "Två elverk"
    assert again(need).municipalities.count() == 2
    with pytest.raises(Refused):
        edit_need(by=storm.bo, need=again(need), revision=1, title="Bo")


# --- influence ---


def test_the_actors_are_asked_and_silence_is_a_row(storm):
    influence = planned(storm, actors=[storm.ljusdal, storm.bollnas])
    assert set(influence.replies.values_list("response", flat=True)) == {"none"}
    assert set(Notice.objects.filter(kind="influence").values_list("actor__short", flat=True)) == {
        "Ljusdal", "Bollnäs",
    }  # fmt: skip


def test_only_the_actor_itself_answers(storm):
    influence = planned(storm)
    for person in (storm.lena, storm.bo, storm.rut):
        with pytest.raises(Refused):
            answer_influence(by=fresh(person), influence=influence, actor=storm.ljusdal, response="accepted")
    told = {"by": fresh(storm.maria), "influence": influence, "actor": storm.ljusdal}
    with pytest.raises(RuleBroken, match="Välj ett svar"):
        answer_influence(**told, response="none")
    with pytest.raises(RuleBroken, match="skälet"):
        answer_influence(**told, response="declined")
    answer_influence(**told, response="declined", text="Vi behöver dem själva.")
    reply = InfluenceReply.objects.get()
    assert (reply.response, reply.text, reply.by) == ("declined", "Vi behöver dem själva.", storm.maria)
    with pytest.raises(RuleBroken, match="inte tillfrågad"):
        answer_influence(by=fresh(storm.bo), influence=influence, actor=storm.bollnas, response="accepted")


def test_influence_is_done_and_then_followed_up(storm):
    influence = planned(storm)
    with pytest.raises(RuleBroken, match="inte gjort än"):
        follow_up(by=storm.lena, influence=influence, effect="Alla kom.")
    with pytest.raises(Refused):
        do_influence(by=storm.maria, influence=influence)
    do_influence(by=storm.lena, influence=influence)
    with pytest.raises(RuleBroken, match="vilken effekt"):
        follow_up(by=storm.lena, influence=influence, effect=" ")
    follow_up(by=storm.lena, influence=influence, effect="Ett elverk lånades ut.")
    follow_up(by=storm.lena, influence=influence, effect="Två elverk lånades ut.")
    assert (again(influence).state, again(influence).effect) == ("followed_up", "Två elverk lånades ut.")


def test_what_influence_may_not_be(storm):
    now = now_in(storm.incident)
    wrong = {
        "medlet finns inte": {"means": "order"},
        "budskapet": {"text": " "},
        "redan gått": {"due": now - AN_HOUR},
        "före det den ska följa": {"due": now + 2 * AN_HOUR, "follow_up_at": now + AN_HOUR},
        "deltar inte": {"actors": [storm.other]},
    }
    for words, more in wrong.items():
        with pytest.raises(RuleBroken, match=words):
            planned(storm, **more)
    with pytest.raises(Refused):
        plan_influence(by=storm.maria, incident=storm.incident, means="ask", text="Fråga")
    assert not Influence.objects.exists()


def test_nothing_is_written_in_a_closed_incident(storm):
    note, need, influence = noted(storm), needed(storm), planned(storm)
    cycle = Cycle.objects.get()
    close(storm.incident)
    for row in (note, need, influence, cycle):
        row.incident = storm.incident
    acts = [
        lambda by: begin_cycle(by=by, incident=storm.incident),
        lambda by: edit_cycle(by=by, cycle=cycle, revision=0, effect="x"),
        lambda by: close_cycle(by=by, cycle=cycle),
        lambda by: add_note(by=by, incident=storm.incident, kind="fact", text="x"),
        lambda by: hold_note(by=by, note=note),
        lambda by: end_note(by=by, note=note, why="x"),
        lambda by: state_need(by=by, incident=storm.incident, kind="help", title="x"),
        lambda by: edit_need(by=by, need=need, revision=0, title="x"),
        lambda by: move_need(by=by, need=need, to="covered"),
        lambda by: plan_influence(by=by, incident=storm.incident, means="ask", text="x"),
        lambda by: do_influence(by=by, influence=influence),
    ]
    for act in acts:
        with pytest.raises(RuleBroken, match="avslutad"):
            act(fresh(storm.lena))
    with pytest.raises(RuleBroken, match="avslutad"):
        answer_influence(by=fresh(storm.maria), influence=influence, actor=storm.ljusdal, response="accepted")


# --- what holds the same words ---


def test_what_was_made_of_a_hidden_note_is_hidden_with_it(storm):
    words = "Transformatorn vid älven är slagen ur drift"
    note = noted(storm, words)
    need, other = needed(storm, title=words, note=note), needed(storm, title="Reservkraft till byn", note=note)
    now = now_in(storm.incident)
    issue = SystemIssue.objects.create(
        incident=storm.incident, number=1, kind="gap", title=words, made_at=now, made_by=storm.lena
    )
    issue.needs.set([need])
    influence = planned(storm, text=f"Vi vill att ni vet: {words}.", issue=issue)
    incidents.quarantine(by=fresh(storm.maria), record=again(note), reason="Ska inte stå här")
    seen = fresh(storm.lena)
    assert list(Need.objects.visible_to(seen)) == [other]
    assert not SystemIssue.objects.visible_to(seen).exists()
    assert not Influence.objects.visible_to(seen).exists()
    assert influence.pk


def test_hiding_the_influence_hides_the_issue_with_its_words_but_no_other(storm):
    now = now_in(storm.incident)
    title = "Ingen har tagit reservkraften"
    issue = SystemIssue.objects.create(
        incident=storm.incident, number=1, kind="gap", title=title, made_at=now, made_by=storm.lena
    )
    same, apart = planned(storm, text=title, issue=issue), planned(storm, text="Något helt annat.", issue=issue)
    incidents.quarantine(by=fresh(storm.bo), record=again(same), reason="Fel")
    seen = fresh(storm.lena)
    assert not SystemIssue.objects.visible_to(seen).exists()
    assert list(Influence.objects.visible_to(seen)) == [apart]


def test_values_carried_over_are_hidden_with_the_cycle_they_came_from(storm):
    first = begin_cycle(by=storm.lena, incident=storm.incident)
    edit_cycle(by=storm.lena, cycle=first, revision=0, principle="Det som inte ska stå här alls.")
    close_cycle(by=storm.lena, cycle=first)
    begin_cycle(by=storm.lena, incident=storm.incident)
    incidents.quarantine(by=fresh(storm.maria), record=again(first), reason="Fel")
    assert not Cycle.objects.visible_to(fresh(storm.lena)).exists()


def test_hiding_an_answer_hides_what_was_noted_from_it(house, incident, asked):
    sent = answer(house.maria, asked, house.ljusdal, content(2, 2, 2, summary="Dammluckan vid Edsbyn är ur funktion."))
    note = add_note(by=fresh(house.lena), incident=incident, kind="fact", text="Dammluckan är ur funktion.", input=sent)
    need = state_need(by=fresh(house.lena), incident=incident, kind="help", title="Vakt vid dammen", input=sent)
    incidents.quarantine(by=fresh(house.bo), record=sent, reason="Fel")
    assert not Note.objects.visible_to(fresh(house.lena)).filter(pk=note.pk).exists()
    assert not Need.objects.visible_to(fresh(house.lena)).filter(pk=need.pk).exists()
