"""Two counties with everything in them, each text with a canary of its own. Made by the portal's own services."""

import datetime
import hashlib
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from actors.models import Actor, ActorGroup, ContactPoint
from actors.roles import Role
from coordination.direction.models import Need, Stand
from coordination.direction.services import (
    add_note,
    add_point,
    announce,
    answer_call,
    answer_influence,
    answer_part,
    approve_minutes,
    assess,
    begin_cycle,
    begin_meeting,
    call_meeting,
    cancel_meeting,
    change_position,
    draft_direction,
    edit_cycle,
    edit_direction,
    end_meeting,
    fix_direction,
    give_part,
    move_issue,
    note_attendance,
    note_point,
    object_to,
    plan_influence,
    plan_meeting,
    propose_direction,
    raise_issue,
    receive,
    resolve,
    state_need,
    suggest_measure,
    take_position,
)
from coordination.exercises.drilling.services import cancel_drill, plan_drill
from coordination.incidents import services as incidents
from coordination.incidents.clock import now_in
from coordination.incidents.models import AccessRequest, IncidentType, Narrowing, Quarantine
from coordination.incidents.services.escalations import answer_escalation, draft_escalation, send_escalation
from coordination.incidents.services.resources import answer_offer, need_resource, offer_resource
from coordination.situations.compiled import compiling
from coordination.situations.models import WORDS, AnswerFile, Dispute, DisputeRule, QuestionSet
from coordination.situations.rounds.rhythm import Beat
from coordination.situations.services import afterwards, inputs, redaction, reports, requests, rhythms, stewarding
from processes import seed
from processes.models import CountyProcess
from processes.services import filing
from tests.conftest import fresh, person
from tests.led_exercise import lead_exercise
from tests.led_lessons import learn
from tests.led_process import lead
from tests.matrix.seats import Canary
from tests.processes import papers
from tests.situations.answers import answer

# What an address's search asks for: every canary begins with it.
PREFIX = "Kanarie"
# Numbers of which every sum of some is the sum of these and no others, in both counties.
FIRST_NUMBER = {True: 8009, False: 8011}


class Side(SimpleNamespace):
    """One county: its board, nine towns that take part, the incident, and what is in it by kind and state."""

    @property
    def number(self) -> str:
        return str(self.incident.number)


class World(SimpleNamespace):
    """`canaries` by word; `numbers` by figure."""

    def sing(self, side: Side, state: str, rule: str, owner: Actor, named: Any = (), printed: bool = False) -> str:
        word = f"{PREFIX}{len(self.canaries):03}{'x' if side.home else 'y'}q"
        pks = frozenset(actor.pk for actor in named)
        self.canaries[word] = Canary(word, state, rule, side, owner, pks, printed)
        return word

    def count(self, canary: Canary) -> int:
        home = canary.of.home
        figure = FIRST_NUMBER[home] * 2 ** sum(other.of.home == home for other in self.numbers.values())
        self.numbers[figure] = canary
        return figure


def build() -> World:
    world = World(canaries={}, numbers={})
    world.here, world.there = side(world, "21", home=True), side(world, "20", home=False)
    return world


def side(world: World, county: str, *, home: bool) -> Side:
    board = Actor.objects.get(kind="county_board", county=county)
    towns = list(Actor.objects.filter(kind="municipality", county=county).order_by("pk"))
    made = Side(home=home, board=board, towns=towns[:9], outsider=towns[9], things={})
    made.lena = person(f"lena.{county}", board, Role.DUTY_OFFICER)
    made.carl = person(f"carl.{county}", board, Role.CHAIR)
    made.authors = [person(f"author.{town.key}", town) for town in made.towns]
    opened(world, made)
    log_lines(world, made)
    answers(world, made)
    directed(world, made)
    lent(world, made)
    needed(world, made)
    looped(world, made)
    reported(world, made)
    met(world, made)
    around(world, made)
    filed(world, made)
    led(world, made)
    learnt(world, made)
    drilled(world, made)
    exercised(world, made)
    return made


