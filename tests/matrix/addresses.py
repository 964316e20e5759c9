"""How every route is addressed: with nothing, or with each record of its kind in each state. A new route fails here."""

import re
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

from django.urls import URLPattern

from coordination.situations.models import QuestionSet
from tests.attacks.addresses import patterns
from tests.matrix.world import PREFIX, Side, World

Values = dict[str, Any]
Rows = Callable[[Side], Iterator[tuple[str, Values]]]


class Address(NamedTuple):
    route: str
    name: str
    state: str
    path: str
    post: bool
    # The first county's, the other's, or nobody's.
    side: str

    @property
    def is_api(self) -> bool:
        return self.path.startswith("/api/v1/")


def once(side: Side) -> Iterator[tuple[str, Values]]:
    yield "none", {}


def incident(side: Side) -> Iterator[tuple[str, Values]]:
    yield "own", {"number": side.number}


def rows(kind: str, key: str = "pk", **more: Any) -> Rows:
    """Each record of a kind, by its key or by its number in the incident."""

    def found(side: Side) -> Iterator[tuple[str, Values]]:
        for state, row in side.things[kind]:
            named = row.pk if key == "pk" else row.number
            if named is not None:
                yield state, {"number": side.number, key: named, **more}

    return found


def both(*ways: Rows) -> Rows:
    return lambda side: (found for way in ways for found in way(side))


def by_slug(side: Side) -> Iterator[tuple[str, Values]]:
    """Whatever can be shared or hidden, by the slug of its kind."""
    yield from rows("inputs", slug="svar")(side)
    yield from rows("loglines", slug="loggrad")(side)


def any_slug(side: Side) -> Iterator[tuple[str, Values]]:
    yield from by_slug(side)
    for kind, slug in (
        ("requests", "begaran"), ("reports", "rapport"), ("directions", "inriktning"),
        ("lacks", "resursbehov"), ("offers", "erbjudande"), ("escalations", "framstallan"),
        ("laterpositions", "ny-stallning"), ("assessments", "bedomning"), ("announcements", "meddelande"),
        ("positions", "stallning"), ("measures", "atgard"), ("issues", "systemfraga"),
        ("meetings", "mote"), ("points", "punkt"),
        ("packs", "underlag"), ("objections", "invandning"), ("resolutions", "overenskommelse"),
        ("cycles", "varv"), ("notes", "notering"),
        ("needs", "behov"), ("influences", "inflytande"),
    ):  # fmt: skip
        yield from rows(kind, slug=slug)(side)


def oral(side: Side) -> Iterator[tuple[str, Values]]:
    for state, values in rows("requests", "k")(side):
        for town in side.towns[:3]:
            yield state, values | {"actor": town.pk}


def town(side: Side) -> Iterator[tuple[str, Values]]:
    yield "own", {"number": side.number, "key": side.towns[0].key}


def actors(side: Side) -> Iterator[tuple[str, Values]]:
    yield "own", {"key": side.towns[0].key}
    yield "own", {"key": side.board.key}


def people(side: Side) -> Iterator[tuple[str, Values]]:
    yield "own", {"key": side.towns[0].key, "pk": side.authors[0].pk}
    yield "own", {"key": side.board.key, "pk": side.lena.pk}


def roles(side: Side) -> Iterator[tuple[str, Values]]:
    yield "own", {"key": side.towns[0].key, "pk": side.authors[0].memberships.get().pk}


def contacts(side: Side) -> Iterator[tuple[str, Values]]:
    yield "own", {"key": side.towns[0].key, "pk": side.point.pk}


def groups(side: Side) -> Iterator[tuple[str, Values]]:
    yield "own", {"key": side.board.key, "pk": side.group.pk}


def question_set(side: Side) -> Iterator[tuple[str, Values]]:
    """One of the portal's own, in each county's incident."""
    yield "own", {"number": side.number, "pk": QuestionSet.objects.filter(owner=None).values_list("pk", flat=True)[0]}


