"""Fifty colleagues in one form, at the same moment: nobody's words are written over. Real PostgreSQL, real threads."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from coordination.situations import forms, forms_merge
from coordination.situations.content import empty
from coordination.situations.forms import value_at
from coordination.situations.models import Input
from tests.conftest import signed_in
from tests.situations.answers import answer, content
from tests.situations.sets import ask

WRITERS = 50


def opened(client, asked):
    """What a page that is opened now carries with it."""
    shown = client.get(reverse("answer", args=[asked.incident.number, asked.number]) + "?vy=full").context
    return {"version": shown["place"].token, "was": shown["was"], "vy": "full", "aktor": shown["actor"].pk}


def at_once(person, asked, pages):
    """Each page is saved by a colleague of its own; all start together."""
    gate = threading.Barrier(len(pages))
    where = reverse("answer_autosave", args=[asked.incident.number, asked.number])
    clients = [Client() for _page in pages]
    for client in clients:
        client.force_login(person)

    def write(client, typed):
        gate.wait(timeout=60)
        try:
            return client.post(where, typed)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(pages)) as pool:
        return list(pool.map(write, clients, pages, timeout=300))


@pytest.mark.django_db(transaction=True)
def test_fifty_who_write_in_different_fields_are_all_in_the_draft(house, asked):
    page = opened(signed_in(house.maria), asked)
    fields = [
        f"functions.{key}.{name}" for key in asked.question_set.functions for name in ("reason", "trend", "works")
    ]
    fields += [path for path in forms.paths(asked.question_set) if path.startswith(("texts.", "numbers.", "places."))]
    fields = [path for path in fields if not path.endswith(".municipality")][:WRITERS]
    assert len(fields) >= 45
    words = {path: str(1000 + n) for n, path in enumerate(fields)}
    rows = [{**page, path: word} for path, word in words.items()]
    rows += [{**page, "needs.0.what": "Bandvagn"}][: WRITERS - len(rows)]
    told = at_once(house.maria, asked, rows)
    kept = Input.objects.get().content
    lost = [path for path, word in words.items() if value_at(kept, path) != word]
    assert {one.status_code for one in told} <= {200, 409}
    turned_away = [row for row, one in zip(rows, told, strict=True) if one.status_code == 409]
    assert lost == []
    assert turned_away == []


@pytest.mark.django_db(transaction=True)
def test_of_fifty_who_write_in_the_same_field_one_is_saved_and_the_others_are_shown_both_texts(house, asked):
    page = opened(signed_in(house.maria), asked)
    path = "texts.forecast"
    rows = [{**page, path: f"Text {n}"} for n in range(WRITERS)]
    told = at_once(house.maria, asked, rows)
    saved = Input.objects.get().content["texts"]["forecast"]
    kept = [row[path] for row, one in zip(rows, told, strict=True) if one.status_code == 200]
    assert kept == [saved]
    for row, one in zip(rows, told, strict=True):
        if one.status_code != 200:
            (conflict,) = one.json()["conflicts"]
            assert (conflict["name"], conflict["mine"], conflict["saved"]) == (path, row[path], saved)


@pytest.mark.django_db
def test_a_page_is_told_what_a_colleague_wrote_and_goes_on_from_there(house, asked):
    client = signed_in(house.maria)
    page = opened(client, asked)
    where = reverse("answer_autosave", args=[asked.incident.number, asked.number])
    client.post(where, {**page, "texts.forecast": "Vinden avtar.", "texts.consequences": ""})
    mine = {**page, "texts.forecast": "", "texts.consequences": "Skolor stängda."}
    told = client.post(where, mine).json()
    assert told["fields"] == {"texts.forecast": "Vinden avtar."}
    again = {**mine, "version": told["version"], "was": told["was"], "texts.forecast": "Vinden avtar i natt."}
    assert client.post(where, again).status_code == 200
    kept = Input.objects.get().content["texts"]
    assert kept["forecast"] == "Vinden avtar i natt."
    assert kept["consequences"] == "Skolor stängda."


@pytest.mark.django_db
def test_a_colleague_who_begins_while_the_first_save_is_under_way_is_not_written_over(house, asked, monkeypatch):
    """Between the reading of the page and the making of the draft, somebody else makes it and writes in it."""
    client = signed_in(house.maria)
    page = opened(client, asked)
    where = reverse("answer_autosave", args=[asked.incident.number, asked.number])
    read = forms.read
    begun = []

    def meanwhile(*args):
        if not begun:
            begun.append(True)
            client.post(where, {**page, "texts.forecast": "Kollegans."})
        return read(*args)

    monkeypatch.setattr(forms, "read", meanwhile)
    assert client.post(where, {**page, "texts.consequences": "Mina."}).status_code == 200
    kept = Input.objects.get().content["texts"]
    assert (kept["forecast"], kept["consequences"]) == ("Kollegans.", "Mina.")


@pytest.mark.django_db
def test_rows_of_two_colleagues_are_all_kept_and_asked_about(house, incident):
    asked = ask(house, incident, "vag")
    mine, theirs, before = (
        {**empty(), "rows": {"roads": rows}} for rows in ([{"road": "E4"}], [{"road": "Rv 83"}], [])
    )
    together, apart = forms_merge.merge(mine, theirs, before, asked.question_set)
    assert [row["road"] for row in together["rows"]["roads"]] == ["Rv 83", "E4"]
    assert apart == ["rows.roads"]
    same, none = forms_merge.merge(before, theirs, before, asked.question_set)
    assert (same["rows"]["roads"][0]["road"], none) == ("Rv 83", [])


@pytest.mark.django_db
def test_the_page_of_two_texts_shows_both_rows_and_keeps_the_place(house, incident):
    asked = ask(house, incident, "vag")
    client = signed_in(house.maria)
    page = opened(client, asked)
    where = reverse("answer", args=[incident.number, asked.number])
    client.post(where, {**page, "rows.roads.0.road": "Rv 83", "do": "save"})
    shown = client.post(where, {**page, "rows.roads.0.road": "E4", "texts.diversions": "Via 50.", "do": "save"})
    assert shown.status_code == 409
    html = shown.content.decode()
    assert 'value="Rv 83"' in html
    assert 'value="E4"' in html
    assert '<input type="hidden" name="texts.diversions" value="Via 50.">' in html


@pytest.mark.django_db
def test_what_was_taken_over_stays_taken_over_when_two_write(house, asked):
    sent = answer(house.maria, asked, house.ljusdal, content(households=340))
    mine = {**empty(), "texts": {"forecast": "Mitt"}}
    saved = {**empty(), "numbers": {"injured": 3}, "reused": {"numbers.injured": sent.pk}}
    together, apart = forms_merge.merge(mine, saved, empty(), asked.question_set)
    assert (together["reused"], apart) == ({"numbers.injured": sent.pk}, [])
    assert json.loads(json.dumps(together))["texts"]["forecast"] == "Mitt"
