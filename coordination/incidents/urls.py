"""Addresses of incidents."""

from django.urls import path

from coordination.incidents import (
    views,
    views_changes,
    views_escalations,
    views_participants,
    views_resources,
    views_sharing,
)

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
    path("h/<str:number>/resurser/", views_resources.resource_list, name="resources"),
    path("h/<str:number>/resurser/ny/", views_resources.new, name="resource_new"),
    path("h/<str:number>/resurser/<int:k>/", views_resources.show, name="resource"),
    path("h/<str:number>/resurser/<int:k>/erbjud/", views_resources.offer, name="resource_offer"),
    path("h/<str:number>/resurser/<int:k>/besked/", views_resources.tell, name="resource_tell"),
    path("h/<str:number>/resurser/<int:k>/erbjudande/<int:pk>/", views_resources.answer, name="offer_answer"),
    path("h/<str:number>/framstallan/", views_escalations.escalation_list, name="escalations"),
    path("h/<str:number>/framstallan/ny/", views_escalations.new, name="escalation_new"),
    path("h/<str:number>/framstallan/<int:k>/", views_escalations.show, name="escalation"),
    path("h/<str:number>/framstallan/<int:k>.txt", views_escalations.as_text, name="escalation_txt"),
    path("h/<str:number>/framstallan/<int:k>/andra/", views_escalations.edit, name="escalation_edit"),
    path("h/<str:number>/framstallan/<int:k>/skicka/", views_escalations.send, name="escalation_send"),
    path("h/<str:number>/framstallan/<int:k>/svar/", views_escalations.answer, name="escalation_answer"),
    path("h/<str:number>/fas/", views.phase, name="incident_phase"),
]
