"""Lessons of a county: each step and its refusals, its numbers, and the national library."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from actors.models import Actor, Municipality, Person
from actors.roles import Role
from actors.services import give_role
from journal.models import Entry
from journal.refusals import MovedOn, Refused, RuleBroken
from processes import naming, services
from processes.models import CountyProcess, Lesson, ReleasedLesson, WorkItem
from processes.states import LESSON_MOVES, LessonState, WorkState
from tests.conftest import fresh, person
from tests.processes.test_running import refused, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return Actor.objects.get(key="lst-21")


@pytest.fixture
def seen(lena, process):
    return observe(lena, process)


@pytest.fixture
def worded(petra, seen):
    services.word_lesson(by=petra, lesson=seen, text="Larma ersättaren efter fem minuter.")
    return seen


@pytest.fixture
def given(petra, worded, board, day):
    services.give_item(by=petra, lesson=worded, owner=board, due_on=day(30))
    return worded


@pytest.fixture
def done(petra, given):
    services.done(by=petra, lesson=given)
    return given


def observe(by, process, **more):
    said = {"source": "other", "observation": "Larmet gick bara till ordinarie nummer."}
    return services.observe(by=by, process=process, **{**said, **more})


def release(by, lesson, **more):
    said = {"title": "Larma ersättaren", "text": "Låt larmet gå vidare efter fem minuter.", "tags": "larm, helg, larm"}
    return services.release(by=by, lesson=lesson, **{**said, **more})


# What somebody saw


def test_an_observation_gets_the_next_number_of_its_county(lena, process, pelle):
    first, second = observe(lena, process), observe(lena, process)
    assert (first.number, second.number, first.state) == (1, 2, "observed")
    assert told(first) == ["lesson.observed"]
    assert Entry.objects.get(subject=first.journal_subject()).stream == f"countyprocess:{process.pk}"
    elsewhere = observe(pelle, CountyProcess.objects.get(county_id="20"))
    assert elsewhere.number == 1


def test_it_says_something_and_where_it_comes_from(lena, process):
    refused("Skriv vad du såg.", observe, by=lena, process=process, observation="  ")
    refused("Välj vad iakttagelsen kommer från.", observe, by=lena, process=process, source="dröm")
    for url in ("javascript:alert(1)", "//example.se", "/\\example.se", "ftp://example.se"):
        refused("Länken ska börja med", observe, by=lena, process=process, source_url=url)
    assert observe(lena, process, source_url="/h/2025-041/").source_url == "/h/2025-041/"
    assert Lesson.objects.count() == 1


def test_only_the_county_s_own_board_notes_them(pelle, rut, process):
    with pytest.raises(Refused):
        observe(pelle, process)
    with pytest.raises(Refused, match="länets egen länsstyrelse"):
        observe(rut, process)
    assert Lesson.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_who_note_at_once_get_a_number_each(lena, process):
    def note():
        try:
            observe(Person.objects.get(pk=lena.pk), process)
        finally:
            connection.close()

    threads = [threading.Thread(target=note) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(Lesson.objects.values_list("number", flat=True)) == [1, 2, 3]


# The way of a lesson


def test_the_whole_way_is_walked_and_told(petra, done):
    assert WorkItem.objects.get().state == WorkState.DONE
    services.learned(by=petra, lesson=done, proof="Övning Höst: alla nådda.", proof_url="/h/2025-041/")
    now = Lesson.objects.get()
    assert (now.state, now.proof, now.proof_url) == ("learned", "Övning Höst: alla nådda.", "/h/2025-041/")
    assert told(now) == ["lesson.observed", "lesson.lesson", "lesson.item", "lesson.done", "lesson.learned"]
    assert WorkItem.objects.get().title == "Larma ersättaren efter fem minuter."


@pytest.mark.parametrize("state", LessonState.values)
def test_every_step_is_taken_from_the_states_that_the_table_names(petra, seen, board, day, state):
    """No service takes a lesson where the table does not lead."""
    full = {"lesson": "x", "owner": board, "due_on": day(1), "proof": "x", "put_aside_why": "x"}
    steps = {
        "lesson": lambda row: services.word_lesson(by=petra, lesson=row, text="y"),
        "item": lambda row: services.give_item(by=petra, lesson=row, owner=board, due_on=day(1)),
        "done": lambda row: services.done(by=petra, lesson=row),
        "learned": lambda row: services.learned(by=petra, lesson=row, proof="y"),
        "put_aside": lambda row: services.put_aside(by=petra, lesson=row, why="y"),
    }
    for to, step in steps.items():
        Lesson.objects.update(state=state, **full)
        row = Lesson.objects.get()
        if (state, to) in LESSON_MOVES or (state, to) == ("lesson", "lesson"):
            step(row)
            assert Lesson.objects.get().state == to
        else:
            with pytest.raises(RuleBroken):
                step(row)
            assert Lesson.objects.get().state == state


def test_each_step_asks_for_what_it_says(petra, seen, day, board):
    refused("Skriv vad länet ska lära", services.word_lesson, by=petra, lesson=seen, text=" ")
    refused("Skriv varför den läggs åt sidan", services.put_aside, by=petra, lesson=seen, why=" ")
    services.word_lesson(by=petra, lesson=seen, text="Lär")
    refused("Dagen har redan passerat", services.give_item, by=petra, lesson=seen, owner=board, due_on=day(-1))
    other = Actor.objects.get(key="lst-20")
    refused("Ägaren ska vara länets egen", services.give_item, by=petra, lesson=seen, owner=other, due_on=day(1))
    assert WorkItem.objects.count() == 0
    services.give_item(by=petra, lesson=seen, owner=board, due_on=day(1))
    services.done(by=petra, lesson=seen)
    refused("vilken övning eller händelse", services.learned, by=petra, lesson=seen, proof=" ")
    refused("Länken ska börja med", services.learned, by=petra, lesson=seen, proof="x", proof_url="javascript:1")
    refused("Skriv varför den öppnas igen", services.reopen, by=petra, lesson=seen, why="")


def test_only_its_process_leader_takes_it_further(lena, pelle, rut, given, board, day):
    acts = (
        lambda by: services.word_lesson(by=by, lesson=given, text="x"),
        lambda by: services.give_item(by=by, lesson=given, owner=board, due_on=day(1)),
        lambda by: services.done(by=by, lesson=given),
        lambda by: services.learned(by=by, lesson=given, proof="x"),
        lambda by: services.put_aside(by=by, lesson=given, why="x"),
        lambda by: services.reopen(by=by, lesson=given, why="x"),
    )
    for by in (lena, pelle, rut):
        for act in acts:
            with pytest.raises(Refused):
                act(by)
    assert Lesson.objects.get().state == "item"


def test_it_can_be_worded_anew_until_somebody_has_taken_it_on(petra, worded, board, day):
    services.word_lesson(by=petra, lesson=worded, text="Larma ersättaren.")
    assert Lesson.objects.get().lesson == "Larma ersättaren."
    assert told(worded)[-1] == "lesson.reworded"
    mine = Lesson.objects.get()
    services.give_item(by=petra, lesson=worded, owner=board, due_on=day(1))
    refused("Lärdomen har gått vidare", services.word_lesson, by=petra, lesson=mine, text="Sen.")


def test_two_who_take_it_on_make_one_item(petra, worded, board, day):
    mine = Lesson.objects.select_related("process").get()
    services.give_item(by=petra, lesson=worded, owner=board, due_on=day(1))
    with pytest.raises(MovedOn):
        services.give_item(by=petra, lesson=mine, owner=board, due_on=day(2))
    assert WorkItem.objects.count() == 1


def test_put_aside_drops_its_item_and_is_taken_up_again(petra, given, board, day):
    services.put_aside(by=petra, lesson=given, why="Löst på annat sätt.")
    item = WorkItem.objects.get()
    assert (item.state, item.remark) == (WorkState.DROPPED, "Löst på annat sätt.")
    services.word_lesson(by=petra, lesson=given, text="Larma ändå ersättaren.")
    now = Lesson.objects.get()
    assert (now.state, now.put_aside_why) == ("lesson", "")
    services.give_item(by=petra, lesson=given, owner=board, due_on=day(3))
    assert WorkItem.objects.count() == 2


def test_what_did_not_hold_is_open_again(petra, done):
    services.learned(by=petra, lesson=done, proof="Övning Höst")
    services.reopen(by=petra, lesson=done, why="Det gick inte på nyåret.")
    now = Lesson.objects.get()
    assert (now.state, now.proof) == ("item", "")
    assert WorkItem.objects.get().state == WorkState.ONGOING


def test_an_item_that_the_plan_has_closed_does_not_stop_the_lesson(petra, given):
    WorkItem.objects.update(state=WorkState.DONE)
    services.done(by=petra, lesson=Lesson.objects.get())
    assert Lesson.objects.get().state == "done"


def test_the_database_keeps_the_rules_too(seen):
    for wrong in ({"observation": ""}, {"state": "item"}, {"state": "learned"}, {"state": "put_aside"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Lesson.objects.update(**wrong)


# The library


def test_the_reviewer_releases_it_in_her_own_words(rut, lena, worded):
    row = release(rut, worded)
    assert row.words == ["larm", "helg"]
    charlie = person("charlie.x", Actor.objects.get(key="kommun-2161"))
    assert list(ReleasedLesson.objects.visible_to(charlie)) == [row]
    assert not Lesson.objects.visible_to(charlie).exists()
    assert told(worded)[-1] == "lesson.released"
    again = release(rut, worded, title="Larma alltid ersättaren")
    assert (again.pk, ReleasedLesson.objects.get().title) == (row.pk, "Larma alltid ersättaren")


def test_a_text_with_the_county_s_names_is_refused(rut, worded):
    for words in (
        "Så gjorde Ljusdals kommun.",
        "I LJUSDAL larmades ingen.",
        "Gävleborgarna visste inte.",
        "Region\u00a0Gävleborg svarade.",
        "Sö\u00adder\u00adhamn var utan el.",
        "Länsstyrelsen Gävleborg larmade.",
    ):
        refused("Texten har kvar namn som pekar ut länet", release, by=rut, lesson=worded, text=words)
    refused("Ljusdal", release, by=rut, lesson=worded, title="Ljusdal larmade")
    refused("Bollnäs", release, by=rut, lesson=worded, tags="larm, bollnäs")
    assert ReleasedLesson.objects.count() == 0
    release(rut, worded, text="En kommun i Dalarna gjorde så.")


def test_a_short_name_is_a_name_only_when_written_as_one():
    names = ["Vara", "Mark", "Hofors"]
    assert naming.found_in("Det kan vara bra att markera.", names) == []
    assert naming.found_in("Så gjorde Vara, och Marks kommun.", names) == ["Vara", "Mark"]
    assert naming.found_in("hoforsborna", names) == ["Hofors"]
    assert naming.found_in("VARA", names) == ["Vara"]


def test_who_saw_it_and_who_owns_it_are_names_too(rut, petra, worded, day):
    agency = (
        Actor.objects.filter(county__isnull=True, kind="agency").first()
        or Actor.objects.filter(county__isnull=True).exclude(kind="national_agency")[0]
    )
    services.give_item(by=petra, lesson=worded, owner=agency, due_on=day(1))
    refused(agency.name, release, by=rut, lesson=worded, text=f"{agency.name} svarade sent.")


def test_it_says_something_and_is_a_lesson_first(rut, petra, seen):
    refused("inte gjort iakttagelsen till en lärdom", release, by=rut, lesson=seen)
    services.word_lesson(by=petra, lesson=seen, text="x")
    refused("Skriv en rubrik", release, by=rut, lesson=seen, title=" ")
    refused("vem som helst kan ha nytta", release, by=rut, lesson=seen, text=" ")


def test_only_the_reviewer_releases_and_never_her_own_county_s(nils, petra, rut, worded):
    for by in (nils, petra):
        with pytest.raises(Refused):
            release(by, worded)
    give_role(person=rut, actor=Actor.objects.get(key="lst-21"), role=Role.READER, starts=worded.made_at.date())
    refused("Du har en roll i länets egen länsstyrelse", release, by=fresh(rut), lesson=worded)


def test_what_is_withdrawn_is_nobody_s_and_can_be_released_anew(rut, petra, worded):
    row = release(rut, worded)
    refused("Skriv varför den tas ur", services.withdraw, by=rut, released=row, why=" ")
    with pytest.raises(Refused):
        services.withdraw(by=petra, released=row, why="x")
    services.withdraw(by=rut, released=row, why="Pekade ut en person.")
    assert not ReleasedLesson.objects.visible_to(petra).exists()
    assert Entry.objects.get(verb="lesson.withdrawn").note == "Pekade ut en person."
    with pytest.raises(MovedOn):
        services.withdraw(by=rut, released=row, why="En gång till")
    release(rut, worded)
    assert ReleasedLesson.objects.visible_to(petra).count() == 1


def test_every_municipality_of_every_county_is_found_with_an_ending():
    for name in Municipality.objects.values_list("name", flat=True):
        assert naming.found_in(f"I {name}s kommun, och {name}.", [name]) == [name]
