"""The portal's side: people, incidents and answers. Small things through the services, the many rows at once.

Prints as JSON what the bench must know to ask for pages: cookies, numbers, keys.
"""

import datetime
import json
import time
from types import SimpleNamespace
from typing import Any

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402  # apps come first
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from actors.models import Actor, ActorKind, County, Membership, Municipality, Person  # noqa: E402
from actors.roles import Role  # noqa: E402
from actors.services import give_role  # noqa: E402
from coordination.incidents import services as incidents  # noqa: E402
from coordination.incidents.clock import now_in  # noqa: E402
from coordination.incidents.models import Incident, IncidentType, Participant  # noqa: E402
from coordination.signing_in import sessions, strength  # noqa: E402
from coordination.situations import content as contents  # noqa: E402
from coordination.situations import headline  # noqa: E402
from coordination.situations.compiled import compiling  # noqa: E402
from coordination.situations.compiled.queue import queue_compilation  # noqa: E402
from coordination.situations.models import (  # noqa: E402
    Function,
    Input,
    QuestionSet,
    Recipient,
    Report,
    Request,
)
from coordination.situations.services import inputs, reports  # noqa: E402
from tests.bench import made_up  # noqa: E402

LONG_AGO = datetime.date(2020, 1, 1)
HOUR = datetime.timedelta(hours=1)
WRITERS = 50
SUBMISSIONS = {1: 2, made_up.FUNCTIONS: 60}
IMPACTS = """
INSERT INTO situations_impact (input_id, function_id, works, resources, load, proposed, grade, reason, trend,
                              confidence)
SELECT i.id, f.key, (f.value->>'works')::int, (f.value->>'resources')::int, (f.value->>'load')::int,
       (f.value->>'proposed')::int, (f.value->>'grade')::int, f.value->>'reason', f.value->>'trend',
       f.value->>'confidence'
FROM situations_input i, jsonb_each(i.content->'functions') f WHERE i.incident_id = %s
"""
RIGHTS = """
INSERT INTO incidents_incidentgroupright (permission_id, group_id, content_object_id)
SELECT permission_id, group_id, %s FROM incidents_incidentgroupright WHERE content_object_id = %s ON CONFLICT DO NOTHING
"""
RECIPIENTS = """
INSERT INTO situations_recipient (request_id, actor_id, opened_at, began_at, answered_at, postponed_note, unit)
SELECT r.id, a, r.as_of, r.as_of, r.as_of, '', ''
FROM situations_request r, unnest(%s::bigint[]) a WHERE r.incident_id = %s
"""
STANDINGS = """
INSERT INTO situations_standing (incident_id, actor_id, input_id)
SELECT incident_id, actor_id, id FROM situations_input WHERE request_id = %s
"""


def main() -> None:
    base = people_and_questions()
    facts: dict[str, Any] = {"cookie": cookie(base.duty), "sizes": {}}
    first = opened(base, "Storm", base.actors[: made_up.ACTORS])
    many_people(base.actors[: made_up.ACTORS])
    for rounds in (*made_up.ROUNDS, made_up.MOST_ROUNDS):
        incident = first if rounds == 1 else opened_like(base, first, f"Storm {rounds}", base.actors[: made_up.ACTORS])
        size = fill(base, incident, base.actors[: made_up.ACTORS], rounds)
        facts["sizes"][size] = {"number": incident.number, "pk": incident.pk}
    wide = opened(base, "Alla", [])
    everybody = base.actors[: made_up.MANY_ACTORS]
    join(base, wide, everybody)
    fill(base, wide, everybody, 1)
    facts["compile"] = {made_up.ACTORS: facts["sizes"][made_up.ACTORS]["pk"], made_up.MANY_ACTORS: wide.pk}
    facts["wide"] = wide.number
    (report,) = published(base, "Rapport", in_county(base))
    facts["report"] = f"/h/{report.incident.number}/rapporter/{report.number}/"
    forty = [*in_county(base), *base.actors[-made_up.ON_PAPER :]][: made_up.ON_PAPER]
    facts["paper"] = [report.pk for report in published(base, "Papper", forty, made_up.PRINTED)]
    base.writers = {actor.pk: writer(actor) for actor in base.actors[:WRITERS]}
    facts["submit"] = {count: to_submit(base, count) for count in (made_up.FUNCTIONS, 1)}
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print(json.dumps(facts))


