"""The glossary: complete, findable, in Swedish order, and linked where a page uses a word first."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from coordination.overview import glossary

SWEDISH = {"accept-language": "sv"}


def page(client, headers, **query):
    return client.get(reverse("glossary"), query, headers=headers)


def words(answer) -> list[str]:
    return [term.word for _, group in answer.context["letters"] for term in group]


def render(text: str) -> str:
    request = RequestFactory().get("/")
    with translation.override("sv"):
        return Template("{% load glossary_terms %}" + text).render(Context({"request": request}))


def test_every_term_is_told_in_both_languages():
    assert len(glossary.terms()) >= 90
    for term in glossary.terms():
        assert all((term.sv, term.en, term.meaning_sv, term.meaning_en)), term.sv
        assert term.meaning_sv.endswith((".", "?"))
        assert term.meaning_en.endswith((".", "?"))


def test_no_two_terms_share_an_anchor_or_a_name():
    slugs = [term.slug for term in glossary.terms()]
    assert len(set(slugs)) == len(slugs)
    names = [name.casefold() for term in glossary.terms() for name in (term.sv, *term.also)]
    assert len(set(names)) == len(names)


@pytest.mark.django_db
def test_swedish_order_has_a_ring_behind_z(client):
    found = words(page(client, SWEDISH))
    assert found.index("VMA") < found.index("värdegrund") < found.index("åtgärd") < found.index("övning")
    assert len(found) == len(glossary.terms())


@pytest.mark.django_db
def test_every_term_can_be_pointed_at(client):
    content = page(client, SWEDISH).content.decode()
    for term in glossary.terms():
        assert f'id="{term.slug}"' in content


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sought", "word"),
    [
        ("PÅVERKANSGRAD", "påverkansgrad"),
        ("duty officer", "TiB"),
        ("risk- och", "RSA"),
        ("kritisk hårt", "påverkansgrad"),
    ],
)
def test_a_word_is_found_by_any_of_its_names(client, sought, word):
    assert word in words(page(client, SWEDISH, q=sought))


@pytest.mark.django_db
def test_a_search_without_answer_says_what_to_do(client):
    answer = page(client, SWEDISH, q="qqq")
    assert words(answer) == []
    assert "Inga ord svarar mot sökningen." in answer.content.decode()


@pytest.mark.django_db
def test_what_is_typed_comes_back_as_text(client):
    content = page(client, SWEDISH, q='"><script>').content.decode()
    assert '"><script>' not in content


@pytest.mark.django_db
def test_in_english_the_english_word_stands_first(client):
    client.cookies["django_language"] = "en"
    answer = page(client, {})
    with translation.override("en"):
        assert "county" in words(answer)
    assert "State agency in each of the 21 counties." in answer.content.decode()


def test_a_term_is_linked_once_with_its_explanation():
    first = render('{% term "påverkansgrad" %}')
    assert 'href="/ordlista/#paverkansgrad"' in first
    assert 'title="Hur hårt en verksamhet är påverkad' in first
    both = render('{% term "påverkansgrad" %} {% term "påverkansgrad" %}')
    assert both.count("<a ") == 1
    assert both.endswith("påverkansgrad")


def test_a_sentence_may_bend_the_word():
    assert ">värdegrunden</a>" in render('{% term "värdegrund" "värdegrunden" %}')


def test_a_word_the_glossary_lacks_is_an_error():
    with pytest.raises(KeyError):
        render('{% term "finns inte" %}')
