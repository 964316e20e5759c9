"""Every address that the URL resolver knows, filled in with the stage's own numbers. One it cannot fill in fails."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern

# What an attacker puts in an address's query: every name that a page reads.
QUERY = (
    "sok", "visa", "fore", "rattar", "kallor", "oppna", "vy", "rader", "sida", "next", "status", "area", "aktor",
    "behov", "muntligt", "from", "cursor", "page_size", "older", "only", "incident", "state", "q", "kind", "county",
    "muntligt", "punkt", "from", "cursor", "page_size", "older", "only", "incident", "state", "q", "kind", "county",
    "format",
    "muntligt", "from", "cursor", "page_size", "older", "only", "incident", "state", "q", "kind", "county", "format",
    "source", "amne", "slag", "svar", "etapp", "notering", "for", "fraga", "alla", "version",
    "slag", "svar", "etapp", "notering", "for", "fraga", "alla", "version", "rubrik",
    "slag", "svar", "etapp", "scenario", "notering", "for", "fraga", "alla", "version",
)  # fmt: skip
FORMATS = ".<drf_format_suffix:format>"


class Address(NamedTuple):
    route: str
    name: str
    path: str

    @property
    def is_api(self) -> bool:
        return self.path.startswith("/api/v1/")


def patterns(under: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(the whole route as written, its pattern), over all resolvers."""
    for part in (under or get_resolver()).url_patterns:
        route = before + written(part)
        if isinstance(part, URLResolver):
            yield from patterns(part, route)
        else:
            yield route, part


def written(part: URLPattern | URLResolver) -> str:
    """A regular expression's groups as path() writes them."""
    text = str(part.pattern)
    if not isinstance(part.pattern, RegexPattern):
        return text
    text = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", text)
    return text.removeprefix("^").removesuffix("$").replace("/?", "/").replace("\\Z", "")


def every(stage) -> list[Address]:
    return [Address(route, part.name or "", "/" + fill(route, stage)) for route, part in patterns()]


def fill(route: str, stage) -> str:
    values = values_for(route, stage)

    def value(found: re.Match[str]) -> str:
        return str(values[found[1]])

    return re.sub(r"<(?:\w+:)?(\w+)>", value, route)


def numbered_for(route: str, stage):
    """What an address names by the number it has in its incident."""
    places = {"systemfragor": stage.issue, "meddelanden": stage.announcement, "inflytande": stage.influence}
    return next((row for part, row in places.items() if part in route), stage.need)


def process_number(route: str, stage) -> object:
    """Of a county's pages what is counted there, of all others the incident's."""
    if not route.startswith(("lan/", "granskning/")):
        return stage.number
    rows = {
        "/behovsanalys/": stage.led.measure.analysis,
        "/lardomar/": stage.learnt.aside,
        "/underlag/": stage.led.pack,
    }
    return next((row for part, row in rows.items() if part in route), stage.led.run).number


def act_for(route: str) -> str:
    return next((act for part, act in (("lardomar", "lardom"), ("kommentar", "klar")) if part in route), "planera")


def values_for(route: str, stage) -> dict[str, object]:
    return {
        "number": process_number(route, stage),
        "component": "larm",
        "do": act_for(route),
        "year": 2026,
        "pk": pk_for(route, stage),
        "k": number_for(route, stage),
        "n": numbered_for(route, stage).number,
        "step": "vardegrund",
        "actor": stage.house.bollnas.pk,
        "file": stage.attached.pk,
        "secret": stage.secret,
        "letter": "X",
        "at": 0,
        "slug": stage.document.slug if "dokument" in route else "svar",
        "version": 1,
        "suffix": "csv",
        "code": "2161" if "municipalities" in route else "21",
        "county": "gavleborg" if "regional-niva" in route else "21",
        "kind": "moved-on",
        "uidb36": "1",
        "key": key_for(route, stage),
    }


def key_for(route: str, stage) -> str:
    if route.startswith("lan/") and "/underlag/" in route:
        return "beslut"
    return stage.house.ljusdal.key if "aktor" in route or "actors" in route else "a-b"


