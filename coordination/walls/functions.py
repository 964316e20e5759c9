"""What the policies ask: who the transaction names, and what is that person's. They read no walled table themselves."""

from typing import Final

FUNCTIONS: Final = """
CREATE OR REPLACE FUNCTION samlad_person() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('samlad.person', true), '')::bigint $$;

CREATE OR REPLACE FUNCTION samlad_memberships() RETURNS SETOF actors_membership LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT * FROM actors_membership
   WHERE person_id = samlad_person() AND ended_at IS NULL
     AND starts <= (now() AT TIME ZONE 'Europe/Stockholm')::date
     AND (ends IS NULL OR ends >= (now() AT TIME ZONE 'Europe/Stockholm')::date) $$;

CREATE OR REPLACE FUNCTION samlad_incidents(VARIADIC names text[]) RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(array_agg(DISTINCT held.content_object_id), '{}')
   FROM samlad_memberships() mine
   JOIN actors_rolegroup place ON place.actor_id = mine.actor_id AND place.role = mine.role
   JOIN incidents_incidentgroupright held ON held.group_id = place.group_id
   JOIN auth_permission named ON named.id = held.permission_id
   WHERE named.codename = ANY (names) $$;

CREATE OR REPLACE FUNCTION samlad_actors() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(array_agg(DISTINCT actor_id), '{}') FROM samlad_memberships() $$;

CREATE OR REPLACE FUNCTION samlad_leads() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(array_agg(DISTINCT actor_id), '{}') FROM samlad_memberships()
   WHERE role IN ('editor', 'analyst', 'duty_officer') $$;

CREATE OR REPLACE FUNCTION samlad_streams() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT array(SELECT 'incident:' || unnest(samlad_incidents('view_incident')))
       || array(SELECT 'actor:' || actor.id FROM actors_actor actor
                WHERE actor.id = ANY (samlad_actors()) OR actor.county_id IN (
                    SELECT board.county_id FROM samlad_memberships() held
                    JOIN actors_actor board ON board.id = held.actor_id
                    WHERE board.kind = 'county_board' AND held.role IN ('actor_admin', 'security_officer')))
       || ('person:' || samlad_person()) $$;
"""
