"""A citation means the answer it was written for, whatever numbers the next compilation gives."""

import json

import pytest

from coordination.situations import hiding
from coordination.situations.compiled import compiling
from coordination.situations.models import WORDS
from coordination.situations.report import citing, facts
from coordination.situations.services import afterwards, reports
from tests.conftest import fresh, signed_in
from tests.situations.answers import answer, content
from tests.situations.storm_body import storm_body
from tests.situations.test_pages_reports import compile_all, to, typed

BEFORE = {
    "sources": [
        {"n": 1, "number": "2025-041-001", "actor": 11, "at": "2025-12-28T07:00:00+01:00"},
        {"n": 2, "number": "2025-041-002", "actor": 12, "at": "2025-12-28T07:10:00+01:00"},
    ]
}
AFTER = {
    "sources": [
        {"n": 1, "number": "2025-041-003", "actor": 13, "at": "2025-12-28T07:20:00+01:00"},
        {"n": 2, "number": "2025-041-001", "actor": 11, "at": "2025-12-28T07:00:00+01:00"},
        {"n": 3, "number": "2025-041-004", "actor": 12, "at": "2025-12-28T07:30:00+01:00"},
    ]
}
ACTORS = {"2025-041-001": 11, "2025-041-002": 12}


def moved(text, before=BEFORE, after=AFTER):
    return citing.bound(citing.loosened(text, before), after, ACTORS)


@pytest.mark.parametrize(
    ("was", "is_now"),
    [
        ("Mörkt. [1]", "Mörkt. [2]"),
        ("Båda. [1, 2]", "Båda. [2, 3]"),
        ("Utan källa.", "Utan källa."),
        ("Finns inte [9], och kom inte till [3].", "Finns inte [9], och kom inte till [3?]."),
        ("[inte en källa] [1]", "[inte en källa] [2]"),
    ],
)
def test_numbers_follow_their_answers(was, is_now):
    assert moved(was) == is_now


def test_what_is_no_longer_counted_stands_as_its_receipt_and_comes_back_as_a_number():
    gone = {"sources": [AFTER["sources"][0]]}
    text = citing.bound(citing.loosened("Mörkt. [1, 2]", BEFORE), gone, {})
    assert text == "Mörkt. [2025-041-001, 2025-041-002]"
    assert citing.fallen(text) == ["2025-041-001", "2025-041-002"]
    assert citing.bound(text, BEFORE, {}) == "Mörkt. [1, 2]"


@pytest.fixture
def draft(house, incident, asked):
    answer(house.maria, asked, house.ljusdal, content(2, 2, 2, households=900, summary="Mörkt."))
    compile_all(house, incident)
    opened = reports.open_report(by=fresh(house.anna), incident=incident)
    words = {"summary": "Ljusdal är mörkt. [1] Läget är känt."}
    return reports.save_words(by=fresh(house.anna), report=opened, revision=0, words=words)


def newer(house, draft):
    compile_all(house, draft.incident)
    return reports.take_newer(by=fresh(house.anna), report=draft)


@pytest.mark.django_db
def test_a_corrected_answer_is_cited_in_its_newer_version_and_the_writer_is_told(house, draft, asked):
    answer(house.bo, asked, house.bollnas, content(1, 1, 1, households=50))
    answer(house.maria, asked, house.ljusdal, content(2, 2, 2, households=700, summary="Mindre mörkt."))
    report = newer(house, draft)
    assert report.summary == "Ljusdal är mörkt. [2] Läget är känt."
    assert report.compilation.body["sources"][1]["short"] == "Ljusdal"
    page = signed_in(house.anna).get(to("report_write", report.incident)).content.decode()
    assert "Svar som är nyare än texten om dem: Ljusdal [2]." in page
    reports.save_words(by=fresh(house.anna), report=report, revision=report.revision, words={"summary": "Nytt. [2]"})
    assert "Svar som är nyare" not in signed_in(house.anna).get(to("report_write", report.incident)).content.decode()


@pytest.mark.django_db
def test_a_citation_of_an_answer_that_was_taken_back_is_a_warning_before_publishing(house, draft, asked):
    sent = draft.compilation.sources.get().input
    answer(house.bo, asked, house.bollnas, content(1, 1, 1, households=50))
    afterwards.withdraw_input(by=fresh(house.maria), sent=sent, reason="Fel kommun")
    report = newer(house, draft)
    assert report.summary == f"Ljusdal är mörkt. [{sent.number}] Läget är känt."
    reports.send_to_review(by=fresh(house.anna), report=report)
    page = signed_in(house.lena).get(to("report_check", report.incident)).content.decode()
    assert f"Källor som inte längre räknas: [{sent.number}]" in page


