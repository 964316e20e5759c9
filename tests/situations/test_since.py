"""What a report changes for its reader, since the one that her own actor read before."""

import copy

import pytest

from coordination.situations.models import Report
from coordination.situations.report import since_read
from coordination.situations.report.since import Delta, moved, since
from coordination.situations.services import reports
from tests.conftest import fresh, signed_in
from tests.situations.answers import answer, content
from tests.situations.storm_body import storm_body
from tests.situations.test_pages_reports import compile_all, to


def changed_body():
    """Bollnäs: power from 5 to 3, water from 3 to 4; Gävle is silent; two things go apart no longer or anew."""
    body = copy.deepcopy(storm_body())
    bollnas = body["answered"][0]["actor"]
    for function in body["functions"]:
        for cell in function["cells"]:
            if cell["actor"] == bollnas and function["name"] in ("El", "Dricksvatten"):
                cell["grade"] = {"El": 3, "Dricksvatten": 4}[function["name"]]
    return body, bollnas


def dispute(about, state="open", actor=1):
    return {"rule": "road", "name": "Vägens läge", "about": about, "state": state, "sides": [{"actor": actor}]}


def test_each_actor_sees_its_own_changes_and_the_county_all():
    body, bollnas = changed_body()
    delta = since(storm_body(), body, bollnas)
    assert [(s.name, s.before, s.after, s.way) for s in delta.steps] == [
        ("Dricksvatten", 3, 4, "worse"),
        ("El", 5, 3, "better"),
    ]
    assert (delta.worse, delta.better) == (1, 1)
    assert since(storm_body(), body).steps == delta.steps
    assert since(storm_body(), body, body["answered"][1]["actor"]) == Delta()
    assert since(body, body).is_empty


def test_silence_and_a_first_answer_are_told_and_are_neither_worse_nor_better():
    former, body = storm_body(), storm_body()
    gone = body["answered"].pop(1)
    for function in body["functions"]:
        function["cells"] = [cell for cell in function["cells"] if cell["actor"] != gone["actor"]]
    delta = since(former, body, gone["actor"])
    assert delta.missing == [gone["short"]]
    assert {step.way for step in delta.steps} == {""}
    assert all(step.after is None for step in delta.steps)
    assert since(body, former, gone["actor"]).first == [gone["short"]]


def test_figures_that_moved_stand_with_both_values():
    former, body = storm_body(), storm_body()
    part = body["numbers"][0]["parts"][0]
    was, part["value"] = part["value"], part["value"] + 10
    (figure,) = since(former, body, part["actor"]).figures
    assert (figure.before, figure.after, figure.short) == (was, was + 10, part["short"])


def test_what_goes_apart_is_told_when_it_begins_and_when_it_is_settled():
    former, body = storm_body(), storm_body()
    former["disputed"] = [dispute("E4"), dispute("50")]
    body["disputed"] = [dispute("E4", "settled"), dispute("50", "shown"), dispute("83", actor=2)]
    delta = since(former, body)
    assert (delta.opened, delta.settled) == (["Vägens läge: 83"], ["Vägens läge: E4"])
    assert since(former, body, 1).opened == []
    assert since(storm_body(), storm_body()).opened == []


def test_from_unknown_is_a_change():
    assert moved({"el": None, "va": 2}, {"el": 3, "va": 2, "it": 1}) == [("el", None, 3), ("it", None, 1)]


# --- on pages of the reader's own ---


@pytest.fixture
def two_reports(house, incident, asked):
    """Maria has read no. 1; in no. 2 the power in Ljusdal is worse."""
    answer(house.maria, asked, house.ljusdal, content(1, 1, 1, households=100, el=(1, 0, 0)))
    _publish(house, incident)
    signed_in(house.maria).get(to("report", incident, 1))
    answer(house.maria, asked, house.ljusdal, content(2, 2, 2, households=900, el=(2, 2, 2)))
    answer(house.bo, asked, house.bollnas, content(0, 0, 0, el=(0, 0, 0)))
    _publish(house, incident)
    return incident


def _publish(house, incident):
    compile_all(house, incident)
    report = reports.open_report(by=fresh(house.anna), incident=incident)
    reports.save_words(by=fresh(house.anna), report=report, revision=0, words={"summary": "Läget. [1]"})
    reports.send_to_review(by=fresh(house.anna), report=report)
    reports.publish_report(by=fresh(house.lena), report=report, revision=report.revision)


@pytest.mark.django_db
def test_the_reader_is_told_what_has_changed_for_her_municipality(house, two_reports):
    maria = signed_in(house.maria)
    for page in ("/", to("incident", two_reports)):
        text = " ".join(maria.get(page).content.decode().split())
        assert "Sedan nr 1, för Ljusdal: 1 ändrad, 1 värre." in text
        assert to("report_since", two_reports, 2) in text
    own = " ".join(maria.get(to("report_since", two_reports, 2)).content.decode().split())
    assert "Sedan nr 1, som ni läste" in own
    assert "1 ändrad, 1 värre" in own
    assert "100" in own
    assert "900" in own
    assert "Har svarat nu och inte förra gången: Bollnäs." in own
    maria.get(to("report", two_reports, 2))
    assert "Sedan nr 1, för" not in maria.get("/").content.decode()


@pytest.mark.django_db
def test_a_colleague_s_reading_counts_for_the_actor_and_nobody_else_s_does(house, two_reports):
    assert since_read.last_read(two_reports, [house.ljusdal.pk], 2).number == 1
    assert since_read.last_read(two_reports, [house.bollnas.pk], 2) is None
    page = signed_in(house.bo).get(to("report_since", two_reports, 2)).content.decode()
    assert "som ni inte har läst" in page


@pytest.mark.django_db
def test_the_stored_page_is_the_same_for_all_and_leads_to_what_is_one_s_own(house, two_reports):
    page = signed_in(house.maria).get(to("report", two_reports, 2)).content.decode()
    assert to("report_since", two_reports, 2) in page
    assert "som ni läste kl" not in page


@pytest.mark.django_db
def test_who_takes_no_part_and_what_is_withheld(house, two_reports):
    assert signed_in(house.charlie).get(to("report_since", two_reports, 2)).status_code == 404
    Report.objects.filter(number=1).update(state="withheld")
    page = signed_in(house.maria).get(to("report_since", two_reports, 2)).content.decode()
    assert "ingen tidigare rapport" in page
    Report.objects.filter(number=2).update(state="withheld")
    assert signed_in(house.maria).get(to("report_since", two_reports, 2)).status_code == 409
