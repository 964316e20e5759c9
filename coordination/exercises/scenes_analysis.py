"""What can happen in a story between the picture and a meeting: the loop, needs and parts in them, resources.

As in scenes.py each act goes through the services that the pages call, by the account that does it.
"""

from collections.abc import Callable
from typing import Any, Final

from coordination.direction import services as direction
from coordination.exercises.story import TIMES, Scene, Story, moment, words
from coordination.incidents.services import escalations, resources


def begin_cycle(story: Story, scene: Scene) -> None:
    story.cycle = direction.begin_cycle(by=story.who(scene), incident=story.incident)


def write_cycle(story: Story, scene: Scene) -> None:
    said: dict[str, Any] = {name: moment(value) if name in TIMES else value for name, value in scene["words"].items()}
    cycle = story.open_cycle
    story.cycle = direction.edit_cycle(by=story.who(scene), cycle=cycle, revision=cycle.revision, **said)


def close_cycle(story: Story, scene: Scene) -> None:
    following = moment(scene["next"]) if "next" in scene else None
    direction.close_cycle(by=story.who(scene), cycle=story.open_cycle, next_at=following)
    story.cycle = None


def note(story: Story, scene: Scene) -> None:
    """A fact, a question, an interpretation ... `of` is whose it is, `from_answer` the request it was told in."""
    more = words(scene, *TIMES, "reliability", "outlook", "horizon", "indicators", "balanced")
    row = direction.add_note(
        by=story.who(scene),
        incident=story.incident,
        kind=scene["kind"],
        text=scene["text"],
        actor=story.actors[scene["of"]] if "of" in scene else None,
        **more,
    )
    if "name" in scene:
        story.notes[scene["name"]] = row


def need(story: Story, scene: Scene) -> None:
    """A need. `serves` and `hinders` name others, `of_note` the fact that it was made of."""
    more = words(scene, *TIMES, "priority", "domain", "scope", "affected", "estimate", "consequence")
    more |= words(scene, "protection_value", "action_domain", "legal_basis")
    story.needs[scene["name"]] = direction.state_need(
        by=story.who(scene),
        incident=story.incident,
        kind=scene["kind"],
        title=scene["title"],
        actor=story.actors[scene["of"]] if "of" in scene else None,
        note=story.notes[scene["of_note"]] if "of_note" in scene else None,
        serves=[story.needs[name] for name in scene.get("serves", [])],
        hinders=[story.needs[name] for name in scene.get("hinders", [])],
        **more,
    )


def move_need(story: Story, scene: Scene) -> None:
    direction.move_need(by=story.who(scene), need=story.needs[scene["need"]], to=scene["to"])


def part(story: Story, scene: Scene) -> None:
    for name in scene["actors"]:
        direction.give_part(
            by=story.who(scene), need=story.needs[scene["need"]], actor=story.actors[name], part=scene["part"]
        )


def answer_part(story: Story, scene: Scene) -> None:
    direction.answer_part(
        by=story.who(scene),
        need=story.needs[scene["need"]],
        actor=story.actor(scene),
        takes=scene["takes"],
        reason=scene.get("reason", ""),
    )


def issue(story: Story, scene: Scene) -> None:
    story.issues[scene["name"]] = direction.raise_issue(
        by=story.who(scene),
        incident=story.incident,
        kind=scene["kind"],
        title=scene["title"],
        proposal=scene.get("proposal", ""),
        urgency=scene.get("urgency", "today"),
        needs=[story.needs[name] for name in scene.get("needs", [])],
        actors=story.several(scene) if "actors" in scene else [],
    )


def move_issue(story: Story, scene: Scene) -> None:
    direction.move_issue(
        by=story.who(scene), issue=story.issues[scene["issue"]], to=scene["to"], outcome=scene.get("outcome", "")
    )


def influence(story: Story, scene: Scene) -> None:
    story.influences[scene["name"]] = direction.plan_influence(
        by=story.who(scene),
        incident=story.incident,
        means=scene["means"],
        text=scene["text"],
        actors=story.several(scene),
        issue=story.issues.get(scene.get("issue", "")),
        **words(scene, "responsible", *TIMES),
    )


def answer_influence(story: Story, scene: Scene) -> None:
    direction.answer_influence(
        by=story.who(scene),
        influence=story.influences[scene["influence"]],
        actor=story.actor(scene),
        response=scene["response"],
        text=scene.get("text", ""),
    )


def lack(story: Story, scene: Scene) -> None:
    """An actor needs a resource."""
    story.resources[scene["name"]] = resources.need_resource(
        by=story.who(scene),
        incident=story.incident,
        actor=story.actor(scene),
        contact=scene.get("contact", "TiB, 070-174 06 10"),
        **words(scene, "what", "quantity", "unit", "where", "why", *TIMES),
    )


def offer(story: Story, scene: Scene) -> None:
    story.offers[scene["name"]] = resources.offer_resource(
        by=story.who(scene),
        need=story.resources[scene["resource"]],
        actor=story.actor(scene),
        quantity=scene["quantity"],
        contact=scene.get("contact", "TiB, 070-174 06 10"),
        note=scene.get("note", ""),
        **words(scene, *TIMES),
    )


def take_offer(story: Story, scene: Scene) -> None:
    resources.answer_offer(by=story.who(scene), offer=story.offers[scene["offer"]], accepts=scene.get("accepts", True))


def delivered(story: Story, scene: Scene) -> None:
    row = story.resources[scene["resource"]]
    row.refresh_from_db()
    row.incident = story.incident
    resources.note_delivered(by=story.who(scene), need=row, note=scene.get("note", ""))


def ask_upwards(story: Story, scene: Scene) -> None:
    """A formal request, sent."""
    by = story.who(scene)
    drafted = escalations.draft_escalation(
        by=by,
        incident=story.incident,
        to=scene["to"],
        addressee=scene["addressee"],
        needs=[story.resources[name] for name in scene["resources"]],
        tried=scene.get("tried", ""),
        legal_ground=scene.get("legal_ground", ""),
    )
    escalations.send_escalation(by=by, escalation=drafted)


ACTS: Final[dict[str, Callable[[Story, Scene], None]]] = {
    "begin cycle": begin_cycle,
    "write cycle": write_cycle,
    "close cycle": close_cycle,
    "note": note,
    "need": need,
    "move need": move_need,
    "part": part,
    "answer part": answer_part,
    "issue": issue,
    "move issue": move_issue,
    "influence": influence,
    "answer influence": answer_influence,
    "lack": lack,
    "offer": offer,
    "take offer": take_offer,
    "delivered": delivered,
    "ask upwards": ask_upwards,
}
