"""The same house through the other door."""

from datetime import timedelta

import pytest
from django.urls import include, path
from django.utils import timezone
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from rest_framework.routers import DefaultRouter
from rest_framework.test import APIClient

from coordination import urls
from coordination.direction.api import ROUTES
from coordination.direction.services import fix_direction, suggest_measure, take_position
from tests.direction.house import WORDS, fresh, proposed

router = DefaultRouter()
for prefix, viewset, basename in ROUTES:
    router.register(prefix, viewset, basename=basename)
urlpatterns = [*urls.urlpatterns, path("prov/", include(router.urls))]
pytestmark = pytest.mark.urls(__name__)


def call(person):
    client = APIClient()
    client.force_authenticate(person)
    return client


def test_direction_goes_from_draft_to_fixed(storm):
    lena, carl = call(storm.lena), call(storm.carl)
    begun = lena.post("/prov/directions/", {"incident": storm.incident.number}, format="json")
    assert begun.status_code == 201
    there = f"/prov/directions/{begun.data['id']}/"
    later = timezone.now() + timedelta(hours=3)
    words = WORDS | {"revision": 0, "valid_to": later.isoformat(), "answer_by": later.isoformat()}
    assert lena.patch(there, words, format="json").data["revision"] == 1
    assert lena.patch(there, words, format="json").status_code == 409
    assert lena.post(there + "propose/").data["state"] == "proposed"
    assert lena.post(there + "fix/").status_code == 403
    fixed = carl.post(there + "fix/").data
    assert (fixed["state"], len(fixed["body"]["positions"])) == ("fixed", 3)
    assert fixed["content_hash"] == fixed["body"]["direction"]["hash"]
    assert carl.post(there + "fix/").status_code == 409


def test_position_for_ones_own_actor_only(storm):
    direction, maria = proposed(storm), call(storm.maria)
    said = {"direction": direction.pk, "actor": storm.ljusdal.key, "stand": "cannot", "reason": "Saknar folk."}
    assert maria.post("/prov/positions/", said, format="json").status_code == 201
    assert maria.post("/prov/positions/", said | {"actor": storm.bollnas.key}, format="json").status_code == 403
    without = maria.post("/prov/positions/", said | {"reason": ""}, format="json")
    assert without.status_code == 409
    assert without.data["detail"].startswith("Skriv skälet.")
    rows = maria.get("/prov/positions/", {"incident": storm.incident.number}).data["results"]
    assert [(r["actor"], r["stand"], r["current"]) for r in rows] == [(storm.ljusdal.key, "cannot", True)]


def test_measure_is_suggested_and_answered_by_its_owner(storm):
    due = (timezone.now() + timedelta(hours=1)).isoformat()
    asked = {"incident": storm.incident.number, "owner": storm.ljusdal.key, "what": "Lista", "due": due}
    made = call(storm.lena).post("/prov/measures/", asked, format="json")
    assert (made.status_code, made.data["state"], made.data["late"]) == (201, "suggested", False)
    there = f"/prov/measures/{made.data['id']}/"
    assert call(storm.lena).patch(there, {"state": "taken"}, format="json").status_code == 403
    assert call(storm.maria).patch(there, {"state": "taken"}, format="json").data["state"] == "taken"
    assert call(storm.maria).patch(there, {"remark": "På väg"}, format="json").data["remark"] == "På väg"


def test_charlie_of_another_county_finds_nothing(storm):
    direction, charlie = proposed(storm), call(storm.charlie)
    take_position(by=storm.maria, direction=direction, actor=storm.ljusdal, stand="behind")
    measure = suggest_measure(
        by=storm.lena,
        incident=storm.incident,
        owner=storm.ljusdal,
        what="Lista",
        due=timezone.now() + timedelta(hours=1),
    )
    for name, row in (("directions", direction), ("measures", measure), ("positions", direction.positions.get())):
        assert charlie.get(f"/prov/{name}/").data["results"] == []
        assert charlie.get(f"/prov/{name}/{row.pk}/").status_code == 404
    assert charlie.post("/prov/directions/", {"incident": storm.incident.number}, format="json").status_code == 404
    said = {"direction": direction.pk, "actor": storm.other.key, "stand": "behind"}
    assert charlie.post("/prov/positions/", said, format="json").status_code == 404
    assert charlie.post(f"/prov/directions/{direction.pk}/fix/").status_code == 404
    assert fresh(direction).state == "proposed"


def test_lists_cost_the_same_however_long(storm, django_assert_num_queries):
    fix_direction(by=storm.carl, direction=proposed(storm))
    maria = call(storm.maria)
    for name in ("directions", "positions", "measures"):
        with django_assert_num_queries(1):
            maria.get(f"/prov/{name}/")


def test_schema_has_no_warnings():
    GENERATOR_STATS.reset()
    schema = SchemaGenerator(patterns=router.urls).get_schema(public=True)
    assert "/measures/{id}/" in schema["paths"]
    assert not GENERATOR_STATS._warn_cache
    assert not GENERATOR_STATS._error_cache
