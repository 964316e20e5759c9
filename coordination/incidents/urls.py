"""Addresses of incidents."""

from django.urls import path

from coordination.incidents import views, views_participants

urlpatterns = [
    path("h/", views.incident_list, name="incidents"),
    path("h/ny/", views.new_incident, name="incident_new"),
    path("h/<str:number>/aktorer/", views_participants.participants, name="participants"),
    path("h/<str:number>/aktorer/bjud-in/", views_participants.invite, name="participants_invite"),
    path("h/<str:number>/aktorer/ny/", views_participants.newcomer, name="participants_newcomer"),
    path("h/<str:number>/aktorer/<slug:key>/lamna/", views_participants.leave, name="participants_leave"),
    path("h/<str:number>/logg/", views.log, name="log"),
    path("h/<str:number>/fas/", views.phase, name="incident_phase"),
]
