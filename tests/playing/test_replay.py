"""A closed incident as a scenario: names become functions, what is kept from others never comes along."""

import datetime

import pytest

from actors.roles import Role
from coordination.direction.services import announce, suggest_measure
from coordination.exercises import services
from coordination.exercises.comparing import compared
from coordination.exercises.models import Play
from coordination.exercises.stripping import Names
from coordination.exercises.views.scenarios import counted
from coordination.incidents import services as incidents
from coordination.incidents.clock import now_in
from journal.refusals import Refused, RuleBroken
from tests.conftest import fresh, person
from tests.playing.led import STARTS, leader_of
from tests.situations.answers import answer, content

pytestmark = pytest.mark.django_db


@pytest.fixture
def led(house):
    house.eva = leader_of(house.board)
    return house


def write(led, incident, text, by=None, actor=None, **more):
    return incidents.write_line(
        by=fresh(by or led.maria), incident=incident, actor=actor or led.ljusdal, text=text, **more
    )


def closed(led, incident):
    lena = fresh(led.lena)
    incidents.change_phase(by=lena, incident=incident, to="closed")
    return incident


def replayed(led, incident, name="Repris av stormen"):
    return services.replay(by=fresh(led.eva), incident=closed(led, incident), name=name)


def texts(scenario):
    return [one["text"] for one in scenario.body["injects"]]


def everything(scenario):
    return str(scenario.body) + scenario.name + scenario.summary


def test_names_become_functions_with_their_endings(led, incident):
    person("stina", led.ljusdal)
    stina = person("sven", led.bollnas, Role.REPORTER)
    stina.name = "Stina Ek"
    stina.save()
    names = Names(incident)
    for said, became in (
        ("Ljusdal har ström", "kommun"),
        ("Ljusdals kommun och LJUSDAL", "kommun"),
        ("Ljusdals sjukhus", "kommun"),
        ("Ljusdalsborna fryser", "kommun"),
        ("Länsstyrelsen Gävleborg", "länsstyrelse"),
        ("i hela Gävleborgs län", "länet"),
        ("Vi ringde Stina Ek, och Stina kom", "en person"),
        ("Hjälp kom från Umeå och Västerbottens län", "en annan kommun"),
        ("Stormen Prov drar in", "händelsen"),
    ):
        stripped = names.without(said)
        assert became in stripped, stripped
        for name in ("Ljusdal", "LJUSDAL", "Gävleborg", "Stina", "Ek,", "Umeå", "Västerbotten", "Prov"):
            assert name not in stripped, stripped
    assert names.without("Ring 070-123 45 67 eller stina.ek@ljusdal.se, 19800101-1234, svar 2025-041-031") == (
        "Ring [telefon] eller [e-post], [personnummer], svar [nummer]"
    )
    assert names.without("Klockan 12.30 är 1500 hushåll utan el") == "Klockan 12.30 är 1500 hushåll utan el"
    assert names.count > 10


def test_the_log_and_what_was_asked_become_injects_and_answers_what_was_really_done(led, incident, asked):
    write(led, incident, "Ljusdals reservkraft räcker till i kväll", significant=True)
    answer(led.maria, asked, led.ljusdal, content(works=2, resources=2, load=2))
    now = now_in(incident)
    announce(by=led.lena, incident=incident, heading="Möte i Ljusdal", text="Kom klockan åtta.", actors=[led.bollnas])
    suggest_measure(
        by=led.lena,
        incident=incident,
        owner=led.ljusdal,
        what="Öppna Ljusdals sporthall",
        due=now + datetime.timedelta(1),
    )
    scenario = replayed(led, incident)
    kinds = [one["kind"] for one in scenario.body["injects"]]
    assert sorted(kinds) == ["log", "request", "told"]
    request = next(one for one in scenario.body["injects"] if one["kind"] == "request")
    assert request["to"] == ["kommun:alla"]
    assert request["answer_minutes"] == 120
    assert [(one["grade"], one["minutes"]) for one in request["real"]] == [(3, 0)] or request["real"][0]["grade"]
    assert request["really"].startswith("1 av 10 svarade")
    assert "Åtgärd, kommun" in everything(scenario)
    for name in ("Ljusdal", "Bollnäs", "Lena", "Maria", "Stormen Prov", incident.number):
        assert name not in everything(scenario), name
    assert scenario.body["replaced"] >= 3
    assert scenario.body["left_out"] == 0
    assert not scenario.shared
    assert counted(scenario)[0].endswith("namn är ersatta.")


def test_what_is_marked_narrowed_or_hidden_is_left_out_and_counted(led, incident):
    write(led, incident, "Öppet ord")
    write(led, incident, "Märkt ord", mark=incidents.Mark(marking="internal"))
    narrow, hidden = write(led, incident, "Smalt ord"), write(led, incident, "Dolt ord")
    until = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=9)
    incidents.narrow(by=fresh(led.maria), record=narrow, audience="own", reason="Skäl", until=until)
    incidents.quarantine(by=fresh(led.bo), record=hidden, reason="Skäl")
    scenario = replayed(led, incident)
    assert texts(scenario) == ["Öppet ord"]
    assert scenario.body["left_out"] == 3
    assert "3 uppgifter är utelämnade" in " ".join(counted(scenario))
    for word in ("Märkt", "Smalt", "Dolt"):
        assert word not in everything(scenario)


def test_who_may_make_a_replay_and_of_what(led, incident):
    write(led, incident, "Ord")
    with pytest.raises(RuleBroken, match="pågår"):
        services.replay(by=fresh(led.eva), incident=incident, name="Repris")
    closed(led, incident)
    for by in (led.lena, led.maria, led.charlie, leader_of(led.other)):
        with pytest.raises(Refused):
            services.replay(by=fresh(by), incident=incident, name="Repris")
    with pytest.raises(RuleBroken, match="ska heta"):
        services.replay(by=fresh(led.eva), incident=incident, name=" ")


def test_an_exercise_is_not_what_really_happened(led, incident):
    write(led, incident, "Ord")
    incident.is_exercise = True
    incident.save(update_fields=["is_exercise"])
    with pytest.raises(RuleBroken, match="Det är en övning"):
        replayed(led, incident)


def test_an_incident_with_nothing_in_it_is_no_scenario(led, incident):
    with pytest.raises(RuleBroken, match="inget som får spelas"):
        replayed(led, incident)


def test_the_comparison_lays_answers_beside_answers(led, incident, asked):
    answer(led.bo, asked, led.bollnas, content(works=2, resources=2, load=2))
    scenario = replayed(led, incident)
    play: Play = services.start_play(
        by=led.eva,
        scenario=scenario,
        board=led.board,
        actors=[led.ljusdal, led.bollnas],
        name="Repris",
        starts=STARTS,
    )
    eva = fresh(led.eva)
    services.run(by=eva, play=play)
    given = services.give_inject(by=eva, inject=play.injects.get(kind="request"))
    request = play.incident.requests.get(number=given.more["became"]["request"][0])
    answer(fresh(led.maria), request, led.ljusdal, content())
    (row,) = compared(play, fresh(led.eva))
    deeds = {deed.played_as: deed for deed in row.deeds}
    # Ten towns then, two now: the second letter is another town than it was, and the function is what is compared.
    assert deeds["kommun B"].who == led.ljusdal.name
    assert deeds["kommun B"].minutes == 0
    assert deeds["kommun A"].minutes is None
    really = [deed for deed in row.deeds if deed.really]
    assert [deed.real_grade is not None and deed.real_grade > 1 for deed in really] == [True]
    assert row.acted == 1
