"""Reports as pages: written, reviewed, published once, read from stored bytes. Nothing typed is lost."""

import datetime
import re
import threading
from urllib.parse import quote

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from actors.models import Actor, ActorKind
from actors.roles import Role
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, Notice
from coordination.situations.compiled import compiling
from coordination.situations.models import WORDS, Compilation, Report
from coordination.situations.report import proposal
from coordination.situations.services import reports
from journal.models import Entry
from tests.conftest import fresh, person, signed_in
from tests.counting import Statements
from tests.situations.answers import answer, content

pytestmark = pytest.mark.django_db
DRAFT_PAGES = ("report_write", "report_check")
POSTS = (
    "report_write",
    "report_autosave",
    "report_compile",
    "report_take_newer",
    "report_to_review",
    "report_check",
    "report_return",
)


def to(name, incident, *more):
    return reverse(name, args=[incident.number, *more])


def compile_all(house, incident):
    reports.compile_now(by=fresh(house.lena), incident=incident)
    return compiling.compile_incident(incident.pk)


def typed(report, **words):
    report.refresh_from_db()
    return {"version": report.revision, "marking": "open", **{name: getattr(report, name) for name in WORDS}, **words}


@pytest.fixture
def answered(house, incident, asked):
    answer(house.maria, asked, house.ljusdal, content(2, 2, 2, households=900, el=(2, 2, 2), summary="Mörkt."))
    compile_all(house, incident)
    return incident


@pytest.fixture
def draft(house, answered):
    return reports.open_report(by=fresh(house.anna), incident=answered)


@pytest.fixture
def in_review(house, draft):
    reports.save_words(by=fresh(house.anna), report=draft, revision=0, words={"summary": "Ljusdal är mörkt. [1]"})
    reports.send_to_review(by=fresh(house.anna), report=draft)
    return draft


@pytest.fixture
def published(house, in_review):
    return reports.publish_report(by=fresh(house.lena), report=in_review, revision=in_review.revision)


def publish_form(report):
    return {"report": report.pk, "version": report.revision, "compilation": report.compilation_id}


# --- who may ---


def test_who_does_not_take_part_finds_nothing(house, published):
    incident = published.incident
    charlie = signed_in(house.charlie)
    gets = [to(name, incident) for name in ("reports", *DRAFT_PAGES)]
    gets += [to(name, incident, 1) for name in ("report", "report_pdf", "report_json")]
    assert {charlie.get(path).status_code for path in gets} == {404}
    assert {charlie.post(to(name, incident)).status_code for name in POSTS} == {404}


def test_an_officer_of_a_municipality_reads_but_does_not_write(house, published):
    maria = signed_in(house.maria)
    incident = published.incident
    assert maria.get(to("reports", incident)).status_code == 200
    assert maria.get(to("report", incident, 1)).status_code == 200
    answers = [maria.get(to("report_write", incident)), *[maria.post(to(name, incident)) for name in POSTS]]
    assert {a.status_code for a in answers} == {403}


def test_the_analyst_cannot_publish_and_is_told_so(house, in_review):
    anna = signed_in(house.anna)
    page = anna.get(to("report_check", in_review.incident))
    assert "Publicera rapport" not in page.content.decode()
    refused = anna.post(to("report_check", in_review.incident), publish_form(in_review))
    assert refused.status_code == 403
    assert "Din roll ger inte rätt" in refused.content.decode()
    in_review.refresh_from_db()
    assert in_review.state == "in_review"


def test_the_open_report_is_not_seen_by_participants(house, draft):
    page = signed_in(house.maria).get(to("reports", draft.incident)).content.decode()
    assert "Fortsätt skriva" not in page
    assert "Fortsätt skriva" in signed_in(house.anna).get(to("reports", draft.incident)).content.decode()


def test_the_national_level_reads_the_report_and_no_way_leads_on_to_answers(house, published):
    agency = Actor.objects.filter(kind=ActorKind.NATIONAL_AGENCY).first() or house.other
    reader = person("riks", agency, Role.NATIONAL_READER)
    client = signed_in(reader)
    if client.get(to("reports", published.incident)).status_code == 404:
        pytest.skip("incidents of this kind are not shared with the national level")
    page = client.get(to("report", published.incident, 1)).content.decode()
    assert "Ljusdal" in page
    assert "/svar/" not in page
    assert to("board", published.incident) not in page
    assert client.get(to("report_write", published.incident)).status_code == 404


