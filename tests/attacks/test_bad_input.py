"""Input that no person types: it is refused in a sentence, with a status that says whose fault it is."""

import json

import pytest
from django.db import transaction

from tests.attacks import rows
from tests.attacks.addresses import QUERY, every
from tests.attacks.test_scripts import FORM_FIELDS
from tests.thorough import a_part

pytestmark = pytest.mark.django_db

SIGNS = {
    "nul": "a\x00b",
    "control": "a\x01\x08\x1b[31m\x7f\x85b",
    "bidi and zero width": "\u202ea\u200b\u2066\ufeffb",
    "four bytes": "\U0001f4a5\U0010fffd" * 10,
    "combining flood": "e" + "\u0301" * 1500,
    "not a number that is a digit": "²",
    "other digits": "٣",
    "more than the database counts": "9" * 30,
    "more than python turns to text": "9" * 5000,
    "negative": "-1",
    "not a number": "NaN",
    "infinite": "1e999",
    "year 9999": "9999-12-31T23:59",
    "year 0": "0000-00-00T00:00",
    "no such hour": "2026-03-29T02:30",
    "no zone": "2026-01-01T10:00:00",
    "sql": "1'; DROP TABLE actors_person; -- \" OR 1=1",
    "line breaks": "a\r\nSet-Cookie: evil=1\r\n\r\nb",
    "path": "../../../../etc/passwd%00.pdf",
    "long": "x" * 21_000,
}
FORM = "application/x-www-form-urlencoded"
# Where a number or a time is read from text, each alone: in a heap the first one refused would hide the rest.
NUMBERS = ("aktor", "muntligt", "rader", "rattar", "actor", "retry", "report", "version", "compilation")


def outcome(call):
    """The status, or the fault that a visitor would have got a 500 for. What was written is taken back."""
    try:
        with transaction.atomic():
            answer = call()
            transaction.set_rollback(True)
    except Exception as fault:  # noqa: BLE001 - whatever it is, it is what the test looks for
        return f"{type(fault).__name__}: {fault}"[:200]
    if "Set-Cookie: evil" in str(answer.headers) or "evil" in answer.cookies:
        return "a header was brought in"
    return answer.status_code


def faults(calls):
    found = []
    for name, call in calls:
        said = outcome(call)
        if not isinstance(said, int) or (said >= 500 and "readyz" not in name):
            found.append((name, said))
    return found


def test_strange_signs_in_every_field_break_nothing(stage, client):
    client.force_login(stage.house.lena)
    takes = {a.path: outcome(lambda a=a: client.post(a.path)) for a in every(stage) if not a.is_api}
    pages = [a for a in every(stage) if takes.get(a.path, 405) != 405]
    # Whoever may not, or finds nothing there, gets a no before anything is read: that page is shown all signs at once.
    shut = [a for a in pages if takes[a.path] in {403, 404}]
    asking = [a for a in every(stage) if any(word in a.path for word in READ_THEIR_QUERY)]
    # One row by its number: nothing is filtered there.
    single = [a for a in asking if a.is_api and "<" in a.route]
    calls = []
    # The same kinds of fields stand in many forms: each page is sent some of the families, its neighbours the rest.
    open_pages, lists = [a for a in pages if a not in shut], [a for a in asking if a not in single]
    for turn, (family, signs) in enumerate(SIGNS.items()):
        heap = dict.fromkeys(NAMES, signs)
        query = dict.fromkeys(QUERY, signs[:200])
        calls += posts(client, a_part(open_pages, turn, 6), family, heap)
        calls += gets(client, a_part(lists, turn, 3), family, query)
    for turn in (0, 7):
        calls += posts(client, a_part(shut, turn, 3), f"all {turn}", mixed(NAMES, turn, 30_000))
        calls += gets(client, single, f"all {turn}", mixed(QUERY, turn, 200))
    half = "&".join(f"{name}=a%ED%A0%80b" for name in NAMES)
    calls += [
        (f"POST {a.path} half a sign", lambda path=a.path: client.post(path, half, content_type=FORM))
        for a in a_part(pages, 0, 3)
    ]
    calls += [
        (f"GET {a.path} half a sign", lambda path=a.path: client.get(f"{path}?{half}")) for a in a_part(pages, 1, 3)
    ]
    assert faults(calls) == []


