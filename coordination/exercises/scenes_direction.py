"""What can happen in a story from the meeting to the followed-up direction: meetings, positions, measures, effect.

As in scenes.py each act goes through the services that the pages call, by the account that does it.
"""

from collections.abc import Callable
from typing import Any, Final

from coordination.direction import escalating
from coordination.direction import services as direction
from coordination.direction.models import Direction, Measure, Meeting
from coordination.exercises.story import Scene, Story, moment, words
from coordination.situations.models import Input

MOMENTS: Final = ("valid_from", "valid_to", "answer_by")


def plan_meeting(story: Story, scene: Scene) -> None:
    """A meeting and what else is to stand on its agenda. What the one before has planned is written on."""
    by, starts_at = story.who(scene), moment(scene["starts"])
    said = words(scene, "reason", "form", "minutes_long", "where", "chair", "secretary")
    waits = Meeting.objects.filter(incident=story.incident, kind=scene["kind"], starts_at=starts_at).first()
    if waits is not None:
        waits.incident = story.incident
        made = direction.edit_meeting(by=by, meeting=waits, revision=waits.revision, **said)
    else:
        actors = story.several(scene) if "actors" in scene else None
        made = direction.plan_meeting(
            by=by,
            incident=story.incident,
            kind=scene["kind"],
            starts_at=starts_at,
            actors=actors,
            **({"form": "telephone"} | said),
        )
    story.meetings[scene["meeting"]] = made
    for row in scene.get("points", []):
        direction.add_point(
            by=by,
            meeting=made,
            kind=row["kind"],
            title=row["title"],
            proposal=row.get("proposal", ""),
            issue=story.issues.get(row.get("issue", "")),
        )


def call_meeting(story: Story, scene: Scene) -> None:
    direction.call_meeting(by=story.who(scene), meeting=_meeting(story, scene))


def coming(story: Story, scene: Scene) -> None:
    """Actors answer the call, each by its own account, and open the pack where the scene says so."""
    for name in scene["actors"]:
        actor, person = story.actors[name], story.people[name]
        meeting = _meeting(story, scene)
        direction.answer_call(
            by=person,
            meeting=meeting,
            actor=actor,
            coming=scene.get("coming", True),
            remark=scene.get("remark", ""),
        )
        if scene.get("opens", True):
            direction.note_opened(by=person, meeting=meeting, actor=actor)


def object_to(story: Story, scene: Scene) -> None:
    direction.object_to(
        by=story.who(scene), meeting=_meeting(story, scene), actor=story.actor(scene), text=scene["text"]
    )


def hold_meeting(story: Story, scene: Scene) -> None:
    """It begins, is minuted point by point, and its agreements are written down. It goes on until `end meeting`."""
    by, meeting = story.who(scene), _meeting(story, scene)
    direction.begin_meeting(by=by, meeting=meeting)
    there = {story.actors[name]: (True, "TiB") for name in scene["there"]}
    away = {story.actors[name]: (False, "") for name in scene.get("away", [])}
    direction.note_attendance(by=by, meeting=meeting, there=there | away)
    points = list(meeting.points.order_by("order", "pk"))
    for point, text in zip(points, scene["notes"], strict=False):
        if text:
            direction.note_point(by=by, point=point, revision=point.revision, notes=text)
    for row in scene.get("agreed", []):
        direction.resolve(
            by=by,
            meeting=meeting,
            text=row["text"],
            point=points[row["point"]] if "point" in row else None,
            actors=[story.actors[name] for name in row.get("actors", [])],
        )


def end_meeting(story: Story, scene: Scene) -> None:
    following = moment(scene["next"]) if "next" in scene else None
    direction.end_meeting(by=story.who(scene), meeting=_meeting(story, scene), next_at=following)


def approve_minutes(story: Story, scene: Scene) -> None:
    direction.approve_minutes(by=story.who(scene), meeting=_meeting(story, scene))


def _meeting(story: Story, scene: Scene) -> Meeting:
    """As it is now: acts before this one have moved it."""
    found = Meeting.objects.get(pk=story.meetings[scene["meeting"]].pk)
    found.incident = story.incident
    return found


