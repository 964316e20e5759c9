"""The pages of lessons: what waits first, one thing to do next, the library, the search and the API."""

import datetime

import pytest
from django.db import connection
from django.urls import reverse

from actors.models import Actor
from processes import services
from processes.models import Lesson, ReleasedLesson, WorkItem
from tests.conftest import person
from tests.counting import Statements
from tests.processes.test_lessons import observe, release
from tests.processes.test_run_pages import SWEDISH, page_of, send

pytestmark = pytest.mark.django_db
LIST = "/lan/X/lardomar/"


@pytest.fixture
def ljusdal():
    return person("maria.ljusdal", Actor.objects.get(key="kommun-2161"))


@pytest.fixture
def worded(lena, petra, process):
    row = observe(lena, process, source="exercise", source_label="Övning Höst", is_exercise=True)
    services.word_lesson(by=petra, lesson=row, text="Larma ersättaren efter fem minuter.")
    return row


def late(petra, lesson, days=4):
    board = Actor.objects.get(key="lst-21")
    services.give_item(by=petra, lesson=lesson, owner=board, due_on=lesson.made_at.date() + datetime.timedelta(2))
    Lesson.objects.filter(pk=lesson.pk).update(due_on=lesson.made_at.date() - datetime.timedelta(days))


def test_a_county_without_lessons_is_told_how_to_begin(client, lena, rut):
    page = page_of(client, lena, LIST)
    assert "Inga lärdomar än." in page
    assert reverse("lesson_new", args=["X"]) in page
    assert reverse("lesson_new", args=["X"]) not in page_of(client, rut, LIST)


def test_what_waits_stands_first(client, lena, petra, process, worded):
    late(petra, worded)
    calm = observe(lena, process, observation="Kartan var fel.")
    services.put_aside(by=petra, lesson=calm, why="Rättad.")
    observe(lena, process, observation="Mötena krockade.")
    page = page_of(client, lena, LIST)
    waits, others = page.index('id="vantar"'), page.index('id="ovriga"')
    assert (
        waits < page.index("Larma ersättaren") < page.index("Mötena krockade.") < others < page.index("Kartan var fel.")
    )
    assert "Försenad" in page
    assert "ÖVNING" in page


def test_the_list_is_narrowed_by_state_source_and_words(client, lena, process, worded):
    observe(lena, process, observation="Mötena krockade.")
    assert "Mötena" not in page_of(client, lena, f"{LIST}?state=lesson")
    assert "Mötena" not in page_of(client, lena, f"{LIST}?source=exercise")
    assert "Larma" not in page_of(client, lena, f"{LIST}?q=möte")
    assert "Mötena" in page_of(client, lena, f"{LIST}?q=möte")
    assert "svarar mot urvalet" in page_of(client, lena, f"{LIST}?q=hittasinte")
    assert "Mötena" in page_of(client, lena, f"{LIST}?state=finnsinte"), "a filter that cannot be read hides nothing"


def test_the_list_asks_as_much_for_sixty_as_for_one(client, lena, petra, process, worded):
    client.force_login(lena)
    with Statements(connection) as few:
        client.get(LIST)
    rows = [observe(lena, process) for _one in range(60)]
    Lesson.objects.filter(pk__in=[row.pk for row in rows]).update(state="put_aside", put_aside_why="x")
    with Statements(connection) as many:
        page = client.get(LIST, headers=SWEDISH).content.decode()
    assert len(few) == len(many)
    assert f"{LIST}?fore=" not in page
    assert "?fore=12" in page
    assert "Till de nyaste" in page_of(client, lena, f"{LIST}?fore=12")


def test_the_leader_walks_it_from_page_to_page(client, lena, petra, process, day):
    answer = send(
        client, lena, f"{LIST}ny/", happened="Larmet gick fel.", expected="Att alla nåddes.", change="", source="review"
    )
    assert (answer.status_code, answer.url) == (302, LIST)
    row = Lesson.objects.get()
    assert row.observation == "Väntat: Att alla nåddes.\n\nHände: Larmet gick fel."
    assert (row.source, row.is_exercise, row.from_actor_id) == ("review", False, None)
    path = f"{LIST}1/"
    board = Actor.objects.get(key="lst-21")
    for do, said in (
        ("lardom", {"text": "Larma ersättaren."}),
        ("post", {"owner": board.pk, "due_on": day(20).isoformat()}),
        ("genomfort", {}),
        ("lart", {"proof": "Övning Höst: alla nåddes.", "proof_url": "/h/2025-041/"}),
    ):
        assert f'btn btn-1" href="{path}{do}/"' in page_of(client, petra, path)
        answer = send(client, petra, f"{path}{do}/", **said)
        assert (answer.status_code, answer.url) == (302, path), do
    page = page_of(client, lena, path)
    assert "Övning Höst: alla nåddes." in page
    assert 'href="/h/2025-041/"' in page
    assert "btn-1" not in page.split("<main")[1].split("</main>")[0]
    assert page.count("Petra.Lan") >= 4, "who took each step"


