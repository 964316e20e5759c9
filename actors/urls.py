"""Addresses of people, and of the actor they work for."""

from django.urls import path

from actors.views import alarms, groups, organisation, people

ACTOR = "aktor/<slug:key>/"
PERSON = f"{ACTOR}person/<int:pk>/"
ROLE = f"{ACTOR}roll/<int:pk>/"

urlpatterns = [
    path(ACTOR, organisation.organisation, name="actor"),
    path(f"{ACTOR}andringar/", organisation.history, name="actor_changes"),
    path(f"{ACTOR}utan-administrator/", organisation.care, name="actor_care"),
    path(f"{ACTOR}person/ny/", people.new_person, name="person_new"),
    path(PERSON, people.person, name="person"),
    path(f"{PERSON}roll/", people.give_role, name="role_give"),
    path(f"{PERSON}uppgifter/", people.change_person, name="person_change"),
    path(f"{PERSON}lank/", people.invite_person, name="person_invite"),
    path(f"{PERSON}stang/", people.close_person, name="person_close"),
    path(f"{ROLE}avsluta/", people.end_role, name="role_end"),
    path(f"{ROLE}ersattare/", people.deputy, name="deputy_new"),
    path(f"{ACTOR}kontakt/ny/", organisation.contact, name="contact_new"),
    path(f"{ACTOR}kontakt/<int:pk>/", organisation.contact, name="contact_edit"),
    path(f"{ACTOR}kontakt/<int:pk>/ta-bort/", organisation.contact_remove, name="contact_remove"),
    path(f"{ACTOR}publicering/", organisation.second_approval, name="second_approval"),
    path(f"{ACTOR}grupper/", groups.groups, name="actor_groups"),
    path(f"{ACTOR}grupper/ny/", groups.group, name="group_new"),
    path(f"{ACTOR}grupper/<int:pk>/", groups.group, name="group_edit"),
    path(f"{ACTOR}grupper/<int:pk>/ta-bort/", groups.group_remove, name="group_remove"),
    path("larm/", alarms.alarms, name="alarms"),
    path("larm/<int:pk>/kvittera/", alarms.acknowledge, name="alarm_acknowledge"),
]
