"""Somebody writes markup, script, template and paper syntax in every field: it is read as typed, and never runs."""

import io
import json

import pytest
from django.apps import apps
from django.core import mail
from django.db import models
from pypdf import PdfReader

from coordination.direction.services import propose_direction, take_position
from coordination.incidents import notices
from tests.attacks import reading
from tests.attacks import stage as stages
from tests.attacks.addresses import QUERY, Address, every
from tests.attacks.corpus import PAYLOADS, payloads, text
from tests.attacks.stage import FIELDS, FROM_FILES, NOT_TYPED, token
from tests.conftest import fresh
from tests.thorough import ALL, a_part

pytestmark = pytest.mark.django_db

PEOPLE = ("lena", "maria", "anna", "carl", "bo")
OURS = {
    "journal",
    "actors",
    "processes",
    "incidents",
    "situations",
    "direction",
    "exercises",
    "overview",
    "coordination",
}
# Of these it is known that no page shows them, and why.
NO_PAGE = {
    "situations.answerfile.name": "shown cleaned of the signs that an attack is made of: see test_files.py",
    "processes.documentversion.name": "shown cleaned in the same way: see test_inspecting.py",
    "incidents.incident.registry_number": "only systems read it, over the API",
    "direction.direction.taken_back": "kept in the journal",
    "situations.report.returned": "kept in the journal",
    # A marking is shown by its word; why it was set stands on the answer's and the report's own page.
    **dict.fromkeys(
        (
            "incidents.incident.marking_reason",
            "incidents.logline.marking_reason",
            "situations.request.marking_reason",
            "direction.direction.marking_reason",
            "direction.position.marking_reason",
            "direction.measure.marking_reason",
            "direction.cycle.marking_reason",
            "direction.note.marking_reason",
            "direction.need.marking_reason",
            "direction.influence.marking_reason",
            "direction.systemissue.marking_reason",
            "direction.agendapoint.marking_reason",
            "direction.assessment.marking_reason",
            "direction.objection.marking_reason",
            "direction.announcement.marking_reason",
            "direction.resolution.marking_reason",
        ),
        "kept with the record",
    ),
}
# Fields of 300 signs hold a few payloads at a time: in each turn others. `make thorough` takes every turn.
TURNS = range(0, len(PAYLOADS) if ALL else 1, 7)


def text_columns():
    kinds = (models.CharField, models.TextField, models.JSONField)
    for model in apps.get_models():
        # A row of history is a copy that the database makes of one that is written here; its page is attacked too.
        if hasattr(model, "pgh_tracked_model"):
            continue
        if model._meta.app_label in OURS and model._meta.label_lower not in FROM_FILES:
            for field in model._meta.get_fields():
                if isinstance(field, kinds) and not field.choices:
                    yield f"{model._meta.label_lower}.{field.name}"


def test_no_field_that_somebody_can_write_is_forgotten():
    unknown = set(text_columns()) - FIELDS.keys() - NOT_TYPED.keys()
    assert not unknown, f"write an attack into these in stage.py, or say who makes them: {sorted(unknown)}"


@pytest.fixture(params=TURNS)
def written(request, house):
    return stages.build(house, request.param)


def pages(stage, client):
    """(address, person, answer) of all that can be read; then again in English, with the next direction open.

    The templates are the same to all and in every turn: two people read everything, the others a third each, and of the
    open direction what is new on it.
    """
    whole = stage.turn == 0
    for language, people in (("sv", PEOPLE if whole else PEOPLE[:2]), ("en", ("carl", "bo"))):
        client.cookies["django_language"] = language
        asked = [*(one for one in every(stage) if not one.is_api), *more(stage)]
        for place, name in enumerate(people):
            client.force_login(getattr(stage.house, name))
            everything = whole and language == "sv" and name in PEOPLE[:2]
            some = asked if everything else a_part(asked, place, 3) if whole or language == "sv" else []
            for address in [*some, *(a for a in asked if says_more(a.path) and a not in some)]:
                yield address, name, client.get(address.path)
        yield from led_pages(stage, client)
        if language == "sv":
            ask_again(stage)


def says_more(path):
    """In English, of what people write: the direction that is open again, and the questions' English words."""
    return "inriktning" in path or "/svara/" in path


def led_pages(stage, client):
    """What only who leads exercises reads."""
    client.force_login(stage.exercise.by)
    for address in every(stage):
        if address.route.startswith("ovningar/"):
            yield address, "exercise leader", client.get(address.path)