def fixed(**values: Any) -> Rows:
    return lambda side: iter([("none", values)])


def places(side: Side) -> Iterator[tuple[str, Values]]:
    yield "none", {"code": side.board.county_id, "county": side.board.county_id, "letter": side.board.county.letter}


def versions(side: Side) -> Iterator[tuple[str, Values]]:
    """A document's address, its versions' and their judgement."""
    for state, row in side.things["versions"]:
        letter = side.board.county.letter
        yield state, {"letter": letter, "slug": row.document.slug, "version": row.number, "pk": row.pk}


def municipality(side: Side) -> Iterator[tuple[str, Values]]:
    yield "none", {"code": side.towns[0].municipality_id}


def files(side: Side) -> Iterator[tuple[str, Values]]:
    """The file of each answer."""
    for state, row in side.things["inputs"]:
        yield state, {"number": side.number, "pk": row.pk, "file": row.files.get().pk}


def offered(side: Side) -> Iterator[tuple[str, Values]]:
    """Each offer, under its need."""
    for state, row in side.things["offers"]:
        yield state, {"number": side.number, "k": row.need.number, "pk": row.pk}


def points(side: Side) -> Iterator[tuple[str, Values]]:
    """The points of each meeting."""
    for state, row in side.things["points"]:
        yield state, {"number": side.number, "k": row.meeting.number, "pk": row.pk}


def led(named: str = "run", **more: Any) -> Rows:
    """The county's own process, and what is in it by its key."""

    def found(side: Side) -> Iterator[tuple[str, Values]]:
        values = {"letter": side.board.county.letter, "number": side.led.run.number}
        yield "own", {**values, "pk": getattr(side.led, named).pk, **more}

    return found


def analyses(side: Side) -> Iterator[tuple[str, Values]]:
    """The needs analysis that is written, with its measure, and the one that has been delivered."""
    letter = side.board.county.letter
    for measure in (side.led.measure, side.led.delivered.measures.get()):
        yield "own", {"letter": letter, "number": measure.analysis.number, "pk": measure.pk}


def learnt(named: str = "lesson", state: str = "own", **more: Any) -> Rows:
    """The county's lessons, by number and by key."""

    def found(side: Side) -> Iterator[tuple[str, Values]]:
        values = {"letter": side.board.county.letter, "number": side.learnt.lesson.number}
        yield state, {**values, "pk": getattr(side.learnt, named).pk, **more}

    return found


def drill(side: Side) -> Iterator[tuple[str, Values]]:
    """The board's readiness drill, by its key."""
    yield "own", {"pk": side.drill.pk}


OWN_SIGN_IN: Final = fixed(pk=999_999, key="a-b", uidb36="1")
INPUT, REQUEST, REPORT = rows("inputs"), rows("requests", "k"), rows("reports", "k")
DIRECTION, MEASURE = rows("directions", "k"), rows("measures")


def steps(*names: str) -> Rows:
    """The cycle's own texts, or the pages, of each of the loop's steps."""

    def found(side: Side) -> Iterator[tuple[str, Values]]:
        for name in names:
            yield "own", {"number": side.number, "step": name}

    return found


def cycle_steps(side: Side) -> Iterator[tuple[str, Values]]:
    for state, values in rows("cycles", "k")(side):
        for name in ("vardegrund", "skeende", "syntes"):
            yield state, values | {"step": name}