def propose(story: Story, scene: Scene) -> None:
    direction.propose_direction(by=story.who(scene), direction=_open_direction(story))


def write_direction(story: Story, scene: Scene) -> None:
    """More words in the draft that is there."""
    draft = _open_direction(story)
    said: dict[str, Any] = {n: moment(value) if n in MOMENTS else value for n, value in scene["words"].items()}
    direction.edit_direction(by=story.who(scene), direction=draft, revision=draft.revision, **said)


def stand(story: Story, scene: Scene) -> None:
    """Actors take a position, each by its own account."""
    for name in scene["actors"]:
        direction.take_position(
            by=story.people[name],
            direction=_open_direction(story),
            actor=story.actors[name],
            stand=scene["stand"],
            reason=scene.get("reason", ""),
            own_body=scene.get("own_body", ""),
            own_body_at=moment(scene["own_body_at"]) if "own_body_at" in scene else None,
        )


def fix(story: Story, scene: Scene) -> None:
    direction.fix_direction(by=story.who(scene), direction=_open_direction(story))


def receive(story: Story, scene: Scene) -> None:
    """Actors have read the direction, have understood it, act on it."""
    held = _fixed(story)
    for name in scene["actors"]:
        if scene["reach"] == "seen":
            direction.note_seen(by=story.people[name], of=held, actor=story.actors[name])
        else:
            direction.receive(by=story.people[name], direction=held, actor=story.actors[name], reach=scene["reach"])


def later(story: Story, scene: Scene) -> None:
    direction.change_position(
        by=story.who(scene),
        direction=_fixed(story),
        actor=story.actor(scene),
        stand=scene["stand"],
        reason=scene["reason"],
        decision=scene.get("decision", ""),
        decision_url=scene.get("decision_url", ""),
    )


def assess(story: Story, scene: Scene) -> None:
    direction.assess(by=story.who(scene), direction=_fixed(story), verdict=scene["verdict"], text=scene["text"])


def escalate(story: Story, scene: Scene) -> None:
    """What the machine does each minute: who has not read in time has its deputies written to."""
    escalating.run()


def announce(story: Story, scene: Scene) -> None:
    direction.announce(
        by=story.who(scene),
        incident=story.incident,
        heading=scene["heading"],
        text=scene["text"],
        seen_within=scene.get("seen_within", 60),
    )


def suggest(story: Story, scene: Scene) -> None:
    """A measure that serves a need, waits for others, or was agreed in a meeting."""
    story.measures[scene["measure"]] = direction.suggest_measure(
        by=story.who(scene),
        incident=story.incident,
        owner=story.actor(scene),
        what=scene["what"],
        due=moment(scene["due"]),
        direction=_fixed(story) if scene.get("of_direction") else None,
        need=story.needs.get(scene.get("need", "")),
        depends_on=[Measure.objects.get(pk=story.measures[name].pk) for name in scene.get("waits_for", [])],
    )


def ground(story: Story, scene: Scene) -> None:
    """What the open direction rests on: the standing answers of these actors to a request."""
    asked = story.requests[scene["request"]]
    answers = Input.objects.standing().filter(request=asked, actor__in=story.several(scene))
    direction.rest_direction(by=story.who(scene), direction=_open_direction(story), answers=list(answers))


def _open_direction(story: Story) -> Direction:
    found = Direction.objects.filter(incident=story.incident).open().get()
    found.incident = story.incident
    return found


def _fixed(story: Story) -> Direction:
    found = Direction.objects.filter(incident=story.incident).fixed().get()
    found.incident = story.incident
    return found


ACTS: Final[dict[str, Callable[[Story, Scene], None]]] = {
    "plan meeting": plan_meeting,
    "call meeting": call_meeting,
    "coming": coming,
    "object": object_to,
    "hold meeting": hold_meeting,
    "end meeting": end_meeting,
    "approve minutes": approve_minutes,
    "propose": propose,
    "write direction": write_direction,
    "stand": stand,
    "fix": fix,
    "receive": receive,
    "later": later,
    "assess": assess,
    "escalate": escalate,
    "announce": announce,
    "suggest for": suggest,
    "ground": ground,
}
