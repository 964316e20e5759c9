"""A page for everybody is drawn once and handed out until something on it has changed; nobody gets another's."""

import datetime
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actors.models import ActorName, ContactPoint
from coordination import kept_pages
from coordination.running.roles import WEB
from processes.models import CountyProcess, LegalText, PageDate, ProcessDocument, Publication
from processes.services import filing
from processes.version import of_public_facts
from tests import wall
from tests.counting import Statements
from tests.processes import papers
from tests.processes.conftest import publish

PAGE = "/regional-niva/"
GAVLEBORG = "/regional-niva/gavleborg/"
KEPT = (PAGE, GAVLEBORG, "/metodkoncept/", "/publikationer/", "/ordlista/", "/om/")
KEY = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def asked(client, path=PAGE, **headers):
    with Statements(connection) as found:
        answer = client.get(path, headers=headers)
    return answer, len(found)


@pytest.mark.parametrize("path", KEPT)
def test_the_second_reader_costs_one_statement_and_gets_the_same_page(path):
    first, second = Client(), Client()
    drawn, _count = asked(first, path)
    kept, count = asked(second, path)
    assert count == 1
    assert KEY.sub("", drawn.content.decode()) == KEY.sub("", kept.content.decode())
    assert drawn.context is not None
    assert kept.context is None


def test_nobody_gets_the_key_of_another(client):
    client.get(PAGE)
    first, second = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    keys = [KEY.findall(one.get(PAGE).content.decode()) for one in (first, second)]
    assert all(len(set(found)) == 1 for found in keys)
    assert keys[0][0] != keys[1][0]
    # Each key is good for its own reader, and for no other.
    assert first.post("/utseende/", {"theme": "dark", "csrfmiddlewaretoken": keys[0][0]}).status_code == 302
    assert second.post("/utseende/", {"theme": "dark", "csrfmiddlewaretoken": keys[0][0]}).status_code == 403


def test_language_and_theme_each_have_their_page(client):
    client.get(PAGE)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert 'lang="en"' in client.get(PAGE).content.decode()
    client.cookies["theme"] = "dark"
    page = client.get(PAGE).content.decode()
    assert 'data-theme="dark"' in page
    assert 'lang="en"' in page
    assert 'lang="sv"' in Client().get(PAGE).content.decode().partition("<head>")[0]


CHANGES = {
    "a status": lambda: CountyProcess.objects.filter(county_id="12").update(status="done"),
    "an address": lambda: ProcessDocument.objects.filter(order=1).update(address="https://example.se/a.pdf"),
    "a document fewer": lambda: ProcessDocument.objects.filter(order=17).delete(),
    "a publication": lambda: Publication.objects.filter(key="msb337").update(in_stock=True),
    "the law": lambda: LegalText.objects.filter(amended_by="2025:1150").update(quote="Något annat."),
    "a date": lambda: PageDate.objects.filter(event="reviewed").update(on=datetime.date(2016, 1, 1)),
    "the agency's name": lambda: ActorName.objects.filter(abbreviation="MCF").update(abbreviation="NYA"),
    "the contact": lambda: ContactPoint.objects.create(
        actor=ActorName.objects.filter(abbreviation="MCF").get().actor, function="Regional samordning", phone="010-1"
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_is_seen_at_once(client, change):
    before = client.get(PAGE)
    CHANGES[change]()
    after = client.get(PAGE, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert KEY.sub("", after.content.decode()) != KEY.sub("", before.content.decode())


def test_a_published_document_is_seen_at_once_and_a_draft_changes_nothing(client, leda, rut, strategy):
    client.get(PAGE)
    version = filing.add_version(by=leda, document=strategy, name="s.pdf", data=papers.pdf())
    tag = client.get(PAGE)["ETag"]
    filing.submit_version(by=leda, version=version)
    assert client.get(PAGE, headers={"if-none-match": tag}).status_code == 304
    filing.judge_version(by=rut, version=version, publish=True)
    assert "Strategi för samverkan" in client.get(PAGE).content.decode()
    publish(leda, rut, strategy, papers.pdf(pages=2))
    assert client.get(PAGE, headers={"if-none-match": tag}).status_code == 200


def test_what_the_reader_has_is_not_sent_again_and_its_scripts_still_run(client):
    first = client.get(PAGE)
    again = client.get(PAGE, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for answer in (first, again):
        assert answer["Cache-Control"] == "private, no-cache"
        assert "Cookie" in answer["Vary"]
        assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "nonce" not in first.content.decode()


def test_a_copy_with_another_key_is_sent_anew(client):
    tag = client.get(PAGE)["ETag"]
    assert Client().get(PAGE, headers={"if-none-match": tag}).status_code == 200
    client.cookies["theme"] = "dark"
    assert client.get(PAGE, headers={"if-none-match": tag}).status_code == 200


def test_a_new_day_is_a_new_page(client, monkeypatch):
    tag = client.get(PAGE)["ETag"]
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    monkeypatch.setattr(kept_pages.timezone, "localdate", lambda: tomorrow)
    assert client.get(PAGE, headers={"if-none-match": tag}).status_code == 200


def test_who_is_signed_in_gets_a_page_of_her_own(client, rut):
    client.get(PAGE)
    client.force_login(rut)
    page = client.get(PAGE)
    assert rut.name in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert rut.name not in Client().get(PAGE).content.decode()


def test_a_question_in_the_address_and_a_waiting_message_are_nobody_elses(client):
    asked(client)
    client.get(f"{PAGE}?x=%3Cb%3E")
    assert "x=%3Cb%3E" not in Client().get(PAGE).content.decode()
    client.cookies["messages"] = "x"
    assert asked(client)[1] > 1


@pytest.mark.parametrize("path", ["/regional-niva/narnia/", "/regional-niva/X", "/regional-niva/atom.xml"])
def test_what_is_no_page_is_not_kept(client, path):
    client.get(path)
    client.get(path, follow=True)
    assert not any(key[2] == path for key in kept_pages.shelf.pages)


def test_no_more_is_kept_than_fits():
    kept = kept_pages.Kept("1", (b"",), "text/html")
    for number in range(kept_pages.MOST + 5):
        kept_pages.shelf.put((number,), kept)
    assert len(kept_pages.shelf.pages) == kept_pages.MOST
    assert kept_pages.shelf.take((0,), "1") is None
    assert kept_pages.shelf.take((10,), "2") is None
    assert kept_pages.shelf.take((10,), "1") is kept


def test_the_version_is_read_by_the_role_of_the_web_and_tells_what_that_role_sees(published):
    wall.become(WEB, "")
    try:
        seen = of_public_facts()
    finally:
        wall.become("NONE", "")
    assert seen == of_public_facts()


def test_the_head_of_a_page_is_answered_too(client):
    assert client.head(reverse("regional_level")).status_code == 200