NAMES = sorted({*FORM_FIELDS, *QUERY})


def mixed(names, turn, longest):
    """Each name with other signs; another turn gives others."""
    signs = list(SIGNS.values())
    return {name: signs[(turn + place) % len(signs)][:longest] for place, name in enumerate(names)}


def posts(client, addresses, said, form):
    return [(f"POST {a.path} {said}", lambda path=a.path: client.post(path, form)) for a in addresses]


def gets(client, addresses, said, query):
    return [(f"GET {a.path} {said}", lambda path=a.path: client.get(path, query)) for a in addresses]


# Pages and lists that read something of their address's query.
READ_THEIR_QUERY = (
    "/svara",
    "/aktorer",
    "/logg",
    "/svar/",
    "/lagesbild",
    "/utkast",
    "/atgarder",
    "/granskning",
    "/api/",
)


def test_strange_numbers_break_nothing_one_by_one(stage, client):
    client.force_login(stage.house.bo)
    calls = strange_numbers(stage, client, [f"/h/{stage.number}/begaran/{stage.asked.number}/svara/"])
    assert faults(calls) == []
    client.force_login(stage.house.lena)
    assert faults(strange_numbers(stage, client, READS_NUMBERS)) == []


READS_NUMBERS = (
    "begaran/{k}/svara/spara/",
    "begaran/{k}/svara/granska/",
    "begaran/{k}/paminn/",
    "rapporter/utkast/sammanstall/",
    "rapporter/utkast/granska/",
    "rapporter/utkast/spara/",
    "logg/",
    "fas/",
)


def strange_numbers(stage, client, paths):
    """Each number alone, and each way to write one that is none."""
    for shape in paths:
        path = shape if shape.startswith("/") else f"/h/{stage.number}/{shape.format(k=stage.asked.number)}"
        for name in NUMBERS:
            for value in ("²", "9" * 30, "9" * 5000):
                yield f"{path} {name}={value[:9]}", lambda p=path, n=name, v=value: client.post(p, {n: v})


HUGE = "9" * 40


def test_numbers_in_the_address_have_no_limit_and_break_nothing(stage, client):
    client.force_login(stage.house.lena)
    n, k = stage.number, stage.asked.number
    strange = [HUGE, "0", "1e3", "%00", "%ED%A0%80", "²", "%F0%9F%92%A5", "..%2f..%2f", "x" * 5000]
    shapes = ["/h/{x}/", "/h/{x}/logg/", "/h/" + n + "/svar/{x}/", "/h/" + n + "/begaran/{x}/",
              "/h/" + n + "/kvitto/{x}/",
              f"/h/{n}/begaran/{k}/muntligt/" + "{x}/", "/h/" + n + "/rapporter/{x}/", "/h/" + n + "/rapporter/{x}.pdf",
              "/h/" + n + "/inriktning/{x}.pdf", "/h/" + n + "/atgarder/{x}/", "/granskning/{x}/",
              "/api/v1/inputs/{x}", "/api/v1/actors/{x}", "/api/v1/measures/{x}", "/api/v1/directions/{x}",
              "/api/v1/positions/{x}", "/api/v1/incidents/{x}", "/api/v1/publications/{x}", "/api/v1/problems/{x}",
              "/konto/password/reset/key/{x}-{x}/", "/static/{x}", "/{x}"]  # fmt: skip
    paths = [shape.replace("{x}", x) for shape in shapes for x in strange]
    assert faults([(path[:60], lambda path=path: client.get(path)) for path in paths]) == []


