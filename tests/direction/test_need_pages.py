"""The pages of needs and actors: who sees, who says, what is typed is kept, and as many statements at any size."""

import gzip
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from actors.models import Actor
from coordination.direction.models import Measure, NeedRole, SystemIssue
from coordination.direction.services import give_part, raise_issue
from coordination.direction.system import findings
from coordination.incidents.models import Participant
from coordination.incidents.services import quarantine
from tests.counting import Statements
from tests.direction.house import close
from tests.direction.needs import need, role


def at(storm, name, *args):
    return reverse(name, args=[storm.incident.number, *args])


def page(client, storm, person, name, *args, **asked):
    client.force_login(person)
    answer = client.get(at(storm, name, *args), asked)
    assert answer.status_code == 200
    return answer.content.decode()


NAMES = (("matrix", ()), ("issues", ()), ("need_parts", (1,)), ("system_issue", (1,)))


def test_who_takes_part_reads_and_another_county_finds_nothing(client, storm):
    need(storm)
    raise_issue(by=storm.lena, incident=storm.incident, kind="gap", title="Ingen har värmen.")
    for name, args in NAMES:
        for person in (storm.lena, storm.maria, storm.rut):
            page(client, storm, person, name, *args)
        client.force_login(storm.charlie)
        assert client.get(at(storm, name, *args)).status_code == 404
    client.force_login(storm.maria)
    assert client.get(at(storm, "issue_new")).status_code == 403


def test_what_nobody_has_stands_first_under_the_question(client, storm):
    role(storm, need(storm, "Har någon", priority=1), storm.ljusdal, said=True)
    need(storm, "Har ingen", priority=4)
    shown = page(client, storm, storm.lena, "matrix")
    assert shown.index("Vem har det här?") < shown.index("Har ingen") < shown.index("Har någon")
    assert "<b>1</b> behov som ingen har" in shown


def test_cells_say_what_the_actor_said_and_what_others_think(client, storm):
    warmth = need(storm)
    give_part(by=storm.lena, need=warmth, actor=storm.ljusdal, part="responsible")
    shown = page(client, storm, storm.lena, "matrix")
    assert "<span>Ansvarig?</span>" in shown
    assert "Vem har det här?" in shown
    give_part(by=storm.maria, need=warmth, actor=storm.ljusdal, part="responsible")
    role(storm, warmth, storm.bollnas, said=False)
    shown = page(client, storm, storm.lena, "matrix")
    assert "<span>Ansvarig</span>" in shown
    assert "<span>Inte vi</span>" in shown
    assert "Vem har det här?" not in shown


def test_who_has_no_part_is_left_out_by_choice(client, storm):
    role(storm, need(storm), storm.ljusdal)
    shown = page(client, storm, storm.lena, "matrix")
    assert "2</b> aktörer utan roll visas inte" in shown
    head = shown[shown.index("<thead") : shown.index("</thead>")]
    assert storm.bollnas.short not in head
    assert (
        storm.bollnas.short
        in page(client, storm, storm.lena, "matrix", alla="on").split("</thead>")[0].split("<thead")[1]
    )


def test_narrowed_by_kind_priority_actor_and_what_is_settled(client, storm):
    role(storm, need(storm, "Hjälp ett", priority=1), storm.ljusdal)
    need(storm, "Åtgärd två", kind="action", priority=2)
    need(storm, "Klart tre", state="covered")
    for asked, words in (
        ({}, {"Hjälp ett", "Åtgärd två"}),
        ({"slag": "action"}, {"Åtgärd två"}),
        ({"prioritet": "1"}, {"Hjälp ett"}),
        ({"aktor": "vi"}, {"Hjälp ett"}),
        ({"aktor": storm.bollnas.pk}, set()),
        ({"klara": "on"}, {"Hjälp ett", "Åtgärd två", "Klart tre"}),
        ({"slag": "junk", "prioritet": "²", "aktor": "x", "sida": "-3"}, {"Hjälp ett", "Åtgärd två"}),
    ):
        shown = page(client, storm, storm.maria, "matrix", **asked)
        assert {word for word in ("Hjälp ett", "Åtgärd två", "Klart tre") if word in shown} == words


def test_an_actors_own_fast_way(client, storm):
    warmth = need(storm)
    shown = page(client, storm, storm.maria, "matrix")
    assert "Vi har det här" in shown
    assert "Inte vi<span" not in shown
    give_part(by=storm.lena, need=warmth, actor=storm.ljusdal, part="responsible")
    assert "Inte vi<span" in page(client, storm, storm.maria, "matrix")
    assert "Vi har det här" not in page(client, storm, storm.rut, "matrix")
    client.force_login(storm.maria)
    answer = client.post(at(storm, "need_parts", 1), {"gor": "vi-har-det", "actor": storm.ljusdal.pk})
    assert (answer.status_code, answer.url) == (302, at(storm, "matrix"))
    assert NeedRole.objects.get().confirmed_at
    assert "Vi har det här" not in page(client, storm, storm.maria, "matrix")
    # Not for another.
    answer = client.post(at(storm, "need_parts", 1), {"gor": "vi-har-det", "actor": storm.bollnas.pk})
    assert answer.status_code == 403


