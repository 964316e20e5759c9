"""Reading through the API: the same sight as the pages, in the shape the schema tells."""

import datetime
import json

import pytest
from django.db import connection
from django.utils import timezone

from actors.models import Actor
from coordination.incidents import services as incidents
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, IncidentType, LogLine
from coordination.situations.models import Input, QuestionSet, Rendering, Report
from coordination.situations.services import inputs, reports, requests
from tests.api.calling import call
from tests.conftest import fresh, person
from tests.counting import Statements

pytestmark = pytest.mark.django_db

ROWS = 50
BUDGET = 8


def results(answer):
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def test_the_country_is_read_by_code_and_filter(house):
    maria = call(house.maria)
    assert len(results(maria.get("/counties"))) == 21
    assert maria.get("/counties/21").json()["name"] == "Gävleborgs län"
    assert len(results(maria.get("/municipalities", {"county": "21"}))) == 10
    assert maria.get("/municipalities/2161").json()["name"] == "Ljusdal"
    boards = results(maria.get("/actors", {"kind": "county_board", "county": "21"}))
    assert [row["key"] for row in boards] == [house.board.key]
    assert house.ljusdal.key in [row["key"] for row in results(maria.get("/actors", {"q": "ljusd"}))]
    assert maria.get(f"/actors/{house.ljusdal.key}/").json()["municipality"] == "2161"


def test_an_incident_with_its_participants_log_and_request(house, incident, asked):
    maria = call(house.maria)
    rows = results(maria.get("/incidents", {"open": "true", "county": "21"}))
    assert [row["number"] for row in rows] == [incident.number]
    assert results(maria.get("/incidents", {"exercise": "true"})) == []
    one = maria.get(f"/incidents/{incident.number}").json()
    assert (one["lead"], one["counties"], one["phase"]) == (house.board.key, ["21"], "assess")
    assert one["opened_at"].endswith("Z")
    assert one["now"].endswith("Z")
    there = results(maria.get(f"/incidents/{incident.number}/participants"))
    assert len(there) == 11
    newest = results(maria.get(f"/incidents/{incident.number}/log"))[0]
    assert newest["text"].startswith("Begäran skickades")
    assert [row["id"] for row in results(maria.get("/requests", {"incident": incident.number}))] == [asked.pk]
    detail = maria.get(f"/requests/{asked.pk}").json()
    assert detail["question_set"]["functions"][0]["key"] == "el"
    keys = [q["key"] for section in detail["question_set"]["sections"] for q in section["questions"]]
    assert "households_without_power" in keys
    assert len(detail["recipients"]) == 10


def test_an_answer_is_read_and_a_draft_is_not(house, asked, sent):
    inputs.open_draft(by=house.bo, request=asked, actor=house.bollnas)
    for who in (house.maria, house.lena, house.bo):
        rows = results(call(who).get("/inputs", {"incident": asked.incident.number}))
        assert [row["number"] for row in rows] == [sent.number]
    draft = Input.objects.get(state="draft")
    assert call(house.bo).get(f"/inputs/{draft.pk}").status_code == 404
    assert call(house.lena).get("/inputs", {"state": "draft"}).status_code == 400
    one = call(house.lena).get(f"/inputs/{sent.pk}").json()
    assert one["content"]["numbers"]["households_without_power"] == 900
    lena = call(house.lena)
    wanted = {"actor": house.ljusdal.key, "request": asked.pk, "state": "submitted"}
    assert len(results(lena.get("/inputs", wanted))) == 1
    assert results(lena.get("/inputs", {"actor": house.bollnas.key})) == []


