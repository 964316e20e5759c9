"""Scenario files: one format, each refusal a sentence; a new version never changes an old one."""

import json
from pathlib import Path

import pytest

from coordination.exercises import casting, scenario_file, services
from coordination.exercises.models import InjectKind, Scenario
from journal.refusals import MovedOn, Refused, RuleBroken
from tests.playing.led import keep, leader_of, prepare, script, told

pytestmark = pytest.mark.django_db
SHIPPED = Path("coordination/exercises/data/scenarios")
WHOLE = {"format": scenario_file.FORMAT, "name": "Prov", "type": "storm", "injects": [told()]}


@pytest.fixture
def led(house):
    house.eva = leader_of(house.board)
    return house


def sent(**changes):
    return json.dumps({**WHOLE, **changes}).encode()


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.json")), ids=lambda path: path.stem)
def test_what_the_portal_ships_is_a_scenario_that_says_it_is_made_up(path):
    read = scenario_file.read(path.read_bytes())
    assert 8 <= len(read.injects) <= 12
    assert "Påhittat" in read.summary
    assert {one["kind"] for one in read.injects} == set(InjectKind.values)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xff\xfe", "JSON"),
        (b"{", "JSON"),
        (b"[" * 100_000, "JSON"),
        (b"[]", "format"),
        (b'{"format": "wis"}', "format"),
        (b" " * 500_001, "500 kB"),
        (sent(injects=[]), "saknar inspel"),
        (sent(injects=[told()] * 101), "fler än 100"),
        (sent(injects=["x"]), "Inspel 1 ska vara ett objekt"),
        (sent(injects=[told(kind="order")]), "Inspel 1: slaget"),
        (sent(injects=[told(), told(minutes=-1)]), "Inspel 2: minutes"),
        (sent(injects=[told(minutes="5")]), "Inspel 1: minutes"),
        (sent(injects=[told(minutes=True)]), "Inspel 1: minutes"),
        (sent(injects=[told(text=" ")]), "Inspel 1: text saknas"),
        (sent(injects=[told(text="x" * 4001)]), "längre än 4000"),
        (sent(injects=[told(text="a\x00b")]), "ska vara text"),
        (sent(injects=[told(to=[])]), "ingen mottagare"),
        (sent(injects=[told(to=["Ljusdals kommun!"])]), "nycklar eller funktioner"),
        (sent(injects=[{**told(), "colour": "red"}]), "inte känner: colour"),
        (sent(injects=[told(real=[{"who": "kommun A"}])]), "real"),
        (sent(injects=[told(answer_minutes=99999)]), "answer_minutes"),
        (sent(name=""), "name saknas"),
        (sent(goals="x"), "Övningsmålen"),
        (sent(goals=[""]), "Övningsmålen"),
        (sent(colour="red"), "inte känner: colour"),
    ],
)
def test_a_file_that_is_no_scenario_is_told_why(data, says):
    with pytest.raises(RuleBroken) as refused:
        scenario_file.read(data)
    assert says in refused.value.sentence


def test_injects_are_put_in_order_of_their_time():
    read = scenario_file.read(sent(injects=[told(9, "sen"), told(1, "tidig")]))
    assert [one["text"] for one in read.injects] == ["tidig", "sen"]


def test_a_file_downloaded_is_the_file_again(led):
    scenario = keep(led, told(5, expected="De svarar", answer_minutes=30), goals=["Ett mål"], summary="Om isregn")
    again = scenario_file.read(scenario_file.written(scenario))
    assert again == script(told(5, expected="De svarar", answer_minutes=30), goals=["Ett mål"], summary="Om isregn")


def test_an_unknown_type_is_refused_with_those_that_are_known(led):
    with pytest.raises(RuleBroken, match="storm"):
        services.keep_scenario(by=led.eva, board=led.board, script=scenario_file.checked({**WHOLE, "type": "war"}))


def test_only_the_boards_exercise_leader_keeps_a_scenario(led):
    for by in (led.lena, led.maria, led.charlie, leader_of(led.other)):
        with pytest.raises(Refused, match="övningsledare"):
            services.keep_scenario(by=by, board=led.board, script=script())


def test_a_new_version_changes_nothing_that_was_made_from_the_old(led):
    first = keep(led)
    play = prepare(led, scenario=first)
    second = services.edit_scenario(by=led.eva, scenario=first, script=script(told(1, "Annat")))
    assert (second.key, second.version) == (first.key, 2)
    first.refresh_from_db()
    assert len(first.body["injects"]) == 3 == play.injects.count()
    with pytest.raises(MovedOn, match="nyare version"):
        services.edit_scenario(by=led.eva, scenario=first, script=script())


def test_two_of_the_same_name_are_two(led):
    assert keep(led).key == "isregn"
    assert keep(led).key == "isregn-2"


def test_who_sees_a_scenario(led):
    scenario, other = keep(led), leader_of(led.other)
    for who in (led.lena, led.maria, led.charlie, other):
        assert not Scenario.objects.visible_to(who).exists()
    assert Scenario.objects.visible_to(led.eva).get() == scenario
    services.share_scenario(by=led.eva, scenario=scenario, shared=True)
    assert Scenario.objects.visible_to(other).get() == scenario
    assert not Scenario.objects.visible_to(led.maria).exists()
    with pytest.raises(MovedOn):
        services.share_scenario(by=led.eva, scenario=scenario, shared=True)
    with pytest.raises(Refused):
        services.edit_scenario(by=other, scenario=scenario, script=script())


def test_functions_are_who_plays_them(led):
    roles = casting.cast([led.board, led.ljusdal, led.bollnas])
    assert {f: a.short for f, a in roles.items() if f.startswith("kommun")} == {
        "kommun:A": "Bollnäs",
        "kommun:B": "Ljusdal",
    }
    assert casting.whom(["alla"], roles) == casting.whom(["kommun:alla"], roles) == [led.bollnas, led.ljusdal]
    assert casting.whom(["kommun:B", "kommun-2161", "kommun:Q"], roles) == [led.ljusdal]
    assert casting.told_to("Kommun B:s vägar, kommun A och kommun Ao", roles) == (
        "Ljusdals kommuns vägar, Bollnäs kommun och kommun Ao"
    )
