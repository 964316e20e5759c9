"""Which rows of which table the person that the transaction names may see, write and change: the whole second wall.

Where the code above errs, this still holds. Tables that are not here hold no incident's content: reference data, public
pages, people, roles, sessions.
"""

from dataclasses import dataclass
from typing import Final

NEVER: Final = "false"


@dataclass(frozen=True)
class Wall:
    """SQL conditions on a row. `add` and `change` are `see` where nothing else is said; removing must be said."""

    see: str
    add: str = ""
    change: str = ""
    remove: str = NEVER


def incidents(*rights: str) -> str:
    """The keys of the incidents on which the person has one of the rights: found once for each statement."""
    named = ", ".join(f"'{right}'" for right in rights)
    return f"ANY ((SELECT samlad_incidents({named}))::bigint[])"


def processes(*rights: str) -> str:
    """The keys of the counties' processes on which the person has one of the rights."""
    named = ", ".join(f"'{right}'" for right in rights)
    return f"ANY ((SELECT samlad_processes({named}))::bigint[])"


def inside(table: str, key: str, which: str = "true") -> str:
    """The row belongs to another that is walled itself, by its own rule."""
    return f"EXISTS (SELECT 1 FROM {table} above WHERE above.id = {key} AND {which})"  # noqa: S608  # nosec B608  # names from this file


def exists(rows: str) -> str:
    return f"EXISTS (SELECT 1 FROM {rows})"  # noqa: S608  # nosec B608  # names from this file


VIEW: Final = f"incident_id = {incidents('view_incident')}"
READ: Final = f"incident_id = {incidents('view_incident', 'read_reports')}"
WRITE: Final = f"incident_id = {incidents('write_report', 'approve_report')}"
ASK: Final = f"incident_id = {incidents('ask')}"
PROPOSE: Final = f"incident_id = {incidents('propose_direction')}"
CONTROL: Final = f"incident_id = {incidents('control_exercise')}"
EXERCISES: Final = "ANY ((SELECT samlad_exercises())::bigint[])"
DRILLS: Final = "ANY ((SELECT samlad_drills())::bigint[])"
MINE: Final = "ANY ((SELECT samlad_actors())::bigint[])"
# An incident of one's board that one may open: an exercise of it, who leads its exercises too.
LEADING: Final = (
    "(lead_id = ANY ((SELECT samlad_leads())::bigint[]) "
    "OR (is_exercise AND lead_id = ANY ((SELECT samlad_exercises())::bigint[])))"
)
OWN: Final = "person_id = (SELECT samlad_person())"

# The machine's own steps within a person's request (actors.sight.as_machine) look past audience and quarantine, and
# never past the incident: a person of another county gets nothing through this door.
DOOR: Final = "(SELECT current_setting('samlad.door', true)) = 'machine'"
# What follows by rule when something goes into quarantine: also when the one who saw it reads reports only.
MACHINE: Final = f"({DOOR} AND {READ})"

FOLLOW: Final = f"process_id = {processes('view_countyprocess', 'review_countyprocess')}"
LEAD_IT: Final = f"process_id = {processes('lead_countyprocess')}"
REVIEW_IT: Final = f"process_id = {processes('review_countyprocess')}"
PUBLISHED: Final = (
    "EXISTS (SELECT 1 FROM processes_documentversion one WHERE one.document_id = processes_document.id "
    "AND one.state = 'published')"
)
# The county board whose county's process the person follows.
FOLLOWED: Final = (
    "owner_id IN (SELECT board.id FROM actors_actor board JOIN processes_countyprocess followed "  # noqa: S608  # nosec B608
    "ON followed.county_id = board.county_id "
    f"WHERE followed.id = {processes('view_countyprocess', 'review_countyprocess')})"
)
MEASURED: Final = "above.state = 'measured'"
LED: Final = f"({LEAD_IT} OR {REVIEW_IT} OR {DOOR})"