# By the name of the route. What is in nobody's incident, or in a whole one, is in the sets below.
KEYED: Final[dict[str, Rows]] = {
    **dict.fromkeys(("actor", "actor_changes", "actor_care", "person_new", "contact_new", "actor_groups"), actors),
    **dict.fromkeys(("group_new", "second_approval"), actors),
    **dict.fromkeys(("person", "role_give", "person_change", "person_invite", "person_close"), people),
    **dict.fromkeys(("role_end", "deputy_new"), roles),
    **dict.fromkeys(("contact_edit", "contact_remove"), contacts),
    **dict.fromkeys(("group_edit", "group_remove"), groups),
    "alarm_acknowledge": fixed(pk=999_999),
    "participants_leave": town,
    **dict.fromkeys(("readers", "access_ask"), by_slug),
    "access_answer": rows("access"),
    "quarantine_lift": rows("quarantines"),
    "quarantine": any_slug,
    "record_changes": any_slug,
    **dict.fromkeys((
            "input", "input_ask_back", "input_reply", "input_weigh", "input_same", "redact", "input_withdraw",
            "receipt", "answer_fate",
        ),
        INPUT,
    ),
    **dict.fromkeys(
        (
            "request", "request_state", "request_remind", "request_close", "answer", "answer_autosave", "answer_check",
            "answer_unchanged", "answer_file",
        ),
        REQUEST,
    ),
    "answer_template": rows("requests", "k", suffix="csv"),
    **dict.fromkeys(("question_set", "question_set_build"), question_set),
    **dict.fromkeys(("dispute_settle", "dispute_show", "dispute_reopen", "dispute_ask"), rows("disputes")),
    **dict.fromkeys(("answer_oral", "answer_later", "link_again", "link_revoke"), oral),
    **dict.fromkeys(("rhythm_later", "rhythm_stop"), rows("rhythms")),
    **dict.fromkeys(("link", "link_autosave", "link_check"), fixed(secret="a-b")),
    **dict.fromkeys(
        (
            "report", "report_pdf", "report_json", "report_docx", "report_txt", "report_brief", "report_brief_pdf",
            "report_since", "report_told", "report_send_again",
        ),
        REPORT,
    ),
    **dict.fromkeys(
        (
            "direction", "direction_pdf", "direction_edit", "direction_autosave", "direction_propose",
            "direction_take_back", "direction_withdraw", "direction_position", "direction_fix", "direction_grounds",
            "direction_receive", "direction_assess", "direction_later",
        ),
        DIRECTION,
    ),
    **dict.fromkeys(("announcement", "announcement_receive"), rows("announcements", "n")),
    **dict.fromkeys(("measure_answer", "measure_grounds"), MEASURE),
    **dict.fromkeys(("resource", "resource_offer", "resource_tell"), rows("lacks", "k")),
    "offer_answer": offered,
    "input_need": rows("inputs", at=0),
    **dict.fromkeys(
        ("escalation", "escalation_txt", "escalation_edit", "escalation_send", "escalation_answer"),
        rows("escalations", "k"),
    ),
    "api-resource-need-detail": rows("lacks"),
    **dict.fromkeys(
        ("api-resource-offer-detail", "api-resource-offer-answer", "api-resource-offer-withdraw"), rows("offers")
    ),
    **dict.fromkeys(("api-escalation-detail", "api-escalation-send", "api-escalation-answer"), rows("escalations")),
    **dict.fromkeys(("measure_answer", "measure_grounds", "measure_waits"), MEASURE),
    "need_parts": rows("parted needs", "n"),
    "system_issue": rows("issues", "n"),
    "api-need-part-detail": rows("parts"),
    "api-system-issue-detail": rows("issues"),
    **dict.fromkeys(
        (
            "meeting", "meeting_ics", "meeting_edit", "meeting_point_new", "meeting_order", "meeting_call",
            "meeting_cancel", "meeting_answer", "meeting_pack", "meeting_object", "meeting_begin", "meeting_notes",
            "meeting_attendance", "meeting_resolve", "meeting_measure", "meeting_end", "meeting_minutes",
        ),
        rows("meetings", "k"),
    ),
    **dict.fromkeys(("meeting_point_remove", "meeting_note", "meeting_note_autosave"), points),
    **dict.fromkeys(
        ("api-meeting-detail", "api-meeting-answer", "api-meeting-object-to", "api-meeting-ics"), rows("meetings")
    ),
    "loop_step": steps("vardegrund", "skeende", "behov", "system", "inflytande", "syntes"),
    **dict.fromkeys(("loop", "cycle_close"), rows("cycles", "k")),
    "cycle_edit": cycle_steps,
    **dict.fromkeys(("note_hold", "note_end"), rows("notes")),
    **dict.fromkeys(("need", "need_edit"), rows("needs", "n")),
    **dict.fromkeys(("influence_do", "influence_answer", "influence_effect"), rows("influences", "n")),
    **dict.fromkeys(("api-cycle-detail", "api-cycle-close"), rows("cycles")),
    **dict.fromkeys(("api-note-detail", "api-note-hold", "api-note-end"), rows("notes")),
    **dict.fromkeys(("api-need-detail", "api-need-move"), rows("needs")),
    **dict.fromkeys(
        ("api-influence-detail", "api-influence-do", "api-influence-answer", "api-influence-follow-up"),
        rows("influences"),
    ),
    **dict.fromkeys(
        (
            "county_process", "process_documents", "regional_county", "process_comments", "comment_add",
            "evidence_packs", "evidence_make",
        ),
        places,
    ),
    **dict.fromkeys(("comment_answer", "api-review-comment-detail"), led("comment")),
    "comment_act": led("comment", do="klar"),
    "result_approve": led(),
    **dict.fromkeys(("evidence_pack", "evidence_hand_over"), led("pack", number=1)),
    "evidence_figure": led("pack", number=1, key="beslut"),
    "api-evidence-pack-detail": led("pack"),
    "yearly_report": fixed(year=2026),
    **dict.fromkeys(
        (
            "process_document", "process_document_versions", "process_version_file", "process_version_submit",
            "process_version_take_back", "document_judge",
        ),
        versions,
    ),
    **dict.fromkeys(
        (
            "process_home", "process_start", "process_run", "process_edit", "process_review", "process_end",
            "process_decide", "process_stage_add", "process_calendar", "process_ical", "api-process-run-detail",
        ),
        led(),
    ),
    **dict.fromkeys(("process_stage", "process_seminar_add", "api-process-stage-detail"), led("stage")),
    "process_stage_act": led("stage", do="planera"),
    "process_criterion": led("criterion"),
    **dict.fromkeys(("process_seminar", "process_invite", "process_attendance"), led("seminar")),
    "process_uninvite": led("attendance"),
    **dict.fromkeys(("capability", "work_plan", "work_item_new", "needs_analyses", "needs_analysis_new"), places),
    "rating": led("run", component="larm"),
    "api-rating-detail": led("rating"),
    **dict.fromkeys(("work_item", "work_item_edit", "api-work-item-detail"), led("work")),
    **dict.fromkeys(
        (
            "needs_analysis", "needs_analysis_edit", "needs_analysis_deliver", "needs_analysis_take_back",
            "analysis_measure_new", "analysis_measure", "analysis_measure_drop",
        ),
        analyses,
    ),
    **dict.fromkeys(("analysis_answer", "api-needs-analysis-detail"), led("delivered")),
    **dict.fromkeys(
        ("lessons", "lesson_new", "lesson", "lesson_release", "lesson_withdraw", "api-lesson-detail"), learnt()
    ),
    "lesson_act": learnt(do="lardom"),
    **dict.fromkeys(("released_lesson", "api-released-lesson-detail"), learnt("released", "published")),
    **dict.fromkeys(("drill", "drill_mine", "drill_cancel", "drill_end", "api-drill-detail"), drill),
    **dict.fromkeys(("scenario", "scenario_edit", "scenario_file", "scenario_share"), rows("scenarios")),
    **dict.fromkeys(("play_inject",), rows("injects")),
    "play_inject_hand": rows("injects", do="spela-in"),
    "play_turn": rows("plays", do="starta"),
    "api-play-detail": rows("plays"),
    "api-inject-detail": rows("injects"),
    "api_problem": fixed(kind="moved-on"),
    "api-county-detail": places,
    "api-municipality-detail": municipality,
    "api-actor-detail": actors,
    "api-process-detail": places,
    "api-publication-detail": fixed(key="a"),
    "api-narrowing-detail": rows("narrowings"),
    **dict.fromkeys(
        ("api-access-request-detail", "api-access-request-decline", "api-access-request-grant"), rows("access")
    ),
    **dict.fromkeys(("api-quarantine-detail", "api-quarantine-lift"), rows("quarantines")),
    "api-request-detail": rows("requests"),
    **dict.fromkeys(("input_file", "api-input-file"), files),
    **dict.fromkeys(
        (
            "api-input-detail", "api-input-withdraw", "api-input-thread", "api-input-ask", "api-input-reply",
            "api-input-weigh", "api-input-same-as",
        ),
        INPUT,
    ),
    **dict.fromkeys(
        ("api-report-detail", "api-report-pdf", "api-report-brief", "api-report-docx", "api-report-radio"),
        rows("reports"),
    ),
    **dict.fromkeys(("api-rhythm-detail", "api-rhythm-put-off", "api-rhythm-stop"), rows("rhythms")),
    **dict.fromkeys(
        ("api-dispute-settle", "api-dispute-show", "api-dispute-reopen", "api-dispute-ask"), rows("disputes")
    ),
    **dict.fromkeys(
        (
            "api-direction-detail", "api-direction-fix", "api-direction-propose", "api-direction-take-back",
            "api-direction-withdraw", "api-direction-effects",
        ),
        rows("directions"),
    ),
    "api-position-detail": rows("positions"),
    "api-reception-detail": rows("receptions"),
    "api-later-position-detail": rows("laterpositions"),
    "api-assessment-detail": rows("assessments"),
    "api-announcement-detail": rows("announcements"),
    "api-measure-detail": MEASURE,
    **dict.fromkeys(
        (
            "session_end", "mfa_edit_webauthn", "mfa_remove_webauthn", "account_confirm_email",
            "account_reset_password_from_key", "organisation_login", "organisation_openid", "organisation_saml",
            "organisation_saml_finish", "organisation_metadata",
        ),
        OWN_SIGN_IN,
    ),
}  # fmt: skip

