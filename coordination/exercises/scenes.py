"""What can happen in an exercise's story. Each act goes through the same services as the pages, by the account that
does it, at the time of its scene."""

import re
from collections.abc import Callable
from datetime import time, timedelta
from typing import Any, Final

from django.utils import timezone

from coordination.direction import services as direction
from coordination.exercises import clocks
from coordination.exercises.accounts import account_of
from coordination.exercises.answers import content_of, with_effect
from coordination.exercises.rounds import Line, written
from coordination.exercises.story import Scene, Story, moment
from coordination.incidents import services as incidents
from coordination.incidents.models import Audience, Visit
from coordination.situations.compiled import compiling
from coordination.situations.models import AnswerLink, Input, Report, Rhythm, RhythmKind
from coordination.situations.rounds.rhythm import Beat, send_due
from coordination.situations.services import afterwards, inputs, links, reports, requests, rhythms
from coordination.situations.services.links import Address
from coordination.situations.services.redaction import redact


def invite(story: Story, scene: Scene) -> None:
    incidents.invite(by=story.who(scene), incident=story.incident, actors=story.several(scene))


def phase(story: Story, scene: Scene) -> None:
    incidents.change_phase(by=story.who(scene), incident=story.incident, to=scene["to"], note=scene.get("note", ""))


def level(story: Story, scene: Scene) -> None:
    incidents.change_level(by=story.who(scene), incident=story.incident, level=scene["to"], note=scene.get("note", ""))


def log(story: Story, scene: Scene) -> None:
    incidents.write_line(
        by=story.who(scene),
        incident=story.incident,
        actor=story.actor(scene),
        text=scene["text"],
        happened_at=moment(scene["happened"]) if "happened" in scene else None,
        significant=scene.get("significant", False),
        mark=incidents.Mark(**scene["mark"]) if "mark" in scene else None,
    )


def ask(story: Story, scene: Scene) -> None:
    request = requests.send_request(
        by=story.who(scene),
        incident=story.incident,
        question_set=story.questions(scene),
        recipients=story.several(scene),
        addresses=[Address(name, email) for name, email in scene.get("links", {}).values()],
        purpose=scene["purpose"],
        legal_ground=scene.get("legal_ground", ""),
        as_of=moment(scene["as_of"]),
        deadline=moment(scene["deadline"]),
    )
    story.requests[request.number] = request
    story.letters |= {name: email for name, (_called, email) in scene.get("links", {}).items()}


def set_rhythm(story: Story, scene: Scene) -> None:
    """A request that comes again every week, on these weekdays at this time."""
    rhythms.make_rhythm(
        by=story.who(scene),
        incident=story.incident,
        question_set=story.questions(scene),
        recipients=story.several(scene),
        purpose=scene["purpose"],
        beat=Beat(RhythmKind.WEEKLY, tuple(scene["weekdays"]), time.fromisoformat(scene["at_clock"])),
        first=moment(scene["first"]),
        answer_minutes=scene["answer_minutes"],
        as_of_minutes=scene["as_of_minutes"],
    )


def beat(story: Story, scene: Scene) -> None:
    """What the machine does each minute: it sends what is due."""
    for row in Rhythm.objects.running().filter(incident=story.incident):
        request = send_due(row.pk)
        if request is not None:
            request.incident = story.incident
            story.requests[request.number] = request


def answer_by_link(story: Story, scene: Scene) -> None:
    """As the guest that the newest letter let in. The letter itself is not opened: only it holds the secret."""
    sent = AnswerLink.objects.filter(incident=story.incident, email=story.letters[scene["actor"]]).latest("pk")
    guest = sent.guest
    guest.is_active = True  # as its page does, in memory: no door opens to the account
    draft = inputs.open_draft(by=guest, request=story.request(scene), actor=sent.actor)
    done = inputs.submit_input(by=guest, draft=draft, key=_key(story), raw=content_of(scene, story.asked))
    links.note_used(sent, done)


def look(story: Story, scene: Scene) -> None:
    for actor in story.several(scene):
        requests.note_opened(request=story.request(scene), actor=actor)


def answer(story: Story, scene: Scene) -> None:
    draft = inputs.open_draft(
        by=story.who(scene), request=story.request(scene), actor=story.actor(scene), oral=scene.get("oral", False)
    )
    raw = with_effect(content_of(scene, story.asked), scene, draft.request.question_set)
    inputs.submit_input(by=story.who(scene), draft=draft, key=_key(story), raw=raw)


def unchanged(story: Story, scene: Scene) -> None:
    inputs.submit_unchanged(
        by=story.who(scene), request=story.request(scene), actor=story.actor(scene), key=_key(story)
    )


def play_round(story: Story, scene: Scene) -> None:
    """Every line of a round, each at its own time and by the one who does it."""
    for line in story.rounds[scene["request"]]:
        clocks.at(story.incident, moment(line["tid"]))
        HOW[line["hur"]](story, _scene_of(story, scene, line))


def _scene_of(story: Story, scene: Scene, line: Line) -> Scene:
    """A line as a scene. What was said on the telephone the duty officer writes down."""
    name, how = line["aktor"], line["hur"]
    oral = how == "muntlig"
    by = story.lead if oral or how == "lank" else account_of(story.actors[name].key, name)
    return {**written(line), "by": by, "actor": name, "request": scene["request"], "oral": oral, "reason": line["text"]}


