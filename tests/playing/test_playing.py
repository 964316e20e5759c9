"""An exercise as it is led: Eva leads, Maria plays Ljusdal and Bo Bollnäs, Charlie is of another county."""

import datetime
import threading

import pytest
from django.db import connection, connections, transaction

from coordination.direction.models import Announcement, Measure
from coordination.exercises import clocks, giving, services
from coordination.exercises.models import Inject, Play
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, LogLine, Notice
from coordination.incidents.permissions import ASK, CONTRIBUTE, INVITE, MANAGE, PROPOSE, VIEW
from coordination.situations.models import Request
from journal.models import Entry
from journal.refusals import MovedOn, Refused, RuleBroken
from tests.conftest import fresh
from tests.playing.led import STARTS, keep, leader_of, prepare, stands_at, states, told

pytestmark = pytest.mark.django_db
MINUTES = datetime.timedelta(minutes=1)


@pytest.fixture
def led(house):
    house.eva = leader_of(house.board)
    return house


def running(led, *injects):
    play = prepare(led, *injects)
    led.eva = fresh(led.eva)
    services.run(by=led.eva, play=play)
    return play


def test_an_exercise_is_made_with_its_clock_at_the_scene_and_its_players_invited(led):
    play = prepare(led)
    incident = Incident.objects.get(pk=play.incident_id)
    assert incident.is_exercise
    assert incident.is_fictitious
    assert now_in(incident) == STARTS == incident.clock_scene
    assert incident.clock_started is None
    assert {p.actor.short for p in incident.participations.all()} == {led.board.short, "Ljusdal", "Bollnäs"}
    assert [one.at for one in play.injects.all()] == [STARTS + n * MINUTES for n in (5, 10, 20)]
    assert [sorted(a.short for a in one.to.all()) for one in play.injects.all()] == [
        ["Bollnäs", "Ljusdal"],
        ["Bollnäs", "Ljusdal"],
        ["Bollnäs"],
    ]
    # The function in the text is who plays it.
    assert play.injects.last().text == "Bollnäs kommun saknar reservkraft"


def test_who_does_not_lead_exercises_at_the_board_makes_none(led):
    scenario = keep(led)
    for by in (led.lena, led.maria, led.charlie):
        with pytest.raises(Refused, match="övningsledare"):
            services.start_play(
                by=by, scenario=scenario, board=led.board, actors=[led.ljusdal], name="Prov", starts=STARTS
            )


def test_an_exercise_says_what_it_lacks(led):
    scenario = keep(led)
    given = {"by": led.eva, "scenario": scenario, "board": led.board, "starts": STARTS}
    with pytest.raises(RuleBroken, match="minst en aktör"):
        services.start_play(actors=[led.board], name="Prov", **given)
    with pytest.raises(RuleBroken, match="vad övningen heter"):
        services.start_play(actors=[led.ljusdal], name=" ", **given)
    with pytest.raises(RuleBroken, match="tio år"):
        services.start_play(
            actors=[led.ljusdal], name="Prov", **{**given, "starts": STARTS + datetime.timedelta(days=5000)}
        )
    assert not Play.objects.exists()


def test_a_scenario_of_another_county_is_played_when_it_is_shared(led):
    scenario = keep(led)
    other = leader_of(led.other)
    mora = led.other.county.actors.filter(kind="municipality").first()
    given = {"by": other, "board": led.other, "actors": [mora], "name": "Prov", "starts": STARTS}
    with pytest.raises(Refused, match="inte delat"):
        services.start_play(scenario=scenario, **given)
    services.share_scenario(by=led.eva, scenario=scenario, shared=True)
    play = services.start_play(scenario=scenario, **given)
    assert play.incident.lead == led.other


def test_the_clock_goes_stands_and_goes_faster(led):
    play = running(led)
    incident = Incident.objects.get(pk=play.incident_id)
    real = incident.clock_started
    assert now_in(incident, real + 3 * MINUTES) == STARTS + 3 * MINUTES
    services.set_speed(by=led.eva, play=play, speed=10)
    incident.refresh_from_db()
    changed = incident.clock_started
    assert now_in(incident, changed + MINUTES) == incident.clock_scene + 10 * MINUTES
    services.pause(by=led.eva, play=play)
    incident.refresh_from_db()
    assert incident.clock_started is None
    assert play.state == "paused"
    stood = now_in(incident)
    services.run(by=led.eva, play=play)
    incident.refresh_from_db()
    assert incident.clock_scene == stood
    assert incident.clock_speed == 10