def test_no_asks_for_its_reason_and_keeps_what_was_typed(client, storm):
    give_part(by=storm.lena, need=need(storm), actor=storm.ljusdal, part="responsible")
    client.force_login(storm.maria)
    begun = client.get(at(storm, "need_parts", 1), {"svar": "nej"}).content.decode()
    assert 'value="no"' in begun
    typed = {"gor": "egen", "actor": storm.ljusdal.pk, "part": "no", "reason": ""}
    answer = client.post(at(storm, "need_parts", 1), typed)
    assert answer.status_code == 422
    assert "Skriv varför det inte är ni" in answer.content.decode()
    assert client.post(at(storm, "need_parts", 1), typed | {"reason": "Regionens."}).status_code == 302
    assert "Regionens." in page(client, storm, storm.lena, "need_parts", 1)


def test_the_county_notes_what_it_thinks_and_takes_it_away(client, storm):
    need(storm)
    client.force_login(storm.lena)
    typed = {"gor": "tror", "actor": storm.ljusdal.pk, "part": "responsible"}
    assert client.post(at(storm, "need_parts", 1), typed).status_code == 302
    assert "inte bekräftat" in page(client, storm, storm.lena, "need_parts", 1)
    assert client.post(at(storm, "need_parts", 1), typed | {"part": "boss"}).status_code == 422
    gone = {"gor": "ta-bort", "actor": storm.ljusdal.pk}
    assert client.post(at(storm, "need_parts", 1), gone).status_code == 302
    assert not NeedRole.objects.exists()


def test_a_refusal_of_the_rules_is_told_in_words(client, storm):
    role(storm, need(storm), storm.ljusdal, said=False)
    client.force_login(storm.lena)
    answer = client.post(at(storm, "need_parts", 1), {"gor": "tror", "actor": storm.ljusdal.pk, "part": "responsible"})
    assert answer.status_code == 409
    assert "redan sagt att det inte är den" in answer.content.decode()


def test_what_is_hidden_is_on_no_page(client, storm):
    warmth = need(storm, "Hemligt ord")
    raise_issue(by=storm.lena, incident=storm.incident, kind="gap", title="Ingen har den.", needs=[warmth])
    quarantine(by=storm.maria, record=warmth, reason="Fel.")
    for name, args in (("matrix", ()), ("issues", ()), ("system_issue", (1,))):
        assert "Hemligt ord" not in page(client, storm, storm.lena, name, *args)
    assert client.get(at(storm, "need_parts", 1)).status_code == 404


def test_what_is_found_is_made_an_issue_with_ones_own_words(client, storm):
    need(storm)
    (found,) = findings(storm.incident)
    shown = page(client, storm, storm.lena, "issues")
    assert "Ingen har det här." in shown
    assert "Gör till systemfråga" not in page(client, storm, storm.maria, "issues")
    begun = page(client, storm, storm.lena, "issue_new", regel=found.rule, nyckel=found.key)
    assert "Behov 1: Ingen har det här." in begun
    typed = {
        "kind": "gap", "title": "Vem kör ut värmen?", "needs": "1", "actors": [storm.ljusdal.pk, storm.other.pk],
        "urgency": "now", "forum": "isf", "rule": found.rule, "rule_key": found.key, "proposal": "",
    }  # fmt: skip
    assert client.post(at(storm, "issue_new"), typed).status_code == 302
    one = SystemIssue.objects.get()
    assert (one.title, one.rule, one.actors.count()) == ("Vem kör ut värmen?", "nobody", 2)
    assert "inget att bedöma" in page(client, storm, storm.lena, "issues")
    assert client.post(at(storm, "issue_new"), typed).status_code == 409