# An observation and no more than that: nothing of what its county makes of it comes in this way.
NOTED: Final = (
    "state = 'observed' AND made_by_id = (SELECT samlad_person()) AND lesson = '' AND put_aside_why = '' "
    "AND proof = '' AND owner_id IS NULL AND item_id IS NULL"
)
# The process is that of the county whose board it is.
LED_FROM: Final = exists(
    "processes_countyprocess led JOIN actors_actor board ON board.county_id = led.county_id "
    "WHERE led.id = processes_lesson.process_id AND board.kind = 'county_board' AND board.id = {}"
)
# By the county's own board.
NOTED_BY_BOARD: Final = f"from_actor_id IS NULL AND {FOLLOW} AND {LED_FROM.format(MINE)}"
# By who takes part: for an actor of hers, into the process of the county that holds that incident together.
FROM_THERE: Final = exists(
    f"incidents_incident one WHERE one.id = {incidents('contribute')} AND {LED_FROM.format('one.lead_id')} "
    "AND processes_lesson.source_url = '/h/' || one.number || '/'"
)
NOTED_BY_OTHERS: Final = f"from_actor_id = {MINE} AND source IN ('incident', 'exercise') AND {FROM_THERE}"
SAME_ACTOR: Final = "above.from_actor_id = processes_observation.from_actor_id"
OWN_BOARD: Final = (
    "EXISTS (SELECT 1 FROM processes_countyprocess led JOIN actors_actor board ON board.county_id = led.county_id "  # noqa: S608  # nosec B608  # names from this file
    f"WHERE led.id = process_id AND board.kind = 'county_board' AND board.id = {MINE})"
)

BY_LINK: Final = "secret_hash = (SELECT nullif(current_setting('samlad.link', true), ''))"
GUARD: Final = f"incident_id = {incidents('quarantine')}"
NATIONAL: Final = f"audience = 'national' AND {READ}"
SHARED: Final = (
    "id = ANY (ARRAY(SELECT given.object_id FROM incidents_share given WHERE given.kind = '{kind}' "
    "AND (given.until IS NULL OR given.until > now()) AND given.actor_id = ANY ((SELECT samlad_actors())::bigint[])))"
)


def free(kind: str, key: str = "id") -> str:
    """Nobody has put the record in quarantine: what is there is found once for each statement."""
    return (
        f"{key} <> ALL (ARRAY(SELECT held.object_id FROM incidents_quarantine held "  # noqa: S608  # nosec B608
        f"WHERE held.kind = '{kind}' AND held.lifted_at IS NULL))"
    )


def in_audience(kind: str) -> str:
    """What all who take part may read, what the person's own actors wrote, and what was shared with one of them."""
    wide = "audience IN ('participants', 'national') OR audience_until <= now()"
    return f"({wide} OR actor_id = {MINE} OR {SHARED.format(kind=kind)})"


def readable(kind: str) -> str:
    return f"({DOOR} OR ({free(kind)} AND {in_audience(kind)}))"


def unhidden(kind: str, key: str = "id") -> str:
    return f"({DOOR} OR {free(kind, key)})"


# What she has begun to write down of somebody's spoken words, also where the actor's answers are read by fewer.
SPOKEN: Final = f"state = 'draft' AND oral AND {ASK} AND {free('input')}"
WRITTEN: Final = f"(above.state <> 'draft' OR above.actor_id = {MINE} OR (above.oral AND above.{ASK}) OR {DOOR})"

LED_TABLES: Final = (
    *("stage", "criterion", "seminar", "attendance", "decision"),
    *("rating", "workitem", "analysismeasure"),
)