# A whole incident's, by its number alone.
OF_AN_INCIDENT: Final = {
    "participants", "participants_invite", "participants_newcomer", "log", "quarantines", "incident_phase", "board",
    "inputs", "steward", "requests", "request_new", "question_sets", "question_new", "rhythms", "rhythm_new",
    "one_page", "reading", "reports", "report_write", "report_autosave", "report_compile",
    "report_take_newer", "report_to_review", "report_check", "report_return", "report_second", "incident", "directions",
    "direction_new", "measures", "measure_new", "resources", "resource_new",
    "escalations", "escalation_new", "api-incident-detail", "api-incident-log",
    "announcements", "announcement_new", "needs_me", "meeting_raise",
    "matrix", "issues", "issue_new", "finding_dismiss",
    "meetings", "meeting_new", "api-incident-participants",
    "loop_now", "cycle_new",
    "note_new", "need_new", "influence_new", "incident_lessons",
    "play", "play_jump", "play_speed", "play_end", "play_inject_add", "play_compare", "play_replay",
}  # fmt: skip

# One address for all.
ALONE: Final = {
    "healthz", "readyz", "alarms", "incidents", "incident_new", "start", "glossary", "about", "api", "api_schema",
    "api_docs", "api-county-list", "api-municipality-list", "api-actor-list", "api-incident-list",
    "api-narrowing-list", "api-access-request-list", "api-quarantine-list", "api-request-list", "api-input-list",
    "api-report-list", "api-rhythm-list", "api-desk-list", "api-direction-list", "api-position-list",
    "api-measure-list", "api-process-list", "api-reception-list", "api-resource-need-list", "api-resource-offer-list",
    "api-escalation-list",
    "api-later-position-list", "api-assessment-list", "api-announcement-list",
    "api-need-part-list", "api-system-issue-list", "api-system-issue-findings",
    "api-cycle-list", "api-note-list", "api-need-list",
    "api-influence-list",
    "api-publication-list", "organisation_again", "second_factor", "carry_on", "form_key", "usersessions_list",
    "api-meeting-list",
    "mfa_index", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_list_webauthn",
    "mfa_add_webauthn", "mfa_authenticate", "mfa_reauthenticate", "mfa_view_recovery_codes",
    "mfa_download_recovery_codes", "mfa_reauthenticate_webauthn", "mfa_login_webauthn", "account_login",
    "account_logout", "account_inactive", "account_signup", "account_reauthenticate", "account_email",
    "account_email_verification_sent", "account_change_password", "account_set_password", "account_reset_password",
    "account_confirm_login_code", "account_reset_password_from_key_done", "account_reset_password_done",
    "set_language", "set_theme", "regional_level", "method_concept", "publications", "review", "style_sheet",
    "regional_atom", "search", "sitemap", "documents_to_judge",
    "api-review-comment-list", "api-evidence-pack-list",
    "drills", "drill_new", "api-drill-list",
    "rollup", "rollup_json", "my_process", "api-process-run-list", "api-process-stage-list",
    "api-rating-list", "api-work-item-list", "api-needs-analysis-list", "analyses_to_answer",
    "lesson_library", "api-lesson-list", "api-released-lesson-list",
    "exercises", "exercise_new", "scenario_upload", "api-play-list", "api-inject-list",
}  # fmt: skip
# Addresses without a name.
NAMELESS: Final[dict[str, Rows]] = {
    "konto/email/": once,
    "konto/confirm-email/": once,
    "konto/confirm-email/<path:key>": OWN_SIGN_IN,
    "konto/sakerhet/recovery-codes/download/": once,
    # Whatever else stands below the API's address.
    "api/v1/": fixed(below="nowhere"),
}

