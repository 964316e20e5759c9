"""Every page of the portal: its route, its address, and as whom it is looked at.

A page that stands only for a while, such as a report in review, is looked at by the storm's walk: `WALKED`. What is no
page is in `NO_PAGE` with the reason, or in `POSTS`.
"""

import datetime
from typing import Final, NamedTuple

OK = 200
STORM, FIRE = "/h/2025-041", "/h/2025-029"
TIB, ANALYST, CHAIR = "tib.gavleborg", "analys.gavleborg", "ordforande.gavleborg"
REVIEWER, NOBODY = "granskare.nationell", ""
GRID = "elnat.gavleborg"
# Between two links: the second stands on the page the first leads to.
THEN = " -> "
# The grid company's own answer to request 2, which it let fewer read.
NARROWED = ".strip:has-text('2025-041-024') a"
READERS = "main a[href*='/laser/svar/']"
EXERCISE_LEADER = "ovning.gavleborg"
ADMIN, BOARD = "admin.gavleborg", "/aktor/lst-21/"


LEADER, LED = "processledare.gavleborg", "/lan/X/process/2/"
LESSONS = "/lan/X/lardomar/"
EXERCISER, SCENARIO = "ovning.gavleborg", "main a:has-text('Isregn över länet')"
FIRST_SEMINAR = "main a:has-text('Internat 1, Järvsö')"
SECOND_SEMINAR = "main a:has-text('Internat 2, Gävle')"
LED_PAGES = (
    ("process_run", ""),
    ("process_edit", "andra/"),
    ("process_review", "oversyn/"),
    ("process_end", "avsluta/"),
    ("process_decide", "beslut/"),
    ("process_stage_add", "ny-etapp/"),
    ("process_calendar", "kalender/"),
)


PUBLIC = {"regional_level", "regional_county", "method_concept", "publications", "search"}


# One form on the page that all such forms are drawn on: of each family one is looked at in full.
ONE_FORM: Final = {
    *(
        "question_new",
        "rhythm_new",
        "answer_later",
        "announcement_new",
        "measure_new",
        "resource_new",
        "escalation_new",
    ),
    *("issue_new", "meeting_new", "note_new", "need_new", "influence_new", "participants_newcomer"),
    *("participants_leave", "incident_phase", "comment_add", "process_edit", "process_review", "process_end"),
    *("process_decide", "process_stage_add", "process_stage_act", "process_criterion", "process_seminar_add"),
    *("process_seminar", "process_invite", "process_start", "rating", "needs_analysis_edit", "analysis_measure_new"),
    *("analysis_answer", "exercise_new", "drill_new", "account_logout", "account_change_password"),
    *("account_reset_password", "account_reset_password_done", "account_reset_password_from_key_done"),
    *("account_reset_password_from_key", "account_inactive", "account_reauthenticate", "mfa_add_webauthn"),
    *("mfa_generate_recovery_codes", "person_new", "deputy_new", "contact_edit", "group_new", "group_edit"),
    *("direction_propose", "direction_grounds", "measure_grounds", "scenario_edit", "redact", "quarantine"),
}


class Place(NamedTuple):
    route: str
    path: str
    who: str
    status: int = OK
    # Where the number in an address is the database's: the link on `path` that leads to the page.
    link: str = ""

    @property
    def is_public(self) -> bool:
        """One of the pages on the regional level that anybody may read."""
        return self.route in PUBLIC and not self.who

    @property
    def is_one_form(self) -> bool:
        """What stands there is a form and no more; refusals too are one page in many places."""
        return self.route in ONE_FORM or self.status in (403, 404)

    @property
    def in_exercise(self) -> bool:
        return (self.path.startswith((STORM, FIRE)) or "kvitto" in self.link) and self.status == OK


