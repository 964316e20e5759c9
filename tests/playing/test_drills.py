"""Readiness drills: who may hold one, what the machine does with it, and what is measured of each actor."""

import datetime
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from actors.models import Actor, ContactPoint
from actors.roles import Role
from coordination.direction.models import Announcement, Reception
from coordination.exercises.drilling import beginning, chain, closing, reading, services
from coordination.exercises.models import Drill, DrillResult
from coordination.incidents import services as incidents
from coordination.incidents.models import Incident, IncidentType, Notice
from coordination.situations.models import Recipient, Request
from coordination.situations.rounds import asking
from coordination.situations.services import inputs
from journal.models import Entry
from journal.refusals import MovedOn, Refused, RuleBroken
from tests.conftest import person
from tests.counting import Statements
from tests.playing.drills import (
    MINUTES,
    Clock,
    begun,
    fresh_of,
    measured,
    planned,
    reach,
    request_of,
    sign_in,
    take_steps,
    thank,
)
from tests.situations.answers import answer, content

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def clock(monkeypatch):
    made = Clock()
    monkeypatch.setattr(timezone, "now", made)
    return made


@pytest.fixture
def olle(house):
    """He leads Gävleborg's exercises."""
    return person("olle", house.board, Role.EXERCISE_LEADER)


def storm_of(house, **more):
    return incidents.open_incident(
        by=house.lena,
        type=IncidentType.objects.get(key="storm"),
        name="Stormen Skarp",
        lead=house.board,
        counties=[house.county],
        **more,
    )


def refusal(*args, **more):
    with pytest.raises(RuleBroken) as broken:
        planned(*args, **more)
    return broken.value.sentence


# What people decide.


def test_the_leader_of_exercises_and_the_duty_officer_hold_drills_and_nobody_else(house, olle):
    soon = timezone.now() + 60 * MINUTE
    assert planned(olle, house.board, [house.bollnas]).state == "planned"
    assert planned(house.lena, house.board, [house.bollnas], starts_at=soon).made_by == house.lena
    for by, owner in ((house.anna, house.board), (house.charlie, house.board), (house.bo, house.bollnas)):
        with pytest.raises(Refused, match="övningsledare"):
            planned(by, owner, [house.ljusdal], starts_at=soon + 60 * MINUTE)


def test_a_time_that_has_passed_no_actors_and_another_county_s_are_refused(house, olle):
    mora = Actor.objects.get(key="kommun-2062")
    past = timezone.now() - 5 * MINUTE
    assert "redan passerat" in refusal(olle, house.board, [house.bollnas], starts_at=past)
    assert refusal(olle, house.board, []) == "Välj minst en aktör."
    assert "Hör till ett annat län: Mora" in refusal(olle, house.board, [house.bollnas, mora])
    assert "kan inte själv" in refusal(olle, house.board, [house.board])
    assert "mellan 1 och 60" in _minutes(olle, house, 61)
    assert "mellan 1 och 60" in _minutes(olle, house, 0)
    assert not Drill.objects.exists()


def _minutes(olle, house, minutes):
    with pytest.raises(RuleBroken) as broken:
        services.plan_drill(by=olle, owner=house.board, actors=[house.bollnas], minutes=minutes)
    return broken.value.sentence


def test_an_actor_of_the_whole_country_can_be_drilled(house, olle):
    national = Actor.objects.filter(county__isnull=True, kind="agency").first()
    assert list(planned(olle, house.board, [national]).actors.all()) == [national]


def test_a_board_has_one_drill_at_a_time_and_its_time_is_twice_the_answer_s(house, olle, clock):
    first = clock.now + 60 * MINUTE
    planned(olle, house.board, [house.bollnas], starts_at=first)
    for minutes in (-9, 0, 9):
        assert "redan ett prov då" in refusal(olle, house.board, [house.ljusdal], starts_at=first + minutes * MINUTE)
    assert planned(olle, house.board, [house.ljusdal], starts_at=first + 10 * MINUTE)
    assert planned(olle, house.board, [house.ljusdal], starts_at=first - 10 * MINUTE)


