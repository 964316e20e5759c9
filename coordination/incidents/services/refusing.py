"""What several services refuse in the same words."""

from django.utils.translation import gettext as _

from actors import access
from actors.models import Actor, Person
from actors.roles import Role
from coordination.incidents.models import Incident
from journal.refusals import Refused, RuleBroken


def refuse_closed(incident: Incident) -> None:
    """Nothing more is written in a closed incident."""
    if incident.is_closed:
        raise RuleBroken(_("Händelsen är avslutad. Länsstyrelsen kan öppna den igen."))


def refuse_foreign(by: Person, actor: Actor, role: str = Role.REPORTER) -> None:
    """Nobody speaks for an actor but those who hold a role in it."""
    if not access.acts_for(by, actor, role):
        raise Refused(_("Du kan inte svara för %(actor)s.") % {"actor": actor.name})
