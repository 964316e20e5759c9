"""What is learnt in an incident: noted by those who take part, and read back by no more people than it should."""

import pytest
from django.db import DatabaseError, transaction

from actors.models import Actor, Letter, Person
from actors.roles import Role
from actors.sight import as_machine
from coordination.incidents import services as incidents
from coordination.incidents.services import note_lesson
from coordination.running.roles import WEB
from journal.models import Entry
from journal.refusals import Refused, RuleBroken
from processes import seed, services
from processes.models import CountyProcess, Lesson, Observation, ReleasedLesson
from tests.conftest import fresh, person
from tests.walls.test_wall import as_role

pytestmark = pytest.mark.django_db
SWEDISH = {"accept-language": "sv"}


@pytest.fixture
def process(reference_data):
    seed.load_all()
    return CountyProcess.objects.select_related("county").get(county_id="21")


@pytest.fixture
def petra(process, house):
    return person("petra", house.board, Role.PROCESS_LEADER)


def note(by, incident, actor, text="Kvittot saknade namn."):
    return note_lesson(by=fresh(by), incident=incident, actor=actor, observation=text)


def page_of(client, by, incident, status=200):
    client.force_login(by)
    answer = client.get(f"/h/{incident.number}/lardomar/", headers=SWEDISH)
    assert answer.status_code == status
    return answer.content.decode()


def send(client, by, incident, **said):
    client.force_login(by)
    return client.post(f"/h/{incident.number}/lardomar/", said, headers=SWEDISH)


def test_it_goes_into_the_process_of_the_county_that_leads(house, incident, process):
    row = note(house.lena, incident, house.board)
    assert (row.process_id, row.from_actor_id, row.source) == (process.pk, None, "incident")
    assert (row.source_label, row.source_url) == (f"{incident.number} Stormen Prov", f"/h/{incident.number}/")
    other = note(house.maria, incident, house.ljusdal)
    assert (other.number, other.from_actor, other.is_exercise) == (2, house.ljusdal, False)


def test_an_exercise_s_is_marked(house, incident, process):
    incident.is_exercise = True
    incident.save()
    row = note(house.maria, incident, house.ljusdal)
    assert (row.source, row.is_exercise) == ("exercise", True)


def test_the_name_of_a_marked_incident_does_not_go_along(house, incident, process):
    incident.marking, incident.marking_reference, incident.marking_reason = "sensitive", "18:13", "x"
    incident.save()
    assert note(house.maria, incident, house.ljusdal).source_label == incident.number


def test_who_does_not_take_part_and_who_speaks_for_another_is_refused(house, incident, process):
    for by, actor in ((house.charlie, house.other), (house.maria, house.bollnas), (house.maria, house.board)):
        with pytest.raises(Refused):
            note(by, incident, actor)
    reader = person("rea", house.ljusdal, Role.READER)
    with pytest.raises(Refused):
        note(reader, incident, house.ljusdal)
    with pytest.raises(RuleBroken, match="Skriv vad du såg"):
        note(house.maria, incident, house.ljusdal, " ")
    assert Lesson.objects.count() == 0


def test_a_county_without_a_process_says_so_and_nothing_typed_is_lost(house, incident, client):
    with pytest.raises(RuleBroken, match="ingen process i Samlad"):
        note(house.maria, incident, house.ljusdal)
    answer = send(client, house.maria, incident, actor=house.ljusdal.pk, happened="Står kvar")
    assert answer.status_code == 409
    assert "Står kvar" in answer.content.decode()


def test_it_is_noted_when_all_is_over_too(house, incident, process, client):
    for phase in ("handle", "wind_down", "closed"):
        incidents.change_phase(by=fresh(house.lena), incident=incident, to=phase)
    assert "/lardomar/" in (client.force_login(house.maria) or client.get(f"/h/{incident.number}/").content.decode())
    assert note(house.maria, incident, house.ljusdal).pk


def test_each_reads_back_its_own_and_the_county_reads_all(house, incident, process, client):
    note(house.maria, incident, house.ljusdal, "Ljusdals iakttagelse.")
    note(house.bo, incident, house.bollnas, "Bollnäs iakttagelse.")
    note(house.anna, incident, house.board, "Länets iakttagelse.")
    page = page_of(client, house.maria, incident)
    assert "Ljusdals iakttagelse." in page
    assert "Bollnäs iakttagelse." not in page
    assert "Länets iakttagelse." not in page
    page = page_of(client, house.carl, incident)
    for words in ("Ljusdals iakttagelse.", "Bollnäs iakttagelse.", "Länets iakttagelse.", "/lan/X/lardomar/1/"):
        assert words in page
    page_of(client, house.charlie, incident, 404)


def test_what_the_county_makes_of_it_is_the_county_s(house, incident, process, petra, client):
    row = note(house.maria, incident, house.ljusdal, "Vi fick inget kvitto.")
    services.put_aside(by=petra, lesson=row, why="Hemligt skäl")
    page = page_of(client, house.maria, incident)
    assert "Vi fick inget kvitto." in page
    assert "Hemligt skäl" not in page
    assert "åt sidan" not in page
    assert client.get("/lan/X/lardomar/1/").status_code == 404
    assert client.get("/api/v1/lessons").json()["results"] == []


def test_who_leads_the_process_is_written_to_of_what_came_in(house, incident, process, petra):
    Person.objects.filter(pk=petra.pk).update(email="petra@example.se")
    note(house.maria, incident, house.ljusdal)
    note(house.bo, incident, house.bollnas)
    assert list(Letter.objects.values_list("person", "kind")) == [(petra.pk, "process")]