def test_one_that_was_called_off_leaves_its_time_free(house, olle):
    first = planned(olle, house.board, [house.bollnas])
    services.cancel_drill(by=olle, drill=first)
    assert planned(olle, house.board, [house.bollnas])


def test_while_a_real_incident_goes_on_it_takes_a_confirmation(house, olle):
    storm = storm_of(house)
    assert "Stormen Skarp" in refusal(olle, house.board, [house.bollnas])
    assert planned(olle, house.board, [house.bollnas], despite_incident=True).despite_incident
    incidents.change_phase(by=house.lena, incident=storm, to="watch")
    assert planned(olle, house.board, [house.bollnas], starts_at=timezone.now() + 60 * MINUTE)


def test_an_exercise_is_no_real_incident(house, olle):
    storm_of(house, is_exercise=True)
    assert planned(olle, house.board, [house.bollnas])


def test_it_is_called_off_before_it_begins_and_not_after(house, olle, clock):
    drill = planned(olle, house.board, [house.bollnas], starts_at=clock.now + 60 * MINUTE)
    with pytest.raises(Refused):
        services.cancel_drill(by=house.anna, drill=drill)
    services.cancel_drill(by=olle, drill=drill, why="Ledningen är upptagen.")
    assert (fresh_of(drill).state, fresh_of(drill).why) == ("cancelled", "Ledningen är upptagen.")
    clock.at(3700)
    assert beginning.run() == 0
    other = begun(olle, house.board, [house.bollnas])
    with pytest.raises(RuleBroken, match="avslutas i stället"):
        services.cancel_drill(by=olle, drill=other)


def test_an_announced_one_is_told_of_by_letter_once_and_so_is_that_it_is_called_off(house, olle, clock):
    reach(house.bollnas)
    too_soon = refusal(olle, house.board, [house.bollnas], announced=True)
    assert "tidigast om tio minuter" in too_soon
    at = clock.now + 60 * MINUTE
    drill = planned(olle, house.board, [house.bollnas, house.ljusdal], starts_at=at, announced=True)
    beginning.run()
    beginning.run()
    (letter,) = mail.outbox
    assert letter.to == [f"tib@{house.bollnas.key}.example.se"]
    assert f"{timezone.localtime(at):%H:%M}" in letter.body
    assert letter.subject.startswith("ÖVNING: beredskapsprov")
    services.cancel_drill(by=olle, drill=drill)
    beginning.run()
    beginning.run()
    assert [one.subject.endswith("är inställt") for one in mail.outbox] == [False, True]


def test_an_unannounced_one_tells_nobody_beforehand(house, olle, clock):
    reach(house.bollnas)
    drill = planned(olle, house.board, [house.bollnas], starts_at=clock.now + 60 * MINUTE)
    beginning.run()
    services.cancel_drill(by=olle, drill=drill)
    beginning.run()
    assert mail.outbox == []
    assert not Notice.objects.exists()
    assert not Incident.objects.exists()


# What the machine does.


def test_at_its_time_a_real_request_goes_out_marked_as_an_exercise(house, olle, clock):
    reach(house.bollnas)
    drill = planned(olle, house.board, [house.bollnas], starts_at=clock.now + 10 * MINUTE)
    assert beginning.run() == 0
    clock.at(601)
    assert beginning.run() == 1
    drill = fresh_of(drill)
    incident, request = drill.incident, request_of(drill)
    assert incident.is_exercise
    assert incident.name == f"Beredskapsprov {timezone.localdate(drill.starts_at):%Y-%m-%d}"
    assert request.deadline == clock.now + MINUTES * MINUTE
    assert request.question_set.key == "beredskapsprov"
    assert [row.actor for row in request.recipients.all()] == [house.bollnas]
    from_now = Notice.objects.get(actor=house.bollnas)
    assert from_now.kind == "request"
    assert house.bo.has_perm("contribute", incident)
    assert house.lena.has_perm("manage_incident", incident)


