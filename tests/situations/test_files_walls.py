"""Who reads an answer's file: whoever reads the answer's words, on the page, in the API and in the database itself."""

import uuid

import pytest
from django.urls import reverse

from coordination.incidents.models import Audience
from coordination.incidents.services.quarantine import quarantine
from coordination.running.roles import WEB
from coordination.situations.compiled import compiling
from coordination.situations.models import AnswerFile, Input
from coordination.situations.services import inputs, reports
from coordination.situations.services.deliveries import deliver
from journal.models import Entry
from tests.api.calling import call
from tests.conftest import signed_in
from tests.situations.answers import content
from tests.situations.filed import KEY, PDF, asked_for_files, attach, picture, send
from tests.walls.test_wall import as_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(house, incident):
    return asked_for_files(house, incident)


@pytest.fixture
def one(house, asked):
    attach(house, asked)
    return send(house, asked).files.get()


def address(one):
    return reverse("input_file", args=[one.incident.number, one.input_id, one.pk])


def status(who, one):
    return signed_in(who).get(address(one)).status_code


def test_a_file_is_handed_out_as_a_file_that_nothing_runs_and_nobody_keeps(house, one):
    got = signed_in(house.lena).get(address(one))
    assert got.content == PDF
    assert got["Content-Type"] == "application/pdf"
    assert got["Content-Disposition"] == 'attachment; filename="lokalt beslut.pdf"'
    assert got["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in got["Cache-Control"]
    assert (
        got["Content-Security-Policy"]
        == "default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox"
    )


def test_all_who_read_the_answer_read_its_file_and_nobody_else(house, one, client):
    assert status(house.bo, one) == 200
    assert status(house.charlie, one) == 404
    assert client.get(address(one)).status_code == 302


def test_a_file_is_not_found_under_another_answer(house, asked, one):
    other = send(house, asked, by=house.bo, actor=house.bollnas)
    borrowed = reverse("input_file", args=[one.incident.number, other.pk, one.pk])
    assert signed_in(house.lena).get(borrowed).status_code == 404


def test_the_file_of_a_draft_is_its_writers_own(house, asked):
    draft_file = attach(house, asked)
    assert status(house.maria, draft_file) == 200
    for who in (house.bo, house.lena, house.charlie):
        assert status(who, draft_file) == 404


def test_another_actors_file_is_not_taken_out_with_its_hash(house, asked, one):
    theirs = attach(house, asked, by=house.bo, actor=house.bollnas)
    form = reverse("answer", args=[asked.incident.number, asked.number])
    pressed = {"aktor": house.bollnas.pk, "do": f"drop:{KEY}:{theirs.sha256}", "version": ""}
    assert signed_in(house.maria).post(form, pressed).status_code == 404
    mine = {"aktor": house.ljusdal.pk, "do": f"drop:{KEY}:{theirs.sha256}", "version": ""}
    signed_in(house.maria).post(form, mine)
    assert AnswerFile.objects.filter(pk=theirs.pk).exists()


def test_a_form_can_not_name_a_file_by_key_or_carry_its_bytes_in_a_field(house, asked, one):
    form = reverse("answer", args=[asked.incident.number, asked.number])
    said = {f"files.{KEY}": str(one.pk), "input": str(one.input_id), "sha256": one.sha256, "do": "save", "version": ""}
    signed_in(house.bo).post(form, said | {"aktor": house.bollnas.pk})
    assert AnswerFile.objects.count() == 1


def test_the_database_keeps_the_bytes_from_who_may_not_read_the_answer(house, asked, one):
    attach(house, asked, by=house.bo, actor=house.bollnas)
    found = {}
    for who in (house.maria, house.bo, house.lena, house.charlie):
        with as_role(WEB, who):
            found[who.username] = AnswerFile.objects.count()
    assert found == {"maria": 1, "bo": 2, "lena": 1, "charlie": 0}


def test_a_narrowed_answers_file_is_narrowed(house, one):
    Input.objects.filter(pk=one.input_id).update(audience=Audience.OWN)
    assert status(house.maria, one) == 200
    assert status(house.bo, one) == 404
    with as_role(WEB, house.bo):
        assert not AnswerFile.objects.exists()


def test_what_is_in_quarantine_gives_no_file_and_leaves_the_draft(house, asked, one):
    attach(house, asked)  # the draft of a correction, begun with the same file
    assert AnswerFile.objects.count() == 2
    quarantine(by=house.lena, record=one.input, reason="Skyddade uppgifter")
    assert status(house.maria, one) == 404
    with as_role(WEB, house.maria):
        assert not AnswerFile.objects.exists()
    assert not AnswerFile.objects.exclude(input=one.input_id).exists()


def test_taking_out_a_file_that_is_marked_sensitive_is_noted_each_time(house, asked, incident):
    attach(house, asked)
    mark = {"marking": "sensitive", "reference": "18:13", "reason": "Visar en svag punkt"}
    raw = content(2, 1, 1) | {"marking": mark}
    one = send(house, asked, raw=raw).files.get()
    assert one.input.marking == "sensitive"
    for _time in range(2):
        assert status(house.lena, one) == 200
    noted = Entry.objects.filter(verb="export", subject=one.input.journal_subject())
    assert [entry.data["form"] for entry in noted] == ["pdf", "pdf"]


# What is made of them


def compiled(house, incident):
    reports.compile_now(by=house.lena, incident=incident)
    return compiling.compile_incident(incident.pk).body


def test_the_picture_counts_files_by_question_and_refers_to_them(house, asked, one, incident):
    attach(house, asked, by=house.bo, actor=house.bollnas, name="linje.png", data=picture("PNG"))
    attach(house, asked, by=house.bo, actor=house.bollnas, name="väg.txt", data="Vägen är öppen.".encode())
    send(house, asked, by=house.bo, actor=house.bollnas)
    body = compiled(house, incident)
    (row,) = body["files"]
    assert (row["key"], row["section"]) == (KEY, "Omfattning och berörda")
    assert [(said["short"], len(said["files"])) for said in row["answers"]] == [("Bollnäs", 2), ("Ljusdal", 1)]
    assert set(row["answers"][0]["files"][0]) == {"id", "name", "media_type", "size", "sha256"}
    reports.open_report(by=house.anna, incident=incident)
    desk = signed_in(house.anna).get(reverse("report_write", args=[incident.number])).content.decode()
    assert "3 filer från 2 aktörer" in desk
    assert address(one) in desk
    assert one.sha256[:12] in desk


def test_an_answer_that_not_all_may_read_lends_no_file_to_the_picture(house, asked, one, incident):
    Input.objects.filter(pk=one.input_id).update(audience=Audience.OWN)
    assert compiled(house, incident)["files"] == []


# Over the API


def test_the_api_lists_the_files_and_hands_them_out(house, one):
    api = call(house.bo)
    listed = api.get(f"/inputs/{one.input_id}").json()
    (said,) = listed["files"]
    assert {name: said[name] for name in ("question", "name", "media_type", "size", "sha256")} == {
        "question": KEY,
        "name": "lokalt beslut.pdf",
        "media_type": "application/pdf",
        "size": len(PDF),
        "sha256": one.sha256,
    }
    got = api.get(said["url"])
    assert got.content == PDF
    assert got["Content-Disposition"].startswith("attachment")
    assert call(house.charlie).get(said["url"]).status_code == 404


def test_a_correction_over_the_api_keeps_the_files_and_its_retry_is_the_same_answer(house, asked, one):
    key, raw = uuid.uuid4().hex, content(1, 1, 1)
    first = deliver(by=house.maria, request=asked, actor=house.ljusdal, key=key, raw=raw)
    again = deliver(by=house.maria, request=asked, actor=house.ljusdal, key=key, raw=raw)
    assert first.new
    assert not again.new
    assert again.sent.pk == first.sent.pk
    assert [kept.name for kept in first.sent.files.all()] == ["lokalt beslut.pdf"]


def test_what_another_system_sends_leaves_a_colleagues_file_in_her_draft(house, asked):
    draft = inputs.open_draft(by=house.maria, request=asked, actor=house.ljusdal)
    inputs.save_draft(by=house.maria, draft=draft, raw=content(), revision=0)
    attach(house, asked)
    done = deliver(by=house.maria, request=asked, actor=house.ljusdal, key=uuid.uuid4().hex, raw=content(1, 1, 1))
    assert done.sent.files.count() == 0
    assert Input.objects.get(state="draft").files.count() == 1
