"""Every address of the portal."""

from django.conf.urls.i18n import i18n_patterns  # noqa: F401
from django.urls import include, path

urlpatterns = [
    path("konto/", include("allauth.account.urls")),
    path("sprak/", include("django.conf.urls.i18n")),
]
