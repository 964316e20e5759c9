"""Every address of the portal."""

from importlib.util import find_spec

from django.urls import include, path

from coordination import appearance, health

handler500 = "coordination.error_pages.server_error"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("actors.urls")),
    path("", include("coordination.incidents.urls")),
    path("", include("coordination.situations.urls")),
    # Last: an incident's own address takes any number, "ny" among them.
    path("", include("coordination.overview.urls")),
    path("api/v1/", include("coordination.api_urls")),
    path("konto/organisation/", include("coordination.signing_in.organisation_urls")),
    path("konto/", include("coordination.signing_in.urls")),
    path("sprak/", include("django.conf.urls.i18n")),
    path("utseende/", appearance.set_theme, name="set_theme"),
]
SLICES = (
    "coordination.direction.urls",
    "coordination.exercises.urls",
    "coordination.exercises.drilling.urls",
    "processes.urls",
)
for slice_urls in SLICES:
    if find_spec(slice_urls):
        urlpatterns.append(path("", include(slice_urls)))
