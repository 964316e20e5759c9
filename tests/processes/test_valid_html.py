"""The pages are HTML as the standard has it, in both languages. `python -m tests.valid_html` says more."""

import pytest
from django.conf import settings
from django.urls import reverse

from tests import markup

PUBLIC = (
    "/regional-niva/",
    "/regional-niva/gavleborg/",
    "/regional-niva/skane/",
    "/metodkoncept/",
    "/publikationer/",
    "/ordlista/",
    "/om/",
    "/sok/",
    "/sok/?q=MSB",
    "/sok/?q=qwerty",
    "/konto/login/",
    "/finns-inte/",
)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_public_pages_are_valid(client, published, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    wrong = []
    for path in PUBLIC:
        page = client.get(path).content.decode()
        assert f'<html lang="{language}"' in page
        wrong += [f"{path} {sentence}" for sentence in markup.wrong(page)]
    assert wrong == []


def test_pages_of_a_led_process_are_valid(client, petra, run, strategy):
    client.force_login(petra)
    for path in (
        reverse("start"),
        reverse("process_home", args=["X"]),
        run.get_absolute_url(),
        f"{run.get_absolute_url()}kalender/",
        run.stages.first().get_absolute_url(),
        reverse("process_documents", args=["X"]),
        reverse("process_document_versions", args=["X", strategy.slug]),
    ):
        assert markup.wrong(client.get(path).content.decode()) == [], path


def test_pages_of_the_reviewer_are_valid(client, rut, published):
    client.force_login(rut)
    for path in (reverse("review"), reverse("documents_to_judge"), reverse("county_process", args=["X"])):
        assert markup.wrong(client.get(path).content.decode()) == [], path


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("<p>a<div>b</p></div>", "unexpected-end-tag"),
        ('<p id="a"></p><p id="a"></p>', "the id a stands 2 times"),
        ('<label for="b">x</label>', "nothing has the id b"),
        ('<a href="#c">x</a>', "nothing has the id c"),
        ("<table><p>x</p></table>", "unexpected-start-tag-implies-table-voodoo"),
    ],
)
def test_what_is_wrong_is_found(body, says):
    page = f"<!doctype html><html lang=sv><head><title>x</title></head><body>{body}</body></html>"
    assert any(says in one for one in markup.wrong(page))