def more(stage):
    """Pages of which a route has more than one."""
    yield Address("", "", f"/h/{stage.number}/logg/?visa=skrivna")
    yield Address("", "", f"/h/{stage.number}/begaran/{stage.asked.number}/svara/?vy=full")
    yield Address("", "", f"/h/{stage.number}/svar/{stage.gone.pk}/")
    yield Address("", "", f"/h/{stage.number}/inriktning/{stage.next_direction.number}/")
    for step in ("skeende", "behov", "inflytande", "syntes"):
        yield Address("", "", f"/h/{stage.number}/analys/{step}/")
    yield Address("", "", f"/h/{stage.number}/behov/{stage.action.number}/")
    yield Address("", "", f"/lan/X/behovsanalys/{stage.led.answered.number}/")
    yield Address("", "", f"/h/{stage.number}/laser/loggrad/{stage.access.object_id}/")
    yield Address("", "", stage.led.given_up.get_absolute_url())
    yield Address("", "", stage.led.skipped.get_absolute_url())
    yield Address("", "", f"/lan/X/lardomar/{stage.learnt.lesson.number}/")


def ask_again(stage):
    """The direction that was taken back is proposed again: the pages of positions and of fixing it open."""
    stage.next_direction.refresh_from_db()
    propose_direction(by=fresh(stage.house.lena), direction=stage.next_direction)
    reason = stage.write("direction.position.reason")
    take_position(
        by=fresh(stage.house.bo),
        direction=stage.next_direction,
        actor=stage.house.bollnas,
        stand="cannot",
        reason=reason,
    )


def held(address, answer):
    """No fault of ours. `readyz` says 503 of a worker that does not run, as none does in a test."""
    return answer.status_code < 500 or address.name == "readyz"


def is_page(answer):
    return answer.get("Content-Type", "").startswith("text/html") and bool(answer.content)


def test_markup_in_any_field_is_text_on_every_page(written, client):
    wanted = reading.looked_for({field: written.write(field) for field in FIELDS})
    for address, name, answer in pages(written, client):
        assert held(address, answer), (address.path, name)
        if is_page(answer):
            assert reading.brought_in(answer.content) == [], (address.path, name)
            seen = reading.fields_in(reading.words_of(answer.content), wanted)
            wanted = [one for one in wanted if one[0] not in seen]
    assert {field for field, _payload in wanted} <= NO_PAGE.keys()


def test_markup_in_the_address_is_text_on_every_page(stage, client):
    for turn in TURNS:
        payload = text("query", 400, turn)
        query = dict.fromkeys(QUERY, payload)
        client.force_login(stage.house.lena)
        for address in every(stage):
            answer = client.get(address.path, query)
            assert held(address, answer), (address.path, payload)
            if is_page(answer):
                assert reading.brought_in(answer.content) == [], (address.path, payload)


def test_markup_that_is_refused_comes_back_as_text(stage, client):
    """A form that is shown again holds what was typed, and a refusal shows it: as text."""
    # Some of the payloads in each field, in its neighbour others.
    typed = {name: text(name, 1000, place) for place, name in enumerate(sorted({*FORM_FIELDS, *QUERY}))}
    led = [address for address in every(stage) if address.route.startswith("lan/")]
    exercises = [address for address in every(stage) if address.route.startswith("ovningar/")]
    for by, addresses in (
        (stage.house.lena, every(stage)),
        (stage.house.maria, a_part(every(stage), 0, 2)),
        (stage.led.by, led),
        (stage.exercise.by, exercises),
    ):
        client.force_login(by)
        for address in addresses:
            answer = client.post(address.path, typed)
            assert answer.status_code < 500, address.path
            if is_page(answer):
                assert reading.brought_in(answer.content) == [], address.path


FORM_FIELDS = (
    "name", "type", "counties", "municipalities", "also", "level", "marking", "marking_reference", "marking_reason",
    "audience", "until", "struck", "actors", "text",
    "happened_at", "actor", "purpose", "as_of", "deadline", "question_set", "legal_ground", "recipients", "version",
    "summary", "assessment", "forecast", "support", "disputed", "message", "next_at", "note", "reason", "question",
    "intended", "goals", "follow_up", "valid_from", "valid_to", "answer_by", "stand", "own_body", "own_body_at", "what",
    "owner", "due", "state", "remark", "login", "password", "oldpassword", "password1", "email", "language", "theme",
    "overall.works", "overall.reason", "overall.grade", "functions.el.reason", "needs.0.what", "needs.0.amount",
    "texts.summary", "numbers.households_without_power", "idempotency_key", "was", "do", "rader", "seen", "retry",
    "report", "compilation", "phase",
    "title", "leader", "supporter", "starts_on", "ends_on", "template", "evidence", "url", "why", "on", "place",
    "starts_at", "minutes", "announced", "despite_incident",
    "programme", "notes", "function", "person", "body", "decided_on", "registry_number", "stage", "review_on",
    "before", "before_why", "after_why", "priority", "due_on", "component", "area", "present_state", "wanted_state",
    "horizon_year", "gap", "need", "response", "partners", "cost", "funding", "remark", "lage",
    "utgangslage", "criteria", "after", "into", "to", "revision", "planned_start", "planned_end", "responsible",
)  # fmt: skip