# --- writing ---


def test_opening_the_page_begins_nothing_and_the_button_does(house, answered):
    anna = signed_in(house.anna)
    assert "Börja skriva" in anna.get(to("report_write", answered)).content.decode()
    assert not Report.objects.exists()
    assert anna.post(to("report_write", answered)).status_code == 302
    assert Report.objects.get().state == "draft"
    page = anna.get(to("report_write", answered)).content.decode()
    assert "Lägesrapport nr 1" in page
    assert "”Mörkt.”" in page
    assert "Hushåll utan el: 900" in page


def test_saving_keeps_what_was_written(house, draft):
    anna = signed_in(house.anna)
    form = typed(draft, summary="Mörkt i norr. [1]", next_at="2030-01-01T13:00", marking="internal")
    assert anna.post(to("report_write", draft.incident), form).status_code == 302
    draft.refresh_from_db()
    assert (draft.summary, draft.marking, draft.revision) == ("Mörkt i norr. [1]", "internal", 1)
    assert draft.next_at == datetime.datetime(2030, 1, 1, 12, tzinfo=datetime.UTC)
    page = anna.get(to("report_write", draft.incident)).content.decode()
    assert "används 1 gång" in page
    assert "2030-01-01T13:00" in page


def test_a_time_that_is_none_gets_a_sentence_and_the_text_stays(house, draft):
    page = signed_in(house.anna).post(
        to("report_write", draft.incident), typed(draft, summary="Min text", next_at="strax")
    )
    assert page.status_code == 422
    assert "Skriv dag och tid" in page.content.decode()
    assert "Min text" in page.content.decode()


def test_autosave_answers_with_time_and_version(house, draft):
    anna = signed_in(house.anna)
    path = to("report_autosave", draft.incident)
    told = anna.post(path, typed(draft, summary="Ett", next_at="2030-01-")).json()
    assert told["version"] == 1
    assert re.fullmatch(r"\d\d:\d\d", told["saved_at"])
    stale = anna.post(path, {**typed(draft), "version": 0, "summary": "Två"})
    assert stale.status_code == 409
    assert anna.post(path, typed(draft, summary="x" * 20_001)).status_code == 422
    draft.refresh_from_db()
    assert draft.summary == "Ett"
    assert Client().post(path, typed(draft)).status_code == 401


def test_two_who_wrote_at_once_see_both_texts(house, draft):
    old = typed(draft, summary="Lenas text", forecast="Samma")
    reports.save_words(
        by=fresh(house.anna), report=draft, revision=0, words={"summary": "Annas text", "forecast": "Samma"}
    )
    lena = signed_in(house.lena)
    page = lena.post(to("report_write", draft.incident), old)
    text = page.content.decode()
    assert page.status_code == 409
    assert "Lenas text" in text
    assert "Annas text" in text
    assert text.count(">Din text<") == 1
    version = re.search(r'name="version" value="(\d+)"', text)[1]
    merged = {**old, "version": version, "summary": "Bådas text"}
    assert lena.post(to("report_write", draft.incident), merged).status_code == 302
    draft.refresh_from_db()
    assert (draft.summary, draft.forecast) == ("Bådas text", "Samma")


def test_who_was_signed_out_while_writing_sees_the_text(draft):
    page = Client().post(to("report_write", draft.incident), typed(draft, summary="Viktig mening"))
    assert page.status_code == 401
    assert "Viktig mening" in page.content.decode()
    assert quote(to("report_write", draft.incident), safe="") in page.content.decode()
    assert Client().get(to("report_write", draft.incident)).status_code == 302


def test_the_proposal_fills_only_an_empty_summary(house, draft):
    anna = signed_in(house.anna)
    anna.post(to("report_write", draft.incident), {**typed(draft), "begin": "1", "assessment": "Min bedömning"})
    draft.refresh_from_db()
    assert draft.summary.startswith("900 hushåll utan el i en kommun. [1]")
    assert "har inte svarat" in draft.summary
    assert draft.assessment == "Min bedömning"
    draft.summary = "Eget"
    draft.save()
    anna.post(to("report_write", draft.incident), {**typed(draft), "begin": "1"})
    draft.refresh_from_db()
    assert draft.summary == "Eget"


