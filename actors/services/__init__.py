"""What people decide about people: who holds which role, who comes in, where a function is reached."""

from actors.services.alarms import acknowledge
from actors.services.contacts import remove_contact, save_contact
from actors.services.deputies import appoint_deputy
from actors.services.groups import remove_group, save_group
from actors.services.memberships import appoint, end_role, give_role
from actors.services.organisations import set_second_approval
from actors.services.people import admit, change_person, close_person, invite_again, make_person, reopen_person

__all__ = [
    "acknowledge",
    "admit",
    "appoint",
    "appoint_deputy",
    "change_person",
    "close_person",
    "end_role",
    "give_role",
    "invite_again",
    "make_person",
    "remove_contact",
    "remove_group",
    "reopen_person",
    "save_contact",
    "save_group",
    "set_second_approval",
]
