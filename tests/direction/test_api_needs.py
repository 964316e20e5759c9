"""Parts, system issues and findings through the other door."""

from datetime import timedelta

from django.utils import timezone
from rest_framework.test import APIClient

from coordination.direction.models import SystemIssue
from coordination.direction.services import raise_issue, suggest_measure
from coordination.incidents.services import quarantine
from tests.direction.needs import need, role
from tests.direction.test_issues import issue

ROOT = "/api/v1"


def call(person):
    client = APIClient()
    client.force_authenticate(person)
    return client


def post(person, where, **said):
    return call(person).post(f"{ROOT}/{where}", said, format="json")


def patch(person, where, **said):
    return call(person).patch(f"{ROOT}/{where}", said, format="json")


def test_the_county_says_what_it_thinks_and_the_actor_answers(storm):
    need(storm)
    said = {"incident": storm.incident.number, "need": 1, "actor": storm.ljusdal.key, "part": "responsible"}
    made = post(storm.lena, "need-parts", **said)
    assert made.status_code == 201
    assert (made.data["said"], made.data["cell"]) == (None, "thought")
    there = f"need-parts/{made.data['id']}"
    assert patch(storm.lena, there, takes=True).status_code == 403
    assert patch(storm.maria, there, takes=False).status_code == 409
    no = patch(storm.maria, there, takes=False, reason="Regionens.")
    assert (no.data["said"], no.data["reason"]) == (False, "Regionens.")
    assert patch(storm.maria, there, takes=True).data["said"] is True
    listed = call(storm.rut).get(f"{ROOT}/need-parts", {"incident": storm.incident.number, "part": "responsible"})
    assert [row["actor"] for row in listed.data["results"]] == [storm.ljusdal.key]
    assert post(storm.lena, "need-parts", **(said | {"need": 77})).status_code == 404
    assert post(storm.charlie, "need-parts", **said).status_code == 404
    assert call(storm.charlie).get(f"{ROOT}/{there}").status_code == 404


def test_findings_are_read_and_made_issues(storm):
    need(storm)
    found = call(storm.maria).get(f"{ROOT}/system-issues/findings", {"incident": storm.incident.number})
    (one,) = found.data
    assert (one["rule"], one["needs"], one["kind"]) == ("nobody", [1], "gap")
    said = {
        "incident": storm.incident.number,
        "kind": one["kind"],
        "title": "Vem kör ut värmen?",
        "needs": [1],
        "actors": [storm.ljusdal.key],
        "rule": one["rule"],
        "rule_key": one["rule_key"],
    }
    assert post(storm.maria, "system-issues", **said).status_code == 403
    made = post(storm.lena, "system-issues", **said)
    assert made.status_code == 201
    assert (made.data["number"], made.data["needs"], made.data["actors"]) == (1, [1], [storm.ljusdal.key])
    assert post(storm.lena, "system-issues", **said).status_code == 409
    again = call(storm.maria).get(f"{ROOT}/system-issues/findings", {"incident": storm.incident.number})
    assert again.data == []
    assert call(storm.charlie).get(
        f"{ROOT}/system-issues/findings", {"incident": storm.incident.number}
    ).status_code == 404  # fmt: skip


def test_what_nobody_knows_is_named(storm):
    said = {"incident": storm.incident.number, "kind": "gap", "title": "Fråga"}
    answer = post(storm.lena, "system-issues", **said, needs=[77])
    assert answer.status_code == 400
    assert "77" in str(answer.data)
    assert post(storm.lena, "system-issues", **said, actors=["nobody"]).status_code == 400
    assert not SystemIssue.objects.exists()


def test_an_issue_is_moved_and_says_how_it_ended(storm):
    one = issue(storm)
    there = f"system-issues/{one.pk}"
    assert patch(storm.lena, there, state="settled").status_code == 409
    assert patch(storm.maria, there, state="raised").status_code == 403
    assert patch(storm.lena, there, state="settled", outcome="Regionen.").data["outcome"] == "Regionen."


def test_needs_that_the_caller_does_not_read_are_not_named(storm):
    warmth = need(storm)
    raise_issue(by=storm.lena, incident=storm.incident, kind="gap", title="Värmen", needs=[warmth])
    role(storm, warmth, storm.ljusdal)
    quarantine(by=storm.maria, record=warmth, reason="Fel.")
    (row,) = call(storm.lena).get(f"{ROOT}/system-issues").data["results"]
    assert row["needs"] == []
    assert call(storm.lena).get(f"{ROOT}/need-parts").data["results"] == []


def test_a_measure_is_suggested_for_a_need_and_waits(storm):
    need(storm)
    due = timezone.now() + timedelta(hours=1)
    first = suggest_measure(by=storm.lena, incident=storm.incident, owner=storm.ljusdal, what="Skaffa", due=due)
    said = {"incident": storm.incident.number, "owner": storm.ljusdal.key, "what": "Köra ut", "due": due.isoformat()}
    made = post(storm.lena, "measures", **said, need=1, depends_on=[first.pk])
    assert (made.status_code, made.data["need"], made.data["depends_on"]) == (201, 1, [first.pk])
    assert post(storm.lena, "measures", **said, need=77).status_code == 404
    assert post(storm.lena, "measures", **said, depends_on=[999999]).status_code == 404
    quarantine(by=storm.lena, record=first, reason="Fel.")
    assert call(storm.lena).get(f"{ROOT}/measures/{made.data['id']}").data["depends_on"] == []