def drilled(world: World, side: Side) -> None:
    """A drill that was to surprise the first town and was called off."""
    side.drill = plan_drill(by=fresh(side.lena), owner=side.board, actors=side.towns[:1], despite_incident=True)
    why = world.sing(side, "drill: called off", "drills", side.board)
    cancel_drill(by=fresh(side.lena), drill=side.drill, why=why)


def led(world: World, side: Side) -> None:
    """The county's own process, with a canary in every text that its leader writes."""

    def write(column: str) -> str:
        return world.sing(side, f"process: {column}", "process", side.board)

    side.led = lead(write, side.board, side.towns[0])


def learnt(world: World, side: Side) -> None:
    """What a town saw and what the county made of it, and what of that all read in the national library."""

    def sung(rule: str, owner: Actor) -> Any:
        return lambda column: world.sing(side, f"{rule}: {column}", rule, owner)

    town = side.towns[0]
    side.learnt = learn(
        sung("process", side.board),
        side.led,
        side.authors[0],
        town,
        side.incident,
        noted=sung("noted", town),
        released=sung("signed_in", side.board),
    )


def exercised(world: World, side: Side) -> None:
    """An exercise in the incident: its players know what has been played in, and nothing of what is to come."""
    # Who leads exercises sits at no seat: tests/playing let her read the rest.
    rules = {"exercises.inject.text": "participants"}

    def write(column: str) -> str:
        return world.sing(side, f"exercise: {column}", rules.get(column, "nobody"), side.board)

    made = lead_exercise(write, side.incident, side.board, side.towns[0])
    keep(side, "scenarios", "own", made.scenario)
    keep(side, "plays", "own", made.play)
    keep(side, "injects", "own", made.given)
    keep(side, "injects", "waiting", made.waiting)


def keep(side: Side, kind: str, state: str, row: Any) -> Any:
    side.things.setdefault(kind, []).append((state, row))
    return row


def opened(world: World, side: Side) -> None:
    # The national level reads the reports of the incident, and so its name.
    side.incident = incidents.open_incident(
        by=side.lena,
        type=IncidentType.objects.get(key="storm"),
        name=world.sing(side, "name", "reports", side.board),
        lead=side.board,
        counties=[side.board.county],
    )
    incidents.invite(by=fresh(side.lena), incident=side.incident, actors=side.towns)
    side.lena = fresh(side.lena)
    note = world.sing(side, "phase", "participants", side.board)
    incidents.change_phase(by=side.lena, incident=side.incident, to="handle", note=note)


def soon() -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=30)


def narrowed(world: World, side: Side, record: Any, owner: int, audience: str, actors: Any = ()) -> None:
    reason = world.sing(side, "narrowing's reason", "own", side.towns[owner])
    by = fresh(side.authors[owner])
    incidents.narrow(by=by, record=record, audience=audience, actors=actors, reason=reason, until=soon())


def hidden(world: World, side: Side, record: Any, owner: Actor) -> None:
    """Hidden by somebody who may read it and no more: the second town's author."""
    reason = world.sing(side, "quarantine's reason", "quarantiner", owner)
    incidents.quarantine(by=fresh(side.authors[1]), record=record, reason=reason)


def log_lines(world: World, side: Side) -> None:
    owner, other = side.towns[0], side.towns[1]

    def line(state: str, rule: str, named: Any = ()) -> Any:
        text = world.sing(side, f"log: {state}", rule, owner, named)
        by = fresh(side.authors[0])
        return keep(
            side,
            "loglines",
            state,
            incidents.write_line(by=by, incident=side.incident, actor=owner, text=text),
        )

    line("wide", "participants")
    narrowed(world, side, line("own", "own"), 0, "own")
    narrowed(world, side, line("named", "named", [other]), 0, "named", [other])
    hidden(world, side, line("quarantined", "nobody"), owner)
    national = line("national", "national")
    incidents.widen(by=fresh(side.authors[0]), record=national, audience="national", reason="Behövs nationellt")


