"""The pages of the drills: what leads, what is seen by nobody else, and what each reads when it is over."""

import datetime
import re

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from actors.models import Actor
from actors.roles import Role
from coordination.exercises import accounts, county_drills
from coordination.exercises.drilling import services
from coordination.exercises.models import Drill, DrillResult
from coordination.incidents.models import Notice
from coordination.running.roles import WEB
from processes import panels, seed
from processes.models import CountyProcess
from tests.conftest import person
from tests.counting import Statements
from tests.playing.drills import Clock, begun, fresh_of, measured, planned, reach, take_steps
from tests.walls.test_wall import as_role, rows

pytestmark = pytest.mark.django_db
SWEDISH = {"accept-language": "sv"}
TABLES = ("exercises_drill", "exercises_drill_actors", "exercises_drillresult")


@pytest.fixture
def clock(monkeypatch):
    made = Clock()
    monkeypatch.setattr(timezone, "now", made)
    return made


@pytest.fixture
def olle(house):
    return person("olle", house.board, Role.EXERCISE_LEADER)


@pytest.fixture
def over(house, olle, clock):
    """Bollnäs did all, Ljusdal nothing."""
    reach(house.bollnas, house.ljusdal)
    drill = begun(olle, house.board, [house.bollnas, house.ljusdal])
    take_steps(clock, drill, house.bo, house.bollnas, "acknowledged")
    return measured(clock, drill)


def page_of(client, by, path, status=200):
    client.force_login(by)
    answer = client.get(path, headers=SWEDISH)
    assert answer.status_code == status
    return answer.content.decode()


def send(client, by, path, **said):
    client.force_login(by)
    return client.post(path, said, headers=SWEDISH)


def test_who_leads_is_told_how_to_begin(client, house, olle):
    page = page_of(client, olle, "/beredskapsprov/")
    assert "Planera det första" in page
    assert page.split("<main")[1].split("</main>")[0].count("btn-1") == 1
    assert "Här står era egna resultat" in page_of(client, house.bo, "/beredskapsprov/")
    page_of(client, house.bo, "/beredskapsprov/nytt/", 403)


def test_it_is_planned_from_the_page_for_now_or_later(client, house, olle):
    said = {"owner": house.board.pk, "minutes": 7, "actors": [house.bollnas.pk, house.ljusdal.pk]}
    answer = send(client, olle, "/beredskapsprov/nytt/", **said)
    drill = Drill.objects.get()
    assert (answer.status_code, answer.url) == (302, drill.get_absolute_url())
    assert (drill.minutes, drill.announced, drill.results.count()) == (7, False, 2)
    assert timezone.now() - drill.starts_at < datetime.timedelta(minutes=1)


def test_a_refusal_keeps_what_was_typed(client, house, olle):
    said = {"owner": house.board.pk, "minutes": 9, "actors": [house.bollnas.pk], "starts_at": "2020-01-01T08:00"}
    answer = send(client, olle, "/beredskapsprov/nytt/", **said)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "redan passerat" in page
    assert 'value="2020-01-01T08:00"' in page
    assert 'value="9"' in page
    assert "checked" in page
    wrong = send(client, olle, "/beredskapsprov/nytt/", owner=house.board.pk, minutes=99)
    assert wrong.status_code == 422
    assert "Välj minst en aktör." in wrong.content.decode()
    assert not Drill.objects.exists()


def test_while_a_real_incident_goes_on_the_page_warns_and_a_tick_confirms(client, house, olle, incident):
    said = {"owner": house.board.pk, "minutes": 5, "actors": [house.bollnas.pk]}
    warned = send(client, olle, "/beredskapsprov/nytt/", **said)
    assert warned.status_code == 409
    assert "Stormen Prov" in warned.content.decode()
    assert send(client, olle, "/beredskapsprov/nytt/", **said, despite_incident="on").status_code == 302
    assert Drill.objects.get().despite_incident


