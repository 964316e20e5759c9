"""Sections get other names and questions other sections, without code and without harm to answers."""

import pytest
from django.urls import reverse

from coordination.situations.models import QuestionSet
from coordination.situations.services import question_sets
from coordination.situations.services.question_sets import Chosen, SectionNames
from journal.refusals import Refused, RuleBroken
from tests.conftest import signed_in
from tests.situations.answers import answer, content
from tests.situations.sets import ask, newest

pytestmark = pytest.mark.django_db


@pytest.fixture
def base():
    return newest("forsta-rapport")


@pytest.fixture
def lena(house):
    return signed_in(house.lena)


def page(response) -> str:
    return response.content.decode()


def posted(base, **more):
    places = [(s["key"], q["key"]) for s in base.sections for q in s["questions"]]
    return {
        "name": base.name_sv,
        "q": [f"{section}:{key}" for section, key in places],
        "keep": [key for _section, key in places],
        "functions": base.functions,
        "do": "save",
        **more,
    }


def build(incident, base):
    return reverse("question_set_build", args=[incident.number, base.pk])


def made_by(house):
    return QuestionSet.objects.filter(owner=house.board).order_by("-version").first()


def names(asked):
    return {s["key"]: s["name_sv"] for s in asked.sections}


def keys(asked):
    return {s["key"]: [q["key"] for q in s["questions"]] for s in asked.sections}


def test_a_section_gets_another_name_in_both_languages(lena, house, incident, base):
    assert 'name="name.risker"' in page(lena.get(build(incident, base)))
    sent = lena.post(
        build(incident, base), posted(base, **{"name.risker": " Faror på  platsen ", "name_en.risker": "Dangers"})
    )
    assert sent.status_code == 302
    made = made_by(house)
    section = next(s for s in made.sections if s["key"] == "risker")
    assert (section["name_sv"], section["name_en"]) == ("Faror på platsen", "Dangers")
    assert names(base)["risker"] == "Risker"
    assert "Faror på platsen" in page(lena.get(sent.url))


def test_without_an_english_name_the_swedish_stands_in_both(lena, house, incident, base):
    lena.post(build(incident, base), posted(base, **{"name.risker": "Faror", "name_en.risker": ""}))
    assert next(s for s in made_by(house).sections if s["key"] == "risker")["name_en"] == "Faror"


def test_a_section_without_a_name_is_refused_and_nothing_else_is_lost(lena, house, incident, base):
    refused = lena.post(build(incident, base), posted(base, **{"name.risker": " ", "name.typ": "Vad som har hänt"}))
    assert refused.status_code == 422
    assert "Ge varje del ett namn. ”Risker” har inget." in page(refused)
    assert 'value="Vad som har hänt"' in page(refused)
    assert made_by(house) is None


def test_a_question_is_moved_to_another_section_and_stands_last_in_it(lena, house, incident, base):
    shown = lena.post(build(incident, base), posted(base, do="show", **{"to.contact": "resurser"}))
    assert 'value="resurser:contact"' in page(shown)
    lena.post(build(incident, base), posted(base, **{"to.contact": "resurser"}))
    made = made_by(house)
    assert keys(made)["plats"] == ["exact_place"]
    assert keys(made)["resurser"] == ["rescue_on_site", "rescue_needed", "needs", "contact"]
    assert keys(base)["plats"] == ["exact_place", "contact"]


def test_a_question_is_not_moved_to_a_section_that_is_not_there(lena, house, incident, base):
    lena.post(build(incident, base), posted(base, **{"to.contact": "nagonstans"}))
    assert keys(made_by(house)) == keys(base)


def test_answers_stay_under_the_words_and_the_sections_that_they_were_given_to(lena, house, incident, base):
    lena.post(build(incident, base), posted(base, name="Vår första"))
    first = made_by(house)
    asked = ask(house, incident, first)
    raw = content(1, 1, 1) | {"texts": {"hazards": "Lös snö"}}
    sent = answer(house.maria, asked, house.ljusdal, raw)
    lena.post(build(incident, first), posted(first, **{"name.risker": "Faror", "to.hazards": "tilltrade"}))
    second = made_by(house)
    assert (second.key, second.version) == (first.key, first.version + 1)
    assert keys(second)["tilltrade"] == ["access", "hazards"]
    sent.refresh_from_db()
    assert names(sent.request.question_set)["risker"] == "Risker"
    assert "Lös snö" in page(lena.get(sent.get_absolute_url()))
    # Asked anew, the former answer is found under its question, in whichever section it stands now.
    again = ask(house, incident, second)
    form = reverse("answer", args=[incident.number, again.number])
    shown = page(signed_in(house.maria).get(form, {"vy": "full"}))
    assert "Lös snö" in shown.split('<section id="tilltrade"')[1].split("</section>")[0]
    assert 'id="risker"' not in shown  # the section is empty, and goes


def test_only_who_asks_renames_and_a_name_is_one_line_without_signs_that_can_not_be_kept(house, incident, base):
    chosen = [Chosen(s["key"], q["key"]) for s in base.sections for q in s["questions"]]
    given = {"risker": SectionNames("Fa\x00ror\r\noch risker" + "x" * 200)}
    with pytest.raises(Refused):
        question_sets.save_set(
            by=house.maria, incident=incident, base=base, name="X", chosen=chosen, functions=[], names=given
        )
    made = question_sets.save_set(
        by=house.lena, incident=incident, base=base, name="X", chosen=chosen, functions=[], names=given
    )
    assert names(made)["risker"].startswith("Faror och riskerxxx")
    assert len(names(made)["risker"]) == 80
    with pytest.raises(RuleBroken):
        question_sets.save_set(
            by=house.lena,
            incident=incident,
            base=base,
            name="X",
            chosen=chosen,
            functions=[],
            names={"typ": SectionNames("")},
        )