def test_a_refusal_keeps_what_was_typed(client, petra, worded, day):
    answer = send(client, petra, f"{LIST}1/post/", owner=Actor.objects.get(key="lst-21").pk, due_on=day(-1).isoformat())
    assert answer.status_code == 409
    assert "Dagen har redan passerat" in answer.content.decode()
    assert day(-1).isoformat() in answer.content.decode()
    assert WorkItem.objects.count() == 0


def test_who_may_read_may_not_lead_and_who_may_not_read_finds_nothing(client, lena, rut, pelle, ljusdal, worded):
    for by in (lena, rut):
        assert "Larma ersättaren" in page_of(client, by, f"{LIST}1/")
        page_of(client, by, f"{LIST}1/post/", 403)
    page_of(client, rut, f"{LIST}1/nagot/", 404)
    for by in (pelle, ljusdal):
        for path in (LIST, f"{LIST}1/", f"{LIST}ny/", f"{LIST}1/slapp/", f"{LIST}1/ta-ur/"):
            page_of(client, by, path, 404)
    page_of(client, rut, f"{LIST}ny/", 403)
    assert send(client, rut, f"{LIST}ny/", happened="x", source="other").status_code == 403


def test_the_reviewer_releases_it_and_an_officer_finds_it(client, rut, petra, lena, ljusdal, worded):
    assert "/slapp/" not in page_of(client, petra, f"{LIST}1/")
    assert f'btn-1" href="{LIST}1/slapp/"' in page_of(client, rut, f"{LIST}1/")
    said = {"title": "Larma ersättaren", "text": "I Ljusdal gick larmet fel.", "tags": "larm"}
    answer = send(client, rut, f"{LIST}1/slapp/", **said)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "pekar ut länet: Ljusdal" in page
    assert "I Ljusdal gick larmet fel." in page
    assert send(client, rut, f"{LIST}1/slapp/", **{**said, "text": "Låt larmet gå vidare."}).status_code == 302
    row = ReleasedLesson.objects.get()
    for path in ("/lardomar/", "/lardomar/?q=larm", "/lardomar/?amne=larm", "/sok/?q=larm"):
        assert "Larma ersättaren" in page_of(client, ljusdal, path), path
    assert "Larma ersättaren" not in page_of(client, ljusdal, "/lardomar/?amne=vatten")
    page = page_of(client, ljusdal, row.get_absolute_url())
    assert "Låt larmet gå vidare." in page
    assert "ÖVNING" in page
    for secret in ("Rut", "Gävleborg", "fem minuter", "ordinarie nummer", LIST):
        assert secret not in page.split("<main")[1].split("</main>")[0], secret
    assert f"{LIST}1/" in page_of(client, lena, row.get_absolute_url())


def test_what_is_withdrawn_is_gone_for_all(client, rut, petra, ljusdal, worded):
    row = release(rut, worded)
    page_of(client, petra, f"{LIST}1/ta-ur/", 403)
    assert send(client, rut, f"{LIST}1/ta-ur/", why="Pekar ut någon.").status_code == 302
    page_of(client, ljusdal, row.get_absolute_url(), 404)
    assert "Biblioteket är tomt än." in page_of(client, ljusdal, "/lardomar/")
    page_of(client, rut, f"{LIST}1/ta-ur/", 404)
    assert "Togs ur biblioteket" in page_of(client, petra, f"{LIST}1/")


def test_nobody_who_is_not_signed_in_reads_the_library(client, rut, worded):
    row = release(rut, worded)
    for path in ("/lardomar/", row.get_absolute_url(), LIST):
        assert client.get(path).status_code == 302
    assert "Larma" not in client.get("/sok/?q=larma").content.decode()


def test_the_search_finds_a_county_s_lessons_for_its_own_people(client, lena, pelle, ljusdal, worded):
    assert f"{LIST}1/" in page_of(client, lena, "/sok/?q=ersättaren")
    for by in (pelle, ljusdal):
        assert f"{LIST}1/" not in page_of(client, by, "/sok/?q=ersättaren")


def test_the_api_shows_the_library_to_all_and_lessons_to_who_reads_them(client, rut, lena, pelle, worded):
    release(rut, worded)
    client.force_login(lena)
    row = client.get("/api/v1/lessons?state=lesson").json()["results"][0]
    assert (row["number"], row["county"], row["lesson"]) == (1, "21", "Larma ersättaren efter fem minuter.")
    client.force_login(pelle)
    assert client.get("/api/v1/lessons").json()["results"] == []
    assert client.get(f"/api/v1/lessons/{worded.pk}").status_code == 404
    told = client.get("/api/v1/released-lessons").json()["results"][0]
    assert set(told) == {"id", "title", "text", "tags", "is_exercise", "released_at"}
    assert told["tags"] == ["larm", "helg"]
    assert client.post("/api/v1/lessons", {}).status_code in (403, 405)
