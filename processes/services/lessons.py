"""Lessons: seen, worded, given an owner and a date, done, and seen working the next time. Or put aside, with why."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from actors.models import Actor, ActorKind, Membership, Person
from actors.sight import as_machine
from journal.moves import move
from journal.permissions import require
from journal.record import record
from journal.refusals import Refused, RuleBroken
from processes.letters import leaders_of, tell_waiting
from processes.models import CountyProcess, Lesson, LessonSource, Observation
from processes.permissions import LEAD, VIEW
from processes.services.rules import hold_process, is_web, said
from processes.services.work import plan_work
from processes.states import WORK_MOVES, LessonState, WorkState


def of_board(person: Person, process: CountyProcess) -> bool:
    """Whether the person has a role in the county's own board."""
    boards = Membership.objects.now().filter(person=person, actor__kind=ActorKind.COUNTY_BOARD)
    return boards.filter(actor__county=process.county_id).exists()


def require_board(by: Person, process: CountyProcess) -> None:
    """The national level reads the county's lessons and adds none."""
    require(by, VIEW, process)
    if not of_board(by, process):
        raise Refused(_("Iakttagelser skrivs av länets egen länsstyrelse."))


def observe(
    *,
    by: Person,
    process: CountyProcess,
    source: str,
    observation: str,
    source_label: str = "",
    source_url: str = "",
    is_exercise: bool = False,
) -> Lesson:
    """What somebody of the county's own board has seen. It waits for its lesson."""
    require_board(by, process)
    return _note(
        by=by,
        process=process,
        actor=None,
        source=source,
        observation=observation,
        source_label=source_label,
        source_url=source_url,
        is_exercise=is_exercise,
    )


def observe_beside(
    *,
    by: Person,
    process: CountyProcess,
    actor: Actor,
    source: str,
    observation: str,
    source_label: str,
    source_url: str,
    is_exercise: bool,
) -> Lesson:
    """What an actor has seen that takes part beside the county. Who knows what it takes part in has asked for that
    right; the database asks for it again.
    """
    return _note(
        by=by,
        process=process,
        actor=actor,
        source=source,
        observation=observation,
        source_label=source_label,
        source_url=source_url,
        is_exercise=is_exercise,
    )


def _note(*, by: Person, process: CountyProcess, actor: Actor | None, source: str, **told: Any) -> Lesson:
    told["observation"] = said(told["observation"], _("Skriv vad du såg."))
    if source not in LessonSource.values:
        raise RuleBroken(_("Välj vad iakttagelsen kommer från."))
    _refuse_link(told["source_url"])
    with transaction.atomic():
        lesson = Lesson(
            process=process,
            number=_next_number(process),
            source=source,
            from_actor=actor,
            made_at=timezone.now(),
            made_by=by,
            **told,
        )
        with as_machine():  # who takes part does not lead the process, and adds this one kind of row to it
            lesson.save()
            if actor is not None:
                _keep_for(actor, lesson)
            tell_waiting([one for one in leaders_of(process) if one.pk != by.pk])
        record(lesson, "lesson.observed", by=by, to_state=LessonState.OBSERVED)
    return lesson


def _keep_for(actor: Actor, lesson: Lesson) -> None:
    """Its own copy, which it reads back: the lesson goes on as the county's."""
    Observation.objects.create(
        lesson=lesson,
        from_actor=actor,
        observation=lesson.observation,
        source_url=lesson.source_url,
        is_exercise=lesson.is_exercise,
        made_at=lesson.made_at,
    )


def _next_number(process: CountyProcess) -> int:
    hold_process(process)
    held = CountyProcess.objects.only("lessons_noted").get(pk=process.pk)
    held.lessons_noted += 1
    held.save(update_fields=["lessons_noted"])
    return held.lessons_noted


