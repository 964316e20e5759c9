"""Processes and publications under /api/v1/: the same facts as the pages."""

import pytest
from rest_framework.test import APIRequestFactory

from processes.api import ROUTES, ProcessViewSet, PublicationViewSet


def listed(view, **query):
    return view.as_view({"get": "list"})(APIRequestFactory().get("/", query)).data["results"]


def test_all_processes_are_listed_to_everybody():
    found = listed(ProcessViewSet)
    assert len(found) == 21
    assert sum(len(one["documents"]) for one in found) == 17


def test_processes_are_narrowed_by_status():
    assert len(listed(ProcessViewSet, status="awaiting")) == 5


def test_one_process_by_county_code():
    answer = ProcessViewSet.as_view({"get": "retrieve"})(APIRequestFactory().get("/"), county="24")
    assert answer.data["letter"] == "AC"
    assert [one["kind"] for one in answer.data["documents"]] == ["main", "annex"]
    assert answer.data["documents"][0]["accessible"] is None


def test_publications_are_listed():
    assert {one["number"] for one in listed(PublicationViewSet)} == {"MSB337", "MSB432", "MSB615", "MSB636", ""}


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_can_be_changed(method):
    view = ProcessViewSet.as_view({"get": "list"})
    assert view(getattr(APIRequestFactory(), method)("/")).status_code in (401, 403, 405)


def test_routes_are_named():
    assert [(prefix, basename) for prefix, _, basename in ROUTES] == [
        ("processes", "process"),
        ("publications", "publication"),
        ("process-runs", "process-run"),
        ("process-stages", "process-stage"),
        ("ratings", "rating"),
        ("work-items", "work-item"),
        ("needs-analyses", "needs-analysis"),
        ("lessons", "lesson"),
        ("released-lessons", "released-lesson"),
        ("review-comments", "review-comment"),
        ("evidence-packs", "evidence-pack"),
    ]