def test_a_proposal_needs_answers():
    assert proposal.summary({}) == ""


def test_newer_answers_are_taken_in_without_touching_the_text(house, draft, asked):
    anna = signed_in(house.anna)
    anna.post(to("report_write", draft.incident), typed(draft, summary="Ord för ord. [1]", message="Håll er inne."))
    answer(house.bo, asked, house.bollnas, content(1, 1, 1, households=50))
    assert "1 svar har kommit efter" in anna.get(to("report_write", draft.incident)).content.decode()
    compile_all(house, draft.incident)
    page = anna.get(to("report_write", draft.incident)).content.decode()
    assert "Ta med" in page
    was = draft.compilation_id
    anna.post(to("report_take_newer", draft.incident), typed(draft, assessment="Skrivet just nu"))
    draft.refresh_from_db()
    assert draft.compilation_id > was
    # Ljusdal is source 2 now that Bollnäs has answered: the citation follows its answer.
    assert (draft.summary, draft.message) == ("Ord för ord. [2]", "Håll er inne.")
    assert draft.assessment == "Skrivet just nu"
    again = anna.post(to("report_take_newer", draft.incident))
    assert again.status_code == 409
    assert "Alla svar är med" in anna.get(to("report_write", draft.incident)).content.decode()


def test_a_failed_compilation_is_tried_again_by_the_duty_officer(house, draft):
    failed = Compilation.objects.create(incident=draft.incident, gather_until=now_in(draft.incident), state="failed")
    Compilation.objects.filter(state="queued").delete()
    assert "Försök igen" not in signed_in(house.anna).get(to("report_write", draft.incident)).content.decode()
    lena = signed_in(house.lena)
    assert "Försök igen" in lena.get(to("report_write", draft.incident)).content.decode()
    assert signed_in(house.anna).post(to("report_compile", draft.incident), {"retry": failed.pk}).status_code == 403
    lena.post(to("report_compile", draft.incident), {"retry": failed.pk})
    failed.refresh_from_db()
    assert failed.state == "queued"
    assert lena.post(to("report_compile", draft.incident), {"retry": failed.pk}).status_code == 409


def test_sources_are_chosen_without_losing_words(house, draft):
    anna = signed_in(house.anna)
    kept = anna.post(to("report_write", draft.incident), {**typed(draft, summary="Kvar"), "kallor": "anvanda"})
    assert kept["Location"].endswith("?kallor=anvanda#kallor")
    page = anna.get(to("report_write", draft.incident) + "?kallor=anvanda").content.decode()
    assert "Inga svar i det urvalet" in page
    assert "Kvar" in page


def test_a_source_that_is_not_there_is_pointed_out(house, draft):
    anna = signed_in(house.anna)
    anna.post(to("report_write", draft.incident), typed(draft, summary="Enligt [9]"))
    assert "källor som inte finns: 9" in anna.get(to("report_write", draft.incident)).content.decode()


# --- review ---


def test_review_asks_for_a_summary_at_its_field(house, draft):
    anna = signed_in(house.anna)
    page = anna.post(to("report_to_review", draft.incident), typed(draft, assessment="Bedömt"))
    assert page.status_code == 409
    assert "Skriv en sammanfattning" in page.content.decode()
    assert "Bedömt" in page.content.decode()
    sent = anna.post(to("report_to_review", draft.incident), typed(draft, summary="Klart."))
    assert sent["Location"] == to("report_check", draft.incident)
    assert anna.get(to("report_write", draft.incident))["Location"] == to("report_check", draft.incident)


def test_what_is_reviewed_is_what_will_be_read(house, in_review):
    page = signed_in(house.lena).get(to("report_check", in_review.incident)).content.decode()
    for words in ("Publicera rapport nr 1", "Ljusdal är mörkt.", "Går till 11 aktörer", "Öppen", "Hofors"):
        assert words in page
    assert "kontrollsumma" not in page
    assert ".pdf" not in page


