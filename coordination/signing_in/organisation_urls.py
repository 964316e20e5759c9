"""Addresses of the organisations' sign-in, below /konto/organisation/."""

from django.urls import path

from coordination.signing_in import organisation_views as views

urlpatterns = [
    path("bekrafta/", views.again, name="organisation_again"),
    path("<slug:key>/", views.Login.as_view(), name="organisation_login"),
    path("<slug:key>/openid/", views.openid_answer, name="organisation_openid"),
    path("<slug:key>/saml/", views.saml_answer, name="organisation_saml"),
    path("<slug:key>/saml/klar/", views.saml_finish, name="organisation_saml_finish"),
    path("<slug:key>/metadata/", views.metadata, name="organisation_metadata"),
]
