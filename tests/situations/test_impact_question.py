"""A question that is graded: three criteria, a grade by the rule, beside the functions and as they are."""

import pytest
from django.urls import reverse

from coordination.situations import reference
from coordination.situations.compiled import compiling
from coordination.situations.models import Function, Impact, Input, Question, QuestionSet
from coordination.situations.services import question_sets, reports
from coordination.situations.services.question_sets import Chosen
from journal.refusals import RuleBroken
from tests.conftest import signed_in
from tests.situations.answers import answer, content
from tests.situations.sets import ask, newest

pytestmark = pytest.mark.django_db
KEY = "own_leadership"
NAME = "Påverkan på kommunens egen ledning"


def page(response) -> str:
    return response.content.decode()


@pytest.fixture
def base():
    return newest("lagesrapport")


def save(house, incident, base, *more, functions=("el", "vatten")):
    chosen = [Chosen(s["key"], q["key"], bool(q.get("quick"))) for s in base.sections for q in s["questions"]]
    return question_sets.save_set(
        by=house.lena, incident=incident, base=base, name="Med ledning", chosen=[*chosen, *more], functions=functions
    )


@pytest.fixture
def asked(house, incident, base):
    return ask(house, incident, save(house, incident, base, Chosen("formaga", KEY)))


def levels(works, resources, load):
    return dict(zip(("works", "resources", "load"), (works, resources, load), strict=True))


def said(works, resources, load, **more):
    return content(0, 0, 0, **more) | {"functions": {"el": levels(0, 0, 0), KEY: levels(works, resources, load)}}


def test_the_registry_ships_one_and_it_is_graded_as_a_function(house):
    assert Question.objects.get(key=KEY).kind == "impact"
    assert Function.objects.get(key=KEY).name_sv == NAME
    reference.load()
    assert Function.objects.filter(key=KEY).count() == 1


def test_a_set_that_asks_it_grades_it_after_its_functions(asked):
    assert asked.question_set.functions == ["el", "vatten", KEY]


def test_a_set_that_no_longer_asks_it_does_not_grade_it(house, incident, base):
    mine = save(house, incident, base, Chosen("formaga", KEY))
    left = [Chosen(s["key"], q["key"]) for s in mine.sections for q in s["questions"] if q["key"] != KEY]
    again = question_sets.save_set(
        by=house.lena, incident=incident, base=mine, name="Utan", chosen=left, functions=mine.functions
    )
    assert again.functions == ["el", "vatten"]
    assert mine.functions == ["el", "vatten", KEY]


def test_it_is_not_offered_among_the_societal_functions(house, incident, base):
    shown = page(signed_in(house.lena).get(reverse("question_set_build", args=[incident.number, base.pk])))
    assert f'name="functions" value="{KEY}"' not in shown
    assert 'name="functions" value="el"' in shown


def test_it_stands_in_its_own_section_with_the_three_questions(asked, house):
    form = reverse("answer", args=[asked.incident.number, asked.number])
    shown = page(signed_in(house.maria).get(form, {"vy": "full"}))
    section = shown.split('<section id="formaga"')[1].split("</section>")[0]
    grades = shown.split('<section id="paverkan"')[1].split("</section>")[0]
    assert NAME in section
    assert f'name="functions.{KEY}.works"' in section
    assert f'name="functions.{KEY}.works"' not in grades
    assert 'name="functions.el.works"' in grades


def test_the_short_form_asks_it_where_it_is_ticked(house, incident, base):
    asked = ask(house, incident, save(house, incident, base, Chosen("formaga", KEY, quick=True)))
    form = reverse("answer", args=[incident.number, asked.number])
    shown = page(signed_in(house.maria).get(form))
    assert NAME in shown
    assert f'name="functions.{KEY}.load"' in shown
    sent = signed_in(house.maria).post(
        form,
        {
            **{f"overall.{name}": "0" for name in ("works", "resources", "load")},
            **{f"functions.{KEY}.{name}": "2" for name in ("works", "resources", "load")},
            "do": "send",
            "version": "",
            "aktor": house.ljusdal.pk,
        },
    )
    assert sent.status_code == 302
    assert Impact.objects.get(function=KEY).grade == 5


def test_its_grade_follows_the_rule_and_another_needs_a_reason(asked, house):
    sent = answer(house.maria, asked, house.ljusdal, said(1, 1, 1))
    graded = Impact.objects.get(input=sent, function=KEY)
    assert (graded.proposed, graded.grade) == (3, 3)
    form = reverse("answer", args=[asked.incident.number, asked.number])
    refused = signed_in(house.bo).post(
        form,
        {
            **{f"overall.{name}": "0" for name in ("works", "resources", "load")},
            f"functions.{KEY}.grade": "5",
            "vy": "full",
            "do": "send",
            "version": "",
            "aktor": house.bollnas.pk,
        },
    )
    assert refused.status_code == 422
    assert f"{NAME}, skäl" in page(refused)
    assert "Skriv skälet till att graden är en annan än den räknade." in page(refused)


def test_the_check_page_and_the_answer_say_it(asked, house):
    sent = answer(house.maria, asked, house.ljusdal, said(2, 2, 2))
    shown = page(signed_in(house.lena).get(sent.get_absolute_url()))
    assert NAME in shown


def test_the_picture_has_its_worst_and_distribution_and_the_unknown_are_unknown(asked, house, incident):
    answer(house.maria, asked, house.ljusdal, said(2, 2, 2))
    answer(house.bo, asked, house.bollnas, said(1, 0, 0))
    reports.compile_now(by=house.lena, incident=incident)
    body = compiling.compile_incident(incident.pk).body
    row = next(one for one in body["functions"] if one["key"] == KEY)
    assert row["name"] == NAME
    assert row["worst"] == 5
    assert row["distribution"] == [5, 2, *[None] * 8]
    assert NAME in page(signed_in(house.lena).get(reverse("board", args=[incident.number])))


def test_one_of_their_own_is_added_to_the_registry_without_code(house, incident):
    made = question_sets.add_question(
        by=house.lena, incident=incident, name="Påverkan på el", kind="impact", shelf_minutes=120, name_en="Power"
    )
    assert Function.objects.get(key=made.key).name_en == "Power"
    assert Function.objects.get(key=made.key).shelf_minutes == 120
    # A function's key is taken: its grades are other grades.
    el = question_sets.add_question(by=house.lena, incident=incident, name="El", kind="impact", shelf_minutes=120)
    assert el.key == "el-2"
    with pytest.raises(RuleBroken):
        question_sets.add_question(by=house.lena, incident=incident, name="P" * 81, kind="impact", shelf_minutes=120)


def test_a_set_that_never_asked_it_is_as_it_was(base, house, incident):
    asked = ask(house, incident, base)
    answer(house.maria, asked, house.ljusdal, said(2, 2, 2))
    assert not Impact.objects.filter(function=KEY).exists()
    assert QuestionSet.objects.get(pk=base.pk).functions == base.functions
    assert KEY not in Input.objects.get().content["functions"]
