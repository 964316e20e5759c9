"""Markings: chosen where people write, with a section of the law, never lower than what they rest on."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from coordination.direction.services import draft_direction, suggest_measure
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, LogLine, Marking
from coordination.incidents.services import Mark, write_line
from coordination.situations.models import Input, Report
from coordination.situations.services import inputs, reports
from journal.refusals import RuleBroken
from tests.conftest import fresh
from tests.situations.answers import answer, content

pytestmark = pytest.mark.django_db
SENSITIVE = Mark("sensitive", "18:13", "Visar svaga punkter i elnätet")
MARKED = {"marking": {"marking": "sensitive", "reference": "18:13", "reason": "Visar svaga punkter i elnätet"}}


def line(house, incident, mark=None, **more):
    return write_line(by=house.maria, incident=incident, actor=house.ljusdal, text="Linjen är nere", mark=mark, **more)


def test_there_is_no_secret_marking():
    assert Marking.values == ["open", "internal", "sensitive"]


def test_what_is_written_has_the_incident_s_marking_until_somebody_chooses(house, incident):
    Incident.objects.update(marking="internal")
    incident.refresh_from_db()
    assert line(house, incident).marking == "internal"
    assert line(house, incident, Mark("open")).marking == "open"


def test_sensitive_says_where_why_by_whom_and_when(house, incident):
    written = line(house, incident, SENSITIVE)
    assert (written.marking_reference, written.marking_reason) == ("18:13", "Visar svaga punkter i elnätet")
    assert written.marked_by == house.maria
    assert written.marked_at == written.written_at


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        (Mark("sensitive"), "lagrum"),
        (Mark("sensitive", "18:13", " "), "varför sekretess"),
        (Mark("sensitive", "99:99", "skäl"), "lagrum"),
        (Mark("secret"), "finns inte"),
    ],
)
def test_a_marking_that_does_not_say_why_is_refused(house, incident, mark, words):
    with pytest.raises(RuleBroken, match=words):
        line(house, incident, mark)
    assert not LogLine.objects.exists()


def test_the_database_refuses_sensitive_without_a_ground(house, incident):
    written = line(house, incident)
    with pytest.raises(IntegrityError, match="sensitive_says_why"), transaction.atomic():
        LogLine.objects.filter(pk=written.pk).update(marking="sensitive")


def test_an_installation_s_ceiling_is_kept(house, incident, settings):
    settings.MAX_MARKING = "internal"
    with pytest.raises(RuleBroken, match="högre än Intern samverkan"):
        line(house, incident, SENSITIVE)
    assert line(house, incident, Mark("internal")).marking == "internal"


def test_a_correction_in_the_log_is_not_marked_lower(house, incident):
    first = line(house, incident, SENSITIVE)
    assert line(house, incident, corrects=first).marking == "sensitive"
    with pytest.raises(RuleBroken, match="kan inte vara lägre"):
        line(house, incident, Mark("open"), corrects=first)


def test_a_reply_is_marked_at_least_as_what_asked_for_it(house, asked):
    type(asked).objects.update(marking="internal")
    asked.refresh_from_db()
    assert answer(house.maria, asked, house.ljusdal).marking == "internal"
    with pytest.raises(RuleBroken, match="kan inte vara lägre"):
        answer(house.bo, asked, house.bollnas, raw={**content(), "marking": {"marking": "open"}})


def test_a_corrected_answer_keeps_its_marking_and_may_be_raised(house, asked):
    assert answer(house.maria, asked, house.ljusdal, raw={**content(), **MARKED}).marking == "sensitive"
    assert answer(house.maria, asked, house.ljusdal).marking == "sensitive"


def test_a_draft_remembers_how_it_is_to_be_marked(client, house, asked):
    client.force_login(house.maria)
    where = reverse("answer", args=[asked.incident.number, asked.number]) + f"?aktor={house.ljusdal.pk}&vy=full"
    posted = {"do": "save", "vy": "full", "marking.marking": "sensitive", "marking.reference": "15:2"}
    client.post(where, posted)
    page = client.get(where).content.decode()
    assert '<option value="sensitive" selected>' in page
    assert '<option value="15:2" selected>' in page
    assert Input.objects.get().marking == "open"


def test_the_form_says_which_part_of_a_marking_is_missing(client, house, asked):
    client.force_login(house.maria)
    where = reverse("answer", args=[asked.incident.number, asked.number]) + f"?aktor={house.ljusdal.pk}"
    posted = {"do": "send", "overall.works": "0", "overall.resources": "0", "overall.load": "0"}
    page = client.post(where, {**posted, "marking.marking": "sensitive", "idempotency_key": "k1"})
    assert page.status_code == 422
    assert "Välj det lagrum" in page.content.decode()
    assert 'href="#marking.reference"' in page.content.decode()


def compiled(house, asked):
    from coordination.situations.compiled import compiling

    reports.compile_now(by=house.lena, incident=asked.incident)
    compiling.compile_incident(asked.incident.pk)


def test_a_report_has_the_highest_marking_of_its_answers(house, asked):
    answer(house.maria, asked, house.ljusdal, raw={**content(), **MARKED})
    answer(house.bo, asked, house.bollnas)
    compiled(house, asked)
    report = reports.open_report(by=house.lena, incident=asked.incident)
    assert (report.marking, report.marking_reference) == ("sensitive", "18:13")
    with pytest.raises(RuleBroken, match="kan inte vara lägre än Känslig"):
        reports.save_words(by=house.lena, report=report, revision=0, words={}, mark=Mark("internal"))


def test_newer_answers_raise_the_report_s_marking(house, asked):
    answer(house.bo, asked, house.bollnas)
    compiled(house, asked)
    report = reports.open_report(by=house.lena, incident=asked.incident)
    assert report.marking == "open"
    answer(house.maria, asked, house.ljusdal, raw={**content(), **MARKED})
    compiled(house, asked)
    assert reports.take_newer(by=house.lena, report=report).marking == "sensitive"
    assert Report.objects.get().marking_reference == "18:13"


def test_page_pdf_and_json_of_a_report_print_the_marking(client, house, asked):
    from io import BytesIO

    from pypdf import PdfReader

    answer(house.maria, asked, house.ljusdal, raw={**content(), **MARKED})
    compiled(house, asked)
    report = reports.open_report(by=house.lena, incident=asked.incident)
    reports.save_words(by=house.lena, report=report, revision=0, words={"summary": "Läget"})
    reports.send_to_review(by=house.lena, report=report)
    reports.publish_report(by=fresh(house.lena), report=report, revision=1)
    client.force_login(house.maria)
    where = reverse("report", args=[asked.incident.number, 1])
    assert "Känslig: sekretess kan gälla. OSL 18 kap. 13 §" in client.get(where).content.decode()
    body = client.get(where.rstrip("/") + ".json").json()["report"]
    assert body["marking"] == "Känslig: sekretess kan gälla"
    assert body["marking_reference"].startswith("OSL 18 kap. 13 §")
    pdf = PdfReader(BytesIO(client.get(where.rstrip("/") + ".pdf").content))
    assert all("Känslig" in sheet.extract_text() for sheet in pdf.pages)


def test_many_marked_answers_together_are_warned_of(client, house, asked):
    for actor in list(house.municipal.values())[:5]:
        draft = inputs.open_draft(by=house.lena, request=asked, actor=actor, oral=True)
        inputs.submit_input(
            by=house.lena, draft=draft, key=f"k{actor.pk}", raw={**content(), "marking": {"marking": "internal"}}
        )
    compiled(house, asked)
    report = reports.open_report(by=house.lena, incident=asked.incident)
    reports.save_words(by=house.lena, report=report, revision=0, words={"summary": "Läget"})
    reports.send_to_review(by=house.lena, report=report)
    client.force_login(house.lena)
    page = client.get(reverse("report_check", args=[asked.incident.number])).content.decode()
    assert "5 svar är märkta" in page


def test_measure_and_direction_take_the_marking_of_what_they_begin_from(house, incident):
    Incident.objects.update(marking="internal")
    incident.refresh_from_db()
    direction = draft_direction(by=house.lena, incident=incident)
    assert direction.marking == "internal"
    import datetime

    due = now_in(incident) + datetime.timedelta(hours=1)
    measure = suggest_measure(by=house.maria, incident=incident, owner=house.ljusdal, what="Lista", due=due)
    assert measure.marking == "internal"
