"""The bare side's rows: as many, with the same values. Prints the cookie of somebody signed in."""

import json

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402  # apps must be loaded first
from django.contrib.auth.models import User  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection  # noqa: E402

from tests.bench import made_up  # noqa: E402
from tests.bench.bare.models import Actor, Book, Incident, Paper, Place  # noqa: E402

ANSWERS = """
INSERT INTO bare_answer (incident_id, actor_id, author_id, number, state, grade, trend, confidence, summary, texts,
                         households, late, oral, submitted_at)
SELECT %s, a, %s, concat(%s::text, '-', r, '-', a), 'submitted', 1 + (a + r) %% 5,
       (ARRAY['better', 'same', 'worse', 'much_worse'])[1 + (a + r) %% 4],
       (ARRAY['confirmed', 'likely', 'unconfirmed'])[1 + (a + r) %% 3], %s, %s::jsonb, 100 * (a %% 7), false, false,
       now() - make_interval(hours => %s - r) + make_interval(secs => a)
FROM generate_series(1, %s) r, generate_series(1, %s) a
"""
IMPACTS = """
INSERT INTO bare_impact (answer_id, function, works, resources, load, grade, reason, trend, confidence)
SELECT b.id, 'f' || to_char(f, 'FM00'), (b.id + f) %% 3, (b.id + f) / 2 %% 3, (b.id + f) / 3 %% 3,
       1 + (b.id + f) %% 5, '',
       (ARRAY['better', 'same', 'worse', 'much_worse'])[1 + (b.id + f) %% 4],
       (ARRAY['confirmed', 'likely', 'unconfirmed'])[1 + (b.id + f) %% 3]
FROM bare_answer b, generate_series(1, %s) f WHERE b.incident_id = %s
"""


def main() -> None:
    user = User.objects.create_user("bench", password=None)
    Actor.objects.bulk_create([Actor(name=f"Aktör {n}", short=f"Aktör {n}") for n in range(made_up.MANY_ACTORS)])
    facts = {"cookie": cookie(user), "sizes": {}, "compile": {}}
    for actors, rounds in (*((made_up.ACTORS, times) for times in made_up.ROUNDS), (made_up.MANY_ACTORS, 1)):
        incident = Incident.objects.create(number=f"b-{actors}-{rounds}", name=f"Storm {rounds}")
        fill(user, incident, actors, rounds)
        if actors == made_up.ACTORS:
            facts["sizes"][actors * rounds] = {"number": incident.number}
        if rounds == 1:
            facts["compile"][actors] = incident.pk
    fill_public()
    facts["submit"] = Incident.objects.create(number="b-submit", name="Svar").number
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print(json.dumps(facts))


def fill(user: User, incident: Incident, actors: int, rounds: int) -> None:
    texts = json.dumps(dict.fromkeys(made_up.TEXTS, made_up.SENTENCE * 2))
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            ANSWERS, [incident.pk, user.pk, incident.number, made_up.SENTENCE * 2, texts, rounds, rounds, actors]
        )
        cursor.execute(IMPACTS, [made_up.FUNCTIONS, incident.pk])
        cursor.execute("SET session_replication_role = DEFAULT")


def fill_public() -> None:
    """21 counties with 17 papers, and five books."""
    for n in range(21):
        place = Place.objects.create(letter=chr(65 + n), name=f"Län {n}", done=n < 16)
        papers = (2 if n == 12 else 1) if place.done else 0
        Paper.objects.bulk_create(Paper(place=place, title=f"Strategi, län {n}") for _ in range(papers))
    Book.objects.bulk_create(Book(number=f"MSB{n}", title="Ett koncept för samordning", price=0) for n in range(5))


def cookie(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"sessionid={session.session_key}; {made_up.COOKIE}"


if __name__ == "__main__":
    main()