BODIES = {
    "deep": b"[" * 100_000 + b"]" * 100_000,
    "deep objects": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "half a sign": b'{"text": "\\ud800"}',
    "nul": b'{"text": "a\\u0000b", "actor": "a\\u0000"}',
    "not utf-8": b'{"text": "\xff\xfe"}',
    "a list": b"[]",
    "a number": b"1",
    "null": b"null",
    "nothing": b"",
    "not a number": b'{"version": NaN, "request": Infinity}',
    "a huge number": b'{"request": 1e400, "number": ' + b"9" * 4000 + b"}",
    "a number too long to read": b'{"request": ' + b"9" * 100_000 + b"}",
    "the same name twice": b'{"actor": "kommun-2161", "actor": "kommun-2183", "text": "x"}',
    "the same name twice, far in": b'{"content": {"texts": {"summary": "a", "summary": "b"}}}',
    "a comment": b'{"a": 1} // x',
    "extreme times": b'{"happened_at": "9999-12-31T23:59:59-23:59", "due": "0001-01-01T00:00:00+23:59"}',
}


def test_every_strange_body_is_a_sentence_to_the_system_that_sent_it(stage, client):
    client.force_login(stage.house.lena)
    before = rows.hashes(rows.READING_WRITES)
    for path in writes(stage):
        for name, body in BODIES.items():
            for method in ("post", "patch"):
                call = getattr(client, method)
                answer = call(path, body, content_type="application/json", headers={"idempotency-key": "k"})
                where = (method, path, name, answer.content[:300])
                # What asks for no body (propose, fix) may read none: then only its own rules say no.
                assert 400 <= answer.status_code < 500, where
                assert answer["Content-Type"] == "application/problem+json", where
                assert json.loads(answer.content)["detail"], where
    assert rows.changed(before, rows.READING_WRITES) == []


def writes(stage):
    """Addresses of the API that read a body."""
    base = "/api/v1"
    return [
        f"{base}/incidents/{stage.number}/log",
        f"{base}/inputs",
        f"{base}/inputs/{stage.gone.pk}/withdraw",
        f"{base}/directions",
        f"{base}/directions/{stage.fixed.pk}",
        f"{base}/positions",
        f"{base}/measures",
        f"{base}/measures/{stage.measure.pk}",
    ]


def test_a_body_larger_than_we_read_is_refused_everywhere(stage, client):
    client.force_login(stage.house.lena)
    large = b"a" * (3 * 1024 * 1024)
    for path in writes(stage):
        answer = client.post(
            path, b'{"text": "' + large + b'"}', content_type="application/json", headers={"idempotency-key": "k"}
        )
        assert answer.status_code in {405, 413}, path
    for address in every(stage):
        if not address.is_api:
            said = outcome(lambda path=address.path: client.post(path, b"text=" + large, content_type=FORM))
            # What takes no form never reads it, and shows its page.
            assert said in {200, 302, 400, 403, 404, 405, 413}, (address.path, said)


def test_a_thousand_fields_are_too_many(stage, client):
    client.force_login(stage.house.lena)
    answer = client.post(f"/h/{stage.number}/logg/", {f"f{n}": "x" for n in range(1100)})
    assert answer.status_code == 400
    assert "Webbläsaren skickade något vi inte förstår" in answer.content.decode()


def test_a_half_sent_form_with_files_breaks_nothing(stage, client):
    client.force_login(stage.house.lena)
    for body in (b"", b"--x\r\n", b"--x\r\nContent-Disposition: form-data; name=\x00\r\n\r\n", b"\xff" * 1000):
        for kind in ("multipart/form-data; boundary=x", "multipart/form-data", 'multipart/form-data; boundary="\x00"'):
            said = outcome(lambda b=body, k=kind: client.post(f"/h/{stage.number}/logg/", b, content_type=k))
            # A form that holds nothing is one that was not sent yet: the page is shown.
            assert said in {200, 400, 422}, (body[:20], kind, said)
