"""Who leads a county's process is written to: that something waits there, and nothing of what it is."""

from collections.abc import Sequence

from actors.letters import post, post_once_a_day
from actors.models import ActorKind, LetterKind, Membership, Person
from actors.roles import Role
from processes.models import CountyProcess


def leaders_of(process: CountyProcess) -> Sequence[Person]:
    held = Membership.objects.now().filter(role=Role.PROCESS_LEADER, actor__kind=ActorKind.COUNTY_BOARD)
    rows = held.filter(actor__county=process.county_id, person__is_active=True).values("person_id")
    return list(Person.objects.filter(pk__in=rows).order_by("pk"))


def tell_late(people: Sequence[Person]) -> None:
    for person in people:
        post(person, LetterKind.DEADLINE)


def tell_waiting(people: Sequence[Person]) -> None:
    """Once a day at most: the page says how much there is."""
    for person in people:
        post_once_a_day(person, LetterKind.PROCESS)