def test_an_issue_of_a_need_and_what_is_wrong_in_it(client, storm):
    need(storm)
    assert 'value="1"' in page(client, storm, storm.lena, "issue_new", behov="1")
    answer = client.post(at(storm, "issue_new"), {"kind": "gap", "title": "", "needs": "1, 77"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Behov finns inte: 77." in shown
    assert "1, 77" in shown


def test_dismissed_with_a_reason_and_opened_again(client, storm):
    need(storm)
    (found,) = findings(storm.incident)
    client.force_login(storm.lena)
    typed = {"rule": found.rule, "rule_key": found.key, "why": ""}
    assert client.post(at(storm, "finding_dismiss"), typed).status_code == 409
    assert client.post(at(storm, "finding_dismiss"), typed | {"why": "Stängt."}).status_code == 302
    assert "Avfärdad, Stängt." in page(client, storm, storm.rut, "issues")
    client.force_login(storm.lena)
    assert client.post(at(storm, "system_issue", 1), {"till": "open"}).status_code == 302
    assert SystemIssue.objects.get().state == "open"
    client.force_login(storm.maria)
    assert client.post(at(storm, "system_issue", 1), {"till": "settled", "outcome": "x"}).status_code == 403
    assert client.get(at(storm, "finding_dismiss")).status_code == 405


def test_a_closed_incident_is_read(client, storm):
    need(storm)
    raise_issue(by=storm.lena, incident=storm.incident, kind="gap", title="Ingen har värmen.")
    close(storm.incident)
    for name, args in NAMES:
        shown = page(client, storm, storm.lena, name, *args)
        assert 'method="post"' not in shown.split("<main")[1].split("</main>")[0]


def test_empty_pages_say_what_to_do(client, storm):
    assert "Inga behov än." in page(client, storm, storm.lena, "matrix")
    assert "Inga behov motsvarar urvalet." in page(client, storm, storm.lena, "matrix", slag="help")
    assert "Inga öppna systemfrågor." in page(client, storm, storm.lena, "issues")


def test_the_start_page_asks_the_actor_and_tells_the_county(client, storm):
    warmth = need(storm)
    give_part(by=storm.lena, need=warmth, actor=storm.ljusdal, part="responsible")
    need(storm, "Bränsle")
    client.force_login(storm.maria)
    assert "Har ni behov 1?" in client.get("/").content.decode()
    client.force_login(storm.lena)
    shown = client.get("/").content.decode()
    assert "2 behov som ingen har" in shown
    assert "Har ni behov" not in shown
    client.force_login(storm.bo)
    assert "behov" not in client.get("/").content.decode().split("<main")[1].split("</main>")[0].lower()
    give_part(by=storm.maria, need=warmth, actor=storm.ljusdal, part="responsible")
    client.force_login(storm.maria)
    assert "Har ni behov 1?" not in client.get("/").content.decode()
    client.force_login(storm.lena)
    assert "1 behov som ingen har" in client.get("/").content.decode()


def fill(storm, actors, needs, measures):
    """Actors that take part, needs with parts, measures that wait for each other."""
    incident, now = storm.incident, timezone.now()
    there = [storm.ljusdal, storm.bollnas]
    more = Actor.objects.exclude(participations__incident=incident).order_by("pk")[: actors - 3]
    Participant.objects.bulk_create(
        [Participant(incident=incident, actor=actor, invited_at=now) for actor in more], ignore_conflicts=True
    )
    there += list(more)
    rows = [need(storm, f"Behov {n} av värme, bränsle eller folk", priority=1 + n % 4) for n in range(needs)]
    parts = ("responsible", "supports", "affected", "missing")
    NeedRole.objects.bulk_create(
        NeedRole(
            need=row, actor=there[(n * 7 + k * 3) % len(there)], part=parts[k % 4], said_at=now, said_by=storm.lena,
            confirmed_at=now if (n + k) % 3 == 0 else None,
        )
        for n, row in enumerate(rows)
        for k in range(min(6, len(there)))
        if k < len({(n * 7 + j * 3) % len(there) for j in range(k + 1)})
    )  # fmt: skip
    made = Measure.objects.bulk_create(
        Measure(
            incident=incident, owner=there[n % len(there)], need=rows[n % len(rows)], what=f"Åtgärd {n}",
            due=now + timedelta(hours=n % 9 - 3), state="taken", made_at=now, made_by=storm.lena,
        )
        for n in range(measures)
    )  # fmt: skip
    for one, other in pairwise(made):
        one.depends_on.add(other)


PAGES = ("matrix", "measures", "issues")


def asked(client, storm, name):
    with Statements(connection) as found:
        answer = client.get(at(storm, name), {"alla": "on"} if name == "matrix" else {})
    assert answer.status_code == 200
    return len(found), len(gzip.compress(answer.content))


def test_as_many_statements_for_sixty_actors_and_two_hundred_needs(client, storm):
    fill(storm, 6, 20, 10)
    client.force_login(storm.lena)
    for name in PAGES:
        asked(client, storm, name)
    few = {name: asked(client, storm, name)[0] for name in PAGES}
    fill(storm, 57, 180, 90)
    many = {name: asked(client, storm, name) for name in PAGES}
    assert {name: count for name, (count, _size) in many.items()} == few
    assert few["matrix"] <= 12
    assert few["measures"] <= 12
    assert max(size for _count, size in many.values()) < 100_000


@pytest.mark.parametrize("person", ["maria", "lena"])
def test_as_many_statements_on_the_start_page(client, storm, person):
    fill(storm, 6, 6, 0)
    client.force_login(getattr(storm, person))
    client.get("/")
    with Statements(connection) as few:
        client.get("/")
    fill(storm, 20, 60, 0)
    with Statements(connection) as many:
        client.get("/")
    assert len(few) == len(many) <= 23
