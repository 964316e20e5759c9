"""What the policies ask: who the transaction names, what is that person's, and what in her incidents is kept from her.

The first read no walled table. Those at the door (`THROUGH`) read walled tables as `actors.sight.as_machine` does: with
the person's own rights, past audience and quarantine and never past the incident. They tell keys and no words.

They are plpgsql, not sql, for speed alone: plpgsql keeps the plan of each question for as long as the connection lives,
where a function in sql would plan it anew in every statement.
"""

from typing import Final

HELD: Final = """held.person_id = samlad_person() AND held.ended_at IS NULL
        AND held.starts <= (now() AT TIME ZONE 'Europe/Stockholm')::date
        AND (held.ends IS NULL OR held.ends >= (now() AT TIME ZONE 'Europe/Stockholm')::date)"""

# Found once for each statement; the function itself would be asked once for each row.
HERS: Final = "(SELECT samlad_actors())::bigint[]"

PERSON: Final = """
CREATE OR REPLACE FUNCTION samlad_person() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('samlad.person', true), '')::bigint $$;
"""
QUESTIONS: Final = {
    # The incidents on which one of the person's roles has one of the rights.
    "samlad_incidents(VARIADIC names text[]) RETURNS bigint[]": """
        SELECT coalesce(array_agg(DISTINCT given.content_object_id), '{}')
        FROM actors_membership held
        JOIN actors_rolegroup place ON place.actor_id = held.actor_id AND place.role = held.role
        JOIN incidents_incidentgroupright given ON given.group_id = place.group_id
        JOIN auth_permission named ON named.id = given.permission_id
        WHERE HOLDS TODAY AND named.codename = ANY (names)""",
    # The counties' processes on which one of her roles has one of the rights.
    "samlad_processes(VARIADIC names text[]) RETURNS bigint[]": """
        SELECT coalesce(array_agg(DISTINCT given.content_object_id), '{}')
        FROM actors_membership held
        JOIN actors_rolegroup place ON place.actor_id = held.actor_id AND place.role = held.role
        JOIN processes_countyprocessgroupright given ON given.group_id = place.group_id
        JOIN auth_permission named ON named.id = given.permission_id
        WHERE HOLDS TODAY AND named.codename = ANY (names)""",
    # The actors in which she holds a role today.
    "samlad_actors() RETURNS bigint[]": """
        SELECT coalesce(array_agg(DISTINCT held.actor_id), '{}') FROM actors_membership held WHERE HOLDS TODAY""",
    # Those of them for which she may open an incident.
    "samlad_leads() RETURNS bigint[]": """
        SELECT coalesce(array_agg(DISTINCT held.actor_id), '{}') FROM actors_membership held
        WHERE HOLDS TODAY AND held.role IN ('editor', 'analyst', 'duty_officer')""",
    # Those of them whose exercises she leads.
    "samlad_exercises() RETURNS bigint[]": """
        SELECT coalesce(array_agg(DISTINCT held.actor_id), '{}') FROM actors_membership held
        WHERE HOLDS TODAY AND held.role = 'exercise_leader'""",
    # Those of them whose drills she leads: where she leads the exercises, or is on duty.
    "samlad_drills() RETURNS bigint[]": """
        SELECT coalesce(array_agg(DISTINCT held.actor_id), '{}') FROM actors_membership held
        WHERE HOLDS TODAY AND held.role IN ('exercise_leader', 'duty_officer')""",
    # The journal's streams: her incidents', processes', actors', her own; for who cares for a county its actors' too.
    "samlad_streams() RETURNS text[]": """
        SELECT array(SELECT 'incident:' || unnest(samlad_incidents('view_incident')))
            || array(SELECT 'actor:' || actor.id FROM actors_actor actor
                     WHERE actor.id = ANY (HER ACTORS) OR actor.county_id IN (
                         SELECT board.county_id FROM actors_membership held
                         JOIN actors_actor board ON board.id = held.actor_id
                         WHERE HOLDS TODAY AND board.kind = 'county_board'
                             AND held.role IN ('actor_admin', 'security_officer')))
            || array(SELECT 'countyprocess:' || unnest(samlad_processes('view_countyprocess', 'review_countyprocess')))
            || ('person:' || samlad_person())""",
}
AWAY: Final = """
            SELECT '{kind}:' || one.id FROM {table} one
            WHERE one.audience IN ('own', 'named') AND (one.audience_until IS NULL OR one.audience_until > now())
                AND one.actor_id <> ALL (HER ACTORS)
                AND NOT EXISTS (SELECT 1 FROM incidents_share given
                    WHERE given.kind = '{kind}' AND given.object_id = one.id
                        AND (given.until IS NULL OR given.until > now()) AND given.actor_id = ANY (HER ACTORS))"""
