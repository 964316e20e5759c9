"""Loading the exercises: storm Johannes in Gävleborg, a small one in Dalarna, so that there are two counties, and one
in Gävleborg that is over, so that there is something to look back at.

A file in data/ is the whole story: the incident, where functions are reached, and scene after scene. It is played
through the services, as if people had done it on those days, and then the exercise's clock begins to run.
"""

import json
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from actors.models import Actor, ContactPoint, County, Municipality, Person
from coordination.exercises import (
    clocks,
    county_drills,
    county_process,
    county_scenarios,
    scenes,
    scenes_analysis,
    scenes_direction,
)
from coordination.exercises.accounts import ACCOUNTS, make_accounts, make_actors
from coordination.exercises.rounds import read
from coordination.exercises.story import Story, moment
from coordination.incidents.models import Incident, IncidentType, Notice
from coordination.incidents.services import open_incident
from coordination.situations.models import AnswerLink, QuestionSet

DATA: Final = Path(__file__).parent / "data"
FILES: Final = ("johannes.json", "dalarna.json", "vatten.json")
# Longer ones, loaded when somebody asks for them by name: `manage.py load_exercise johannes_elva_dygn`.
MORE: Final = ("johannes_inriktning", "johannes_elva_dygn", "lugn_vecka", "e22")

ACTS: Final = {**scenes.ACTS, **scenes_analysis.ACTS, **scenes_direction.ACTS}

Script = dict[str, Any]


@transaction.atomic
def load_all() -> list[str]:
    """Accounts, exercises, a county's process and its drills, each once, all or nothing. Returns a line about each."""
    made = make_accounts()
    lines = [f"{made} accounts made, {len(ACCOUNTS) - made} were there."]
    lines += [load(json.loads((DATA / name).read_text(encoding="utf-8"))) for name in FILES]
    return [*lines, county_process.load(), county_drills.load(), county_scenarios.load()]


@transaction.atomic
def load_more(name: str) -> list[str]:
    """One of the longer exercises, with the accounts that it needs."""
    make_accounts()
    return [load(script_of(name))]


def script_of(name: str) -> Script:
    """A story as its file tells it. One that continues another begins with all that happens there."""
    script: Script = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    if "continues" not in script:
        return script
    first = script_of(script["continues"])
    incident = {**first["incident"], **script["incident"]}
    return {**first, **script, "incident": incident, "scenes": [*first["scenes"], *script["scenes"]]}


def load(script: Script) -> str:
    """Play one exercise, unless it is there."""
    number, name = script["incident"]["number"], script["incident"]["name"]
    if Incident.objects.filter(number=number).exists():
        return f"{number} {name} is already loaded."
    make_actors(script.get("actors", []), script["incident"]["counties"][0])
    contacts(script["contacts"])
    story = open_story(script)
    for scene in script["scenes"]:
        clocks.at(story.incident, moment(scene["at"]))
        ACTS[scene["do"]](story, scene)
    close_post(story.incident)
    clocks.at(story.incident, moment(script["starts"]))
    played = f"{number} {name}: {len(script['scenes'])} scenes played"
    if script.get("ended", False):
        return f"{played}, it is over."
    clocks.let_run(story.incident)
    return f"{played}, its clock runs from {script['starts']}."


def open_story(script: Script) -> Story:
    wanted, opened = script["incident"], moment(script["incident"]["opened"])
    incident = open_incident(
        by=Person.objects.get(username=wanted["by"]),
        type=IncidentType.objects.get(key=wanted["type"]),
        name=wanted["name"],
        number=wanted["number"],
        lead=Actor.objects.get(key=wanted["lead"]),
        counties=County.objects.filter(code__in=wanted["counties"]),
        municipalities=Municipality.objects.filter(code__in=wanted["municipalities"]),
        is_exercise=True,
        is_fictitious=True,
        clock_scene=opened,
    )
    clocks.at(incident, opened)
    asked = QuestionSet.objects.as_made().filter(key=script["question_set"]).first()
    if asked is None:
        raise QuestionSet.DoesNotExist(script["question_set"])
    rounds = read(script["answers"]) if "answers" in script else {}
    return Story(incident=incident, asked=asked, lead=wanted["by"], rounds=rounds)


def contacts(rows: dict[str, list[str]]) -> None:
    """Function, number and mail of each actor. Numbers are of the series kept for fiction."""
    for key, (function, phone, email) in rows.items():
        ContactPoint.objects.get_or_create(
            actor=Actor.objects.get(key=key), function=function, defaults={"phone": phone, "email": email}
        )


def close_post(incident: Incident) -> None:
    """What the story says was sent is not sent again: only what happens from now on leaves the portal."""
    Notice.objects.filter(incident=incident, sent_at__isnull=True).update(sent_at=timezone.now())
    AnswerLink.objects.filter(incident=incident, sent_at__isnull=True).update(sent_at=timezone.now())