def asked_for(world: World, side: Side, state: str, rule: str) -> Any:
    now = now_in(side.incident)
    return keep(
        side,
        "requests",
        state,
        requests.send_request(
            by=fresh(side.lena),
            incident=side.incident,
            question_set=QuestionSet.objects.first(),
            recipients=side.towns,
            purpose=world.sing(side, f"request: {state}", rule, side.board),
            as_of=now,
            deadline=now + datetime.timedelta(hours=2),
        ),
    )


def content(world: World, side: Side, state: str, rule: str, owner: Actor, *, printed: bool, **more: Any) -> dict:
    """An answer with a canary in its reason, its summary, its forecast, its need, and its figure."""

    def sing() -> str:
        return world.sing(side, f"answer: {state}", rule, owner, more.get("named", ()), printed)

    figure = world.count(world.canaries[sing()])
    need = dict.fromkeys(("what", "amount", "unit", "where", "needed_by", "consequence"), "")
    graded = {"works": 0, "resources": 0, "load": 0, "grade": 4, "trend": "same", "confidence": "confirmed"}
    return {
        "overall": {**graded, "reason": sing()},
        "functions": {"el": {"works": 0, "resources": 0, "load": 0, "grade": 3, "reason": sing()}},
        "numbers": {"households_without_power": figure},
        "texts": {"summary": sing(), "forecast": sing()},
        "needs": [need | {"what": sing()}],
    }


def said(world: World, side: Side, at: int, state: str, rule: str, *, named: Any = (), printed: bool = False) -> Any:
    town = side.towns[at]
    raw = content(world, side, state, rule, town, printed=printed, named=named)
    sent = answer(fresh(side.authors[at]), side.asked, town, raw)
    return bound(world, side, sent, state, rule, named=named)


def bound(world: World, side: Side, sent: Any, state: str, rule: str, *, named: Any = ()) -> Any:
    """The answer is kept, with a file whose words its readers alone may read."""
    data = world.sing(side, f"file of an answer: {state}", rule, sent.actor, named).encode()
    AnswerFile.objects.create(
        incident=sent.incident,
        actor=sent.actor,
        input=sent,
        question="attached_files",
        name="bilaga.txt",
        media_type="text/plain",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        data=data,
        added_by=sent.author,
        added_at=sent.saved_at,
    )
    return keep(side, "inputs", state, sent)


def answers(world: World, side: Side) -> None:
    side.asked = asked_for(world, side, "wide", "participants")
    other = side.towns[1]
    side.own = said(world, side, 0, "own", "own")
    narrowed(world, side, side.own, 0, "own")
    said(world, side, 1, "wide", "participants", printed=True)
    narrowed(world, side, said(world, side, 2, "named", "named", named=[other]), 2, "named", [other])
    gone = said(world, side, 3, "withdrawn and narrowed", "own")
    narrowed(world, side, gone, 3, "own")
    withdraw(world, side, gone, 3, "own")
    withdraw(world, side, said(world, side, 4, "withdrawn", "participants"), 4, "participants")
    side.bad = said(world, side, 5, "quarantined", "nobody")
    national = said(world, side, 6, "national", "national", printed=True)
    incidents.widen(by=fresh(side.authors[6]), record=national, audience="national", reason="Behövs nationellt")
    redacted(world, side)
    guarded(world, side)
    drafted(world, side)
    back = world.sing(side, "question back", "participants", side.board)
    wide = side.things["inputs"][1][1]
    afterwards.ask_back(by=fresh(side.lena), sent=wide, question=back)
    said_back = world.sing(side, "answer in the thread", "thread", side.towns[1])
    afterwards.reply(by=fresh(side.authors[1]), sent=wide, text=said_back)
    afterwards.ask_back(by=fresh(side.lena), sent=wide, question=back)
    weighed = world.sing(side, "weighed", "participants", side.towns[1])
    stewarding.weigh(by=fresh(side.lena), sent=wide, weighed="likely", note=weighed)
    apart(side)


