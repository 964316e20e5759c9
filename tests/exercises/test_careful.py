"""Wherever somebody writes it says what never belongs in the portal, in the same words."""

import re

import pytest

from actors.models import Person
from tests.browser.addresses import PLACES

pytestmark = pytest.mark.django_db
SENTENCE = "Skriv inte säkerhetsskyddsklassificerade uppgifter här. Använd godkänd signalskyddad väg."
# Names of people, keys and telephones are no place for what happens in an incident.
PEOPLE = ("mfa_", "person", "deputy_", "contact_", "group_", "actor")
ELSEWHERE = ("account_", "style_sheet", "api_", "glossary", *PEOPLE)
WRITES = re.compile(r"<textarea(?![^>]*readonly)|<input[^>]*type=\"text\"(?![^>]*inputmode)")
SEARCH = re.compile(r"<form[^>]*(?:method=\"get\"|role=\"search\")[^>]*>.*?</form>", re.DOTALL)


def test_every_page_where_one_writes_says_it(client, storm, settings):
    settings.DEMO = True  # else its accounts do not sign in
    written = 0
    for place in PLACES:
        if place.status != 200 or place.route.startswith(ELSEWHERE) or not place.who:
            continue
        client.force_login(Person.objects.get(username=place.who))
        page = client.get(place.path, follow=True).content.decode()
        if place.link:
            found = re.search(rf'href="([^"]*{re.escape(_part(place.link))}[^"]*)"', page)
            if found is None:
                continue
            page = client.get(found[1].replace("&amp;", "&"), follow=True).content.decode()
        if WRITES.search(SEARCH.sub("", page)):
            written += 1
            assert SENTENCE in page, (place.route, place.path, place.who)
    assert written >= 12


def _part(link: str) -> str:
    """The piece of an address that a link of PLACES is found by: a[href*='/kvitto/']."""
    found = re.search(r"href\*='([^']+)'", link)
    return found[1] if found else "/atgarder/1"