PLACES: Final = (
    Place("start", "/", NOBODY),
    Place("start", "/", TIB),
    Place("start", "/", "ljusdal"),
    Place("start", "/", "elnat.gavleborg"),
    Place("start", "/", REVIEWER),
    Place("start", "/", LEADER),
    Place("incidents", "/h/", TIB),
    Place("incident_new", "/h/ny/", TIB),
    Place("incident", f"{STORM}/", TIB),
    Place("incident", f"{STORM}/", "ljusdal"),
    Place("board", f"{STORM}/lagesbild/", TIB),
    Place("inputs", f"{STORM}/svar/", TIB),
    Place("input", f"{STORM}/svar/", TIB, link="main a[href*='/svar/']"),
    Place("inputs", f"{STORM}/svar/", "region.gavleborg"),
    Place("input", f"{STORM}/svar/", "region.gavleborg", link="main .withheld a[href*='/svar/']"),
    Place("readers", f"{STORM}/svar/", GRID, link=f"{NARROWED}{THEN}{READERS}"),
    Place("redact", f"{STORM}/svar/", GRID, link=f"{NARROWED}{THEN}{READERS}{THEN}main a[href*='/avskrift/']"),
    Place("record_changes", f"{STORM}/begaran/3/", TIB, link="main a[href*='/andringar/begaran/']"),
    Place("quarantine", f"{STORM}/logg/", "ljusdal", link="main a[href*='/karantan/loggrad/']"),
    Place("quarantines", f"{STORM}/karantan/", TIB),
    Place("steward", f"{STORM}/bedoma/", TIB),
    Place("one_page", f"{STORM}/en-sida/", TIB),
    Place("requests", f"{STORM}/begaran/", TIB),
    Place("request_new", f"{STORM}/begaran/ny/", TIB),
    Place("question_sets", f"{STORM}/begaran/fragor/", TIB),
    Place("question_new", f"{STORM}/begaran/fragor/ny/", TIB),
    Place("question_set", f"{STORM}/begaran/fragor/", TIB, link="main table a:has-text('Vägar')"),
    Place("question_set_build", f"{STORM}/begaran/fragor/", TIB, link="main a[href*='/satt-ihop/']"),
    Place("answer_file", f"{STORM}/begaran/3/svara/fil/", "ljusdal"),
    Place("request", f"{STORM}/begaran/3/", TIB),
    Place("rhythms", f"{STORM}/begaran/rytmer/", TIB),
    Place("rhythm_new", f"{STORM}/begaran/rytmer/ny/", TIB),
    Place("answer_later", f"{STORM}/begaran/3/", "ljusdal", link="main a[href*='/drojer/']"),
    Place("request", f"{STORM}/begaran/3/", "ljusdal"),
    Place("answer", f"{STORM}/begaran/3/svara/", "ljusdal"),
    Place("answer", f"{STORM}/begaran/3/svara/?vy=full", "ljusdal"),
    Place("answer", f"{STORM}/begaran/3/svara/", "bollnas"),
    Place("answer_check", f"{STORM}/begaran/3/svara/granska/", "hofors"),
    Place("answer_oral", f"{STORM}/begaran/3/", TIB, link="a[href*='/muntligt/']"),
    Place("receipt", "/", "bollnas", link="main a[href*='/kvitto/']"),
    Place("reports", f"{STORM}/rapporter/", TIB),
    Place("report_write", f"{STORM}/rapporter/utkast/", ANALYST),
    Place("report", f"{STORM}/rapporter/2/", "ljusdal"),
    Place("report", f"{STORM}/rapporter/1/", "lasare.nationell"),
    Place("report_brief", f"{STORM}/rapporter/2/kort/", "ljusdal"),
    Place("report_since", f"{STORM}/rapporter/2/sedan/", "ljusdal"),
    Place("report_told", f"{STORM}/rapporter/2/mottagare/", TIB),
    Place("answer_fate", f"{STORM}/svar/", TIB, link=f"main a[href*='/svar/']{THEN}main a[href*='/vag/']"),
    Place("directions", f"{STORM}/inriktning/", CHAIR),
    Place("direction", f"{STORM}/inriktning/1/", TIB),
    Place("direction_edit", f"{STORM}/inriktning/1/andra/", TIB),
    Place("direction_propose", f"{STORM}/inriktning/1/foresla/", TIB),
    Place("direction_grounds", f"{STORM}/inriktning/1/bygger-pa/", TIB),
    Place("announcements", f"{STORM}/meddelanden/", TIB),
    Place("announcement_new", f"{STORM}/meddelanden/nytt/", TIB),
    Place("needs_me", f"{STORM}/behover-svar/", "ljusdal"),
    Place("measures", f"{STORM}/atgarder/", TIB),
    Place("measure_new", f"{STORM}/atgarder/ny/", "ljusdal"),
    Place("measure_answer", f"{STORM}/atgarder/", "ljusdal", link="main table a"),
    Place(
        "measure_grounds",
        f"{STORM}/atgarder/?visa=mina",
        "ljusdal",
        link=f"main table a{THEN}main a[href*='/bygger-pa/']",
    ),
    Place("resources", f"{STORM}/resurser/", TIB),
    Place("resource_new", f"{STORM}/resurser/ny/", "ljusdal"),
    Place("escalations", f"{STORM}/framstallan/", TIB),
    Place("escalation_new", f"{STORM}/framstallan/ny/", TIB),
    Place("matrix", f"{STORM}/behov/matris/", TIB),
    Place("issues", f"{STORM}/systemfragor/", TIB),
    Place("issue_new", f"{STORM}/systemfragor/ny/", TIB),
    Place("meetings", f"{STORM}/moten/", TIB),
    Place("meetings", f"{STORM}/moten/", "ljusdal"),
    Place("meeting_new", f"{STORM}/moten/nytt/", TIB),
    Place("loop_now", f"{STORM}/analys/", TIB),
    *(
        Place("loop_step", f"{STORM}/analys/{step}/", who)
        for step in ("vardegrund", "skeende", "behov", "system", "inflytande", "syntes")
        for who in (TIB, "ljusdal")[: 2 if step == "behov" else 1]
    ),
    Place("note_new", f"{STORM}/analys/notering/ny/?slag=scenario", TIB),
    Place("need_new", f"{STORM}/behov/nytt/", "ljusdal"),
    Place("need_new", f"{STORM}/behov/nytt/?slag=atgard", TIB),
    Place("influence_new", f"{STORM}/analys/inflytande/nytt/", TIB),
    Place("participants", f"{STORM}/aktorer/", TIB),
    Place("participants_newcomer", f"{STORM}/aktorer/ny/", TIB),
    Place("participants_leave", f"{STORM}/aktorer/kommun-2161/lamna/", TIB),
    Place("reading", f"{STORM}/lasning/", TIB),
    Place("reading", f"{STORM}/lasning/", "ljusdal", 403),
    Place("log", f"{STORM}/logg/", TIB),
    Place("incident_phase", f"{STORM}/fas/", TIB),
    Place("incident", f"{FIRE}/", "mora"),
    Place("regional_level", "/regional-niva/", NOBODY),
    Place("method_concept", "/metodkoncept/", NOBODY),
    Place("publications", "/publikationer/", NOBODY),
    Place("regional_county", "/regional-niva/gavleborg/", NOBODY),
    Place("regional_county", "/regional-niva/skane/", NOBODY),
    Place("search", "/sok/", NOBODY),
    Place("search", "/sok/?q=MSB", NOBODY),
    Place("documents_to_judge", "/granskning/dokument/", REVIEWER),
    Place("process_documents", "/lan/X/dokument/", LEADER),
    Place("process_documents", "/lan/X/dokument/", TIB),
    Place("review", "/granskning/", REVIEWER),
    Place("rollup", "/lanens-lage/", REVIEWER),
    Place("rollup", "/lanens-lage/?ovning=1", REVIEWER),
    Place("rollup", "/lanens-lage/?ovning=1", TIB),
    Place("county_process", "/granskning/X/", REVIEWER),
    Place("yearly_report", f"/granskning/ar/{datetime.date.today().year}/", REVIEWER),
    Place("comment_add", "/granskning/X/kommentera/", REVIEWER),
    Place("process_comments", "/lan/X/granskning/", LEADER),
    Place("evidence_packs", "/lan/X/underlag/", LEADER),
    Place("evidence_pack", "/lan/X/underlag/1/", REVIEWER),
    Place("evidence_figure", "/lan/X/underlag/1/svarstider/", TIB),
    *(Place(route, f"{LED}{path}", LEADER) for route, path in LED_PAGES),
    Place("capability", "/lan/X/formaga/", LEADER),
    Place("rating", "/lan/X/formaga/2/larm/", LEADER),
    Place("work_plan", "/lan/X/arbetsplan/", LEADER),
    Place("work_item", "/lan/X/arbetsplan/", LEADER, link="main a:has-text('Utbilda ersättare')"),
    Place("needs_analyses", "/lan/X/behovsanalys/", TIB),
    Place("needs_analysis", "/lan/X/behovsanalys/1/", TIB),
    Place("needs_analysis", "/lan/X/behovsanalys/2/", LEADER),
    Place("needs_analysis_edit", "/lan/X/behovsanalys/2/andra/", LEADER),
    Place("analysis_measure_new", "/lan/X/behovsanalys/2/atgard/", LEADER),
    Place("analyses_to_answer", "/granskning/behovsanalyser/", REVIEWER),
    Place("analysis_answer", "/granskning/behovsanalyser/", REVIEWER, link="main a:has-text('Samband när')"),
    Place("process_home", "/lan/X/process/", TIB),
    Place("process_home", "/lan/X/process/", LEADER),
    Place("process_home", "/lan/W/process/", REVIEWER),
    Place("process_start", "/lan/X/process/starta/", LEADER),
    Place("process_run", "/lan/X/process/1/", TIB),
    Place("process_stage", f"{LED}kalender/", TIB, link=FIRST_SEMINAR),
    Place("process_stage", f"{LED}kalender/", LEADER, link=FIRST_SEMINAR),
    Place("process_stage_act", f"{LED}kalender/", LEADER, link=f"{SECOND_SEMINAR}{THEN}aside a[href$='/avsluta/']"),
    Place("process_stage_act", f"{LED}kalender/", LEADER, link=f"{SECOND_SEMINAR}{THEN}aside a[href$='/flytta/']"),
    Place("process_criterion", f"{LED}kalender/", LEADER, link=f"{FIRST_SEMINAR}{THEN}main a[href*='/kriterium/']"),
    Place(
        "process_seminar_add",
        f"{LED}kalender/",
        LEADER,
        link=f"{FIRST_SEMINAR}{THEN}main a[href*='/etapp/'][href$='/internat/']",
    ),
    Place(
        "process_seminar", f"{LED}kalender/", LEADER, link=f"{FIRST_SEMINAR}{THEN}main .item-acts a:has-text('Ändra')"
    ),
    Place("process_invite", f"{LED}kalender/", LEADER, link=f"{FIRST_SEMINAR}{THEN}main a[href$='/bjud-in/']"),
    Place("process_attendance", f"{LED}kalender/", LEADER, link=f"{FIRST_SEMINAR}{THEN}main a[href$='/narvaro/']"),
    Place("drills", "/beredskapsprov/", EXERCISE_LEADER),
    Place("drill_new", "/beredskapsprov/nytt/", EXERCISE_LEADER),
    Place("drill", "/beredskapsprov/", EXERCISE_LEADER, link="main tbody a"),
    Place("drill_mine", "/beredskapsprov/", "bollnas", link="main a[href$='/mitt/']"),
    Place("process_edit", f"{LED}andra/", TIB, 403),
    Place("lessons", LESSONS, LEADER),
    Place("lesson", f"{LESSONS}1/", LEADER),
    Place("lesson_library", "/lardomar/", "ljusdal"),
    Place("incident_lessons", f"{STORM}/lardomar/", "ljusdal"),
    Place("process_home", "/lan/X/process/", "tib.dalarna", 404),
    Place("exercises", "/ovningar/", EXERCISER),
    Place("exercise_new", "/ovningar/ny/", EXERCISER),
    Place("scenario", "/ovningar/", EXERCISER, link=SCENARIO),
    Place("scenario_edit", "/ovningar/", EXERCISER, link=f"{SCENARIO}{THEN}aside a[href$='/andra/']"),
    Place("glossary", "/ordlista/", NOBODY),
    Place("about", "/om/", NOBODY),
    Place("api_docs", "/api/v1/docs/", NOBODY),
    Place("api_problem", "/api/v1/problems/moved-on", NOBODY),
    Place("style_sheet", "/stil/", NOBODY),
    Place("account_login", "/konto/login/", NOBODY),
    Place("account_login", f"/konto/login/?next={STORM}/", NOBODY),
    Place("account_logout", "/konto/logout/", TIB),
    Place("account_signup", "/konto/signup/", NOBODY),
    Place("account_inactive", "/konto/inactive/", NOBODY),
    Place("account_change_password", "/konto/password/change/", TIB),
    Place("mfa_index", "/konto/sakerhet/", TIB),
    Place("mfa_activate_totp", "/konto/sakerhet/totp/activate/", TIB),
    Place("mfa_add_webauthn", "/konto/sakerhet/webauthn/add/", TIB),
    Place("mfa_generate_recovery_codes", "/konto/sakerhet/recovery-codes/generate/", TIB),
    Place("usersessions_list", "/konto/inloggningar/", TIB),
    Place("account_reauthenticate", "/konto/reauthenticate/", TIB),
    Place("account_reset_password", "/konto/password/reset/", NOBODY),
    Place("account_reset_password_done", "/konto/password/reset/done/", NOBODY),
    Place("account_reset_password_from_key", "/konto/password/reset/key/1-a/", NOBODY),
    Place("account_reset_password_from_key_done", "/konto/password/reset/key/done/", NOBODY),
    Place("start", "/", ADMIN),
    Place("actor", BOARD, ADMIN),
    Place("actor", BOARD, TIB),
    Place("actor", "/aktor/kommun-2161/", "admin.ljusdal"),
    Place("actor_changes", f"{BOARD}andringar/", ADMIN),
    Place("actor_care", f"{BOARD}utan-administrator/", ADMIN),
    Place("person_new", f"{BOARD}person/ny/", ADMIN),
    Place("person", BOARD, ADMIN, link="main tbody a[href*='/person/']"),
    Place("deputy_new", BOARD, ADMIN, link="main a[href*='/ersattare/']"),
    Place("contact_new", f"{BOARD}kontakt/ny/", ADMIN),
    Place("contact_edit", BOARD, ADMIN, link="main tbody a[href*='/kontakt/']"),
    Place("actor_groups", f"{BOARD}grupper/", TIB),
    Place("group_new", f"{BOARD}grupper/ny/", TIB),
    Place("group_edit", f"{BOARD}grupper/", TIB, link="main h2 a[href*='/grupper/']"),
    Place("alarms", "/larm/", "sakerhet.gavleborg"),
    # Refusals are pages too.
    Place("report", f"{STORM}/rapporter/99/", TIB, 404),
    Place("incident", f"{STORM}/", "tib.dalarna", 404),
    Place("request_new", f"{STORM}/begaran/ny/", "ljusdal", 403),
)

