"""Questions with an identity of their own: what ships, what each kind takes, and sets that are put together by hand."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from actors.models import Actor
from coordination.situations import content as contents
from coordination.situations import reference
from coordination.situations.models import Function, Input, Question, QuestionSet
from coordination.situations.services import question_sets
from coordination.situations.services.question_sets import Chosen
from journal.refusals import Refused, RuleBroken
from tests.conftest import signed_in
from tests.situations.answers import answer, content
from tests.situations.sets import ask, newest

pytestmark = pytest.mark.django_db

SHIPPED = ["lagesrapport", "forsta-rapport", "veckolage", "region-halsa", "elnat", "vag", "beredskapsprov"]


def page(response) -> str:
    return response.content.decode()


def errors_of(raw, asked, incident=None):
    with pytest.raises(ValidationError) as wrong:
        contents.clean({**content(), **raw}, asked, incident)
    return wrong.value.message_dict


# What ships


def test_six_sets_ship_and_the_eleven_sections_stand_first(house):
    offered = list(QuestionSet.objects.offered_to(house.board))
    assert [one.key for one in offered] == SHIPPED
    assert len(offered[0].sections) == 11
    assert [one["number"] for one in offered[0].sections] == list(range(11))
    assert offered[0].version == 2


def test_the_first_version_stays_as_it_was_asked():
    first = QuestionSet.objects.get(key="lagesrapport", version=1)
    assert not any("definition_sv" in q for section in first.sections for q in section["questions"])


def test_every_question_of_a_set_carries_its_definition_and_shelf_life_of_the_registry():
    known = Question.objects.in_bulk()
    for asked in QuestionSet.objects.exclude(key="lagesrapport", version=1):
        for question in contents.questions(asked, *contents.PART_OF, "needs"):
            kept = known[question["key"]]
            assert question["shelf_minutes"] == kept.shelf_minutes
            assert question.get("definition_sv", "") == kept.definition_sv
            assert kept.source
    assert known["households_without_power"].shelf_minutes == 6 * 60
    assert known["roads"].shelf_minutes == 3 * 60
    assert Function.objects.get(key="vagar").shelf_minutes == 3 * 60


def test_loading_again_changes_no_set():
    before = {one.pk: one.sections for one in QuestionSet.objects.all()}
    Question.objects.filter(key="injured").update(name_sv="Något annat")
    reference.load()
    assert {one.pk: one.sections for one in QuestionSet.objects.all()} == before
    assert Question.objects.get(key="injured").name_sv == "Skadade"


def test_the_rows_that_others_compare_have_their_columns():
    columns = {q.key: [c["key"] for c in q.options] for q in Question.objects.filter(kind="rows")}
    assert columns["households_by_municipality"] == ["municipality", "households"]
    assert columns["roads"] == ["road", "stretch", "state", "vehicles_stuck", "opens_at", "since"]


# What each kind takes


def test_yes_and_no_and_nothing_else():
    asked = newest("lagesrapport")
    said = contents.clean({**content(), "texts": {"vma_needed": "no"}}, asked)
    assert said["texts"] == {"vma_needed": "no"}
    assert "texts.vma_needed" in errors_of({"texts": {"vma_needed": "kanske"}}, asked)


@pytest.mark.parametrize(
    ("place", "field"),
    [
        ({"lat": "61,8"}, "lon"),
        ({"lat": "16,1", "lon": "61,8"}, "lat"),
        ({"lat": "norr", "lon": "16"}, "lat"),
        ({"lat": "nan", "lon": "16"}, "lat"),
        ({"name": "Falun", "municipality": "2080"}, "municipality"),
        ({"municipality": "x'--"}, "municipality"),
    ],
)
def test_a_place_that_can_not_be_is_refused_at_its_part(incident, place, field):
    wrong = errors_of({"places": {"main_place": place}}, newest("lagesrapport"), incident)
    assert f"places.main_place.{field}" in wrong


def test_a_municipality_of_another_county_is_refused_in_words(incident):
    wrong = errors_of({"places": {"main_place": {"municipality": "2080"}}}, newest("lagesrapport"), incident)
    assert wrong["places.main_place.municipality"] == ["Välj en kommun i något av händelsens län."]


def test_a_place_is_kept_as_a_name_a_municipality_and_a_point(incident):
    raw = {
        **content(),
        "places": {"main_place": {"name": " Färila ", "municipality": "2161", "lat": "61,8", "lon": 15.84}},
    }
    said = contents.clean(raw, newest("lagesrapport"), incident)
    assert said["places"] == {"main_place": {"name": "Färila", "municipality": "2161", "lat": 61.8, "lon": 15.84}}


def test_rows_are_cleaned_cell_by_cell(incident):
    rows = [
        {
            "road": "Rv 83",
            "stretch": "Färila",
            "state": "closed",
            "vehicles_stuck": "12",
            "opens_at": "8.30",
            "since": "",
        },
        {"road": "", "stretch": "", "state": "", "vehicles_stuck": "", "opens_at": "", "since": ""},
    ]
    said = contents.clean({**content(), "rows": {"roads": rows}}, newest("vag"), incident)
    assert said["rows"]["roads"] == [
        {
            "road": "Rv 83",
            "stretch": "Färila",
            "state": "closed",
            "vehicles_stuck": 12,
            "opens_at": "08:30",
            "since": "",
        }
    ]


def test_wrong_rows_are_told_at_their_cells(incident):
    rows = [{"road": "", "state": "halv", "vehicles_stuck": "många", "opens_at": "snart"}]
    wrong = errors_of({"rows": {"roads": rows}}, newest("vag"), incident)
    assert set(wrong) == {f"rows.roads.0.{name}" for name in ("road", "state", "vehicles_stuck", "opens_at")}


def test_a_municipality_stands_on_one_row(incident):
    rows = [{"municipality": "2161", "households": 1}, {"municipality": "2161", "households": 2}]
    wrong = errors_of({"rows": {"households_by_municipality": rows}}, newest("elnat"), incident)
    assert wrong == {"rows.households_by_municipality.1.municipality": ["Kommunen står redan på en annan rad."]}


def test_zero_households_is_an_answer(incident):
    rows = [{"municipality": "2161", "households": 0}]
    said = contents.clean({**content(), "rows": {"households_by_municipality": rows}}, newest("elnat"), incident)
    assert said["rows"]["households_by_municipality"] == rows


def test_an_old_answer_without_the_new_parts_still_reads(house, asked):
    sent = answer(house.maria, asked, house.ljusdal, content(2, 1, 0, households=340))
    old = {k: v for k, v in sent.content.items() if k not in ("places", "rows", "reused")}
    Input.objects.filter(pk=sent.pk).update(content=old)
    client = signed_in(house.maria)
    assert client.get(sent.get_absolute_url()).status_code == 200
    assert client.get(reverse("answer", args=[asked.incident.number, asked.number]) + "?vy=full").status_code == 200


# The form


def test_the_form_says_what_counts_under_the_question(house, incident):
    asked = ask(house, incident, "lagesrapport")
    shown = page(signed_in(house.maria).get(reverse("answer", args=[incident.number, asked.number]) + "?vy=full"))
    assert "som saknar el just nu, oavsett orsak" in shown
    assert 'aria-describedby="numbers.households_without_power_def' in shown
    assert 'name="texts.vma_needed" value=""' in shown
    assert '<option value="2161">Ljusdal</option>' in shown
    assert "Falun" not in shown


def test_rows_and_places_are_written_sent_and_read_without_script(house, incident):
    asked = ask(house, incident, "vag")
    client = signed_in(house.maria)
    where = reverse("answer", args=[incident.number, asked.number])
    typed = {
        "aktor": house.ljusdal.pk,
        "vy": "full",
        "rows.roads.0.road": "Rv 83",
        "rows.roads.0.state": "closed",
        "rows.roads.0.vehicles_stuck": "12",
    }
    more = client.post(where, {**typed, "do": "rows:roads"})
    assert more.url.endswith("#rows.roads")
    shown = page(client.get(more.url.partition("#")[0]))
    assert 'name="rows.roads.6.road"' in shown
    token = Input.objects.get().revision
    levels = {f"overall.{name}": "0" for name in ("works", "resources", "load")}
    sent = client.post(where, {**typed, **levels, "version": f"1.{token}", "do": "send"})
    kept = Input.objects.get(state="submitted")
    assert sent.status_code == 302
    assert kept.content["rows"]["roads"][0]["vehicles_stuck"] == 12
    read = page(signed_in(house.lena).get(kept.get_absolute_url()))
    assert "Rv 83" in read
    assert "Avstängd" in read


def test_a_question_that_is_asked_in_confidence_is_read_by_few_unless_its_owner_says(house, incident):
    asked = ask(house, incident, "region-halsa")
    raw = {**content(), "texts": {"critical_shortages": "Blod räcker till kvällen."}}
    held = answer(house.maria, asked, house.ljusdal, raw)
    assert "critical_shortages" not in held.content["texts"]
    assert held.guarded.get().audience == "named"
    free = answer(house.bo, asked, house.bollnas, {**raw, "guards": {"texts": {"critical_shortages": ""}}})
    assert free.content["texts"]["critical_shortages"].startswith("Blod")


# Sets that a county board puts together


def chosen_from(asked):
    return [Chosen(s["key"], q["key"]) for s in asked.sections for q in s["questions"]]


def save(house, incident, base, name="Våra frågor", chosen=None, functions=("el",)):
    return question_sets.save_set(
        by=house.lena,
        incident=incident,
        base=base,
        name=name,
        chosen=chosen if chosen is not None else chosen_from(base),
        functions=functions,
    )


def test_a_set_made_from_the_portals_is_the_boards_own(house, incident):
    mine = save(house, incident, newest("veckolage"))
    assert (mine.key, mine.version, mine.owner) == ("vara-fragor", 1, house.board)
    assert mine in QuestionSet.objects.offered_to(house.board)
    assert mine not in QuestionSet.objects.offered_to(house.other)
    assert newest("veckolage").version == 1


def test_a_new_version_is_asked_next_time_and_answers_stay_under_theirs(house, incident):
    first = save(house, incident, newest("lagesrapport"))
    before = ask(house, incident, first)
    sent = answer(house.maria, before, house.ljusdal, content(households=340))
    second = save(house, incident, first, chosen=[Chosen("omfattning", "injured")])
    assert second.version == 2
    assert list(QuestionSet.objects.offered_to(house.board).filter(key=first.key)) == [second]
    first.refresh_from_db()
    assert "Hushåll utan el" in page(signed_in(house.maria).get(sent.get_absolute_url()))
    assert Input.objects.get(pk=sent.pk).request.question_set == first


def test_another_boards_set_is_not_asked(house, incident):
    foreign = QuestionSet.objects.create(
        key="deras",
        version=1,
        name_sv="Deras",
        name_en="Theirs",
        sections=[],
        functions=[],
        source="",
        owner=house.other,
    )
    with pytest.raises(RuleBroken):
        ask(house, incident, foreign)
    with pytest.raises(RuleBroken):
        save(house, incident, foreign)
    shown = page(signed_in(house.lena).get(reverse("request_new", args=[incident.number])))
    assert "Deras" not in shown


@pytest.mark.parametrize(
    "chosen",
    [[], [Chosen("omfattning", "injured")] * 2, [Chosen("omfattning", "finns-inte")], [Chosen("annan", "injured")]],
)
def test_a_set_that_asks_nothing_twice_or_elsewhere_is_refused(house, incident, chosen):
    with pytest.raises(RuleBroken):
        save(house, incident, newest("lagesrapport"), chosen=chosen)


def test_only_those_who_ask_put_questions_together(house, incident):
    with pytest.raises(Refused):
        question_sets.save_set(
            by=house.maria,
            incident=incident,
            base=newest("vag"),
            name="X",
            chosen=chosen_from(newest("vag")),
            functions=[],
        )
    pk = newest("vag").pk
    for name, keys in (
        ("question_sets", []),
        ("question_new", []),
        ("question_set", [pk]),
        ("question_set_build", [pk]),
    ):
        address = reverse(name, args=[incident.number, *keys])
        assert signed_in(house.lena).get(address).status_code == 200
        assert signed_in(house.maria).get(address).status_code == 403
        assert signed_in(house.charlie).get(address).status_code == 404


def test_a_set_is_put_together_with_buttons_alone(house, incident):
    base = newest("veckolage")
    client = signed_in(house.lena)
    where = reverse("question_set_build", args=[incident.number, base.pk])
    rows = [f"{s['key']}:{q['key']}" for s in base.sections for q in s["questions"]]
    form = {
        "name": "Vår vecka",
        "q": rows,
        "keep": [row.split(":")[1] for row in rows if "isf" not in row],
        "functions": ["el"],
    }
    moved = page(client.post(where, {**form, "do": "down:normal_state"}))
    assert moved.index("lage:deviations") < moved.index("lage:normal_state")
    added = page(client.post(where, {**form, "do": "add", "question": "endurance", "section": "bemanning"}))
    assert "bemanning:endurance" in added
    saved = client.post(where, {**form, "quick": "deviations", "do": "save"})
    made = QuestionSet.objects.get(name_sv="Vår vecka")
    assert saved.url == reverse("question_set", args=[incident.number, made.pk])
    asked = {q["key"]: q for q in contents.questions(made, *contents.PART_OF)}
    assert "isf_needed" not in asked
    assert [key for key, q in asked.items() if q.get("quick")] == ["deviations"]
    assert made.functions == ["el"]
    assert "Så ser den som svarar" in page(client.get(saved.url))


def test_a_new_question_gets_a_key_of_its_name_and_is_there_once(house, incident):
    client = signed_in(house.lena)
    where = reverse("question_new", args=[incident.number])
    typed = {
        "name": "Djur utan tillsyn",
        "kind": "number",
        "unit": "djur",
        "definition": "Räknas en gång.",
        "shelf_hours": "6",
    }
    assert client.post(where, typed).status_code == 302
    made = Question.objects.get(key="djur-utan-tillsyn")
    assert (made.shelf_minutes, made.unit_sv) == (360, "djur")
    assert client.post(where, typed).status_code == 422
    assert client.post(where, {**typed, "name": "Annat", "unit": ""}).status_code == 422
    used = save(house, incident, newest("vag"), chosen=[Chosen("fast", made.key)])
    assert contents.questions(used, "number")[0]["definition_sv"] == "Räknas en gång."


def test_a_key_is_never_another_boards(house, incident):
    first = save(house, incident, newest("vag"), name="Vägar")
    assert first.key == "vagar"
    again = save(house, incident, newest("vag"), name="Vägar")
    assert again.key == "vagar-2"
    assert Actor.objects.filter(pk=again.owner_id).exists()
