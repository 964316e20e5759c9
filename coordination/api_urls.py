"""Addresses of the API, with a slash at the end or without."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import SimpleRouter

import actors.api
import coordination.direction.api
import coordination.direction.api_after
import coordination.direction.api_loop
import coordination.direction.api_meetings
import coordination.direction.api_needs
import coordination.exercises.api
import coordination.exercises.drilling.api
import coordination.incidents.api
import coordination.incidents.api_resources
import coordination.incidents.api_sharing
import coordination.situations.api
import coordination.situations.api_desk
import coordination.situations.api_reports
import coordination.situations.api_rhythms
import processes.api
from coordination import api_docs
from coordination.problems import unknown_address

router = SimpleRouter()
router.trailing_slash = "/?"
for rooms in (
    actors.api.ROUTES,
    coordination.incidents.api.ROUTES,
    coordination.incidents.api_sharing.ROUTES,
    coordination.incidents.api_resources.ROUTES,
    coordination.situations.api.ROUTES,
    coordination.situations.api_reports.ROUTES,
    coordination.situations.api_rhythms.ROUTES,
    coordination.situations.api_desk.ROUTES,
    coordination.direction.api.ROUTES,
    coordination.direction.api_after.ROUTES,
    coordination.direction.api_needs.ROUTES,
    coordination.direction.api_loop.ROUTES,
    coordination.direction.api_meetings.ROUTES,
    coordination.exercises.drilling.api.ROUTES,
    coordination.exercises.api.ROUTES,
    processes.api.ROUTES,
):
    for prefix, viewset, basename in rooms:
        router.register(prefix, viewset, basename=f"api-{basename}")

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="api_docs"), name="api"),
    path("schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path("docs/", api_docs.docs, name="api_docs"),
    path("problems/<slug:kind>", api_docs.problem, name="api_problem"),
    path("", include(router.urls)),
    re_path("", unknown_address),
]