def strings_of(value):
    if isinstance(value, dict):
        for part in value.values():
            yield from strings_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings_of(part)
    elif isinstance(value, str):
        yield value


def test_a_system_gets_the_text_as_typed_and_never_as_a_page(written, client):
    """Data is JSON and is said to be: no browser takes it for a page, and nothing is escaped twice in it."""
    wanted = reading.looked_for({field: written.write(field) for field in FIELDS})
    seen: set[str] = set()
    for name in ("lena", "maria"):
        client.force_login(getattr(written.house, name))
        for address in (one for one in every(written) if one.is_api or one.path.endswith(".json")):
            answer = client.get(address.path, headers={"accept": "application/json"})
            if "json" in answer.get("Content-Type", ""):
                assert answer["X-Content-Type-Options"] == "nosniff"
                said = reading.squeezed(" ".join(strings_of(json.loads(answer.content))))
                seen |= reading.fields_in(said, wanted)
    missing = {"incidents.phase.note", "actors.person.name", "incidents.incident.registry_number"} - seen
    assert not missing
    assert len(seen) >= 25, sorted(FIELDS.keys() - seen)


def printed(answer):
    assert answer["Content-Type"] == "application/pdf"
    return reading.squeezed("\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages))


PAPER = {
    "pdf": [
        "actors.actor.short", "incidents.incident.name", "situations.input.content.needs",
        *(name for name in FIELDS if name.startswith("situations.report.") and "returned" not in name),
    ],
    "direction": [
        "actors.actor.name", "incidents.incident.name", "direction.direction.intended", "direction.direction.purpose",
        "direction.direction.goals", "direction.direction.follow_up", "direction.direction.message",
        "direction.position.reason", "direction.position.own_body", "direction.measure.what",
        "direction.measure.remark",
    ],
}  # fmt: skip


def stands(said: str, paper: str) -> bool:
    """Whole; or in two, where a page ends in the middle of a table's row and the other column comes between."""
    halves = range(len(said) // 2, len(said))
    return said in paper or any(said[:n] in paper and said[n:] in paper for n in halves)


@pytest.mark.parametrize("turn", [14, 15])
def test_the_paper_prints_its_own_syntax_as_typed(house, client, turn):
    """Typst, which sets the paper, has markup and code of its own: in what people write it is neither."""
    written = stages.build(house, turn)
    client.force_login(house.lena)
    for language in ("sv", "en"):
        client.cookies["django_language"] = language
        papers = {
            "pdf": printed(client.get(f"/h/{written.number}/rapporter/{written.report.number}.pdf")),
            "direction": printed(client.get(f"/h/{written.number}/inriktning/{written.fixed.number}.pdf")),
        }
        for paper, fields in PAPER.items():
            for field in fields:
                first = payloads(token(field))[turn]
                if len(first) <= FIELDS[field]:
                    assert stands(reading.squeezed(first), papers[paper]), (paper, field)


def test_a_mail_holds_nothing_that_anybody_typed(stage):
    mail.outbox.clear()
    notices.send_waiting()
    assert mail.outbox
    for message in mail.outbox:
        said = message.message().as_string()
        assert "\n" not in message.subject
        assert "\r" not in message.subject
        assert set(message.recipients()) <= {"tib@ljusdal.example.se"}
        assert not [word for word in ("evil", "alert", "7*191", "panic", "DROP") if word in said]
        assert "Bcc" not in said


def test_a_name_with_line_breaks_reaches_no_header(house, client, incident):
    """Line breaks in what becomes a header would let an attacker write headers of her own."""
    type(incident).objects.filter(pk=incident.pk).update(name="Storm\r\nBcc: evil@evil.example\r\n\r\nHej")
    notices.send_waiting()
    for message in mail.outbox:
        assert "evil" not in message.message().as_string()
    client.force_login(house.lena)
    for address in (f"/h/{incident.number}/", f"/h/{incident.number}/logg/", f"/api/v1/incidents/{incident.number}"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "evil" not in str(answer.headers)