def test_the_machine_begins_again_where_a_worker_died_and_never_twice(house, olle, clock, monkeypatch):
    drill = planned(olle, house.board, [house.bollnas])

    def dies(*args, **more):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(asking, "send", dies)
        with pytest.raises(SystemExit):
            beginning.run()
    assert fresh_of(drill).state == "planned"
    assert not Incident.objects.exists()
    assert beginning.run() == 1
    assert beginning.run() == 0
    assert beginning.begin(drill.pk, clock.now) is False
    assert Request.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_begin_it_once_and_measure_it_once(house):
    olle = person("olle", house.board, Role.EXERCISE_LEADER)
    drill = planned(olle, house.board, [house.bollnas])
    at_once(beginning.run)
    assert Incident.objects.count() == Request.objects.count() == 1
    services.end_now(by=olle, drill=fresh_of(drill), thanked=False)
    at_once(closing.run)
    assert Announcement.objects.count() == 1
    services.end_now(by=olle, drill=fresh_of(drill), thanked=True)
    at_once(closing.run)
    assert fresh_of(drill).state == "measured"
    moved = Entry.objects.filter(subject=drill.journal_subject(), verb="drill.measured")
    assert moved.count() == 1


def at_once(run):
    gate = threading.Barrier(2)

    def work(_worker):
        gate.wait()
        try:
            run()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        list(workers.map(work, range(2)))


def test_one_that_the_portal_slept_through_is_called_off_and_not_begun_at_night(house, olle, clock):
    drill = planned(olle, house.board, [house.bollnas])
    clock.at(MINUTES * 60 + 1)
    assert beginning.run() == 1
    drill = fresh_of(drill)
    assert drill.state == "cancelled"
    assert "Portalen var nere" in drill.why
    assert not Incident.objects.exists()


def test_one_that_is_a_little_late_has_its_whole_time(house, olle, clock):
    drill = planned(olle, house.board, [house.bollnas])
    clock.at(MINUTES * 60)
    beginning.run()
    assert request_of(fresh_of(drill)).deadline == clock.now + MINUTES * MINUTE


def test_it_is_called_off_when_a_real_incident_has_begun_since(house, olle, clock):
    drill = planned(olle, house.board, [house.bollnas], starts_at=clock.now + 10 * MINUTE)
    storm = storm_of(house)
    clock.at(600)
    beginning.run()
    assert fresh_of(drill).why == f"En händelse pågick när provet skulle börja: {storm.number}."


def test_it_is_held_all_the_same_where_that_was_confirmed(house, olle):
    storm_of(house)
    assert begun(olle, house.board, [house.bollnas], despite_incident=True).state == "running"


def test_the_thanks_leave_when_the_time_is_out_to_those_who_did_not_answer_too(house, olle, clock):
    drill = begun(olle, house.board, [house.bollnas, house.ljusdal])
    clock.at(200)
    answer(house.bo, request_of(drill), house.bollnas)
    assert closing.run() == 0
    clock.at(MINUTES * 60)
    assert closing.run() == 1
    assert closing.run() == 0
    message = fresh_of(drill).message
    assert message.heading == "Provet är slut, tack"
    assert "1 av 2 har svarat" in message.text
    assert Reception.objects.filter(announcement=message).count() == 2


def test_when_all_have_answered_nobody_waits(house, olle, clock):
    drill = begun(olle, house.board, [house.bollnas])
    clock.at(40)
    answer(house.bo, request_of(drill), house.bollnas)
    assert closing.run() == 1
    assert fresh_of(drill).message.sent_at == clock.now
    take_steps(clock, drill, house.bo, house.bollnas, "told")


