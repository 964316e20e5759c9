"""Addresses of incidents."""

from django.urls import path

from coordination.incidents import views

urlpatterns = [
    path("h/", views.incident_list, name="incidents"),
    path("h/ny/", views.new_incident, name="incident_new"),
    path("h/<str:number>/aktorer/", views.participants, name="participants"),
    path("h/<str:number>/aktorer/bjud-in/", views.invite, name="participants_invite"),
    path("h/<str:number>/logg/", views.log, name="log"),
    path("h/<str:number>/fas/", views.phase, name="incident_phase"),
]