WALLS: Final[dict[str, Wall]] = {
    "incidents_incident": Wall(
        see=f"id = {incidents('view_incident', 'read_reports')} OR {LEADING}",
        add=LEADING,
        change=f"id = {incidents('view_incident')} OR {LEADING} "
        f"OR ({DOOR} AND id = {incidents('view_incident', 'read_reports')})",
    ),
    "incidents_incident_counties": Wall(see=READ, add=VIEW),
    "incidents_incident_municipalities": Wall(see=READ, add=VIEW),
    # Written by a trigger, whoever changed the incident.
    "incidents_incidentchange": Wall(see=f"pgh_obj_id = {incidents('view_incident')}", add="true", change=NEVER),
    "incidents_participant": Wall(see=VIEW),
    "incidents_logline": Wall(see=f"({VIEW} OR ({NATIONAL})) AND {readable('logline')}", add=VIEW, change=VIEW),
    "incidents_share": Wall(see=READ, add=VIEW, change=VIEW, remove=VIEW),
    # Reasons and grounds are the owner's own.
    "incidents_narrowing": Wall(see=f"{VIEW} AND actor_id = {MINE}", change=NEVER),
    "incidents_accessrequest": Wall(see=f"{VIEW} AND (actor_id = {MINE} OR asker_id = {MINE})"),
    # That something is hidden must be known to be obeyed; the row never says what it said. Why is in HELD_BACK.
    "incidents_quarantine": Wall(see=f"{READ} OR {GUARD}"),
    "incidents_visit": Wall(see=VIEW, add=OWN, change=OWN),
    "incidents_notice": Wall(see=f"{VIEW} OR {MACHINE}"),
    "situations_request": Wall(see=f"{VIEW} AND {unhidden('request')}", add=VIEW, change=VIEW),
    # Written by triggers, whoever changed the row.
    "situations_requestchange": Wall(see=inside("situations_request", "pgh_obj_id"), add="true", change=NEVER),
    "situations_reportchange": Wall(
        see=inside("situations_report", "pgh_obj_id", f"above.state <> 'withheld' AND above.{WRITE}"),
        add="true",
        change=NEVER,
    ),
    "situations_recipient": Wall(see=inside("situations_request", "request_id")),
    # Who asks writes down spoken answers too, and sets an unsent draft aside for it: so drafts are hers to move.
    "situations_input": Wall(
        see=f"({VIEW} AND (state <> 'draft' OR actor_id = {MINE} OR {ASK}) OR ({NATIONAL} AND state <> 'draft')) "
        f"AND ({readable('input')} OR ({SPOKEN}))",
        add=VIEW,
        change=VIEW,
    ),
    # Read by all who take part, though its answer is not: unless that is in quarantine.
    "situations_redactedcopy": Wall(
        see=f"{VIEW} AND {unhidden('input', 'input_id')}",
        add=inside("situations_input", "input_id"),
        change=inside("situations_input", "input_id"),
        remove=inside("situations_input", "input_id"),
    ),
    # A field with a narrower audience than its answer: its owner, and those it was shared with.
    "situations_guardedanswer": Wall(
        see=f"{VIEW} AND ({DOOR} OR ({free('input', 'input_id')} "
        f"AND (actor_id = {MINE} OR {SHARED.format(kind='guarded')})))",
        add=f"{VIEW} AND actor_id = {MINE}",
        change=NEVER,
    ),
    # The bytes of an answer's files: whoever may read the answer as it was written. Of a draft, whoever writes it.
    "situations_answerfile": Wall(
        see=inside("situations_input", "input_id", WRITTEN),
        add=inside("situations_input", "input_id", f"above.state = 'draft' AND {WRITTEN}"),
        # From a draft whose row was sent with other words to the draft that lives on.
        change=inside("situations_input", "input_id", DOOR),
        remove=inside("situations_input", "input_id", f"above.state = 'draft' AND {WRITTEN}"),
    ),
    "situations_impact": Wall(see=inside("situations_input", "input_id"), change=NEVER),
    "situations_rhythm": Wall(see=VIEW, add=ASK, change=f"{ASK} OR {DOOR}"),
    "situations_rhythm_recipients": Wall(
        see=inside("situations_rhythm", "rhythm_id"), remove=inside("situations_rhythm", "rhythm_id")
    ),
    # Only the hash of the secret is in the row: still, only those who ask know to whom a link went. Whoever comes with
    # a link is nobody yet: that one row is found by the hash that the transaction names.
    "situations_answerlink": Wall(see=f"{ASK} OR guest_id = (SELECT samlad_person()) OR {BY_LINK}", add=ASK),
    # A thread about an answer: its own actor, and those who write the county's report.
    "situations_remark": Wall(
        see=f"{inside('situations_input', 'input_id', f'above.actor_id = {MINE}')} "
        f"OR ({WRITE} AND {inside('situations_input', 'input_id')})",
        add=VIEW,
        change=NEVER,
    ),
    # No words of the answers: which rule, about what, and what a person decided of it.
    "situations_dispute": Wall(see=VIEW, change=f"{WRITE} OR {DOOR}"),
    "situations_disputeside": Wall(
        see=f"{inside('situations_dispute', 'dispute_id')} AND {inside('situations_input', 'input_id')}", change=NEVER
    ),
    "situations_standing": Wall(see=VIEW, remove=VIEW),
    # An answer that is sent queues a compilation, whoever sends it.
    "situations_compilation": Wall(see=f"{VIEW} OR {MACHINE}"),
    "situations_compilationsource": Wall(see=inside("situations_compilation", "compilation_id"), change=NEVER),
    "situations_report": Wall(
        see=f"({READ} AND state NOT IN ('draft', 'in_review')) OR {WRITE} OR {MACHINE}",
        add=WRITE,
        change=f"{WRITE} OR {MACHINE}",
    ),
    # What is withheld is told of, and not shown.
    "situations_rendering": Wall(
        see=inside("situations_report", "report_id", "above.state <> 'withheld'"), change=NEVER
    ),
    "situations_reading": Wall(
        see=f"{inside('situations_input', 'input_id')} OR {inside('situations_report', 'report_id')}",
        add=OWN,
        change=NEVER,
    ),
    "direction_direction": Wall(
        see=f"{VIEW} AND (state NOT IN ('draft', 'withdrawn') OR version > 0 OR {PROPOSE}) AND {unhidden('direction')}"
    ),
    # The wordings of a draft are read by those who write directions.
    "direction_directionchange": Wall(
        see=inside("direction_direction", "pgh_obj_id", f"above.{PROPOSE}"), add="true", change=NEVER
    ),
    "direction_positionchange": Wall(see=inside("direction_position", "pgh_obj_id"), add="true", change=NEVER),
    "direction_measurechange": Wall(see=inside("direction_measure", "pgh_obj_id"), add="true", change=NEVER),
    "direction_position": Wall(see=f"{inside('direction_direction', 'direction_id')} AND {unhidden('position')}"),
    "direction_laterposition": Wall(
        see=f"{inside('direction_direction', 'direction_id')} AND {unhidden('laterposition')}", change=NEVER
    ),
    "direction_reception": Wall(
        see=f"({inside('direction_direction', 'direction_id')} "
        f"OR {inside('direction_announcement', 'announcement_id')})"
    ),
    "direction_announcement": Wall(see=f"{VIEW} AND {unhidden('announcement')}", add=PROPOSE, change=NEVER),
    "direction_assessment": Wall(see=f"{VIEW} AND {unhidden('assessment')}", add=PROPOSE, change=NEVER),
    # The loop: all who take part read it; the county writes, and an actor what it needs itself.
    "direction_cycle": Wall(see=f"{VIEW} AND {unhidden('cycle')}", add=PROPOSE, change=PROPOSE),
    "direction_note": Wall(see=f"{VIEW} AND {unhidden('note')}"),
    "direction_stepvisit": Wall(see=f"{VIEW} AND {OWN}"),
    "direction_need": Wall(see=f"{VIEW} AND {unhidden('need')}"),
    "direction_need_municipalities": Wall(
        see=inside("direction_need", "need_id"), remove=inside("direction_need", "need_id")
    ),
    "direction_need_serves": Wall(
        see=inside("direction_need", "from_need_id"), remove=inside("direction_need", "from_need_id")
    ),
    "direction_need_hinders": Wall(
        see=inside("direction_need", "from_need_id"), remove=inside("direction_need", "from_need_id")
    ),
    "direction_need_resources": Wall(
        see=inside("direction_need", "need_id"), remove=inside("direction_need", "need_id")
    ),
    "direction_needrole": Wall(see=inside("direction_need", "need_id"), remove=inside("direction_need", "need_id")),
    "direction_systemissue": Wall(see=f"{VIEW} AND {unhidden('systemissue')}", add=PROPOSE, change=PROPOSE),
    "direction_systemissue_needs": Wall(
        see=inside("direction_systemissue", "systemissue_id"), remove=inside("direction_systemissue", "systemissue_id")
    ),
    "direction_systemissue_actors": Wall(
        see=inside("direction_systemissue", "systemissue_id"), remove=inside("direction_systemissue", "systemissue_id")
    ),
    "direction_influence": Wall(see=f"{VIEW} AND {unhidden('influence')}", add=PROPOSE, change=PROPOSE),
    "direction_influencereply": Wall(see=inside("direction_influence", "influence_id")),
    "direction_meeting": Wall(see=f"{VIEW} AND {unhidden('meeting')}", add=PROPOSE, change=PROPOSE),
    "direction_agendapoint": Wall(
        see=f"{inside('direction_meeting', 'meeting_id')} AND {unhidden('agendapoint')}",
        remove=f"{PROPOSE} AND {inside('direction_meeting', 'meeting_id')}",
    ),
    # Who is to be called may be changed until the call.
    "direction_call": Wall(
        see=inside("direction_meeting", "meeting_id"),
        remove=inside("direction_meeting", "meeting_id", f"above.state = 'planned' AND above.{PROPOSE}"),
    ),
    "direction_pack": Wall(
        see=f"{inside('direction_meeting', 'meeting_id')} AND {unhidden('pack')}", add=PROPOSE, change=NEVER
    ),
    "direction_objection": Wall(
        see=f"{inside('direction_meeting', 'meeting_id')} AND {unhidden('objection')}", change=NEVER
    ),
    "direction_resolution": Wall(
        see=f"{inside('direction_meeting', 'meeting_id')} AND {unhidden('resolution')}", add=PROPOSE, change=NEVER
    ),
    "direction_resolution_actors": Wall(see=inside("direction_resolution", "resolution_id"), change=NEVER),
    "direction_measure_depends_on": Wall(
        see=inside("direction_measure", "from_measure_id"), remove=inside("direction_measure", "from_measure_id")
    ),
    "incidents_resourceneed": Wall(see=f"{VIEW} AND {unhidden('resourceneed')}"),
    "incidents_resourceoffer": Wall(
        see=f"{inside('incidents_resourceneed', 'need_id')} AND {unhidden('resourceoffer')}"
    ),
    "incidents_escalation": Wall(
        see=f"{VIEW} AND (state <> 'draft' OR {WRITE}) AND {unhidden('escalation')}", add=WRITE, change=WRITE
    ),
    "incidents_escalation_needs": Wall(
        see=inside("incidents_escalation", "escalation_id"), remove=inside("incidents_escalation", "escalation_id")
    ),
    "direction_measure": Wall(see=f"{VIEW} AND {unhidden('measure')}"),
    # That an answer is built upon is read by who reads both; its author takes it back.
    "direction_ground": Wall(
        see=f"{VIEW} AND {inside('situations_input', 'input_id')} "
        f"AND ({inside('direction_direction', 'direction_id')} OR {inside('direction_measure', 'measure_id')})",
        change=NEVER,
        remove=VIEW,
    ),
    # A county's process: its board reads it and its process leader runs it; the national level reads and reviews.
    **{
        f"processes_{table}": Wall(see=FOLLOW, add=LEAD_IT, change=f"({LEAD_IT} OR {DOOR})", remove=LEAD_IT)
        for table in (
            "stage",
            "criterion",
            "seminar",
            "attendance",
            "decision",
            "rating",
            "workitem",
            "analysismeasure",
        )
    },
    "processes_processrun": Wall(see=FOLLOW, add=LEAD_IT, change=f"({LEAD_IT} OR {DOOR})"),
    # Where the county went its own way stays visible.
    "processes_deviation": Wall(see=FOLLOW, add=LEAD_IT, change=LEAD_IT),
    # What is published, and what was before, is everybody's.
    "processes_document": Wall(
        see=f"({FOLLOW} OR {PUBLISHED})",
        add=LEAD_IT,
        change=LEAD_IT,
    ),
    "processes_documentversion": Wall(see=f"({FOLLOW} OR state IN ('published', 'replaced'))", add=LEAD_IT, change=LED),
    "processes_needsanalysis": Wall(see=FOLLOW, add=LEAD_IT, change=LED),
    "processes_reviewcomment": Wall(see=FOLLOW, add=REVIEW_IT, change=LED),
    "processes_commentreply": Wall(see=FOLLOW, add=f"({LEAD_IT} OR {REVIEW_IT})", change=NEVER),
    # What the county counts of itself is its board's until it is handed over. What it counted does not change.
    "processes_evidencepack": Wall(
        see=f"({FOLLOW} AND (handed_over_at IS NOT NULL OR {OWN_BOARD}))", add=LEAD_IT, change=LEAD_IT
    ),
    "processes_resultapproval": Wall(see=FOLLOW, add=REVIEW_IT, change=NEVER),
    # A lesson is its county's and the national level's. Who takes part in what the county holds together notes what
    # it saw, and reads back no more than that.
    "processes_lesson": Wall(
        see=f"({FOLLOW} OR ({DOOR} AND {NOTED} AND from_actor_id = {MINE}))",
        add=f"({LEAD_IT} OR ({DOOR} AND {NOTED} AND ({NOTED_BY_BOARD} OR {NOTED_BY_OTHERS})))",
        change=LEAD_IT,
    ),
    "processes_observation": Wall(
        see=f"(from_actor_id = {MINE} OR {inside('processes_lesson', 'lesson_id', f'above.{FOLLOW}')})",
        add=f"{DOOR} AND {inside('processes_lesson', 'lesson_id', SAME_ACTOR)}",
        change=NEVER,
    ),
    # What is withdrawn from the library is its county's and the reviewer's to see.
    "processes_releasedlesson": Wall(
        see=f"((withdrawn_at IS NULL AND (SELECT samlad_person()) IS NOT NULL) OR "
        f"{inside('processes_lesson', 'lesson_id', f'above.{FOLLOW}')})",
        add=inside("processes_lesson", "lesson_id", f"above.{REVIEW_IT}"),
        change=inside("processes_lesson", "lesson_id", f"above.{REVIEW_IT}"),
    ),
    # Who leads the exercises of a board sees what its players do not know yet.
    "exercises_scenario": Wall(
        see=f"(owner_id = {EXERCISES} OR (shared AND cardinality((SELECT samlad_exercises())) > 0))",
        add=f"owner_id = {EXERCISES}",
        change=f"owner_id = {EXERCISES}",
    ),
    "exercises_play": Wall(see=VIEW, add=CONTROL, change=CONTROL),
    "exercises_inject": Wall(
        see=f"({CONTROL} OR (state = 'given' AND kind <> 'for_control' AND {VIEW}))",
        add=CONTROL,
        change=CONTROL,
    ),
    "exercises_inject_to": Wall(
        see=inside("exercises_inject", "inject_id"), remove=inside("exercises_inject", "inject_id")
    ),
    # A drill is known to who leads it; when it is over, to those who took part. Its figures come into the county's
    # process by the machine's door, for those who follow that process.
    "exercises_drill": Wall(
        see=f"(owner_id = {DRILLS} OR (state = 'measured' AND ({VIEW} OR ({DOOR} AND {FOLLOWED}))))",
        add=f"owner_id = {DRILLS}",
        change=f"owner_id = {DRILLS}",
    ),
    "exercises_drill_actors": Wall(see=inside("exercises_drill", "drill_id", f"above.owner_id = {DRILLS}")),
    "exercises_drillresult": Wall(
        see=f"({inside('exercises_drill', 'drill_id', f'above.owner_id = {DRILLS}')} OR (actor_id = {MINE} "
        f"AND {inside('exercises_drill', 'drill_id', MEASURED)}) "
        f"OR ({DOOR} AND {inside('exercises_drill', 'drill_id', MEASURED)}))",
        add=inside("exercises_drill", "drill_id", f"above.owner_id = {DRILLS} AND above.state = 'planned'"),
        change=inside("exercises_drill", "drill_id", f"above.owner_id = {DRILLS} AND above.state <> 'measured'"),
    ),
    # A note may repeat what a record says: acts on what the person may not read are not hers to read either, also
    # where the machine's door stands open.
    "journal_entry": Wall(
        see="stream = ANY ((SELECT samlad_streams())::text[]) AND subject <> ALL ((SELECT samlad_away())::text[])",
        change=NEVER,
    ),
}

# Columns of which a person's program reads no value: of their rows more people know than of what they say. A function
# of the database tells them to those who may know (functions.WHY).
HELD_BACK: Final[dict[str, tuple[str, ...]]] = {"incidents_quarantine": ("reason", "lifted_note")}
