"""A storm that three actors share: Lena is the county's duty officer, Carl its chair, Maria answers for Ljusdal, Bo for
Bollnäs, Rut only reads for Ljusdal. Charlie is of another county."""

from datetime import timedelta

from django.utils import timezone

from actors.models import Person
from actors.roles import Role
from coordination.direction.models import Direction
from coordination.direction.services import draft_direction, edit_direction, propose_direction
from coordination.incidents.models import Incident, IncidentType
from coordination.incidents.services import invite, open_incident
from tests.conftest import person


def add_storm(house):
    """The incident, into the house of tests.conftest."""
    house.incident = open_incident(
        by=house.lena,
        type=IncidentType.objects.get(key="storm"),
        name="Stormen",
        lead=house.board,
        counties=[house.county],
    )
    invite(by=house.lena, incident=house.incident, actors=[house.ljusdal, house.bollnas])
    house.rut = person("rut", house.ljusdal, Role.READER)
    return house


def anew(person):
    """The same person in a next request: what was remembered of her rights is gone."""
    return Person.objects.get(pk=person.pk)


WORDS = {
    "purpose": "Utsatta ska inte fara illa.",
    "intended": "Ingen som behöver omsorg ska vara utan värme längre än sex timmar.",
    "goals": ["Alla vårdboenden har värme kl. 14.00."],
    "protection_values": ["life"],
    "follow_up": "Antal vårdboenden utan värme i mer än sex timmar.",
}


def written(house):
    """A draft that lacks nothing."""
    draft = draft_direction(by=house.lena, incident=house.incident)
    now = timezone.now()
    return edit_direction(
        by=house.lena,
        direction=draft,
        revision=draft.revision,
        answer_by=now + timedelta(hours=1),
        valid_to=now + timedelta(hours=24),
        **WORDS,
    )


def proposed(house):
    draft = written(house)
    propose_direction(by=house.lena, direction=draft)
    return draft


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def close(incident):
    Incident.objects.filter(pk=incident.pk).update(state="closed", closed_at=timezone.now())
    incident.refresh_from_db()


def states_of(incident):
    return dict(Direction.objects.filter(incident=incident).values_list("number", "state"))
