"""The exercise leader's pages, and what a player never finds: what has not been played in yet."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from actors.models import Actor
from coordination.exercises import giving, services
from coordination.exercises.models import Inject, Play, Scenario
from coordination.incidents import services as incidents
from coordination.incidents.models import Incident
from coordination.running.roles import WEB
from tests.conftest import fresh, signed_in
from tests.playing.led import keep, leader_of, prepare, stands_at, told
from tests.walls.test_wall import as_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def led(house):
    house.eva = leader_of(house.board)
    return house


@pytest.fixture
def going(led):
    """An exercise that runs, with one inject given and two to come, one of them for the control."""
    play = prepare(
        led,
        told(1, "Redan sagt"),
        told(30, "Hemligheten som väntar", expected="Hoppet"),
        told(2, "Viskat till motspelet", to=[], kind="for_control"),
    )
    services.run(by=fresh(led.eva), play=play)
    stands_at(play, 3)
    assert giving.run() == 2
    return play


def page(client, name, *args):
    return client.get(reverse(name, args=args))


def primary(seen):
    """How many primary buttons the page itself has: the help over it has one of its own."""
    return seen.split("<main")[1].split("</main>")[0].count("btn-1")


def test_the_leader_makes_an_exercise_from_a_file_and_leads_it(led):
    client = signed_in(led.eva)
    file = {
        "format": "samlad-scenario-1",
        "name": "Uppladdat",
        "type": "storm",
        "injects": [told(10, "Strömmen går", expected="De läser")],
    }
    sent = client.post(
        reverse("scenario_upload"),
        {"board": led.board.pk, "file": SimpleUploadedFile("a.json", json.dumps(file).encode())},
    )
    scenario = Scenario.objects.get()
    assert sent.url == scenario.get_absolute_url()
    assert "Strömmen går" in client.get(sent.url).content.decode()
    assert client.get(reverse("scenario_file", args=[scenario.pk])).json()["injects"][0]["text"] == "Strömmen går"
    made = client.post(
        reverse("exercise_new"),
        {
            "board": led.board.pk,
            "scenario": scenario.pk,
            "name": "Övning Ett",
            "starts": "2026-12-28T08:00",
            "actors": [led.ljusdal.pk, led.bollnas.pk],
        },
    )
    play = Play.objects.get()
    assert made.url == play.get_absolute_url()
    seen = client.get(made.url).content.decode()
    assert primary(seen) == 1
    assert ">Starta<" in seen
    assert "Nästa inspel" in seen
    assert "om 10 min" in seen
    number = play.incident.number
    client.post(reverse("play_turn", args=[number, "starta"]))
    seen = client.get(made.url).content.decode()
    assert ">Pausa<" in seen
    assert primary(seen) == 1
    refused = client.post(reverse("play_jump", args=[number]), {"to": "2026-12-28T08:30"})
    assert refused.status_code == 409
    assert "1 inspel ligger före" in refused.content.decode()
    assert "2026-12-28T08:30" in refused.content.decode()
    client.post(reverse("play_jump", args=[number]), {"to": "2026-12-28T08:30", "passed": "give"})
    assert Inject.objects.get().state == "given"
    assert client.post(reverse("play_speed", args=[number]), {"speed": "25"}).status_code == 422
    client.post(reverse("play_speed", args=[number]), {"speed": "2"})
    assert Incident.objects.get().clock_speed == 2
    client.post(reverse("play_inject", args=[number, Inject.objects.get().pk]), {"text": "Alla läste"})
    ended = client.post(reverse("play_end", args=[number]))
    seen = client.get(ended.url).content.decode()
    assert "Alla läste" in seen
    assert "De läser" in seen
    assert led.ljusdal.name in seen


def test_a_file_that_is_refused_says_why_on_the_page(led):
    client = signed_in(led.eva)
    sent = client.post(
        reverse("scenario_upload"), {"board": led.board.pk, "file": SimpleUploadedFile("a.json", b"{nej")}
    )
    assert sent.status_code == 409
    assert "går inte att läsa som JSON" in sent.content.decode()
    assert not Scenario.objects.exists()


def test_a_scenario_is_edited_into_its_next_version(led):
    scenario, client = keep(led), signed_in(led.eva)
    address = reverse("scenario_edit", args=[scenario.pk])
    form = client.get(address)
    assert form.status_code == 200
    rows = form.context["rows"]
    data = {"name": "Nytt namn", "type": "storm", "summary": "", "goals": "Ett\nTvå"}
    data |= {f"inspel-{name}": value for name, value in rows.management_form.initial.items()}
    for place, row in enumerate(rows.initial_forms):
        data |= {f"inspel-{place}-{name}": value for name, value in row.initial.items()}
    data |= {f"inspel-{place}-kind": "told" for place in range(3, 6)}
    data["inspel-0-text"] = "Omskrivet"
    data["inspel-2-away"] = "on"
    data["inspel-1-to"] = "Alla!"
    refused = client.post(address, data)
    assert refused.status_code == 409
    assert "nycklar eller funktioner" in refused.content.decode()
    assert "Omskrivet" in refused.content.decode()
    data["inspel-1-to"] = "alla"
    made = client.post(address, data)
    second = Scenario.objects.get(version=2)
    assert made.url == second.get_absolute_url()
    assert second.goals == ["Ett", "Två"]
    assert [one["text"] for one in second.body["injects"]] == ["Omskrivet", "Hur är läget?"]
    data["inspel-0-minutes"] = "x"
    wrong = client.post(reverse("scenario_edit", args=[second.pk]), data)
    assert wrong.status_code == 422
    assert "Inspel 1, Minuter från början" in wrong.content.decode()


@pytest.mark.parametrize("who", ["maria", "lena"])
def test_a_player_sees_nothing_of_what_is_to_come(led, going, who):
    player, number = getattr(led, who), going.incident.number
    client = signed_in(player)
    for name in ("play", "play_compare", "play_jump", "play_inject_add"):
        assert page(client, name, number).status_code == 403, name
    waiting = going.injects.get(order=3)
    assert waiting.text == "Hemligheten som väntar"
    for pk in going.injects.values_list("pk", flat=True):
        answered = page(client, "play_inject", number, pk)
        assert answered.status_code == 403
        assert client.post(reverse("play_inject_hand", args=[number, pk, "spela-in"])).status_code == 403
    told_here = [
        page(client, "incident", number),
        page(client, "log", number),
        page(client, "announcements", number),
        page(client, "exercises"),
        client.get("/"),
        client.get(f"/api/v1/injects?incident={number}"),
        client.get("/api/v1/plays"),
        client.get(f"/api/v1/injects/{waiting.pk}"),
    ]
    assert [one.status_code for one in told_here] == [200] * 7 + [404]
    seen = "".join(one.content.decode() for one in told_here)
    assert "Redan sagt" in seen
    for secret in ("Hemligheten", "Viskat", "Hoppet"):
        assert secret not in seen, secret
    assert [one["text"] for one in told_here[5].json()["results"]] == ["Redan sagt"]
    assert client.get(f"/ovningar/scenario/{going.scenario_id}/").status_code == 404


def test_the_wall_of_the_database_keeps_it_too(led, going):
    with as_role(WEB, led.maria):
        assert [one.text for one in Inject.objects.all()] == ["Redan sagt"]
        assert not Scenario.objects.exists()
    with as_role(WEB, led.eva):
        assert Inject.objects.count() == 3
        assert Scenario.objects.count() == 1
    with as_role(WEB, led.charlie):
        assert not Inject.objects.exists()
        assert not Play.objects.exists()


def test_the_leader_of_another_county_finds_no_exercise(led, going):
    client = signed_in(leader_of(led.other))
    assert page(client, "play", going.incident.number).status_code == 404
    assert page(client, "scenario", going.scenario_id).status_code == 404
    assert client.get("/api/v1/injects").json()["results"] == []


def test_an_incident_that_nobody_leads_has_no_such_page(led, incident):
    assert page(signed_in(led.eva), "play", incident.number).status_code == 404


def test_the_leader_finds_her_way_from_the_menu_and_from_the_incident(led, going):
    client = signed_in(led.eva)
    assert 'href="/ovningar/"' in client.get("/").content.decode()
    overview = page(client, "incident", going.incident.number).content.decode()
    assert going.get_absolute_url() in overview
    assert (
        going.get_absolute_url() not in page(signed_in(led.maria), "incident", going.incident.number).content.decode()
    )


def test_who_leads_no_exercises_makes_none(led):
    client = signed_in(led.lena)
    assert page(client, "exercise_new").status_code == 403
    assert page(client, "scenario_upload").status_code == 403
    assert page(client, "exercises").status_code == 200


def test_the_control_page_asks_as_many_questions_for_a_hundred_injects_as_for_three(led, django_assert_max_num_queries):
    play = prepare(led, *[told(n, f"Inspel {n}") for n in range(1, 61)])
    client = signed_in(led.eva)
    client.get(play.get_absolute_url())
    with django_assert_max_num_queries(16):
        client.get(play.get_absolute_url())


def test_a_replay_is_made_and_shared_from_its_pages(led, incident):
    incidents.write_line(by=fresh(led.maria), incident=incident, actor=led.ljusdal, text="Ljusdal fryser")
    incidents.change_phase(by=fresh(led.lena), incident=incident, to="closed")
    client = signed_in(led.eva)
    assert incident.name in page(client, "exercises").content.decode()
    made = client.post(reverse("play_replay", args=[incident.number]), {"name": "Repris av en storm"}, follow=True)
    assert "namn är ersatt" in made.content.decode()
    assert "Ljusdal fryser" not in made.content.decode()
    scenario = Scenario.objects.get()
    asks = page(client, "scenario_share", scenario.pk).content.decode()
    assert "1 namn är ersatt." in asks
    assert "utelämnade" in asks
    client.post(reverse("scenario_share", args=[scenario.pk]))
    other = signed_in(leader_of(led.other))
    shown = page(other, "scenario", scenario.pk).content.decode()
    assert "kommun" in shown
    assert incident.number not in shown
    assert page(other, "scenario_edit", scenario.pk).status_code == 403
    assert page(other, "play_replay", incident.number).status_code == 404


def test_the_police_play_from_the_beginning_and_are_found_by_their_function(led):
    client = signed_in(led.eva)
    scenario = keep(led, told(5, "Vägen är avstängd", to=["polis:1"]))
    police = Actor.objects.get(key="polisen")
    page = client.get(reverse("exercise_new")).content.decode()
    assert page.index("Polis och nationella myndigheter") < page.index(police.name)
    sent = {"board": led.board.pk, "scenario": scenario.pk, "name": "Övning", "starts": "2026-12-28T08:00"}
    client.post(reverse("exercise_new"), {**sent, "actors": [led.ljusdal.pk], "also": [police.pk]})
    play = Play.objects.get()
    assert set(play.incident.participations.values_list("actor", flat=True)) == {
        led.board.pk,
        led.ljusdal.pk,
        police.pk,
    }
    assert list(Inject.objects.get().to.all()) == [police]


def test_an_exercise_without_a_scenario_is_found_among_the_exercises(led, incident):
    incident.is_exercise = True
    incident.save(update_fields=["is_exercise"])
    for person, there in ((led.eva, True), (led.maria, True), (led.charlie, False)):
        seen = signed_in(person).get(reverse("exercises")).content.decode()
        assert (incident.number in seen) is there
        assert ("Ingen övning än." in seen) is not there