def test_a_report_is_its_stored_bytes_and_a_304_when_one_has_it(house, published):
    maria = call(house.maria)
    assert [row["number"] for row in results(maria.get("/reports", {"incident": published.incident.number}))] == [1]
    first = maria.get(f"/reports/{published.pk}")
    assert first.content == bytes(Rendering.objects.get(report=published, kind="json").data)
    again = maria.get(f"/reports/{published.pk}", HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    other = maria.get(f"/reports/{published.pk}", HTTP_IF_NONE_MATCH='"another"')
    assert other.status_code == 200
    assert json.loads(first.content)["report"]["hash"] == published.content_hash
    assert "private" in first["Cache-Control"]


def test_a_report_as_pdf(house, published):
    maria = call(house.maria)
    pdf = maria.get(f"/reports/{published.pk}/pdf", HTTP_ACCEPT="application/pdf")
    assert pdf.content.startswith(b"%PDF")
    assert pdf["Content-Type"] == "application/pdf"
    assert maria.get(f"/reports/{published.pk}/pdf", HTTP_IF_NONE_MATCH=pdf["ETag"]).status_code == 304
    missing = maria.get("/reports/999999/pdf", HTTP_ACCEPT="application/pdf")
    assert missing.status_code == 404
    assert missing.json()["type"].endswith("not-found")


@pytest.mark.parametrize(
    ("edition", "begins"), [("brief", b"%PDF"), ("docx", b"PK"), ("radio", "L\u00e4gesrapport".encode())]
)
def test_a_report_in_its_other_editions(house, published, edition, begins):
    maria = call(house.maria)
    first = maria.get(f"/reports/{published.pk}/{edition}")
    assert begins in first.content[:400]
    assert "private" in first["Cache-Control"]
    again = maria.get(f"/reports/{published.pk}/{edition}", HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert call(house.charlie).get(f"/reports/{published.pk}/{edition}").status_code == 404
    Report.objects.filter(pk=published.pk).update(state="withheld")
    assert maria.get(f"/reports/{published.pk}/{edition}").json()["type"] == "/api/v1/problems/rule-broken"


def test_the_open_report_is_not_in_the_list_even_for_its_writer(house, incident, published):
    reports.open_report(by=house.anna, incident=incident)
    draft = Report.objects.get(state="draft")
    for who in (house.anna, house.lena, house.maria):
        assert [row["number"] for row in results(call(who).get("/reports"))] == [1]
        assert call(who).get(f"/reports/{draft.pk}").status_code == 404


def test_what_was_withheld_is_not_shown(house, published):
    Report.objects.filter(pk=published.pk).update(state="withheld")
    refused = call(house.maria).get(f"/reports/{published.pk}")
    assert (refused.status_code, refused.json()["type"]) == (409, "/api/v1/problems/rule-broken")


def test_charlie_of_another_county_finds_nothing(house, incident, asked, published):
    charlie = call(house.charlie)
    for name in ("incidents", "requests", "inputs", "reports", "directions", "positions", "measures"):
        assert results(charlie.get(f"/{name}")) == [], name
    sent = Input.objects.get()
    number = incident.number
    for path in (
        f"/incidents/{number}",
        f"/incidents/{number}/participants",
        f"/incidents/{number}/log",
        f"/requests/{asked.pk}",
        f"/inputs/{sent.pk}",
        f"/reports/{published.pk}",
        f"/reports/{published.pk}/pdf",
        "/directions/1",
        "/positions/1",
        "/measures/1",
    ):
        assert charlie.get(path).status_code == 404, path
    line = {"actor": house.other.key, "text": "Hej"}
    assert charlie.post(f"/incidents/{number}/log", line).status_code == 404
    assert charlie.post(f"/inputs/{sent.pk}/withdraw", {"reason": "Fel"}).status_code == 404


def test_the_nation_reads_reports_and_not_the_answers_behind(house, incident, published):
    agency = Actor.objects.filter(kind="national_agency").first()
    reader = call(person("nora", agency, "national_reader"))
    assert [row["number"] for row in results(reader.get("/incidents"))] == [incident.number]
    assert reader.get(f"/reports/{published.pk}").status_code == 200
    assert results(reader.get("/inputs")) == []
    assert reader.get(f"/incidents/{incident.number}/log").status_code == 404


def open_many(house, count):
    storm = IncidentType.objects.get(key="storm")
    made = []
    for n in range(count):
        one = incidents.open_incident(
            by=fresh(house.lena),
            type=storm,
            name=f"Storm {n}",
            lead=house.board,
            counties=[house.county],
            municipalities=house.municipalities[:2],
        )
        incidents.invite(by=fresh(house.lena), incident=one, actors=[house.ljusdal])
        made.append(one)
    return made


def ask_and_answer(house, incident):
    now = now_in(incident)
    asked = requests.send_request(
        by=fresh(house.lena),
        incident=incident,
        question_set=QuestionSet.objects.first(),
        recipients=[house.ljusdal],
        purpose="Läge",
        as_of=now,
        deadline=now + datetime.timedelta(hours=1),
    )
    draft = inputs.open_draft(by=fresh(house.maria), request=asked, actor=house.ljusdal)
    sent = inputs.submit_input(by=fresh(house.maria), draft=draft, key=f"k{asked.pk}", raw={"overall": {"works": 1}})
    Report.objects.create(
        incident=incident,
        number=1,
        state="published",
        content_hash="a",
        made_at=now,
        published_at=now,
        body={"report": {"number": 1}},
    )
    LogLine.objects.create(
        incident=incident, happened_at=now, written_at=now, by=house.maria, actor=house.ljusdal, text="Rad"
    )
    return sent


def statements(caller, path):
    with Statements(
        connection,
    ) as seen:
        rows = results(caller.get(path))
    return len(seen), len(rows)


@pytest.mark.parametrize("path", ["/incidents", "/requests", "/inputs", "/reports"])
def test_fifty_rows_cost_as_many_statements_as_one(house, path):
    ask_and_answer(house, open_many(house, 1)[0])
    caller = call(house.maria)
    few, one = statements(caller, path)
    for incident in open_many(house, ROWS - 1):
        ask_and_answer(house, incident)
    many, fifty = statements(caller, path)
    assert (one, fifty) == (1, ROWS)
    assert many == few <= BUDGET


@pytest.mark.parametrize("path", ["/counties", "/municipalities", "/actors", "/processes", "/publications"])
def test_reference_lists_cost_as_many_statements_for_one_row_as_for_fifty(house, path):
    caller = call(house.maria)
    few, _one = statements(caller, f"{path}?page_size=1")
    many, _fifty = statements(caller, path)
    assert many == few <= BUDGET


def test_participants_and_log_cost_the_same_for_fifty_rows(house, incident):
    caller, base = call(house.maria), f"/incidents/{incident.number}"
    now = timezone.now()
    before = {part: statements(caller, f"{base}/{part}?page_size=1")[0] for part in ("participants", "log")}
    LogLine.objects.bulk_create(
        LogLine(incident=incident, happened_at=now, written_at=now, by=house.maria, actor=house.ljusdal, text=str(n))
        for n in range(ROWS)
    )
    incidents.invite(by=house.lena, incident=incident, actors=Actor.objects.filter(kind="municipality")[:60])
    for part, few in before.items():
        many, rows = statements(caller, f"{base}/{part}")
        assert rows == ROWS
        assert many == few <= BUDGET


def test_every_row_comes_once_however_the_pages_fall(house, incident):
    open_many(house, 7)
    caller = call(house.maria)
    found, there = [], "/incidents?page_size=3"
    while there:
        page = caller.get(there).json()
        found += [row["number"] for row in page["results"]]
        there = page["next"]
    assert sorted(found) == sorted(Incident.objects.values_list("number", flat=True))


def test_the_log_pages_past_rows_of_the_same_time(house, incident):
    at = incident.opened_at
    LogLine.objects.bulk_create(
        LogLine(incident=incident, happened_at=at, written_at=at, by=house.maria, actor=house.ljusdal, text=f"Rad {n}")
        for n in range(9)
    )
    caller = call(house.maria)
    found, there = [], f"/incidents/{incident.number}/log?page_size=2"
    while there:
        page = caller.get(there).json()
        found += [row["id"] for row in page["results"]]
        there = page["next"]
    assert len(found) == len(set(found)) == 11