def test_given_back_with_a_note_that_the_writer_sees(house, in_review):
    lena = signed_in(house.lena)
    empty = lena.post(to("report_return", in_review.incident), {"note": " "})
    assert empty.status_code == 409
    assert "Skriv vad som ska ändras" in empty.content.decode()
    assert signed_in(house.anna).post(to("report_return", in_review.incident), {"note": "x"}).status_code == 403
    lena.post(to("report_return", in_review.incident), {"note": "Skriv om vattnet."})
    page = signed_in(house.anna).get(to("report_write", in_review.incident)).content.decode()
    assert "Skriv om vattnet." in page
    assert "Ljusdal är mörkt." in page


def test_text_that_comes_while_it_is_reviewed_is_shown_and_not_saved(house, in_review):
    page = signed_in(house.anna).post(to("report_write", in_review.incident), typed(in_review, summary="Sen mening"))
    assert page.status_code == 409
    assert "Sen mening" in page.content.decode()
    in_review.refresh_from_db()
    assert in_review.summary == "Ljusdal är mörkt. [1]"


def test_answers_after_the_compilation_warn_and_lock_nothing(house, in_review, asked):
    answer(house.bo, asked, house.bollnas)
    lena = signed_in(house.lena)
    assert "1 svar har kommit efter" in lena.get(to("report_check", in_review.incident)).content.decode()
    assert lena.post(to("report_check", in_review.incident), publish_form(in_review)).status_code == 302


def test_what_was_not_read_is_not_published(house, in_review, asked):
    form = publish_form(in_review)
    answer(house.bo, asked, house.bollnas)
    compile_all(house, in_review.incident)
    reports.take_newer(by=fresh(house.anna), report=in_review)
    page = signed_in(house.lena).post(to("report_check", in_review.incident), form)
    assert page.status_code == 409
    assert "har ändrats sedan du granskade" in page.content.decode()
    assert (
        signed_in(house.lena).post(to("report_check", in_review.incident), publish_form(in_review)).status_code == 302
    )


def test_publishing_twice_publishes_once_and_leads_to_the_report(house, in_review):
    lena = signed_in(house.lena)
    form = publish_form(in_review)
    first = lena.post(to("report_check", in_review.incident), form)
    assert first["Location"] == to("report", in_review.incident, 1)
    again = lena.post(to("report_check", in_review.incident), form, follow=True)
    assert "redan publicerad som nr 1" in again.content.decode()
    assert Report.objects.count() == 1
    assert Notice.objects.filter(kind="report").count() == 11
    late = typed(in_review, summary="Försent skrivet")
    gone = signed_in(house.anna).post(to("report_write", in_review.incident), late)
    assert gone.status_code == 409
    assert "Försent skrivet" in gone.content.decode()
    assert to("report", in_review.incident, 1) in gone.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_the_same_time_make_one_report(house, in_review):
    form, path = publish_form(in_review), to("report_check", in_review.incident)
    ready, seen = threading.Barrier(2), []
    clients = [signed_in(house.lena), signed_in(house.lena)]

    def press(client):
        ready.wait()
        seen.append(client.post(path, form))
        connections.close_all()

    threads = [threading.Thread(target=press, args=[client]) for client in clients]
    [t.start() for t in threads]
    [t.join(30) for t in threads]
    assert [a.status_code for a in seen] == [302, 302]
    assert {a["Location"] for a in seen} == {to("report", in_review.incident, 1)}
    assert list(Report.objects.values_list("state", "number")) == [("published", 1)]
    assert Entry.objects.filter(verb="report.published").count() == 1


def test_a_closed_incident_begins_and_publishes_nothing(house, in_review):
    incident = in_review.incident
    Incident.objects.filter(pk=incident.pk).update(state="closed")
    lena = signed_in(house.lena)
    page = lena.post(to("report_check", incident), publish_form(in_review))
    assert page.status_code == 409
    assert "avslutad" in page.content.decode()
    assert lena.post(to("report_compile", incident)).status_code == 409
    Report.objects.all().delete()
    assert "avslutad" in lena.get(to("report_write", incident)).content.decode()
    assert lena.post(to("report_write", incident)).status_code == 409
    assert not Report.objects.exists()