@pytest.mark.django_db
def test_a_page_that_was_opened_before_the_newer_answers_keeps_its_meaning(house, draft, asked):
    """Lena's page still has the old numbers when Anna has taken in the new answers."""
    page = typed(draft, compilation=draft.compilation_id, was=json.dumps({n: getattr(draft, n) for n in WORDS}))
    answer(house.bo, asked, house.bollnas, content(1, 1, 1, households=50))
    report = newer(house, draft)
    late = {**page, "forecast": "Ljusdal får vänta. [1]"}
    told = signed_in(house.lena).post(to("report_autosave", report.incident), late)
    assert told.status_code == 200
    report.refresh_from_db()
    assert (report.summary, report.forecast) == ("Ljusdal är mörkt. [2] Läget är känt.", "Ljusdal får vänta. [2]")
    assert told.json()["words"]["forecast"] == {"from": "Ljusdal får vänta. [1]", "to": "Ljusdal får vänta. [2]"}


@pytest.mark.django_db
def test_different_sections_go_together_and_the_same_one_is_asked_about(house, draft):
    page = typed(draft, was=json.dumps({n: getattr(draft, n) for n in WORDS}))
    words = {"assessment": "Annas bedömning"}
    reports.save_words(by=fresh(house.anna), report=draft, revision=draft.revision, words=words)
    lena = signed_in(house.lena)
    assert lena.post(to("report_write", draft.incident), {**page, "forecast": "Lenas prognos"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.assessment, draft.forecast) == ("Annas bedömning", "Lenas prognos")
    again = lena.post(to("report_write", draft.incident), {**page, "assessment": "Lenas bedömning", "message": "Inne."})
    text = again.content.decode()
    assert again.status_code == 409
    assert text.count(">Din text<") == 1
    assert "Lenas bedömning" in text
    assert "Annas bedömning" in text
    assert 'name="message" value="Inne."' in text
    assert 'name="forecast" value="Lenas prognos"' in text


@pytest.mark.django_db
def test_a_colleague_sees_who_else_has_the_page_open(house, draft):
    assert "har också rapporten öppen" not in _shown(signed_in(house.anna).get(to("report_write", draft.incident)))
    assert "Anna har också rapporten öppen" in _shown(signed_in(house.lena).get(to("report_write", draft.incident)))


def _shown(page):
    return page.content.decode().split("data-presence")[1].split(">", 1)[1].split("</p>")[0]


@pytest.mark.django_db
def test_an_answer_in_quarantine_leaves_its_receipt_in_the_open_report(house, draft, asked):
    sent = draft.compilation.sources.get().input
    sent.incident = draft.incident
    hiding.compile_anew(sent)
    draft.refresh_from_db()
    assert draft.compilation is None
    assert draft.summary == f"Ljusdal är mörkt. [{sent.number}] Läget är känt."
    compiling.compile_incident(draft.incident_id)
    report = reports.take_newer(by=fresh(house.anna), report=draft)
    assert report.summary == "Ljusdal är mörkt. [1] Läget är känt."


@pytest.mark.django_db
def test_a_fact_is_put_into_its_section_with_its_source_and_what_was_typed_stays(house, draft):
    anna = signed_in(house.anna)
    page = anna.get(to("report_write", draft.incident)).content.decode()
    fact = "Hushåll utan el: 900 (Ljusdal 900). [1]"
    assert f'name="infoga-summary" value="{fact}' in page
    form = typed(draft, assessment="Bara typat")
    assert anna.post(to("report_write", draft.incident), {**form, "infoga-summary": fact}).status_code == 302
    draft.refresh_from_db()
    assert draft.summary == f"Ljusdal är mörkt. [1] Läget är känt.\n\n{fact}"
    assert draft.assessment == "Bara typat"
    form = typed(draft, till="message")
    anna.post(to("report_write", draft.incident), {**form, "infoga-summary": "Hofors har inte svarat."})
    draft.refresh_from_db()
    assert draft.message == "Hofors har inte svarat."
    assert draft.summary.endswith(fact)


def test_every_fact_of_the_storm_is_a_sentence_with_sources_that_are_there():
    body = storm_body()
    body["disputed"] = [
        {
            "rule": "road",
            "name": "Vägens läge",
            "about": "50",
            "state": "open",
            "sides": [{"short": "Polisen", "said": "avstängd", "source": 10}, {"short": "Bollnäs", "said": "öppen"}],
        }
    ]
    known = {source["n"] for source in body["sources"]}
    said = {str(group.label): group.facts for group in facts.facts(body)}
    assert set(said) == {"Siffror", "Ändringar", "Går isär", "Behov", "Tysta"}
    for sentence in (one for group in said.values() for one in group):
        assert set(citing.numbers(sentence)) <= known
    assert said["Går isär"] == [
        "Vägens läge, 50: Polisen uppger avstängd [10], Bollnäs uppger öppen. Frågan är inte avgjord."
    ]
    assert facts.facts({}) == []


@pytest.mark.django_db
def test_each_section_is_a_task_not_begun_under_way_or_done(house, draft):
    anna = signed_in(house.anna)
    path = to("report_write", draft.incident)
    assert "pågår, Anna" in anna.get(path).content.decode()
    anna.post(path, {**typed(draft), "done": ["", "summary"]})
    page = anna.get(path).content.decode()
    assert "<small>klar</small>" in page
    assert page.count("<small>inte påbörjad</small>") == 5
    anna.post(path, {**typed(draft, summary="Ändrad. [1]"), "done": [""]})
    assert "<small>klar</small>" not in anna.get(path).content.decode()
