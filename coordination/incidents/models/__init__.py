"""Incidents and what every slice above shares: who takes part, the logbook, markings, and who may read what."""

from coordination.incidents.models.incident import (
    Incident,
    IncidentGroupRight,
    IncidentType,
    Level,
    Notice,
    NoticeKind,
    Participant,
    Visit,
)
from coordination.incidents.models.logbook import LogLine
from coordination.incidents.models.marking import Marked, Marking, Reference, allowed, highest, rank, says_why
from coordination.incidents.models.resources import Escalation, EscalationTo, ResourceNeed, ResourceOffer
from coordination.incidents.models.sharing import (
    LONGEST,
    AboutRecord,
    AccessRequest,
    Narrowing,
    OfIncident,
    Owned,
    Quarantine,
    Share,
)
from coordination.incidents.states import Audience

__all__ = [
    "LONGEST",
    "AboutRecord",
    "AccessRequest",
    "Audience",
    "Escalation",
    "EscalationTo",
    "Incident",
    "IncidentGroupRight",
    "IncidentType",
    "Level",
    "LogLine",
    "Marked",
    "Marking",
    "Narrowing",
    "Notice",
    "NoticeKind",
    "OfIncident",
    "Owned",
    "Participant",
    "Quarantine",
    "Reference",
    "ResourceNeed",
    "ResourceOffer",
    "Share",
    "Visit",
    "allowed",
    "highest",
    "rank",
    "says_why",
]