def people_and_questions() -> SimpleNamespace:
    board = Actor.objects.get(kind=ActorKind.COUNTY_BOARD, county__code="21")
    duty = Person.objects.create(username="bench", name="Bench")
    for role in (Role.DUTY_OFFICER, Role.ANALYST, Role.CHAIR):
        give_role(person=duty, actor=board, role=role, starts=LONG_AGO)
    for number, key in enumerate(made_up.KEYS):
        Function.objects.create(key=key, name_sv=f"Funktion {number}", name_en=f"Function {number}", order=100 + number)
    former = QuestionSet.objects.get(key="lagesrapport", version=1)
    sets = {
        count: QuestionSet.objects.create(
            key="bench",
            version=count,
            name_sv="Bench",
            name_en="Bench",
            sections=former.sections,
            functions=made_up.KEYS[:count],
            source="bench",
        )
        for count in (1, made_up.FUNCTIONS)
    }
    kinds = [contents.clean(made_up.raw(kind), sets[made_up.FUNCTIONS]) for kind in range(made_up.KINDS)]
    return SimpleNamespace(
        board=board,
        duty=Person.objects.get(pk=duty.pk),
        sets=sets,
        kinds=kinds,
        actors=many_actors(),
        county=County.objects.get(code="21"),
        municipalities=list(Municipality.objects.filter(county_id="21")),
    )


def many_actors() -> list[Actor]:
    """Every municipality, and as many more as are needed."""
    there = list(Actor.objects.filter(kind=ActorKind.MUNICIPALITY).order_by("pk"))
    more = [
        Actor(
            key=f"bench-{number}",
            kind=ActorKind.OTHER,
            name=f"Aktör {number}",
            short=f"Aktör {number}",
            fictitious=True,
        )
        for number in range(made_up.MANY_ACTORS - len(there))
    ]
    return [*there, *Actor.objects.bulk_create(more)]


def many_people(actors: list[Actor]) -> None:
    """People of all the actors, each with a role: six for each of five hundred."""
    made = Person.objects.bulk_create(
        [Person(username=f"many-{number}", name=f"Person {number}") for number in range(made_up.PEOPLE)]
    )
    Membership.objects.bulk_create(
        [
            Membership(person=one, actor=actors[number % len(actors)], role=Role.REPORTER, starts=LONG_AGO)
            for number, one in enumerate(made)
        ]
    )


def cookie(person: Person) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "coordination.signing_in.doors.FrontDoor"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    # As somebody who has just signed in with two factors.
    session[sessions.OPENED] = session[sessions.SEEN] = time.time()
    session[strength.KEY] = {"method": strength.TOTP, "strong": True, "at": time.time()}
    session.create()
    return f"samlad={session.session_key}; {made_up.COOKIE}"


def opened(base: SimpleNamespace, name: str, actors: list[Actor]) -> Incident:
    incident = incidents.open_incident(
        by=base.duty,
        type=IncidentType.objects.get(key="storm"),
        name=name,
        lead=base.board,
        counties=[base.county],
        municipalities=base.municipalities,
    )
    if actors:
        incidents.invite(by=base.duty, incident=incident, actors=actors)
    return incident


def opened_like(base: SimpleNamespace, first: Incident, name: str, actors: list[Actor]) -> Incident:
    """With the same participants and the same rights."""
    incident = opened(base, name, [])
    join(base, incident, actors)
    with connection.cursor() as cursor:
        cursor.execute(RIGHTS, [incident.pk, first.pk])
    return incident


def join(base: SimpleNamespace, incident: Incident, actors: list[Actor]) -> None:
    now = now_in(incident)
    Participant.objects.bulk_create(
        [Participant(incident=incident, actor=actor, invited_at=now, invited_by=base.duty) for actor in actors]
    )


def fill(base: SimpleNamespace, incident: Incident, actors: list[Actor], rounds: int) -> int:
    """Each actor has answered each of the requests; the last answer is where it stands."""
    begin = now_in(incident) - rounds * HOUR
    asked = [ask(base, incident, number, begin + number * HOUR) for number in range(rounds)]
    patterns = [pattern(base, incident, asked[0], actors[kind], kind) for kind in range(made_up.KINDS)]
    keys = [actor.pk for actor in actors]
    with transaction.atomic(), connection.cursor() as cursor:
        # The rows refer to what was made above: their keys need not be checked a million times.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(RECIPIENTS, [keys, incident.pk])
        cursor.execute(inputs_like(), [keys, [one.pk for one in patterns], made_up.KINDS, incident.pk])
        cursor.execute(IMPACTS, [incident.pk])
        cursor.execute(STANDINGS, [asked[-1].pk])
    sent = Input.objects.filter(incident=incident).count()
    Incident.objects.filter(pk=incident.pk).update(last_receipt=sent)
    headline.note(
        incident,
        request=rounds,
        request_deadline=asked[-1].deadline.isoformat(),
        worst=5,
        answered=len(actors),
        asked=len(actors),
        silent=0,
    )
    return sent