def test_the_leader_ends_each_step_and_then_it_is_over(house, olle, clock):
    drill = begun(olle, house.board, [house.bollnas])
    clock.at(60)
    with pytest.raises(Refused):
        services.end_now(by=house.anna, drill=drill, thanked=False)
    services.end_now(by=olle, drill=drill, thanked=False)
    assert closing.run() == 1
    assert fresh_of(drill).state == "running"
    clock.at(90)
    with pytest.raises(MovedOn, match="gått vidare"):  # a press that was meant for the first step
        services.end_now(by=olle, drill=drill, thanked=False)
    services.end_now(by=olle, drill=drill, thanked=True)
    assert closing.run() == 1
    drill = fresh_of(drill)
    assert (drill.state, drill.incident.state, drill.incident.closed_at) == ("measured", "closed", clock.now)
    with pytest.raises(RuleBroken, match="pågår inte"):
        services.end_now(by=olle, drill=drill, thanked=True)


def test_an_incident_that_somebody_closed_is_measured_as_it_stands(house, olle, clock):
    drill = begun(olle, house.board, [house.bollnas])
    clock.at(30)
    incidents.change_phase(by=house.lena, incident=drill.incident, to="closed")
    assert closing.run() == 1
    drill = fresh_of(drill)
    (one,) = chain.chains(drill.results.all(), drill.figures)
    states = {link.key: link.state for link in one.links}
    assert states["read"] == states["acknowledged"] == "not_asked"


# What is measured.


@pytest.fixture
def running(house, olle, clock):
    reach(house.bollnas, house.ljusdal)
    return begun(olle, house.board, [house.bollnas])


def chain_of(drill, actor):
    result = DrillResult.objects.select_related("actor").get(drill=drill, actor=actor)
    return chain.chain_of(result, drill.figures)


def test_an_actor_that_does_all_has_a_whole_chain_with_the_time_of_each_link(house, running, clock):
    take_steps(clock, running, house.bo, house.bollnas, "acknowledged")
    assert closing.run() == 1  # all have acknowledged, so nobody waits
    drill = fresh_of(running)
    found = chain_of(drill, house.bollnas)
    assert found.whole
    assert [link.word for link in found.links] == ["i tid"] * 6
    assert [link.time for link in found.links] == ["0 s", "1 min", "1 min", "2 min", "5 min", "5 min"]
    assert drill.figures["asked"] == drill.figures["whole_chain"] == drill.figures["reachable"] == 1


@pytest.mark.parametrize(
    ("last", "breaks"),
    [
        ("told", "signed_in"),
        ("signed_in", "answered"),
        ("answered", "compiled"),
        ("compiled", "read"),
        ("read", "acknowledged"),
    ],
)
def test_one_who_stops_at_a_link_breaks_at_the_next(house, running, clock, monkeypatch, last, breaks):
    take_steps(clock, running, house.bo, house.bollnas, last)
    drill = measured(clock, running)
    found = chain_of(drill, house.bollnas)
    assert found.broke_at.key == breaks
    assert drill.figures["whole_chain"] == 0
    assert drill.figures[last] == 1
    assert drill.figures[breaks] == 0


def test_what_was_not_asked_is_said_to_be_so(house, running, clock):
    drill = measured(clock, running)
    states = {link.key: link.word for link in chain_of(drill, house.bollnas).links}
    assert states["compiled"] == "prövades inte"
    assert states["answered"] == states["read"] == "nej"


def test_without_an_address_the_chain_breaks_at_once_whatever_came_after(house, olle, clock):
    ContactPoint.objects.create(actor=house.bollnas, function="TiB", phone="070-174 06 11", verified="2025-03-01")
    drill = begun(olle, house.board, [house.bollnas])
    take_steps(clock, drill, house.bo, house.bollnas, "acknowledged")
    drill = measured(clock, drill)
    found = chain_of(drill, house.bollnas)
    assert found.broke_at.key == "told"
    assert found.contact.words == "nummer, men ingen adress"
    assert found.contact.letter == "inget brev: adress saknas"
    assert found.contact.verified == datetime.date(2025, 3, 1)
    assert (drill.figures["told"], drill.figures["acknowledged"], drill.figures["reachable"]) == (0, 1, 0)


def test_with_no_contact_path_at_all_it_says_so(house, olle, clock):
    drill = measured(clock, begun(olle, house.board, [house.ljusdal]))
    assert chain_of(drill, house.ljusdal).contact.words == "varken nummer eller adress"


