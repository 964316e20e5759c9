"""Addresses of incidents."""

from django.urls import path

from coordination.incidents import views, views_changes, views_participants, views_sharing

urlpatterns = [
    path("h/", views.incident_list, name="incidents"),
    path("h/ny/", views.new_incident, name="incident_new"),
    path("h/<str:number>/aktorer/", views_participants.participants, name="participants"),
    path("h/<str:number>/aktorer/bjud-in/", views_participants.invite, name="participants_invite"),
    path("h/<str:number>/aktorer/ny/", views_participants.newcomer, name="participants_newcomer"),
    path("h/<str:number>/aktorer/<slug:key>/lamna/", views_participants.leave, name="participants_leave"),
    path("h/<str:number>/logg/", views.log, name="log"),
    path("h/<str:number>/laser/<str:slug>/<int:pk>/", views_sharing.readers, name="readers"),
    path("h/<str:number>/laser/<str:slug>/<int:pk>/be/", views_sharing.ask, name="access_ask"),
    path("h/<str:number>/laser/fragor/<int:pk>/besked/", views_sharing.answer, name="access_answer"),
    path("h/<str:number>/andringar/<str:slug>/<int:pk>/", views_changes.changes, name="record_changes"),
    path("h/<str:number>/karantan/", views_sharing.quarantines, name="quarantines"),
    path("h/<str:number>/karantan/<int:pk>/hav/", views_sharing.lift, name="quarantine_lift"),
    path("h/<str:number>/karantan/<str:slug>/<int:pk>/", views_sharing.quarantine, name="quarantine"),
    path("h/<str:number>/fas/", views.phase, name="incident_phase"),
]