def apart(side: Side) -> None:
    """Two answers that all may read go apart."""
    rule = DisputeRule.objects.get(key="injured")
    row = Dispute.objects.create(incident=side.incident, rule=rule, about="0000", found_at=now_in(side.incident))
    for _state, one in side.things["inputs"][1:3]:
        row.sides.create(input=one, path="numbers.injured")
    keep(side, "disputes", "wide", row)


def withdraw(world: World, side: Side, sent: Any, at: int, rule: str) -> None:
    reason = world.sing(side, "withdrawal's reason", rule, side.towns[at])
    sent.refresh_from_db()
    afterwards.withdraw_input(by=fresh(side.authors[at]), sent=sent, reason=reason)


def redacted(world: World, side: Side) -> None:
    """All that it says is struck, but one reason that all may read."""
    town, by = side.towns[7], side.authors[7]
    raw = content(world, side, "redacted", "own", town, printed=False)
    raw["texts"]["consequences"] = ""
    raw["functions"]["el"]["reason"] = world.sing(side, "left in the redacted copy", "participants", town)
    sent = bound(world, side, answer(fresh(by), side.asked, town, raw), "redacted", "own")
    narrowed(world, side, sent, 7, "own")
    sent.refresh_from_db()
    struck = [path for path in redaction.strikable(sent.content) if path != "functions.el.reason"]
    redaction.redact(by=fresh(by), answer=sent, struck=struck)


def guarded(world: World, side: Side) -> None:
    """The answer is all participants', one field its owner's alone, one the county board's too."""
    town = side.towns[8]
    raw = content(world, side, "with guarded fields", "participants", town, printed=True)
    raw["texts"]["forecast"] = world.sing(side, "guarded field: own", "own", town)
    raw["texts"]["summary"] = world.sing(side, "guarded field: named", "named", town, [side.board])
    raw["guards"] = {"texts": {"forecast": "own", "summary": "named"}}
    bound(world, side, answer(fresh(side.authors[8]), side.asked, town, raw), "guarded", "participants")


def drafted(world: World, side: Side) -> None:
    """The first town has begun its answer to another request, and the second a correction."""
    second = asked_for(world, side, "answered by drafts", "participants")
    for at, request in ((0, second), (1, side.asked)):
        by, town = fresh(side.authors[at]), side.towns[at]
        draft = inputs.open_draft(by=by, request=request, actor=town)
        raw = content(world, side, "draft", "drafts", town, printed=False)
        inputs.save_draft(by=by, draft=draft, raw=raw, revision=draft.revision)
        bound(world, side, draft, "draft", "drafts")
    hidden(world, side, asked_for(world, side, "quarantined", "nobody"), side.board)


def wording(world: World, side: Side, state: str, rule: str) -> Any:
    draft = draft_direction(by=fresh(side.lena), incident=side.incident)
    now = now_in(side.incident)
    words = {
        name: world.sing(side, f"direction: {state}", rule, side.board)
        for name in ("purpose", "intended", "message", "follow_up", "effect_question")
    }
    edit_direction(
        by=fresh(side.lena),
        direction=draft,
        revision=draft.revision,
        answer_by=now + datetime.timedelta(hours=1),
        valid_to=now + datetime.timedelta(hours=24),
        protection_values=["life"],
        goals=[world.sing(side, f"direction: {state}", rule, side.board)],
        **words,
    )
    return keep(side, "directions", state, draft)


def measure(world: World, side: Side, state: str, rule: str) -> Any:
    return keep(
        side,
        "measures",
        state,
        suggest_measure(
            by=fresh(side.lena),
            incident=side.incident,
            owner=side.towns[0],
            what=world.sing(side, f"measure: {state}", rule, side.board),
            due=now_in(side.incident) + datetime.timedelta(hours=3),
        ),
    )