def word_lesson(*, by: Person, lesson: Lesson, text: str) -> None:
    """What the observation teaches. While nobody has taken it on, it can be worded anew."""
    require(by, LEAD, lesson.process)
    text = said(text, _("Skriv vad länet ska lära av iakttagelsen."))
    if lesson.state != LessonState.LESSON:
        move(lesson, LessonState.LESSON, by=by, lesson=text, put_aside_why="")
        return
    with transaction.atomic():
        hold_process(lesson.process)
        lesson.refresh_from_db(fields=["state"])
        if lesson.state != LessonState.LESSON:
            raise RuleBroken(_("Lärdomen har gått vidare. Läs om sidan och se vad som gäller nu."))
        lesson.lesson = text
        lesson.save(update_fields=["lesson"])
        record(lesson, "lesson.reworded", by=by)


def give_item(*, by: Person, lesson: Lesson, owner: Actor, due_on: datetime.date) -> None:
    """Somebody has taken it on until a day: an item of the county's work plan."""
    require(by, LEAD, lesson.process)
    if due_on < timezone.localdate():
        raise RuleBroken(_("Dagen har redan passerat. Sätt en som ligger framåt."))
    if owner.county_id not in (None, lesson.process.county_id):
        raise RuleBroken(_("Ägaren ska vara länets egen eller en nationell aktör."))
    with transaction.atomic():
        title = Truncator(" ".join((lesson.lesson or lesson.observation).split())).chars(200)
        item = plan_work(by=by, process=lesson.process, title=title, owner=owner, due_on=due_on)
        move(lesson, LessonState.ITEM, by=by, note=owner.name, owner=owner, due_on=due_on, item=item)


def done(*, by: Person, lesson: Lesson) -> None:
    """What was to be done is done, and so is its item. Whether it works is seen the next time."""
    with transaction.atomic():
        move(lesson, LessonState.DONE, by=by)
        _take_item(by, lesson, WorkState.DONE, done_on=timezone.localdate())


def learned(*, by: Person, lesson: Lesson, proof: str, proof_url: str = "") -> None:
    """It was seen working in a later exercise or incident, and this is where."""
    require(by, LEAD, lesson.process)
    proof = said(proof, _("Skriv i vilken övning eller händelse det sågs fungera."))
    _refuse_link(proof_url.strip())
    move(lesson, LessonState.LEARNED, by=by, note=proof, proof=proof, proof_url=proof_url.strip())


def put_aside(*, by: Person, lesson: Lesson, why: str) -> None:
    """Nothing more is done about it, and it says why. Its item is dropped for the same reason."""
    require(by, LEAD, lesson.process)
    why = said(why, _("Skriv varför den läggs åt sidan."))
    with transaction.atomic():
        move(lesson, LessonState.PUT_ASIDE, by=by, note=why, put_aside_why=why)
        _take_item(by, lesson, WorkState.DROPPED, remark=why)


def reopen(*, by: Person, lesson: Lesson, why: str) -> None:
    """It did not hold: the item is open again, with its owner and date."""
    require(by, LEAD, lesson.process)
    why = said(why, _("Skriv varför den öppnas igen."))
    with transaction.atomic():
        move(lesson, LessonState.ITEM, by=by, note=why, proof="", proof_url="")
        _take_item(by, lesson, WorkState.ONGOING, done_on=None)


def _take_item(by: Person, lesson: Lesson, to: str, **changes: Any) -> None:
    """The item goes along, where the work plan has not already taken it there."""
    item = lesson.item
    if item is None or item.state == to or (item.state, to) not in WORK_MOVES:
        return
    item.process = lesson.process
    move(item, to, by=by, **changes)


def _refuse_link(url: str) -> None:
    """An address of the portal itself, or one on the web."""
    if url and not is_web(url) and not (url.startswith("/") and not url.startswith(("//", "/\\")) and " " not in url):
        raise RuleBroken(_("Länken ska börja med https:// eller http://, eller vara en adress i Samlad."))