def pk_for(route: str, stage) -> int:
    rows = {
        "granskning/dokument": stage.submitted,
        "granskning/behovsanalyser": stage.led.delivered,
        "needs-analyses": stage.led.delivered,
        "ratings": stage.led.rating,
        "work-items": stage.led.work,
        "/arbetsplan/": stage.led.work,
        "/behovsanalys/<int:number>/atgard/": stage.led.measure,
        "released-lessons": stage.learnt.released,
        "lessons": stage.learnt.lesson,
        "lardomar/<int:pk>": stage.learnt.released,
        "beredskapsprov/": stage.drill,
        "v1/drills": stage.drill,
        "ovningar/scenario/": stage.exercise.scenario,
        "/ledning/inspel/": stage.exercise.given,
        "/plays/": stage.exercise.play,
        "/injects/": stage.exercise.given,
        "process-runs": stage.led.run,
        "process-stages": stage.led.stage,
        "review-comments": stage.led.comment,
        "evidence-packs": stage.led.pack,
        "/kommentar/": stage.led.comment,
        "/granskning/<int:pk>/svara/": stage.led.comment,
        "/process/<int:number>/etapp/": stage.led.stage,
        "/process/<int:number>/internat/": stage.led.seminar,
        "/process/<int:number>/kriterium/": stage.led.criterion,
        "/process/<int:number>/deltagare/": stage.led.attendance,
        "/rytmer/": stage.rhythm,
        "rhythms": stage.rhythm,
        "disputes": stage.dispute,
        "/roll/": stage.house.maria.memberships.first(),
        "/person/": stage.house.maria,
        "/kontakt/": stage.house.ljusdal.contact_points.first(),
        "begaran/fragor": stage.own_set,
        "/fragor/": stage.access,
        "/bedoma/": stage.dispute,
        "access-requests": stage.access,
        "narrowings": stage.line,
        "/erbjudande/": stage.offer,
        "resource-offers": stage.offer,
        "resource-needs": stage.lacking,
        "escalations": stage.escalation,
        "/hav/": stage.withheld,
        "quarantines": stage.withheld,
        "/notering/": stage.note,
        "/notes/": stage.note,
        "/cycles/": stage.cycle,
        "/needs/": stage.need,
        "/influences/": stage.influence,
        "atgarder": stage.measure,
        "measures": stage.measure,
        "need-parts": stage.part,
        "system-issues": stage.issue,
        "/punkt/": stage.planned.points.first(),
        "/anteckna/": stage.held.points.first(),
        "meetings": stage.meeting,
        "requests": stage.asked,
        "reports": stage.report,
        "directions": stage.fixed,
        "receptions": stage.fixed.receptions.first(),
        "later-positions": stage.fixed.later_positions.first(),
        "positions": stage.fixed.positions.first(),
        "assessments": stage.fixed.assessments.first(),
        "announcements": stage.announcement,
    }
    return next((row.pk for word, row in rows.items() if word in route), stage.sent.pk)


def number_for(route: str, stage) -> int:
    if "/moten/" in route:
        held = ("borja", "anteckna", "narvaro", "beslut", "atgard", "avsluta", "protokoll")
        planned = ("andra", "punkt", "kalla", "stall-in")
        names = {**dict.fromkeys(held, stage.held), **dict.fromkeys(planned, stage.planned)}
        return next((row for word, row in names.items() if f"/{word}/" in route), stage.meeting).number
    if "inriktning" in route:
        # What is written in is the next one; what is read is the one that holds.
        written = ("andra", "spara", "foresla", "ta-tillbaka", "lagg-undan", "stall", "fast", "bygger-pa")
        # A new position is given to the one that holds.
        writing = any(word in route for word in written) and "ny-stallning" not in route
        return (stage.next_direction if writing else stage.fixed).number
    if "resurser" in route:
        return stage.lacking.number
    if "framstallan" in route:
        return stage.escalation.number
    if "/varv/" in route:
        return stage.cycle.number
    return stage.report.number if "rapporter" in route else stage.asked.number