def directed(world: World, side: Side) -> None:
    measure(world, side, "wide", "participants")
    first = wording(world, side, "wide", "participants")
    propose_direction(by=fresh(side.lena), direction=first)
    reason = world.sing(side, "position", "participants", side.towns[0])
    stood = take_position(
        by=fresh(side.authors[0]), direction=first, actor=side.towns[0], stand=Stand.RESERVATION, reason=reason
    )
    keep(side, "positions", "wide", stood)
    fix_direction(by=fresh(side.carl), direction=first)
    reached = receive(by=fresh(side.authors[0]), direction=first, actor=side.towns[0], reach="understood")
    keep(side, "receptions", "wide", reached)
    afterwards_said(world, side, first)
    second = wording(world, side, "quarantined", "nobody")
    propose_direction(by=fresh(side.lena), direction=second)
    hidden(world, side, second, side.board)
    wording(world, side, "draft", "proposers")
    # A measure is its taker's, and so is the word about why it is hidden.
    hidden(world, side, measure(world, side, "quarantined", "nobody"), side.towns[0])


def lacking(world: World, side: Side, state: str, rule: str) -> Any:
    """The first town lacks ten of something; each text of it sings."""
    texts = {
        name: world.sing(side, f"need: {state}", rule, side.towns[0])
        for name in ("what", "unit", "where", "contact", "why")
    }
    need = need_resource(
        by=fresh(side.authors[0]),
        incident=side.incident,
        actor=side.towns[0],
        quantity=10,
        from_at=now_in(side.incident),
        **texts,
    )
    return keep(side, "lacks", state, need)


def offering(world: World, side: Side, state: str, rule: str, need: Any, at: int) -> Any:
    town = side.towns[at]
    offer = offer_resource(
        by=fresh(side.authors[at]),
        need=need,
        actor=town,
        quantity=2,
        from_at=now_in(side.incident),
        contact=world.sing(side, f"offer: {state}", rule, town),
        note=world.sing(side, f"offer: {state}", rule, town),
    )
    return keep(side, "offers", state, offer)


def upwards(world: World, side: Side, state: str, rule: str, need: Any) -> Any:
    row = draft_escalation(
        by=fresh(side.lena),
        incident=side.incident,
        to="neighbour",
        needs=[need],
        **{
            name: world.sing(side, f"escalation: {state}", rule, side.board)
            for name in ("addressee", "tried", "legal_ground")
        },
    )
    return keep(side, "escalations", state, row)


def lent(world: World, side: Side) -> None:
    """A need with an offer that is accepted and one that is hidden; requests sent, drafted and hidden."""
    need = lacking(world, side, "wide", "participants")
    accepted = offering(world, side, "wide", "participants", need, 1)
    reply = world.sing(side, "offer's reply", "participants", side.towns[0])
    answer_offer(by=fresh(side.authors[0]), offer=accepted, accepts=True, note=reply)
    hidden(world, side, offering(world, side, "quarantined", "nobody", need, 2), side.towns[2])
    sent = upwards(world, side, "published", "participants", need)
    send_escalation(by=fresh(side.lena), escalation=sent)
    reply = world.sing(side, "escalation's reply", "participants", side.board)
    answer_escalation(by=fresh(side.lena), escalation=sent, reply=reply)
    upwards(world, side, "draft", "writers", need)
    hidden(world, side, lacking(world, side, "quarantined", "nobody"), side.towns[0])
    gone = upwards(world, side, "quarantined", "nobody", need)
    send_escalation(by=fresh(side.lena), escalation=gone)
    hidden(world, side, gone, side.board)