# --- reading ---


def statements(client, path, **headers):
    with Statements(connection) as seen:
        page = client.get(path, headers=headers)
    return page, len(seen)


def test_a_published_report_is_read_from_stored_bytes_and_sent_once(house, published):
    maria = signed_in(house.maria)
    path = to("report", published.incident, 1)
    page, asked_for = statements(maria, path)
    assert page.status_code == 200
    assert asked_for == 7  # the first time it is noted that she has read it
    assert statements(maria, path)[1] == 6
    assert "Ljusdal är mörkt." in page.content.decode()
    assert page["Cache-Control"] == "private, no-cache"
    again, asked_for = statements(maria, path, if_none_match=page["ETag"])
    assert (again.status_code, asked_for, again.content) == (304, 4, b"")
    assert again["ETag"] == page["ETag"]
    assert again["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("change", ["language", "theme", "person", "head", "superseded"])
def test_the_page_is_sent_anew_when_what_it_shows_has_changed(house, published, change):
    client = signed_in(house.maria)
    path = to("report", published.incident, 1)
    etag = client.get(path)["ETag"]
    if change == "language":
        client.cookies["django_language"] = "en"
    elif change == "theme":
        client.cookies["theme"] = "dark"
    elif change == "person":
        client = signed_in(house.bo)
    elif change == "head":
        Incident.objects.update(headline={**published.incident.headline, "worst": 2})
    else:
        Report.objects.update(state="superseded")
    assert client.get(path, headers={"if-none-match": etag}).status_code == 200


def test_a_superseded_report_says_what_took_its_place(house, published):
    incident = published.incident
    compile_all(house, incident)
    lena = fresh(house.lena)
    second = reports.open_report(by=lena, incident=incident)
    reports.save_words(by=lena, report=second, revision=0, words={"summary": "Bättre."})
    reports.send_to_review(by=lena, report=second)
    reports.publish_report(by=lena, report=second, revision=1)
    page = signed_in(house.maria).get(to("report", incident, 1)).content.decode()
    assert "Den är ersatt av nr 2" in page
    assert to("report", incident, 2) in page
    listed = signed_in(house.maria).get(to("reports", incident)).content.decode()
    assert "ersatt av nr 2" in listed
    assert listed.index("Lägesrapport nr 2") < listed.index("Lägesrapport nr 1")


def test_a_withheld_report_shows_nothing(house, published):
    Report.objects.update(state="withheld")
    maria = signed_in(house.maria)
    page = maria.get(to("report", published.incident, 1)).content.decode()
    assert "Rapporten hålls inne" in page
    assert "Ljusdal är mörkt" not in page
    files = [maria.get(to(name, published.incident, 1)) for name in ("report_pdf", "report_json")]
    assert {f.status_code for f in files} == {409}


def test_pdf_and_json_are_the_stored_bytes(house, published):
    maria = signed_in(house.maria)
    for name, kind, suffix in (("report_pdf", "application/pdf", "pdf"), ("report_json", "application/json", "json")):
        path = to(name, published.incident, 1)
        got = maria.get(path)
        assert got["Content-Type"] == kind
        assert got["Content-Disposition"].startswith("inline; filename=")
        assert f"lagesrapport-1-{published.incident.number}.{suffix}" in got["Content-Disposition"]
        assert maria.get(path, headers={"if-none-match": got["ETag"]}).status_code == 304
    assert maria.get(to("report_json", published.incident, 1)).json()["report"]["hash"] == published.content_hash
    assert maria.get(to("report_pdf", published.incident, 9)).status_code == 404
    assert maria.get(to("report", published.incident, 9)).status_code == 404


@pytest.mark.parametrize(("name", "most"), [("reports", 5), ("report_write", 8)])
def test_pages_ask_the_database_little(house, draft, name, most):
    anna = signed_in(house.anna)
    page, asked_for = statements(anna, to(name, draft.incident))
    assert page.status_code == 200
    assert asked_for == most


def test_the_review_page_asks_the_database_little(house, in_review):
    page, asked_for = statements(signed_in(house.lena), to("report_check", in_review.incident))
    assert page.status_code == 200
    assert asked_for == 9