def test_nobody_plans_for_a_board_that_is_not_hers(client, house, olle):
    said = {"owner": house.other.pk, "minutes": 5, "actors": [house.bollnas.pk]}
    assert send(client, olle, "/beredskapsprov/nytt/", **said).status_code == 422
    assert not Drill.objects.exists()


def test_an_unannounced_drill_is_seen_by_who_leads_it_and_by_nobody_else(client, house, olle):
    drill = planned(olle, house.board, [house.bollnas], starts_at=timezone.now() + datetime.timedelta(hours=1))
    for one in (olle, house.lena):
        assert drill.get_absolute_url() in page_of(client, one, "/beredskapsprov/")
        assert "Berätta inte om det" in page_of(client, one, drill.get_absolute_url())
    admin = person("aron", house.board, Role.ACTOR_ADMIN)
    leader = person("petra", house.board, Role.PROCESS_LEADER)
    guard = person("saga", house.board, Role.SECURITY_OFFICER)
    for one in (house.anna, house.carl, admin, leader, guard, house.bo, house.maria, house.charlie):
        assert str(drill) not in page_of(client, one, "/beredskapsprov/")
        for path in ("", "mitt/", "stall-in/"):
            page_of(client, one, f"{drill.get_absolute_url()}{path}", 404)
        assert send(client, one, f"{drill.get_absolute_url()}avsluta/").status_code == 404
        assert client.get("/api/v1/drills").json()["results"] == []
        with as_role(WEB, one):
            assert [rows(table) for table in TABLES] == [0, 0, 0]
            assert rows("journal_entry WHERE verb LIKE 'drill%'") == 0
    with as_role(WEB, olle):
        assert [rows(table) for table in TABLES] == [1, 1, 1]


def test_it_is_called_off_from_its_page(client, house, olle):
    drill = planned(olle, house.board, [house.bollnas], starts_at=timezone.now() + datetime.timedelta(hours=1))
    path = f"{drill.get_absolute_url()}stall-in/"
    assert "ingen får något brev" in " ".join(page_of(client, olle, path).split()).replace("så ingen", "ingen")
    assert send(client, olle, path, why="Stabsvecka.").status_code == 302
    assert "Stabsvecka." in page_of(client, olle, drill.get_absolute_url())
    again = send(client, olle, path, why="En gång till.")
    assert again.status_code == 409
    assert "redan inställt" in again.content.decode()


def test_the_leader_sees_how_many_have_answered_and_ends_the_step(client, house, olle, clock):
    drill = begun(olle, house.board, [house.bollnas, house.ljusdal])
    page = page_of(client, olle, drill.get_absolute_url())
    assert "0 av 2 har svarat." in page
    assert "Avsluta nu" in page
    assert send(client, olle, f"{drill.get_absolute_url()}avsluta/").status_code == 302
    assert fresh_of(drill).end_asked_at == clock.now


def test_the_result_says_which_chain_broke_and_where(client, house, olle, over):
    page = page_of(client, olle, over.get_absolute_url())
    assert "1 av 2" in page
    assert "(50 %)" in page
    broken = page.split('id="brast"')[1].split("</section>")[0]
    assert "Ljusdal" in broken
    assert "loggade in: nej" in broken
    assert "Bollnäs" not in broken
    assert "Brevet gick i väg." in broken
    assert "nummer och adress" in page
    listed = page_of(client, house.lena, "/beredskapsprov/")
    assert "<strong>1 av 2</strong> (50 %)" in listed
    assert "första provet" in listed