def inputs_like() -> str:
    """One answer for each request and actor that has none, like one of the patterns but for its keys and times."""
    at = "r.as_of + make_interval(secs => a.n)"
    key = "concat(r.incident_id, '-', r.number, '-', a.n)"
    own = {
        "incident_id": "r.incident_id",
        "request_id": "r.id",
        "actor_id": "a.actor",
        "number": key,
        "content_hash": key,
        "submission_key": key,
        "saved_at": at,
        "submitted_at": at,
    }
    columns = [field.column for field in Input._meta.concrete_fields if not field.primary_key]
    values = [own.get(column, f't."{column}"') for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    return f"""
        INSERT INTO situations_input ({names}) SELECT {", ".join(values)}
        FROM situations_request r
        CROSS JOIN unnest(%s::bigint[]) WITH ORDINALITY a(actor, n)
        JOIN unnest(%s::bigint[]) WITH ORDINALITY p(pattern, kind) ON p.kind = 1 + (a.n + r.number) %% %s
        JOIN situations_input t ON t.id = p.pattern
        WHERE r.incident_id = %s ORDER BY r.number, a.n ON CONFLICT DO NOTHING
    """


def ask(
    base: SimpleNamespace, incident: Incident, number: int, at: datetime.datetime, functions: int = made_up.FUNCTIONS
) -> Request:
    return Request.objects.create(
        incident=incident,
        number=number + 1,
        question_set=base.sets[functions],
        purpose="Samlad lägesbild",
        asker=base.board,
        as_of=at,
        deadline=at + 30 * HOUR,
        sent_at=at,
        sent_by=base.duty,
    )


def pattern(base: SimpleNamespace, incident: Incident, asked: Request, actor: Actor, kind: int) -> Input:
    said = base.kinds[kind]
    overall, key = said["overall"], f"{incident.pk}-p-{kind}"
    return Input.objects.create(
        incident=incident,
        request=asked,
        actor=actor,
        author=base.duty,
        state="submitted",
        content=said,
        number=key,
        submission_key=key,
        grade=overall["grade"],
        proposed=overall["proposed"],
        trend=overall["trend"],
        confidence=overall["confidence"],
        summary=said["texts"]["summary"],
        saved_at=asked.as_of,
        submitted_at=asked.as_of,
        content_hash=key,
    )


def published(base: SimpleNamespace, name: str, actors: list[Actor], times: int = 1) -> list[Report]:
    """Reports, each replacing the one before, made as people make them."""
    incident = opened(base, name, actors)
    fill(base, incident, actors, 1)
    found = []
    for _number in range(times):
        reports.compile_now(by=base.duty, incident=incident)
        compiling.compile_incident(incident.pk)
        report = reports.open_report(by=base.duty, incident=incident)
        words = dict.fromkeys(
            ("summary", "assessment", "forecast", "support", "message"), f"{made_up.SENTENCE * 3} [1]"
        )
        reports.save_words(by=base.duty, report=report, revision=0, words=words)
        reports.send_to_review(by=base.duty, report=report)
        reports.publish_report(by=base.duty, report=report, revision=report.revision)
        found.append(report)
    return found


def in_county(base: SimpleNamespace) -> list[Actor]:
    return [actor for actor in base.actors if actor.county_id == "21" and actor.is_municipality]


def to_submit(base: SimpleNamespace, count: int) -> dict[str, Any]:
    """Requests that nobody has answered yet. To the first of them one officer has begun an answer."""
    actors = base.actors[:WRITERS]
    incident = opened(base, f"Svar {count}", actors)
    now = now_in(incident)
    asked = [ask(base, incident, number, now, count) for number in range(SUBMISSIONS[count])]
    Recipient.objects.bulk_create([Recipient(request=one, actor=actor) for one in asked for actor in actors])
    with transaction.atomic():
        queue_compilation(incident)
    by = base.writers[actors[0].pk][0]
    begun = inputs.open_draft(by=by, request=asked[0], actor=actors[0])
    inputs.save_draft(by=by, draft=begun, raw=made_up.raw(0, count), revision=0)
    return {
        "number": incident.number,
        "requests": [one.number for one in asked],
        "writers": [{"actor": actor.pk, "cookie": base.writers[actor.pk][1]} for actor in actors],
    }


def writer(actor: Actor) -> tuple[Person, str]:
    person = Person.objects.create(username=f"w{actor.pk}", name=f"Skriver för {actor.short}")
    give_role(person=person, actor=actor, role=Role.REPORTER, starts=LONG_AGO)
    person = Person.objects.get(pk=person.pk)
    return person, cookie(person)


if __name__ == "__main__":
    main()