@pytest.mark.parametrize("speed", [0.4, 20.5, -1])
def test_a_speed_out_of_bounds_is_refused(led, speed):
    play = running(led)
    with pytest.raises(RuleBroken, match="halv till tjugo"):
        services.set_speed(by=led.eva, play=play, speed=speed)


def test_what_is_paused_stands_still_when_the_portal_starts_again(led):
    play, other = running(led), prepare(led)
    services.pause(by=led.eva, play=play)
    assert clocks.resume_all() == []
    services.run(by=led.eva, play=play)
    assert [one.pk for one in clocks.resume_all()] == [play.incident_id]
    assert Incident.objects.get(pk=other.incident_id).clock_started is None


def test_the_clock_gives_what_is_due_and_no_more(led):
    play = running(led)
    assert giving.run() == 0
    stands_at(play, 12)
    assert giving.run() == 2
    assert states(play) == ["given", "given", "waiting"]
    assert giving.run() == 0, "twice is as once"
    line = LogLine.objects.get(incident=play.incident)
    assert (line.text, line.actor, line.by) == ("Inspel: Träd ligger över vägen", led.board, led.eva)
    request = Request.objects.get(incident=play.incident)
    assert request.purpose == "Hur är läget?"
    assert request.recipients.count() == 2
    assert Inject.objects.get(play=play, order=2).more["became"] == {"request": [request.number]}


def test_a_message_goes_to_those_it_is_for_and_stands_in_the_log(led):
    play = running(led)
    stands_at(play, 21)
    giving.run()
    told_row = Announcement.objects.get(incident=play.incident)
    assert [r.actor for r in told_row.receptions.all()] == [led.bollnas]
    assert told_row.heading == "Bollnäs kommun saknar reservkraft"
    assert Notice.objects.filter(incident=play.incident, kind="told", actor=led.bollnas).count() == 1
    assert LogLine.objects.filter(incident=play.incident, text__contains="reservkraft").exists()


def test_a_measure_is_proposed_and_waits_for_its_owner(led):
    play = running(led, told(1, "Öppna en trygghetspunkt", kind="measure"))
    stands_at(play, 2)
    giving.run()
    measures = Measure.objects.filter(incident=play.incident)
    assert {m.owner.short for m in measures} == {"Ljusdal", "Bollnäs"}
    assert {m.state for m in measures} == {"suggested"}


def test_nothing_is_given_while_the_clock_stands(led):
    play = prepare(led)
    stands_at(play, 60)
    assert giving.run() == 0
    services.run(by=led.eva, play=play)
    services.pause(by=led.eva, play=play)
    assert giving.run() == 0
    assert states(play) == ["waiting"] * 3


def test_one_that_cannot_be_given_says_why_and_holds_up_nobody(led):
    play = running(led, told(1, "Till regionen", to=["region:alla"]), told(2, "Till alla", to=["alla"]))
    stands_at(play, 3)
    assert giving.run() == 1
    assert states(play) == ["waiting", "given"]
    assert "Ingen av mottagarna deltar" in play.injects.get(order=1).more["trouble"]
    assert giving.run() == 0, "it waits for its leader"
    services.skip_inject(by=led.eva, inject=play.injects.get(order=1))
    services.take_back_inject(by=led.eva, inject=play.injects.get(order=1))
    assert "trouble" not in play.injects.get(order=1).more


def test_a_jump_asks_about_what_it_passes(led):
    play = running(led)
    with pytest.raises(RuleBroken, match="2 inspel ligger före"):
        services.jump(by=led.eva, play=play, to=STARTS + 15 * MINUTES)
    with pytest.raises(RuleBroken, match="bara framåt"):
        services.jump(by=led.eva, play=play, to=STARTS - MINUTES)
    assert services.jump(by=led.eva, play=play, to=STARTS + 7 * MINUTES, passed="give") == 1
    assert services.jump(by=led.eva, play=play, to=STARTS + 15 * MINUTES, passed="skip") == 1
    assert states(play) == ["given", "skipped", "waiting"]
    assert not Request.objects.filter(incident=play.incident).exists()
    assert now_in(Incident.objects.get(pk=play.incident_id)) >= STARTS + 15 * MINUTES


def test_what_has_not_begun_does_not_jump(led):
    play = prepare(led)
    with pytest.raises(RuleBroken, match="Starta övningen först"):
        services.jump(by=led.eva, play=play, to=STARTS + MINUTES)
    with pytest.raises(RuleBroken, match="Starta övningen först"):
        services.give_inject(by=led.eva, inject=play.injects.first())


