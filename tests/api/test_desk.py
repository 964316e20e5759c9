"""The steward's desk, threads and weighing over the API: by the same rules as on the pages."""

import pytest

from coordination.situations.compiled import compiling
from coordination.situations.models import Dispute, Input, Remark
from coordination.situations.services import reports
from tests.api.calling import call
from tests.conftest import fresh
from tests.situations.answers import answer
from tests.situations.test_desk import apart, energy, with_injured  # noqa: F401  # two of them are fixtures

pytestmark = pytest.mark.django_db


def test_the_desk_tells_what_goes_apart_and_why_answers_are_looked_at(house, incident, apart):  # noqa: F811
    _body, dispute, town, company = apart
    desk = call(house.anna).get("/desk", {"incident": incident.number}).json()
    (one,) = desk["apart"]
    assert (one["id"], one["rule"], one["about"], one["state"]) == (dispute.pk, "injured", "Ljusdal", "open")
    assert {side["input"] for side in one["sides"]} == {town.pk, company.pk}
    assert {row["id"] for row in desk["answers"]} == {town.pk, company.pk}
    assert all("Ingen har l\u00e4st det." in row["reasons"] for row in desk["answers"])
    assert desk["older"] is None


def test_the_desk_is_for_those_who_write_the_report(house, incident, apart):  # noqa: F811
    _body, dispute, town, _company = apart
    maria, charlie = call(house.maria), call(house.charlie)
    assert maria.get("/desk", {"incident": incident.number}).status_code == 403
    assert charlie.get("/desk", {"incident": incident.number}).status_code == 404
    assert call(house.anna).get("/desk").status_code == 404
    acts = (
        (f"/disputes/{dispute.pk}/settle", {"reason": "Ringt.", "holds": town.pk}),
        (f"/disputes/{dispute.pk}/show", {}),
        (f"/disputes/{dispute.pk}/reopen", {}),
        (f"/disputes/{dispute.pk}/ask", {"question": "Vad g\u00e4ller?"}),
        (f"/inputs/{town.pk}/weigh", {"weighed": "likely"}),
        (f"/inputs/{town.pk}/same-as", {"other": None}),
        (f"/inputs/{town.pk}/ask", {"question": "Vad g\u00e4ller?"}),
    )
    for path, body in acts:
        assert maria.post(path, body).status_code == 403, path
        assert charlie.post(path, body).status_code == 404, path
    dispute.refresh_from_db()
    assert (dispute.state, Remark.objects.count()) == ("open", 0)


def test_a_dispute_is_settled_with_a_reason_opened_again_and_shown_as_it_is(house, incident, apart):  # noqa: F811
    _body, dispute, town, _company = apart
    anna = call(house.anna)
    missing = anna.post(f"/disputes/{dispute.pk}/settle", {"holds": town.pk})
    assert (missing.status_code, list(missing.json()["errors"])) == (400, ["reason"])
    assert anna.post(f"/disputes/{dispute.pk}/settle", {"reason": "Nej.", "holds": 999_999}).status_code == 404
    assert (
        anna.post(f"/disputes/{dispute.pk}/settle", {"reason": "Ringt b\u00e5da.", "holds": town.pk}).status_code == 204
    )
    compile_again(house, incident)
    (one,) = anna.get("/desk", {"incident": incident.number}).json()["apart"]
    assert (one["state"], one["reason"], one["holds"]) == ("settled", "Ringt b\u00e5da.", town.pk)
    assert anna.post(f"/disputes/{dispute.pk}/reopen").status_code == 204
    assert anna.post(f"/disputes/{dispute.pk}/show", {"reason": "Ingen vet."}).status_code == 204
    assert Dispute.objects.get().state == "shown"
    again = anna.post(f"/disputes/{dispute.pk}/show", {})
    assert again.status_code == 409


def compile_again(house, incident):
    reports.compile_now(by=fresh(house.lena), incident=incident)
    compiling.compile_incident(incident.pk)


def test_a_question_and_its_reply_stand_in_the_thread_for_those_it_concerns(house, incident, apart):  # noqa: F811
    _body, dispute, town, company = apart
    anna, maria = call(house.anna), call(house.maria)
    assert (
        anna.post(f"/disputes/{dispute.pk}/ask", {"question": "Hur m\u00e5nga?", "sides": [town.pk]}).status_code == 204
    )
    more = anna.post(f"/inputs/{company.pk}/ask", {"question": "Varifr\u00e5n?"})
    assert (more.status_code, more.json()["asks"]) == (201, True)
    replied = maria.post(f"/inputs/{town.pk}/reply", {"text": "Tv\u00e5, enligt ambulansen."})
    assert (replied.status_code, replied.json()["actor"]) == (201, house.ljusdal.key)
    for who in (anna, maria):
        assert [row["text"] for row in who.get(f"/inputs/{town.pk}/thread").json()] == [
            "Hur m\u00e5nga?",
            "Tv\u00e5, enligt ambulansen.",
        ]
    assert maria.get(f"/inputs/{company.pk}/thread").json() == []
    assert maria.post(f"/inputs/{company.pk}/reply", {"text": "Jag vet."}).status_code == 403
    assert call(house.charlie).get(f"/inputs/{town.pk}/thread").status_code == 404
    town.refresh_from_db()
    assert town.question_at is None


def test_an_answer_is_weighed_and_told_to_be_another_s(house, incident, asked, energy):  # noqa: F811
    town = answer(house.maria, asked, house.ljusdal, with_injured(2))
    company = answer(energy.person, asked, energy, with_injured(2))
    anna = call(house.anna)
    weighed = anna.post(f"/inputs/{company.pk}/weigh", {"weighed": "likely", "note": "St\u00e4mmer."}).json()
    assert (weighed["weighed"], weighed["weighed_note"]) == ("likely", "St\u00e4mmer.")
    same = anna.post(f"/inputs/{company.pk}/same-as", {"other": town.pk}).json()
    assert same["same_as"] == town.pk
    circle = anna.post(f"/inputs/{town.pk}/same-as", {"other": company.pk})
    assert (circle.status_code, circle.json()["type"]) == (409, "/api/v1/problems/rule-broken")
    assert anna.post(f"/inputs/{company.pk}/same-as", {"other": None}).json()["same_as"] is None
    assert anna.post(f"/inputs/{company.pk}/weigh", {"weighed": "surely"}).status_code == 400
    assert Input.objects.get(pk=company.pk).weighed == "likely"
