"""The incident as it is being played, and who plays."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from django.utils import timezone

from actors.models import Actor, Person
from coordination.direction.models import Cycle, Influence, Measure, Meeting, Need, Note, SystemIssue
from coordination.exercises.accounts import ACCOUNTS, account_of
from coordination.exercises.rounds import Line
from coordination.incidents.models import Incident, ResourceNeed, ResourceOffer
from coordination.situations.models import QuestionSet, Report, Request

Scene = dict[str, Any]


def moment(text: str) -> datetime:
    """A time as the file writes it: Swedish clock, without zone."""
    return timezone.make_aware(datetime.fromisoformat(text), timezone.get_default_timezone())


TIMES: Final = ("needed_by", "observed_at", "from_at", "until", "due", "follow_up_at", "situation_at", "values_until")


def words(scene: Scene, *names: str) -> dict[str, Any]:
    """What the scene says of these, with its times as times."""
    return {name: moment(scene[name]) if name in TIMES else scene[name] for name in names if name in scene}


@dataclass
class Story:
    """The incident as it is being played, and who plays."""

    incident: Incident
    asked: QuestionSet
    # The account that holds the incident together.
    lead: str = ""
    requests: dict[int, Request] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    report: Report | None = None
    sent: int = 0
    # Round -> the lines of the table beside the story.
    rounds: dict[int, list[Line]] = field(default_factory=dict)
    # Who answers by a link -> the address that its letters go to.
    letters: dict[str, str] = field(default_factory=dict)
    # What the story made on the way from picture to direction, by the names that its file gives them.
    cycle: Cycle | None = None
    notes: dict[str, Note] = field(default_factory=dict)
    needs: dict[str, Need] = field(default_factory=dict)
    issues: dict[str, SystemIssue] = field(default_factory=dict)
    influences: dict[str, Influence] = field(default_factory=dict)
    meetings: dict[str, Meeting] = field(default_factory=dict)
    resources: dict[str, ResourceNeed] = field(default_factory=dict)
    offers: dict[str, ResourceOffer] = field(default_factory=dict)

    @cached_property
    def people(self) -> dict[str, Person]:
        return {person.username: person for person in Person.objects.filter(is_demo=True)}

    @cached_property
    def actors(self) -> dict[str, Actor]:
        """By the account that speaks for it, or by its own key."""
        by_key = {actor.key: actor for actor in Actor.objects.all()}
        own = {account_of(key, key): actor for key, actor in by_key.items()}
        return {**by_key, **own, **{account.username: by_key[account.actor] for account in ACCOUNTS}}

    def who(self, scene: Scene) -> Person:
        return self.people[scene["by"]]

    def actor(self, scene: Scene) -> Actor:
        return self.actors[scene["actor"] if "actor" in scene else scene["by"]]

    def several(self, scene: Scene) -> list[Actor]:
        return [self.actors[name] for name in scene["actors"]]

    def questions(self, scene: Scene) -> QuestionSet:
        """The story's questions, unless the scene asks others."""
        named = (
            QuestionSet.objects.filter(key=scene["set"], owner=None).order_by("-version") if "set" in scene else None
        )
        return named[0] if named is not None else self.asked

    def request(self, scene: Scene) -> Request:
        return self.requests[scene["request"]]

    @property
    def open_cycle(self) -> Cycle:
        if self.cycle is None:
            raise ValueError("the story writes in a cycle before it has begun one")
        return self.cycle

    @property
    def open_report(self) -> Report:
        if self.report is None:
            raise ValueError("the story writes in a report before it has begun one")
        return self.report