THROUGH: Final = {
    # The journal's names of what she may not read: narrowed away from her, or in quarantine.
    "samlad_away() RETURNS text[]": f"""
        SELECT array({AWAY.format(kind="input", table="situations_input")}
            UNION ALL {AWAY.format(kind="logline", table="incidents_logline")}
            UNION ALL
            SELECT held.kind || ':' || held.object_id FROM incidents_quarantine held WHERE held.lifted_at IS NULL)""",  # noqa: S608  # nosec B608  # names from this file
    # How many versions of its answer an actor has written: the next one follows the last, whoever may read that.
    "samlad_versions(request bigint, actor bigint) RETURNS integer": """
        SELECT coalesce(max(one.version), 0) FROM situations_input one
        WHERE one.request_id = request AND one.actor_id = actor""",
}

# Why something went into quarantine and why it came out: for its owner's people, for who hid it, and for those who may
# lift it. The owner's right, because the columns are nobody else's to read; so all that decides stands here.
WHY: Final = """
        SELECT ARRAY[held.reason, held.lifted_note] FROM incidents_quarantine held
        WHERE held.id = quarantine AND (held.incident_id = ANY (samlad_incidents('quarantine'))
            OR (held.incident_id = ANY (samlad_incidents('view_incident')) AND held.actor_id = ANY (samlad_actors()))
            OR (held.incident_id = ANY (samlad_incidents('view_incident', 'read_reports'))
                AND held.by_id = samlad_person()))"""

# The last number that was given to an incident in a year, in whatever county: one series for the whole portal. With the
# owner's right, because each county sees its own; it tells how many there were, and of none of them more.
LAST_INCIDENT: Final = """
        SELECT coalesce(max(substring(one.number FROM '^[0-9]{4}-([0-9]+)$')::integer), 0) FROM incidents_incident one
        WHERE one.number LIKE year || '-%'"""
OWNERS: Final = "SECURITY DEFINER SET search_path = public, pg_temp"


def _function(signature: str, question: str) -> str:
    return f"""
CREATE OR REPLACE FUNCTION {signature} LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN ({_asked(question)});
END $$;
"""


def _at_door(signature: str, question: str, door: str, more: str = "") -> str:
    """The question is asked with a door open, which is as it was before when the answer comes.

    By set_config and not by the function's own SET: that, a role that is no superuser may not write for a parameter
    that the server does not know. An error takes the transaction with it, and the door's setting too.
    """
    kind = signature.rsplit(" ", 1)[1]
    return f"""
CREATE OR REPLACE FUNCTION {signature} LANGUAGE plpgsql STABLE PARALLEL UNSAFE {more} AS $$
DECLARE
    door text := coalesce(current_setting('samlad.door', true), '');
    told {kind};
BEGIN
    PERFORM set_config('samlad.door', '{door}', true);
    told := ({_asked(question)});
    PERFORM set_config('samlad.door', door, true);
    RETURN told;
END $$;
"""


def _asked(question: str) -> str:
    return question.strip().replace("HOLDS TODAY", HELD).replace("HER ACTORS", HERS)


FUNCTIONS: Final = (
    PERSON
    + "".join(_function(*each) for each in QUESTIONS.items())
    + "".join(_at_door(*each, "machine") for each in THROUGH.items())
    + _at_door(
        "samlad_why(quarantine bigint) RETURNS text[]",
        WHY,
        "house",
        OWNERS,
    )
    + _at_door("samlad_last_incident(year integer) RETURNS integer", LAST_INCIDENT, "house", OWNERS)
)