def test_the_leader_gives_by_hand_skips_and_adds(led):
    play = running(led)
    services.give_inject(by=led.eva, inject=play.injects.get(order=3))
    with pytest.raises(MovedOn, match="redan inspelat"):
        services.give_inject(by=led.eva, inject=play.injects.get(order=3))
    services.skip_inject(by=led.eva, inject=play.injects.get(order=1))
    added = services.add_inject(by=led.eva, play=play, kind="told", text="Nytt", actors=[led.ljusdal], in_minutes=3)
    assert added.order == 4
    assert added.at - now_in(Incident.objects.get(pk=play.incident_id)) <= 3 * MINUTES
    assert states(play) == ["skipped", "waiting", "given", "waiting"]
    services.observe(by=led.eva, inject=added, text="De ringde i stället")
    assert Inject.objects.get(pk=added.pk).observed == "De ringde i stället"


def test_an_added_inject_says_what_it_lacks(led):
    play = running(led)
    with pytest.raises(RuleBroken, match="minst en mottagare"):
        services.add_inject(by=led.eva, play=play, kind="told", text="Nytt")
    with pytest.raises(RuleBroken, match="Deltar inte"):
        services.add_inject(by=led.eva, play=play, kind="told", text="Nytt", actors=[led.municipal["Gävle"]])
    with pytest.raises(RuleBroken, match="högst två veckor"):
        services.add_inject(by=led.eva, play=play, kind="log", text="Nytt", in_minutes=99999)
    with pytest.raises(RuleBroken, match="vilket slag"):
        services.add_inject(by=led.eva, play=play, kind="order", text="Nytt")


def test_the_end_closes_the_incident_and_nothing_more_is_played_in(led):
    play = running(led)
    services.end_play(by=led.eva, play=play)
    incident = Incident.objects.get(pk=play.incident_id)
    assert incident.is_closed
    assert incident.clock_started is None
    stands_at(play, 60)
    assert giving.run() == 0
    assert states(play) == ["waiting"] * 3
    for do in (services.run, services.pause):
        with pytest.raises(RuleBroken):
            do(by=led.eva, play=play)
    with pytest.raises(RuleBroken, match="avslutad"):
        services.give_inject(by=led.eva, inject=play.injects.first())


@pytest.mark.parametrize("who", ["lena", "carl", "maria"])
def test_a_player_leads_nothing(led, who):
    play = running(led)
    by, inject = fresh(getattr(led, who)), play.injects.first()
    for act in (
        lambda: services.pause(by=by, play=play),
        lambda: services.jump(by=by, play=play, to=STARTS + MINUTES),
        lambda: services.set_speed(by=by, play=play, speed=2),
        lambda: services.give_inject(by=by, inject=inject),
        lambda: services.skip_inject(by=by, inject=inject),
        lambda: services.add_inject(by=by, play=play, kind="log", text="Nytt"),
        lambda: services.observe(by=by, inject=inject, text="Nytt"),
        lambda: services.end_play(by=by, play=play),
    ):
        with pytest.raises(Refused):
            act()


def test_who_leads_exercises_writes_in_no_real_incident(led, incident):

    eva = fresh(led.eva)
    assert eva.has_perm(VIEW, incident)
    assert not any(eva.has_perm(right, incident) for right in (ASK, CONTRIBUTE, INVITE, MANAGE, PROPOSE))


def test_the_journal_tells_no_words_of_what_is_to_come(led):
    play = running(led)
    services.skip_inject(by=led.eva, inject=play.injects.get(order=3))
    services.add_inject(by=led.eva, play=play, kind="log", text="Hemligt inspel")
    said = " ".join(f"{e.label} {e.note} {e.data}" for e in Entry.objects.of(play.incident.journal_stream()))
    assert "reservkraft" not in said
    assert "Hemligt" not in said


@pytest.mark.django_db(transaction=True)
def test_two_workers_give_each_inject_once(led):
    play = running(led, *[told(n, f"Inspel nummer {n}", kind="log") for n in range(1, 6)])
    stands_at(play, 10)
    gate, given = threading.Barrier(2), []

    def work():
        try:
            gate.wait(timeout=20)
            given.append(giving.run())
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(timeout=60)
    assert sum(given) == 5
    assert LogLine.objects.filter(incident=play.incident).count() == 5


def test_a_worker_that_dies_halfway_has_given_nothing(led, monkeypatch):
    play = running(led)
    stands_at(play, 6)

    def dies(*_args, **_more):
        raise ConnectionError("gone")

    monkeypatch.setattr(giving, "mark_columns", dies)
    with pytest.raises(ConnectionError), transaction.atomic():
        giving.run()
    monkeypatch.undo()
    assert states(play) == ["waiting"] * 3
    assert giving.run() == 1
    assert connection.in_atomic_block
    assert LogLine.objects.filter(incident=play.incident).count() == 1
