"""Who writes in an incident holds its row until the commit.

An answer, a report and a position each touch several rows and end in the incident's journal. Where all of them take the
incident first, nobody waits in a circle. What is only saved while somebody types takes no hold.
"""

from typing import Any

from django.http import HttpRequest

from coordination.incidents.models import Incident

READING = ("GET", "HEAD", "OPTIONS")


def writes(request: HttpRequest) -> bool:
    match = request.resolver_match
    saves_typing = match is not None and (match.url_name or "").endswith("autosave")
    return request.method not in READING and not saves_typing


def held(rows: Any, request: HttpRequest, *, of: str = "self") -> Any:
    """The rows, with the incident held when the request is one that writes. Takes no statement of its own."""
    return holding(rows, of=of) if writes(request) else rows


def holding(rows: Any, *, of: str = "self") -> Any:
    return rows.select_for_update(of=(of,), no_key=True)


def hold(incident_pk: int) -> None:
    """For what does not find the incident by a page's address. Must run inside a transaction."""
    Incident.objects.select_for_update(of=("self",), no_key=True).filter(pk=incident_pk).values_list("pk").first()