WALKED: Final = {
    # test_lessons.py: the reviewer releases a lesson, and an officer finds it.
    "lesson_act",
    "lesson_release",
    "released_lesson",
    # test_exercise.py
    *("play", "play_jump", "play_end", "play_compare", "play_inject"),
    "report_check",
    "direction_position",
    "direction_fix",
    # test_second_step.py: only for somebody with a second step, or on the way to one.
    "second_factor",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
}
MEETING = "stands once a meeting is planned, called or held; looked at by tests/direction/test_meeting_pages.py"
FILE, ALIVE = "a file", "for machines that ask whether the portal lives"
SHUT = "answers 404: the administrator keeps addresses"
ELSEWHERE = "sends on to another page: there is a password, and no code to confirm"
ORGANISATION = "there once an organisation's sign-in is configured; looked at by tests/signing_in"
FILED = "stands once a document is filed; looked at by tests/processes/test_filing.py"
BY_LETTER = "opens with the secret of a letter; looked at by tests/situations/test_links.py"
NEEDED = "stands once there is a resource need; looked at by tests/incidents/test_resource_pages.py"
LOOPED = "stands once something is noted in the loop; looked at by tests/direction/test_loop_pages.py"
PLANNED = "a form as the others of a process; looked at by tests/processes/test_assess_pages.py"
SAME_FORM = "one form on the page that comment_add is drawn on; opened by tests/processes/test_comments.py"
NO_PAGE: Final = {
    **dict.fromkeys(("work_item_new", "work_item_edit", "needs_analysis_new", "analysis_measure"), PLANNED),
    "meeting_raise": "the choice among several meetings; looked at by tests/direction/test_raising.py",
    **dict.fromkeys(
        (
            "loop",
            "cycle_edit",
            "cycle_close",
            "note_end",
            "need",
            "need_edit",
            "influence_answer",
            "influence_effect",
        ),
        LOOPED,
    ),
    "lesson_new": "the form of an incident's lessons; looked at by tests/processes/test_lesson_pages.py",
    "lesson_withdraw": "the form of one act, as lesson_act; looked at by tests/processes/test_lesson_pages.py",
    **dict.fromkeys(("comment_answer", "comment_act", "result_approve", "evidence_make"), SAME_FORM),
    "scenario_file": FILE,
    **dict.fromkeys(
        ("scenario_upload", "scenario_share", "play_replay", "play_speed", "play_inject_add"),
        "one form as those of its kind; looked at by tests/playing/test_play_pages.py",
    ),
    "process_ical": FILE,
    "drill_cancel": "stands until a drill begins; looked at by tests/playing/test_drill_pages.py",
    "my_process": "sends on to the process of one's own county",
    "healthz": ALIVE,
    "readyz": ALIVE,
    "report_pdf": FILE,
    "input_file": FILE,
    "answer_template": FILE,
    "report_json": FILE,
    "report_docx": FILE,
    "report_txt": FILE,
    "report_brief_pdf": FILE,
    "direction_pdf": FILE,
    "direction_assess": "stands once a direction is fixed; looked at by tests/direction/test_after.py",
    "direction_later": "stands once a direction is fixed; looked at by tests/direction/test_after.py",
    "announcement": "stands once a message is sent; looked at by tests/direction/test_announcements.py",
    "meeting_ics": FILE,
    **dict.fromkeys(("process_document", "process_version_file", "regional_atom", "sitemap"), FILE),
    **dict.fromkeys(("process_document_versions", "document_judge"), FILED),
    **dict.fromkeys(
        (
            "meeting",
            "meeting_edit",
            "meeting_point_new",
            "meeting_call",
            "meeting_cancel",
            "meeting_pack",
            "meeting_object",
            "meeting_notes",
            "meeting_attendance",
            "meeting_resolve",
            "meeting_measure",
            "meeting_end",
            "meeting_minutes",
        ),
        MEETING,
    ),
    "request_state": "the page of a request itself; to that page's own script a part of it",
    "rhythm_later": "stands once there is a rhythm; looked at by tests/situations/test_rhythm.py",
    "resource": NEEDED,
    "resource_offer": NEEDED,
    "input_need": NEEDED,
    "escalation": NEEDED,
    "escalation_edit": NEEDED,
    "escalation_txt": FILE,
    "need_parts": "stands once there is a need; looked at by tests/direction/test_need_pages.py",
    "system_issue": "stands once there is an issue; looked at by tests/direction/test_need_pages.py",
    "link": BY_LETTER,
    "link_check": BY_LETTER,
    "api": "sends on to the documentation",
    "api_schema": FILE,
    "rollup_json": FILE,
    "carry_on": "stands only after a sign-in that ran out, which tests/signing_in makes with a clock of its own",
    "form_key": "tells a page that stood open which key its forms need",
    "mfa_list_webauthn": "sends on to the page of one's own sign-in",
    "mfa_login_webauthn": "takes a passkey; opened, it sends on to the sign-in",
    "mfa_download_recovery_codes": "answers 404: the codes are shown once, on a page that can be printed",
    "account_email": SHUT,
    "account_email_verification_sent": SHUT,
    "account_confirm_email": SHUT,
    "account_set_password": ELSEWHERE,
    "account_confirm_login_code": ELSEWHERE,
    "organisation_login": ORGANISATION,
    "organisation_again": ORGANISATION,
    "organisation_openid": ORGANISATION,
    "organisation_saml_finish": ORGANISATION,
    "organisation_metadata": FILE,
}
# Addresses that only take what a form sends.
POSTS: Final = {
    "evidence_hand_over",
    "play_turn",
    "play_inject_hand",
    "process_version_submit",
    "process_version_take_back",
    "process_uninvite",
    "needs_analysis_deliver",
    "needs_analysis_take_back",
    "analysis_measure_drop",
    "drill_end",
    "cycle_new",
    "note_hold",
    "influence_do",
    "input_ask_back",
    "input_reply",
    "direction_receive",
    "announcement_receive",
    "finding_dismiss",
    "measure_waits",
    "input_weigh",
    "input_same",
    "dispute_settle",
    "dispute_show",
    "dispute_reopen",
    "dispute_ask",
    "input_withdraw",
    "request_remind",
    "request_close",
    "rhythm_stop",
    "resource_tell",
    "offer_answer",
    "escalation_send",
    "escalation_answer",
    "link_again",
    "link_revoke",
    "link_autosave",
    "answer_autosave",
    "answer_unchanged",
    "report_autosave",
    "report_compile",
    "report_take_newer",
    "report_to_review",
    "report_return",
    "report_second",
    "report_send_again",
    "second_approval",
    "participants_invite",
    "role_give",
    "role_end",
    "person_change",
    "person_invite",
    "person_close",
    "contact_remove",
    "group_remove",
    "alarm_acknowledge",
    "meeting_order",
    "meeting_point_remove",
    "meeting_answer",
    "meeting_begin",
    "meeting_note",
    "meeting_note_autosave",
    "direction_new",
    "direction_autosave",
    "direction_take_back",
    "direction_withdraw",
    "session_end",
    "access_ask",
    "access_answer",
    "quarantine_lift",
    "set_language",
    "set_theme",
    "organisation_saml",
}