def take_back(story: Story, scene: Scene) -> None:
    afterwards.withdraw_input(by=story.who(scene), sent=_answer_of(story, scene), reason=scene["reason"])


def _key(story: Story) -> str:
    story.sent += 1
    return f"{story.incident.number}:{story.sent}"


def write(story: Story, scene: Scene) -> None:
    draft = inputs.open_draft(by=story.who(scene), request=story.request(scene), actor=story.actor(scene))
    inputs.save_draft(by=story.who(scene), draft=draft, raw=content_of(scene, story.asked), revision=draft.revision)


def remind(story: Story, scene: Scene) -> None:
    requests.remind(by=story.who(scene), request=story.request(scene), actors=story.several(scene))


def read(story: Story, scene: Scene) -> None:
    for sent in Input.objects.standing().filter(incident=story.incident, read_at__isnull=True):
        sent.incident = story.incident
        afterwards.note_read(by=story.who(scene), sent=sent)


def gather(story: Story, scene: Scene) -> None:
    reports.compile_now(by=story.who(scene), incident=story.incident)
    compiling.compile_incident(story.incident.pk)


def begin_report(story: Story, scene: Scene) -> None:
    story.report = reports.open_report(by=story.who(scene), incident=story.incident)


def write_report(story: Story, scene: Scene) -> None:
    report = story.open_report
    reports.save_words(
        by=story.who(scene),
        report=report,
        revision=report.revision,
        words={name: cited(text, report) for name, text in scene["words"].items()},
        next_at=moment(scene["next"]),
    )


def cited(text: str, report: Report) -> str:
    """The text with [Bollnäs] turned into the number of that source in the report's compilation."""
    sources = report.compilation.body["sources"] if report.compilation else []
    numbers = {source["short"]: source["n"] for source in sources}
    return re.sub(r"\[([^\]\d]+)\]", lambda found: f"[{numbers[found[1]]}]", text)


def review(story: Story, scene: Scene) -> None:
    reports.send_to_review(by=story.who(scene), report=story.open_report)


def publish(story: Story, scene: Scene) -> None:
    report = story.open_report
    reports.publish_report(by=story.who(scene), report=report, revision=report.revision)
    story.report = None


def suggest(story: Story, scene: Scene) -> None:
    story.measures[scene["measure"]] = direction.suggest_measure(
        by=story.who(scene),
        incident=story.incident,
        owner=story.actor(scene),
        what=scene["what"],
        due=moment(scene["due"]),
    )


def progress(story: Story, scene: Scene) -> None:
    direction.update_measure(
        by=story.who(scene), measure=story.measures[scene["measure"]], to=scene.get("to"), note=scene.get("note", "")
    )


def draft_direction(story: Story, scene: Scene) -> None:
    draft = direction.draft_direction(by=story.who(scene), incident=story.incident)
    words: dict[str, Any] = {
        name: moment(value) if name in MOMENTS else value for name, value in scene["words"].items()
    }
    direction.edit_direction(by=story.who(scene), direction=draft, revision=draft.revision, **words)


def narrow(story: Story, scene: Scene) -> None:
    """The owner lets fewer read its answer to a request, and makes a redacted copy for the others."""
    by, sent = story.who(scene), _answer_of(story, scene)
    incidents.narrow(
        by=by,
        record=sent,
        audience=Audience.NAMED,
        actors=story.several(scene),
        reason=scene["reason"],
        legal_ground=scene["legal_ground"],
        until=timezone.now() + timedelta(days=scene["days"]),
    )
    redact(by=by, answer=sent, struck=scene["struck"])


def ask_access(story: Story, scene: Scene) -> None:
    asker = story.actors[scene["by"]]
    incidents.ask_for_access(by=story.who(scene), record=_answer_of(story, scene), asker=asker, reason=scene["reason"])


def _answer_of(story: Story, scene: Scene) -> Input:
    found = (
        Input.objects.standing()
        .select_related("actor", "request")
        .get(request=story.request(scene), actor=story.actor(scene))
    )
    found.incident = story.incident
    return found


def visit(story: Story, scene: Scene) -> None:
    Visit.objects.update_or_create(
        incident=story.incident, person=story.who(scene), defaults={"at": moment(scene["at"])}
    )


HOW: Final[dict[str, Callable[[Story, Scene], None]]] = {
    "svar": answer,
    "sen": answer,
    "rattelse": answer,
    "muntlig": answer,
    "lank": answer_by_link,
    "oforandrat": unchanged,
    "atertaget": take_back,
}
MOMENTS: Final = ("valid_from", "valid_to", "answer_by")
ACTS: Final[dict[str, Callable[[Story, Scene], None]]] = {
    "invite": invite,
    "phase": phase,
    "level": level,
    "log": log,
    "ask": ask,
    "rhythm": set_rhythm,
    "beat": beat,
    "look": look,
    "answer": answer,
    "round": play_round,
    "unchanged": unchanged,
    "write": write,
    "remind": remind,
    "read": read,
    "gather": gather,
    "begin report": begin_report,
    "write report": write_report,
    "review": review,
    "publish": publish,
    "suggest": suggest,
    "progress": progress,
    "draft direction": draft_direction,
    "narrow": narrow,
    "ask access": ask_access,
    "visit": visit,
}