def test_three_answers_become_one_observation(house, incident, process, client):
    answer = send(client, house.maria, incident, actor=house.ljusdal.pk, happened="A", expected="B", change="C")
    assert (answer.status_code, answer.url) == (302, f"/h/{incident.number}/lardomar/")
    assert Lesson.objects.get().observation == "Väntat: B\n\nHände: A\n\nBör ändras: C"
    page = page_of(client, house.maria, incident)
    assert "den nationella nivån läser det du skriver" in page
    assert "Hände: A" in page


def test_what_was_typed_comes_back(house, incident, process, client):
    answer = send(client, house.maria, incident, actor=house.ljusdal.pk, happened=" ", expected="Något annat")
    assert answer.status_code == 422
    assert "Något annat" in answer.content.decode()
    assert send(client, house.charlie, incident, happened="x").status_code == 404


# The database keeps it, whatever the code above does


def lessons_of(who):
    with as_role(WEB, who):
        return list(Lesson.objects.order_by("number").values_list("number", flat=True))


def observations_of(who):
    with as_role(WEB, who):
        return list(Observation.objects.order_by("pk").values_list("lesson__number", "observation"))


def test_the_database_shows_the_lessons_to_the_county_alone(house, incident, process):
    note(house.maria, incident, house.ljusdal)
    note(house.bo, incident, house.bollnas)
    note(house.anna, incident, house.board)
    for who, numbers in ((house.maria, []), (house.bo, []), (house.lena, [1, 2, 3]), (house.charlie, [])):
        assert lessons_of(who) == numbers, who


def test_the_database_shows_each_its_own_observation_and_no_word_of_the_county_s(house, incident, process, petra):
    row = note(house.maria, incident, house.ljusdal, "Vi fick inget kvitto.")
    note(house.bo, incident, house.bollnas, "Kön stod still.")
    services.word_lesson(by=petra, lesson=row, text="Kvitton skickas alltid.")
    with as_role(WEB, house.maria), as_machine():
        assert not Lesson.objects.exists()
    with as_role(WEB, house.maria):
        assert list(Observation.objects.values_list("observation", flat=True)) == ["Vi fick inget kvitto."]
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            Observation.objects.update(observation="x")
    both = [(1, "Vi fick inget kvitto."), (2, "Kön stod still.")]
    for who, seen in ((house.lena, both), (petra, both), (house.charlie, [])):
        assert observations_of(who) == seen, who


def test_who_takes_part_adds_an_observation_as_the_portal_s_role(house, incident, process):
    with as_role(WEB, house.maria):
        assert note(house.maria, incident, house.ljusdal).number == 1
    with as_role(WEB, house.lena):
        assert note(house.lena, incident, house.board).number == 1
    assert Entry.objects.filter(verb="lesson.observed").count() == 0, "as_role takes its rows with it"


def test_the_door_is_open_for_an_observation_and_nothing_else(house, incident, process, petra):
    stranger = CountyProcess.objects.get(county_id="20")
    right = {
        "process": process,
        "number": 9,
        "source": "incident",
        "source_url": incident.get_absolute_url(),
        "observation": "x",
        "from_actor": house.ljusdal,
        "made_at": incident.opened_at,
        "made_by": house.maria,
    }
    wrong = (
        {"from_actor": house.bollnas},
        {"from_actor": None},
        {"process": stranger},
        {"source_url": "/h/2020-001/"},
        {"source_url": ""},
        {"source": "review"},
        {"made_by": house.lena},
        {"lesson": "x"},
        {"state": "lesson"},
        {"state": "put_aside", "put_aside_why": "x"},
    )
    assert added(house.maria, **right)
    assert not added(house.maria, door=False, **right)
    assert not added(house.charlie, **{**right, "made_by": house.charlie, "from_actor": house.other})
    for change in wrong:
        assert not added(house.maria, **{**right, **change}), change
    Lesson.objects.create(**right)
    with as_role(WEB, house.maria), as_machine():
        assert Lesson.objects.update(lesson="x") == 0, "what stands is not changed by who takes part"
    with as_role(WEB, petra):
        assert Lesson.objects.update(lesson="x") == 1


def added(who, *, door=True, **columns):
    try:
        with as_role(WEB, who), transaction.atomic():
            if door:
                with as_machine():
                    Lesson(**columns).save()
            else:
                Lesson(**columns).save()
        return True
    except DatabaseError:
        return False


def test_the_library_is_read_by_all_and_written_by_the_reviewer_alone(house, incident, process, petra):
    rut = person("rut", Actor.objects.get(kind="national_agency"), Role.REVIEWER)
    row = note(house.maria, incident, house.ljusdal)
    services.word_lesson(by=petra, lesson=row, text="x")
    services.release(by=rut, lesson=row, title="T", text="U")
    for who, there in ((house.charlie, 1), (house.maria, 1), (None, 0)):
        with as_role(WEB, who):
            assert ReleasedLesson.objects.count() == there
    for who, changed in ((house.lena, 0), (petra, 0), (rut, 1)):
        with as_role(WEB, who):
            assert ReleasedLesson.objects.update(title="Annan") == changed
    with as_role(WEB, rut):
        services.withdraw(
            by=fresh(rut), released=ReleasedLesson.objects.select_related("lesson__process").get(), why="x"
        )
    services.withdraw(by=rut, released=ReleasedLesson.objects.get(), why="x")
    for who, there in ((house.charlie, 0), (house.maria, 0), (petra, 1), (rut, 1)):
        with as_role(WEB, who):
            assert ReleasedLesson.objects.count() == there, who