def afterwards_said(world: World, side: Side, direction: Any) -> None:
    """What comes after a direction is fixed: a new position, a judgement, an important message, each twice."""
    owner, by = side.towns[0], side.authors[0]
    for state, rule in (("wide", "participants"), ("quarantined", "nobody")):

        def sing(what: str, state: str = state, rule: str = rule) -> str:
            return world.sing(side, f"{what}: {state}", rule, owner if what == "later position" else side.board)

        later = change_position(
            by=fresh(by),
            direction=direction,
            actor=owner,
            stand=Stand.BEHIND,
            reason=sing("later position"),
            decision=sing("later position"),
            decision_url=f"https://beslut.example/{sing('later position')}",
        )
        judged = assess(by=fresh(side.lena), direction=direction, verdict="not", text=sing("assessment"))
        told = announce(
            by=fresh(side.lena), incident=side.incident, heading=sing("announcement"), text=sing("announcement")
        )
        reached = receive(by=fresh(by), announcement=told, actor=owner, reach="understood")
        keep(side, "receptions", state, reached)
        for kind, row in (("laterpositions", later), ("assessments", judged), ("announcements", told)):
            keep(side, kind, state, row)
            if state == "quarantined":
                hidden(world, side, row, row.owner_actor)


def a_need(side: Side, title: str) -> Need:
    """The next one, by the machine: who writes needs is another story."""
    number = Need.objects.filter(incident=side.incident).count() + 1
    return Need.objects.create(
        incident=side.incident, number=number, kind="help", title=title, state="new", made_at=now_in(side.incident),
        made_by=side.lena,
    )  # fmt: skip


def needed(world: World, side: Side) -> None:
    """A need with an actor's no to it, and an issue about it that is settled: one that all read, one in quarantine."""
    for state, rule in (("wide", "participants"), ("quarantined", "nobody")):
        need = a_need(side, world.sing(side, f"need: {state}", rule, side.board))
        keep(side, "parted needs", state, need)
        give_part(by=fresh(side.lena), need=need, actor=side.towns[0], part="responsible")
        no = world.sing(side, f"part in a need: {state}", rule, side.towns[0])
        part = answer_part(by=fresh(side.authors[0]), need=need, actor=side.towns[0], takes=False, reason=no)
        keep(side, "parts", state, part)
        title, proposal, outcome = (world.sing(side, f"system issue: {state}", rule, side.board) for _ in range(3))
        issue = raise_issue(
            by=fresh(side.lena), incident=side.incident, kind="gap", title=title, proposal=proposal, needs=[need]
        )
        move_issue(by=fresh(side.lena), issue=issue, to="settled", outcome=outcome)
        keep(side, "issues", state, issue)
        if state == "quarantined":
            hidden(world, side, need, side.board)
            hidden(world, side, issue, side.board)


def meeting(world: World, side: Side, state: str, rule: str, hours: int) -> Any:
    """Planned, with a point that a town has raised."""
    names = ("reason", "where", "chair", "secretary")
    row = plan_meeting(
        by=fresh(side.lena),
        incident=side.incident,
        kind="isf",
        form="telephone",
        starts_at=now_in(side.incident) + datetime.timedelta(hours=hours),
        **{name: world.sing(side, f"meeting: {state}", rule, side.board) for name in names},
    )
    point = add_point(
        by=fresh(side.authors[0]),
        meeting=row,
        kind="need",
        title=world.sing(side, f"point: {state}", rule, side.towns[0]),
        proposal=world.sing(side, f"point: {state}", rule, side.towns[0]),
        raised_by=side.towns[0],
    )
    keep(side, "points", state, point)
    return keep(side, "meetings", state, row)


def called(world: World, side: Side, state: str, rule: str, hours: int) -> Any:
    """Called, with what a town has answered and has against it."""
    row = meeting(world, side, state, rule, hours)
    keep(side, "packs", state, call_meeting(by=fresh(side.lena), meeting=row))
    town, by = side.towns[0], fresh(side.authors[0])
    remark = world.sing(side, f"call: {state}", rule, town)
    answer_call(by=by, meeting=row, actor=town, coming=True, remark=remark)
    text = world.sing(side, f"objection: {state}", rule, town)
    keep(side, "objections", state, object_to(by=by, meeting=row, actor=town, text=text))
    return row