def test_an_actor_s_people_see_their_own_row_when_it_is_over_and_not_before(client, house, olle, clock):
    reach(house.bollnas, house.ljusdal)
    drill = begun(olle, house.board, [house.bollnas, house.ljusdal])
    path = reverse("drill_mine", args=[drill.pk])
    page_of(client, house.bo, path, 404)
    take_steps(clock, drill, house.bo, house.bollnas, "acknowledged")
    drill = measured(clock, drill)
    page = page_of(client, house.bo, path)
    assert "Hela kedjan höll" in page
    assert "Ljusdal" not in page
    assert "Kedjan brast: loggade in" in page_of(client, house.maria, path)
    assert path in page_of(client, house.bo, "/beredskapsprov/")
    page_of(client, house.bo, drill.get_absolute_url(), 404)
    page_of(client, house.charlie, path, 404)
    with as_role(WEB, house.bo):
        assert list(DrillResult.objects.values_list("actor", flat=True)) == [house.bollnas.pk]
    with as_role(WEB, house.charlie):
        assert [rows(table) for table in TABLES] == [0, 0, 0]


def test_the_api_gives_each_actor_s_links_to_who_leads_the_drill(client, house, olle, over):
    client.force_login(olle)
    (row,) = client.get("/api/v1/drills?state=measured").json()["results"]
    assert (row["owner"], row["figures"]["whole_chain"]) == (house.board.key, 1)
    assert {one["actor"]: bool(one["acknowledged_at"]) for one in row["results"]} == {
        house.bollnas.key: True,
        house.ljusdal.key: False,
    }
    assert client.post("/api/v1/drills", {}).status_code == 405
    client.force_login(house.bo)
    assert client.get(f"/api/v1/drills/{over.pk}").status_code == 404


def test_the_figure_stands_on_the_county_s_process_for_who_follows_it(client, house, olle, over):
    seed.load_all()
    process = CountyProcess.objects.select_related("county").get(county_id="21")
    petra = person("petra", house.board, Role.PROCESS_LEADER)
    pelle = person("pelle", house.other, Role.PROCESS_LEADER)
    with as_role(WEB, petra):
        (found,) = [one for one in panels.panels_of(petra, process) if one.title == "Beredskap"]
    assert found.lines[0].startswith("1 av 2 aktörers hela kedja höll i tid")
    assert "svarade 1" in found.lines[1]
    assert found.link == ""
    with as_role(WEB, pelle):
        (other,) = [one for one in panels.panels_of(pelle, process) if one.title == "Beredskap"]
    assert other.lines == ["Inget beredskapsprov har hållits än."]
    with as_role(WEB, house.lena):
        (hers,) = [one for one in panels.panels_of(house.lena, process) if one.title == "Beredskap"]
    assert hers.link == "/beredskapsprov/"


def test_a_result_of_two_hundred_takes_as_many_statements_as_one_of_two(client, house, olle, clock):
    many = [Actor(key=f"prov-{n}", kind="other", name=f"Prov {n}", short=f"P{n}", county_id="21") for n in range(200)]
    made = Actor.objects.bulk_create(many)

    def asked_for(actors):
        drill = measured(clock, begun(olle, house.board, actors))
        clock.began = clock.now + datetime.timedelta(minutes=20)
        clock.at(0)
        page_of(client, olle, drill.get_absolute_url())
        with Statements(connection) as asked:
            page_of(client, olle, drill.get_absolute_url())
        return len(asked)

    few = asked_for(made[:2])
    assert asked_for(made) == few


def test_the_demonstration_has_two_drills_of_which_the_later_went_better(client, house):
    accounts_made(house)
    assert "are loaded" in county_drills.load()
    assert "already loaded" in county_drills.load()
    assert not Notice.objects.filter(sent_at__isnull=True).exists()
    page = page_of(client, house.lena, "/beredskapsprov/")
    assert "Påhittat" in page
    assert re.search("t-up[^>]*>.{0,80}bättre", page, re.DOTALL), "the figure has risen"
    earlier, later = Drill.objects.order_by("starts_at")
    assert earlier.figures["whole_chain"] < later.figures["whole_chain"]
    assert {drill.incident.state for drill in (earlier, later)} == {"closed"}
    assert services.may_drill(accounts_leader(), house.board)


def accounts_made(house):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.DEMO", True)
        accounts.make_accounts()
    reach(*house.municipal.values(), Actor.objects.get(key="region-21"))


def accounts_leader():
    return Drill.objects.first().made_by