# What else a page reads from its address: searches, and choices that show more of it.
ASKED_WITH: Final[dict[str, tuple[str, ...]]] = {
    "log": ("fore=2099-01-01T00:00",),
    "participants": (f"sok={PREFIX}",),
    "actor_groups": (f"sok={PREFIX}",),
    "glossary": (f"q={PREFIX}",),
    "search": (f"q={PREFIX}",),
    "lessons": (f"q={PREFIX}",),
    "lesson_library": (f"q={PREFIX}",),
    "answer": ("vy=full&rader=3",),
    "board": ("sida=0",),
    "api-input-list": ("page_size=3",),
    "api-incident-log": ("page_size=2",),
}
# Left alone: signing out ends the seat; the two that only tell whether the portal lives ask past the request's
# transaction, so that a test's own is not seen.
NOT_ASKED: Final = {"account_logout", "healthz", "readyz"}


class Unknown(AssertionError):
    """A route that the matrix does not know how to address."""


def way(route: str, part: URLPattern) -> Rows:
    name = part.name
    if name is None:
        found = NAMELESS.get(route)
    elif name in OF_AN_INCIDENT:
        found = incident
    elif name in ALONE:
        found = once
    else:
        found = KEYED.get(name)
    if found is None:
        raise Unknown(f"{route} ({name}): say in tests/matrix/addresses.py how it is addressed")
    return found


def fill(route: str, values: Values) -> str:
    written = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), route)
    return f"/{written}{values.get('below', '')}"


def every(world: World, posts: set[str]) -> list[Address]:
    """Every address of every route, each once."""
    found: dict[str, Address] = {}
    for route, part in patterns():
        to = way(route, part)
        for side, whose in ((world.here, "here"), (world.there, "there")):
            for state, values in to(side):
                path = fill(route, values)
                shared = to is once or not values or state == "none"
                kept = found.setdefault(
                    path, Address(route, part.name or route, state, path, part.name in posts, "" if shared else whose)
                )
                for query in ASKED_WITH.get(kept.name, ()):
                    found.setdefault(f"{path}?{query}", kept._replace(path=f"{path}?{query}"))
    return list(found.values())