def met(world: World, side: Side) -> None:
    """One is planned, one called, one hidden, one cancelled; one is held and its minutes are approved."""
    meeting(world, side, "planned", "participants", 5)
    called(world, side, "wide", "participants", 6)
    # The town owns what it said in the meeting, and reads why that is hidden with it.
    reason = world.sing(side, "quarantine's reason", "named", side.board, [side.towns[0]])
    bad = called(world, side, "quarantined", "nobody", 7)
    incidents.quarantine(by=fresh(side.authors[1]), record=bad, reason=reason)
    off = meeting(world, side, "cancelled", "participants", 8)
    cancel_meeting(
        by=fresh(side.lena), meeting=off, why=world.sing(side, "meeting: why not", "participants", side.board)
    )
    row, by = called(world, side, "approved", "participants", 9), fresh(side.lena)
    begin_meeting(by=by, meeting=row)
    point = row.points.first()
    note_point(by=by, point=point, revision=0, notes=world.sing(side, "minutes", "participants", side.board))
    through = world.sing(side, "attendance", "participants", side.board)
    note_attendance(by=by, meeting=row, there={side.towns[0]: (True, through)})
    text = world.sing(side, "resolution", "participants", side.board)
    keep(side, "resolutions", "wide", resolve(by=by, meeting=row, text=text, point=point, actors=[side.towns[0]]))
    end_meeting(by=by, meeting=row)
    approve_minutes(by=fresh(side.carl), meeting=row)


def looped(world: World, side: Side) -> None:
    """Two cycles, the first in quarantine; notes, needs and influence, of each one for all and one for nobody."""
    lena = fresh(side.lena)

    def sung(what: str, state: str, rule: str) -> str:
        return world.sing(side, f"{what}: {state}", rule, side.board)

    for state, rule in (("quarantined", "nobody"), ("wide", "participants")):
        cycle = begin_cycle(by=lena, incident=side.incident)
        texts = {name: sung("cycle", state, rule) for name in ("principle", "forgotten", "effect", "endurance")}
        edit_cycle(by=lena, cycle=cycle, revision=cycle.revision, protection_values=["life"], **texts)
        keep(side, "cycles", state, cycle)
        said = {"by": lena, "incident": side.incident}
        note = add_note(**said, kind="fact", text=sung("note", state, rule))
        more = add_note(
            **said,
            kind="scenario",
            outlook="worst",
            text=sung("note", state, rule),
            indicators=sung("note", state, rule),
        )
        need = state_need(**said, kind="help", title=sung("need", state, rule), consequence=sung("need", state, rule))
        asked = plan_influence(**said, means="ask", text=sung("influence", state, rule), actors=side.towns[:1])
        reply = sung("reply", state, rule)
        answer_influence(
            by=fresh(side.authors[0]), influence=asked, actor=side.towns[0], response="declined", text=reply
        )
        for kind, row in (("notes", note), ("notes", more), ("needs", need), ("influences", asked)):
            keep(side, kind, state, row)
        if rule == "nobody":
            for row in (cycle, note, more, need, asked):
                hidden(world, side, type(row).objects.get(pk=row.pk), side.board)


def words(world: World, side: Side, state: str, rule: str) -> dict[str, str]:
    return {name: world.sing(side, f"report: {state}", rule, side.board) for name in WORDS}


def written(world: World, side: Side, state: str, rule: str) -> Any:
    reports.compile_now(by=fresh(side.lena), incident=side.incident)
    compiling.compile_incident(side.incident.pk)
    report = reports.open_report(by=fresh(side.lena), incident=side.incident)
    reports.save_words(
        by=fresh(side.lena), report=report, revision=report.revision, words=words(world, side, state, rule)
    )
    return report