def test_a_letter_that_did_not_leave_is_not_told(house, running, clock):
    Notice.objects.filter(incident=running.incident, kind="request").update(sent_at=None, attempts=5)
    drill = measured(clock, running)
    assert chain_of(drill, house.bollnas).contact.letter == "brevet gick inte i väg"


def test_an_answer_after_the_time_is_late(house, running, clock):
    thank(clock, running)
    clock.at(400)
    answer(house.bo, request_of(running), house.bollnas)
    drill = measured(clock, running)
    links = {link.key: link for link in chain_of(drill, house.bollnas).links}
    assert (links["answered"].word, links["answered"].time) == ("för sent", "6 min")
    assert drill.figures["answered"] == 0


def test_what_the_duty_officer_wrote_down_is_no_answer_of_the_actor(house, running, clock):
    clock.at(30)
    request = request_of(running)
    draft = inputs.open_draft(by=house.lena, request=request, actor=house.bollnas, oral=True)
    inputs.submit_input(by=house.lena, draft=draft, key="muntligt", raw=content())
    drill = measured(clock, running)
    result = chain_of(drill, house.bollnas).result
    assert (result.answered_at, result.signed_in_at) == (None, None)


def test_who_was_in_already_signs_in_by_opening_the_request(house, olle, clock):
    reach(house.bollnas)
    clock.at(-30)
    sign_in(house.bo)
    clock.at(0)
    drill = begun(olle, house.board, [house.bollnas])
    clock.at(50)
    Recipient.objects.filter(request=request_of(drill)).update(opened_at=clock.now)
    drill = measured(clock, drill)
    assert chain_of(drill, house.bollnas).result.signed_in_at == clock.began + datetime.timedelta(seconds=50)


def test_somebody_of_another_actor_who_signs_in_is_no_link(house, running, clock):
    clock.at(60)
    sign_in(house.maria)
    drill = measured(clock, running)
    assert chain_of(drill, house.bollnas).result.signed_in_at is None


def test_the_figure_stands_with_its_parts_and_against_the_drill_before(house, olle, clock):
    reach(house.bollnas, house.ljusdal)
    both = [house.bollnas, house.ljusdal]
    first = measured(clock, begun(olle, house.board, both))
    Drill.objects.filter(pk=first.pk).update(starts_at=clock.now - datetime.timedelta(days=90))
    clock.began = clock.now + 20 * MINUTE
    clock.at(0)
    second = begun(olle, house.board, both)
    take_steps(clock, second, house.bo, house.bollnas, "acknowledged")
    measured(clock, second)
    newest, former = reading.measured_of(Drill.objects.visible_to(olle))
    assert (newest.says, newest.percent, newest.trend) == ("1 av 2", 50, "better")
    assert (former.says, former.trend) == ("0 av 2", "")
    assert {part.name: part.held for part in newest.parts} == {
        "Nåddes": 2, "Loggade in": 1, "Svarade": 1, "Sammanställd": 1, "Läste": 1, "Kvitterade": 1,
    }  # fmt: skip
    again = reading.with_trend([former.drill, former.drill, newest.drill])
    assert [one.trend for one in again] == ["same", "worse", ""]


def test_two_hundred_are_measured_in_as_many_statements_as_two(house, olle, clock):
    def drilled(actors):
        drill = begun(olle, house.board, actors)
        thank(clock, drill)
        with Statements(connection) as asked:
            drill.message = fresh_of(drill).message
            chain.measure(drill, drill.incident, clock.now)
        Drill.objects.filter(pk=drill.pk).update(state="measured", measured_at=clock.now)
        clock.began = clock.now + 20 * MINUTE
        clock.at(0)
        return len(asked)

    many = [Actor(key=f"prov-{n}", kind="other", name=f"Prov {n}", short=f"P{n}", county_id="21") for n in range(200)]
    made = Actor.objects.bulk_create(many)
    assert drilled(made[:2]) == drilled(made)