def publish(world: World, side: Side, state: str, rule: str) -> Any:
    report = written(world, side, state, rule)
    reports.send_to_review(by=fresh(side.lena), report=report)
    reports.publish_report(by=fresh(side.lena), report=report, revision=report.revision)
    return keep(side, "reports", state, report)


def reported(world: World, side: Side) -> None:
    """The first is withheld because of what was hidden since; the second holds; the third is being written."""
    publish(world, side, "quarantined", "nobody")
    hidden(world, side, side.bad, side.bad.actor)
    publish(world, side, "published", "reports")
    side.draft = written(world, side, "draft", "writers")
    reports.send_to_review(by=fresh(side.lena), report=side.draft)
    note = world.sing(side, "report: returned", "writers", side.board)
    reports.return_report(by=fresh(side.lena), report=side.draft, note=note)
    keep(side, "reports", "draft", side.draft)


def comes_again(world: World, side: Side) -> None:
    """A rhythm whose next sending is put off, and a town that says that its answer comes later."""
    first = now_in(side.incident) + datetime.timedelta(hours=3)
    row = rhythms.make_rhythm(
        by=fresh(side.lena),
        incident=side.incident,
        question_set=QuestionSet.objects.first(),
        recipients=side.towns,
        purpose=world.sing(side, "rhythm: purpose", "participants", side.board),
        beat=Beat("hours", every_hours=6),
        first=first,
        answer_minutes=60,
    )
    note = world.sing(side, "rhythm: put off", "participants", side.board)
    rhythms.put_off(by=fresh(side.lena), row=row, to=first + datetime.timedelta(hours=1), note=note)
    keep(side, "rhythms", "wide", row)
    asked = side.things["requests"][1][1]
    requests.postpone_answer(
        by=fresh(side.authors[0]),
        request=asked,
        actor=side.towns[0],
        to=asked.deadline + datetime.timedelta(hours=1),
        note=world.sing(side, "answer later", "participants", side.towns[0]),
    )


def filed(world: World, side: Side) -> None:
    """Documents of the county's process: one that waits for the reviewer, and one that everybody may read."""
    seed.load_all()
    agency = Actor.objects.get(kind="national_agency")
    leader = person(f"leader.{side.board.key}", side.board, Role.PROCESS_LEADER)
    reviewer = person(f"reviewer.{side.board.key}", agency, Role.REVIEWER)
    process = CountyProcess.objects.get(county=side.board.county_id)

    def one(state: str, title: str, name: str) -> Any:
        document = filing.file_document(by=leader, process=process, kind="annex", title=title)
        made = filing.add_version(by=leader, document=document, name=name, data=papers.pdf(title=title))
        filing.submit_version(by=leader, version=made)
        return keep(side, "versions", state, made)

    secret = world.sing(side, "document that waits", "process", side.board)
    one("own", secret, world.sing(side, "file that waits", "process", side.board))
    open_to_all = one("published", "Bilaga", "bilaga.pdf")
    filing.judge_version(by=reviewer, version=open_to_all, publish=True)


def around(world: World, side: Side) -> None:
    """Asking for access, where somebody is reached, groups of actors; and what the acts above left."""
    owner, other = side.towns[0], side.towns[1]
    why = world.sing(side, "access: reason", "named", owner, [other])
    side.own.refresh_from_db()
    incidents.ask_for_access(by=fresh(side.authors[1]), record=side.own, asker=other, reason=why)
    comes_again(world, side)
    side.point = ContactPoint.objects.create(
        actor=owner, function=world.sing(side, "contact", "contacts", owner), phone="0270-00 00 00"
    )
    side.group = ActorGroup.objects.create(owner=side.board, name=world.sing(side, "group", "groups", side.board))
    side.group.members.set([owner])
    for kind, model in (("narrowings", Narrowing), ("access", AccessRequest), ("quarantines", Quarantine)):
        rows = model.objects.filter(incident=side.incident).order_by("pk")
        side.things[kind] = [("own", row) for row in rows]
