"""An incident in which every field that a person can write holds an attack, written through the portal's own services.

Maria and Bo answer for municipalities, Lena, Anna and Carl are the county's. Charlie's county has its own.
"""

import datetime
from dataclasses import asdict
from types import SimpleNamespace
from typing import Final

from actors.models import Actor, ActorGroup, ContactPoint, Person
from actors.roles import Role
from coordination.direction.models import Meeting, Need, Stand
from coordination.direction.services import (
    add_note,
    add_point,
    announce,
    answer_call,
    answer_influence,
    answer_part,
    assess,
    begin_cycle,
    begin_meeting,
    call_meeting,
    cancel_meeting,
    change_position,
    do_influence,
    draft_direction,
    edit_cycle,
    edit_direction,
    end_note,
    fix_direction,
    follow_up,
    give_part,
    move_issue,
    note_attendance,
    note_point,
    object_to,
    plan_influence,
    plan_meeting,
    propose_direction,
    raise_issue,
    resolve,
    state_need,
    suggest_measure,
    take_back_direction,
    take_position,
    update_measure,
)
from coordination.exercises.drilling.services import cancel_drill, plan_drill
from coordination.exercises.models import Drill
from coordination.incidents import services as incidents
from coordination.incidents.clock import now_in
from coordination.incidents.models import IncidentType
from coordination.incidents.models.marking import Reference
from coordination.incidents.services import Mark
from coordination.incidents.services.escalations import answer_escalation, draft_escalation, send_escalation
from coordination.incidents.services.resources import answer_offer, need_resource, note_delivered, offer_resource
from coordination.situations.answers import attached
from coordination.situations.compiled import compiling
from coordination.situations.models import WORDS, AnswerFile, AnswerLink, Dispute, QuestionSet, Recipient
from coordination.situations.rounds import linking
from coordination.situations.rounds.rhythm import Beat
from coordination.situations.services import (
    afterwards,
    attaching,
    inputs,
    links,
    question_sets,
    reports,
    requests,
    rhythms,
    stewarding,
)
from coordination.situations.services.links import Address
from coordination.situations.services.question_sets import Chosen, SectionNames
from processes import seed
from processes.models import CountyProcess, DocumentVersion
from processes.services import filing
from tests.attacks.corpus import text
from tests.conftest import fresh, person
from tests.led_exercise import lead_exercise
from tests.led_lessons import learn
from tests.led_process import lead
from tests.processes import papers
from tests.situations.answers import answer
from tests.situations.answers import content as plain_content

# Every column that holds what a person typed: its longest text. What is kept as JSON is named by its place in it.
FIELDS: Final = {
    "actors.actor.name": 200,
    "actors.actor.short": 80,
    "actors.person.name": 120,
    "actors.contactpoint.function": 60,
    "actors.contactpoint.phone": 40,
    "incidents.incident.name": 120,
    **{
        f"{name}.marking_reason": 300
        for name in (
            "incidents.incident",
            "incidents.logline",
            "situations.request",
            "situations.input",
            "situations.report",
            "direction.direction",
            "direction.position",
            "direction.measure",
            "incidents.resourceneed",
            "incidents.resourceoffer",
            "incidents.escalation",
            "direction.laterposition",
            "direction.assessment",
            "direction.announcement",
            "direction.systemissue",
            "direction.meeting",
            "direction.agendapoint",
            "direction.objection",
            "direction.resolution",
            "direction.cycle",
            "direction.note",
            "direction.need",
            "direction.influence",
        )
    },
    "incidents.resourceneed.what": 200,
    "incidents.resourceneed.unit": 40,
    "incidents.resourceneed.where": 200,
    "incidents.resourceneed.contact": 200,
    "incidents.resourceneed.why": 300,
    "incidents.resourceneed.remark": 300,
    "incidents.resourceoffer.contact": 200,
    "incidents.resourceoffer.note": 300,
    "incidents.resourceoffer.reply": 300,
    "incidents.escalation.addressee": 120,
    "incidents.escalation.tried": 500,
    "incidents.escalation.legal_ground": 200,
    "incidents.escalation.reply": 500,
    "incidents.narrowing.reason": 300,
    "incidents.accessrequest.reason": 300,
    "incidents.accessrequest.note": 300,
    "incidents.quarantine.reason": 300,
    "incidents.quarantine.lifted_note": 300,
    "actors.actorgroup.name": 80,
    "incidents.incident.registry_number": 40,
    "incidents.logline.text": 4000,
    "situations.request.purpose": 300,
    "situations.request.legal_ground": 300,
    "situations.rhythm.purpose": 300,
    "situations.rhythm.legal_ground": 300,
    "situations.rhythm.postponed_note": 300,
    "situations.recipient.postponed_note": 300,
    "situations.recipient.unit": 80,
    "situations.input.content.reason": 300,
    "situations.input.content.texts": 4000,
    "situations.input.content.needs": 300,
    "situations.input.content.places": 160,
    "situations.input.content.rows": 300,
    "situations.answerfile.name": 100,
    "situations.question.name_sv": 160,
    "situations.question.name_en": 160,
    "situations.question.definition_sv": 400,
    "situations.question.unit_sv": 40,
    "situations.questionset.name_sv": 120,
    "situations.questionset.name_en": 120,
    "situations.input.question_back": 2000,
    "situations.input.withdrawn": 2000,
    "situations.input.weighed_note": 300,
    "situations.remark.text": 2000,
    "situations.dispute.reason": 500,
    "situations.report.returned": 2000,
    **{f"situations.report.{name}": 4000 for name in WORDS},
    "direction.direction.purpose": 2000,
    "direction.direction.intended": 300,
    "direction.direction.goals": 300,
    "direction.direction.message": 2000,
    "direction.direction.follow_up": 2000,
    "direction.direction.effect_question": 200,
    "direction.direction.taken_back": 200,
    "direction.position.reason": 2000,
    "direction.position.own_body": 200,
    "direction.laterposition.reason": 2000,
    "direction.laterposition.decision": 120,
    "direction.assessment.text": 500,
    "processes.document.title": 200,
    "processes.documentversion.name": 100,
    "processes.documentversion.judgement": 500,
    "direction.announcement.heading": 120,
    "direction.announcement.text": 4000,
    "direction.measure.what": 300,
    "direction.meeting.reason": 300,
    "direction.meeting.where": 200,
    "direction.meeting.chair": 120,
    "direction.meeting.secretary": 120,
    "direction.meeting.cancelled_why": 200,
    "direction.agendapoint.title": 300,
    "direction.agendapoint.proposal": 500,
    "direction.agendapoint.notes": 4000,
    "direction.call.remark": 200,
    "direction.call.attended_as": 120,
    "direction.objection.text": 500,
    "direction.resolution.text": 500,
    "direction.measure.remark": 300,
    "direction.needrole.reason": 300,
    "direction.systemissue.title": 300,
    "direction.systemissue.proposal": 500,
    "direction.systemissue.outcome": 300,
    "direction.cycle.principle": 2000,
    "direction.cycle.forgotten": 2000,
    "direction.cycle.decided_by": 120,
    "direction.cycle.effect": 2000,
    "direction.cycle.endurance": 2000,
    "direction.note.text": 500,
    "direction.note.indicators": 300,
    "direction.note.balanced": 300,
    "direction.note.ended_why": 200,
    "direction.need.title": 200,
    "direction.need.affected": 200,
    "direction.need.consequence": 300,
    "direction.need.legal_basis": 200,
    "direction.influence.text": 500,
    "direction.influence.responsible": 120,
    "direction.influence.effect": 300,
    "direction.influencereply.text": 300,
    "incidents.phase.note": 300,
    "exercises.scenario.name": 120,
    "exercises.scenario.summary": 4000,
    "exercises.scenario.goals": 300,
    "exercises.scenario.body": 4000,
    "exercises.inject.text": 4000,
    "exercises.inject.expected": 300,
    "exercises.inject.observed": 4000,
    "exercises.inject.really": 4000,
    "processes.processrun.title": 200,
    "processes.processrun.leader": 120,
    "processes.processrun.supporter": 120,
    "processes.processrun.record": 4000,
    "processes.processrun.ended_why": 300,
    "processes.stage.name": 120,
    "processes.stage.purpose": 300,
    "processes.stage.responsible": 120,
    "processes.stage.why": 300,
    "processes.criterion.text": 300,
    "processes.criterion.evidence": 300,
    "processes.deviation.reason": 300,
    "processes.seminar.title": 200,
    "processes.seminar.place": 200,
    "processes.seminar.programme": 4000,
    "processes.seminar.notes": 8000,
    "processes.attendance.function": 120,
    "processes.decision.title": 200,
    "processes.decision.body": 120,
    "processes.decision.registry_number": 60,
    "processes.rating.before_why": 300,
    "processes.rating.after_why": 300,
    "processes.workitem.title": 200,
    "processes.workitem.remark": 300,
    "processes.needsanalysis.area": 200,
    **{
        f"processes.needsanalysis.{name}": 4000
        for name in ("present_state", "wanted_state", "gap", "need", "support", "response")
    },
    "processes.analysismeasure.title": 200,
    "processes.analysismeasure.partners": 300,
    "processes.analysismeasure.funding": 200,
    "processes.lesson.source_label": 200,
    "processes.lesson.observation": 3000,
    "processes.lesson.lesson": 3000,
    "processes.lesson.put_aside_why": 300,
    "processes.lesson.proof": 300,
    "processes.releasedlesson.title": 160,
    "processes.releasedlesson.text": 4000,
    "processes.releasedlesson.tags": 200,
    "processes.reviewcomment.text": 4000,
    "processes.commentreply.text": 4000,
    "processes.resultapproval.words": 500,
    "exercises.drill.why": 300,
}
# Columns of text that nobody types: made by the portal, or read from data files when it is installed.
NOT_TYPED: Final = {
    "actors.actor.key": "from data files; letters, digits and hyphens",
    "actors.actor.source": "from data files",
    "actors.actor.sort_name": "made of the name, by the database; shown nowhere",
    "actors.contactpoint.email": "an address, checked as one; shown nowhere",
    "actors.person.username": "given by the administrator's command",
    "actors.person.email": "given by the administrator's command; an address, checked as one",
    "actors.person.password": "a hash",
    "coordination.seenassertion.carried": "an organisation's signed answer on its way; shown nowhere",
    "coordination.seenassertion.mark": "a hash",
    "coordination.seenassertion.service": "from the settings",
    "incidents.accessrequest.kind": "made by the portal",
    "incidents.accessrequest.label": "made by the portal",
    "incidents.narrowing.kind": "made by the portal",
    "incidents.narrowing.label": "made by the portal",
    "incidents.quarantine.kind": "made by the portal",
    "incidents.quarantine.label": "made by the portal",
    "incidents.share.kind": "made by the portal",
    "incidents.resourceneed.origin": "made by the portal",
    "incidents.escalation.body": "made by the portal of the needs and the words",
    "incidents.escalation.content_hash": "made by the portal",
    "journal.chain.stream": "made by the portal",
    "situations.answerlink.email": "an address, checked as one",
    "situations.answerlink.secret_hash": "a hash",
    "situations.request.reminders": "chosen from a list",
    "situations.rhythm.question_set_key": "chosen from a list",
    "situations.rhythm.reminders": "chosen from a list",
    "situations.rhythm.weekdays": "chosen from a list",
    "situations.guardedanswer.key": "names a field of the question set",
    "situations.guardedanswer.part": "names a part of the answer",
    "situations.guardedanswer.value": "an answer's own text, kept in a row of its own: content.texts",
    "situations.answerfile.question": "names a question of the set",
    "situations.answerfile.media_type": "found in the file's content",
    "situations.answerfile.sha256": "a hash",
    "situations.redactedcopy.content": "a copy of the answer's own texts: content.texts",
    "situations.redactedcopy.struck": "names fields of the answer",
    "incidents.incident.number": "made by the portal",
    "incidents.incident.headline": "made by the portal",
    "incidents.notice.subject": "made by the portal",
    "incidents.notice.path": "made by the portal",
    "situations.question.key": "made of the name: letters, digits and hyphens",
    "situations.question.definition_en": "from data files",
    "situations.question.hint_sv": "from data files",
    "situations.question.hint_en": "from data files",
    "situations.question.unit_en": "as the Swedish one: unit_sv",
    "situations.question.options": "from data files",
    "situations.question.guard": "from data files",
    "situations.question.source": "made by the portal, or from data files",
    "situations.questionset.key": "made of the name: letters, digits and hyphens",
    "situations.questionset.sections": "a copy of the questions' own words: question.name_sv",
    "situations.questionset.functions": "names functions",
    "situations.questionset.source": "made by the portal, or from data files",
    "situations.input.content": "its texts are listed one by one above",
    "situations.input.reason": "the answer's own reason: content.reason",
    "situations.input.summary": "the answer's own summary: content.texts",
    "situations.input.number": "made by the portal",
    "situations.input.submission_key": "a program's key; shown nowhere",
    "situations.input.content_hash": "made by the portal",
    "situations.impact.reason": "the answer's own reason: content.reason",
    "situations.dispute.about": "made by the portal: a municipality's code, or a road as answers name it",
    "situations.disputeside.path": "names a field of the answer",
    "situations.compilation.error": "the machine's own words",
    "situations.compilation.body": "made by the portal of the answers",
    "situations.report.body": "made by the portal of the answers and the words",
    "situations.report.grades": "made by the portal",
    "situations.report.sections": "the writer's name, and made by the portal",
    "situations.report.content_hash": "made by the portal",
    "situations.rendering.kind": "made by the portal",
    "situations.rendering.language": "made by the portal",
    "situations.rendering.etag": "made by the portal",
    "situations.questionset.of_subject": "made by the portal",
    "processes.lesson.source_url": "made by the portal, or an address that begins with http or /, checked as one",
    "processes.observation.observation": "the lesson's observation once more, for the actor that wrote it",
    "processes.observation.source_url": "the incident's own address",
    "processes.lesson.proof_url": "an address that begins with http or /, checked as one",
    "processes.document.slug": "made of the title: letters, digits and hyphens",
    "processes.documentversion.media_type": "found in the file's content",
    "processes.documentversion.sha256": "a hash",
    "processes.documentversion.language": "a language's tag, held to its letters",
    "processes.documentversion.checks": "found in the file; its title is held to one line and stands as text",
    "direction.laterposition.decision_url": "an address that begins with http or https, checked as one",
    "direction.direction.protection_values": "chosen from a list",
    "direction.systemissue.rule": "names a rule of the portal",
    "direction.systemissue.rule_key": "made by the portal",
    "direction.cycle.protection_values": "chosen from a list",
    "direction.cycle.gaps": "made by the portal: kinds, numbers and keys",
    "direction.direction.body": "made by the portal of the words above",
    "direction.direction.content_hash": "made by the portal",
    "direction.meeting.body": "made by the portal of the minutes' own words",
    "direction.meeting.content_hash": "made by the portal",
    "direction.pack.body": "made by the portal of the report, the agenda and the proposed direction",
    "direction.pack.content_hash": "made by the portal",
    "direction.pack.holds": "made by the portal",
    "direction.pack.marking_reason": "a copy of that of what is in it",
    "processes.criterion.evidence_url": "an address that begins with http or https, checked as one",
    "processes.deviation.before": "a copy of the stage's own words: stage.name, criterion.text",
    "processes.deviation.after": "a copy of the stage's own words: stage.name",
    "processes.reviewcomment.heading": "one of the record's seven",
    "processes.evidencepack.figures": "numbers, times, and copies of the process's words: stage.name, decision.title",
    "exercises.drill.figures": "made by the portal: counts and times",
    "exercises.drillresult.contact": "made by the portal: yes, no and a day",
    "exercises.scenario.key": "made of the name: letters, digits and hyphens",
    "exercises.inject.more": "made by the portal, and what a scenario's checked shape lets through",
    "journal.entry.stream": "made by the portal",
    "journal.entry.by_name": "the person's name",
    "journal.entry.verb": "made by the portal",
    "journal.entry.subject": "made by the portal",
    "journal.entry.label": "made by the portal",
    "journal.entry.from_state": "made by the portal",
    "journal.entry.to_state": "made by the portal",
    "journal.entry.note": "the notes of acts: phase.note, input.withdrawn, report.returned, direction.taken_back",
    "journal.entry.data": "made by the portal",
}
# Models whose rows come from data files in the repository, where a review reads them.
FROM_FILES: Final = {
    "actors.civilarea", "actors.county", "actors.municipality", "actors.actorname", "actors.sector", "actors.boundary",
    "incidents.incidenttype", "situations.function", "situations.disputerule",
    "direction.agendatemplate", "direction.callclock",
    "processes.countyprocess", "processes.processdocument", "processes.publication", "processes.legaltext",
    "processes.pagedate", "processes.processtemplate", "processes.templatestage", "processes.component",
}  # fmt: skip


def token(field: str) -> str:
    """A short name for a field, so that a payload fits where forty signs do: f07."""
    return f"f{list(FIELDS).index(field):02}"


class Stage(SimpleNamespace):
    """The incident with everything in it, and who is in it."""

    @property
    def number(self) -> str:
        return str(self.incident.number)


def name_people(house, write) -> None:
    """Names are an attacker's too, when she has an account or gives her organisation its name."""
    Actor.objects.filter(pk=house.ljusdal.pk).update(name=write("actors.actor.name"), short=write("actors.actor.short"))
    Person.objects.filter(pk=house.maria.pk).update(name=write("actors.person.name"))
    ContactPoint.objects.create(
        actor=house.ljusdal,
        function=write("actors.contactpoint.function") or "TiB",
        phone=write("actors.contactpoint.phone") or "026-00 00 00",
        email="tib@ljusdal.example.se",
    )
    house.ljusdal.refresh_from_db()
    house.maria = fresh(house.maria)


def build(house, turn: int = 0) -> Stage:
    """Every field of FIELDS, written by whoever may write it."""

    def write(field: str) -> str:
        return text(token(field), FIELDS[field], turn)

    name_people(house, write)
    stage = Stage(house=house, turn=turn, write=write, incident=opened(house, write))
    ask_and_answer(stage)
    report(stage)
    direct(stage)
    lend(stage)
    analyse(stage)
    meet(stage)
    loop(stage)
    share(stage)
    last_acts(stage)
    filed(stage)
    stage.led = lead(write, house.board, house.ljusdal)
    stage.learnt = learn(write, stage.led, house.maria, house.ljusdal, stage.incident)
    stage.drill = called_off(stage)
    stage.exercise = lead_exercise(
        lambda field: write(field) if field in FIELDS else "", stage.incident, house.board, house.ljusdal
    )
    return stage


def called_off(stage: Stage) -> Drill:
    """A readiness drill that somebody gave up, and why."""
    by = fresh(stage.house.lena)
    drill = plan_drill(by=by, owner=stage.house.board, actors=[stage.house.bollnas], despite_incident=True)
    cancel_drill(by=by, drill=drill, why=stage.write("exercises.drill.why"))
    return drill


def last_acts(stage: Stage) -> None:
    """What is read in the log alone stands on its first page."""
    by = fresh(stage.house.lena)
    incidents.change_phase(by=by, incident=stage.incident, to="assess", note=stage.write("incidents.phase.note"))
    incidents.change_phase(by=by, incident=stage.incident, to="handle")
    reason = stage.write("situations.input.withdrawn")
    afterwards.withdraw_input(by=fresh(stage.house.bo), sent=stage.gone, reason=reason)


def filed(stage: Stage) -> None:
    """A county's document: its first version is published with the reviewer's words, its second waits."""
    seed.load_all()
    house, write = stage.house, stage.write
    leader = person(f"leda{stage.turn}", house.board, Role.PROCESS_LEADER)
    agency = Actor.objects.get(kind="national_agency")
    reviewer = person(f"granska{stage.turn}", agency, Role.REVIEWER)
    title = write("processes.document.title") or "Strategi"
    process = CountyProcess.objects.get(county=house.county)
    stage.document = filing.file_document(by=leader, process=process, kind="strategy", title=title)

    def version(pages: int) -> DocumentVersion:
        # The title that the file has of its own is an attacker's too.
        data = papers.pdf(pages=pages, title=title)
        name = write("processes.documentversion.name")
        made = filing.add_version(by=leader, document=stage.document, name=name, data=data)
        filing.submit_version(by=leader, version=made)
        return made

    words = write("processes.documentversion.judgement")
    filing.judge_version(by=reviewer, version=version(1), publish=True, words=words)
    stage.submitted = version(2)


def opened(house, write):
    incident = incidents.open_incident(
        by=house.lena,
        type=IncidentType.objects.get(key="storm"),
        name=write("incidents.incident.name"),
        lead=house.board,
        counties=[house.county],
        municipalities=house.municipalities,
        mark=marked(write, "incidents.incident"),
    )
    incident.registry_number = write("incidents.incident.registry_number")[:40]
    incident.save(update_fields=["registry_number"])
    by = fresh(house.lena)
    incidents.invite(by=by, incident=incident, actors=list(house.municipal.values()))
    incidents.change_phase(by=by, incident=incident, to="handle")
    for who, actor in ((house.maria, house.ljusdal), (house.lena, house.board)):
        mark = marked(write, "incidents.logline")
        words = write("incidents.logline.text")
        incidents.write_line(by=fresh(who), incident=incident, actor=actor, text=words, mark=mark)
    return incident


def marked(write, column: str) -> Mark:
    """The highest marking, which says why."""
    return Mark("sensitive", Reference.RISK_ANALYSIS, write(f"{column}.marking_reason"))


def composed(house, incident, write):
    """A set of the county board's own, with a question of its own."""
    by = fresh(house.lena)
    own = question_sets.add_question(
        by=by,
        incident=incident,
        name=write("situations.question.name_sv") or "Egen fråga",
        name_en=write("situations.question.name_en"),
        definition=write("situations.question.definition_sv"),
        unit=write("situations.question.unit_sv") or "st",
        kind="number",
        shelf_minutes=60,
    )
    base = QuestionSet.objects.first()
    all_of_it = [Chosen(s["key"], q["key"]) for s in base.sections for q in s["questions"]]
    return question_sets.save_set(
        by=by,
        incident=incident,
        base=base,
        name=write("situations.questionset.name_sv") or "Egna frågor",
        name_en=write("situations.questionset.name_en"),
        chosen=[
            *all_of_it,
            Chosen("samverkan", "coming_events"),
            Chosen("omfattning", own.key),
            Chosen("omfattning", "attached_files", quick=True),
        ],
        functions=base.functions,
        names={
            "samverkan": SectionNames(
                write("situations.questionset.name_sv") or "Samverkan", write("situations.questionset.name_en")
            )
        },
    )


def content(write, asked) -> dict:
    """An answer with an attack in every text that the question set has."""
    graded = {"works": 0, "resources": 0, "load": 0, "grade": 4, "reason": write("situations.input.content.reason")}
    texts = [q["key"] for section in asked.sections for q in section["questions"] if q["kind"] == "text"]
    need = dict.fromkeys(
        ("what", "amount", "unit", "where", "needed_by", "consequence"), write("situations.input.content.needs")
    )
    return {
        "overall": graded,
        "functions": {key: dict(graded) for key in asked.functions},
        "numbers": {q["key"]: 2 for section in asked.sections for q in section["questions"] if q["kind"] == "number"},
        "places": {"main_place": {"name": write("situations.input.content.places")}},
        "rows": {"coming_events": [{"what": write("situations.input.content.rows") or "Match"}]},
        "texts": dict.fromkeys(texts, write("situations.input.content.texts")),
        "needs": [need],
        "marking": asdict(marked(write, "situations.input")),
    }


def ask_and_answer(stage: Stage) -> None:
    house, incident, write, now = stage.house, stage.incident, stage.write, now_in(stage.incident)
    stage.own_set = composed(house, incident, write)
    stage.asked = requests.send_request(
        by=fresh(house.lena),
        incident=incident,
        question_set=stage.own_set,
        recipients=list(house.municipal.values()),
        purpose=write("situations.request.purpose"),
        legal_ground=write("situations.request.legal_ground"),
        as_of=now,
        deadline=now + datetime.timedelta(hours=2),
        mark=marked(write, "situations.request"),
    )
    come_again(stage)
    by_letter(stage)
    stage.gone = answer(fresh(house.bo), stage.asked, house.bollnas, content(write, stage.own_set))
    stage.attached = attach(stage)
    stage.sent = answer(fresh(house.maria), stage.asked, house.ljusdal, content(write, stage.own_set))
    afterwards.ask_back(by=fresh(house.lena), sent=stage.sent, question=write("situations.input.question_back"))
    afterwards.reply(by=fresh(house.maria), sent=stage.sent, text=write("situations.remark.text"))
    afterwards.ask_back(by=fresh(house.lena), sent=stage.sent, question=write("situations.input.question_back"))
    weighed = write("situations.input.weighed_note")
    stewarding.weigh(by=fresh(house.lena), sent=stage.sent, weighed="likely", note=weighed)
    go_apart(stage)
    again = content(write, stage.own_set)
    stage.draft = inputs.open_draft(by=fresh(house.bo), request=stage.asked, actor=house.bollnas)
    inputs.save_draft(by=fresh(house.bo), draft=stage.draft, raw=again, revision=stage.draft.revision)


def attach(stage: Stage) -> AnswerFile:
    """A file whose name is an attack, and whose content reads like one to whoever would read it as a page."""
    house, name = stage.house, stage.write("situations.answerfile.name")
    draft = inputs.open_draft(by=fresh(house.maria), request=stage.asked, actor=house.ljusdal)
    found = attached.read(name, b"alert(1); //")
    return attaching.attach(by=fresh(house.maria), draft=draft, question="attached_files", found=found)


def go_apart(stage: Stage) -> None:
    """A company of the same municipality counts otherwise."""
    company = Actor.objects.create(
        key="ljusdal-energi",
        name="Ljusdal Energi",
        short="Energi",
        kind="other",
        municipality=stage.house.ljusdal.municipality,
    )
    incidents.invite(by=fresh(stage.house.lena), incident=stage.incident, actors=[company])
    stage.asked.recipients.create(actor=company)
    plain = plain_content()
    answer(person("eva", company), stage.asked, company, {**plain, "numbers": {"injured": 3}})


def settle(stage: Stage) -> None:
    """What the machine found in its first picture is settled, and stands so in the next."""
    stage.dispute = Dispute.objects.get(incident=stage.incident)
    reason = stage.write("situations.dispute.reason")
    stewarding.settle(by=fresh(stage.house.anna), dispute=stage.dispute, reason=reason, holds=None)
    compiling.compile_incident(stage.incident.pk)


def come_again(stage: Stage) -> None:
    """A rhythm that has been put off, and an answer that comes later than was asked, from a unit that was named."""
    house, incident, write, now = stage.house, stage.incident, stage.write, now_in(stage.incident)
    stage.rhythm = rhythms.make_rhythm(
        by=fresh(house.lena),
        incident=incident,
        question_set=QuestionSet.objects.first(),
        recipients=[house.ljusdal, house.bollnas],
        purpose=write("situations.rhythm.purpose"),
        legal_ground=write("situations.rhythm.legal_ground"),
        beat=Beat("hours", every_hours=6),
        first=now + datetime.timedelta(hours=6),
        answer_minutes=60,
    )
    to, note = now + datetime.timedelta(hours=7), write("situations.rhythm.postponed_note")
    stage.rhythm = rhythms.put_off(by=fresh(house.lena), row=stage.rhythm, to=to, note=note)
    requests.postpone_answer(
        by=fresh(house.bo),
        request=stage.asked,
        actor=house.bollnas,
        to=stage.asked.deadline + datetime.timedelta(hours=1),
        note=write("situations.recipient.postponed_note"),
    )
    stage.asked.recipients.filter(actor=house.ljusdal).update(unit=write("situations.recipient.unit"))


def by_letter(stage: Stage) -> None:
    """A guest answers by a link whose secret the attacker has got hold of."""
    named = Address(stage.write("actors.actor.name"), "gast@example.se")
    guests = links.bring_in(by=fresh(stage.house.lena), incident=stage.incident, addresses=[named])
    Recipient.objects.create(request=stage.asked, actor=guests[0].actor)
    links.give_new(stage.asked, guests, by=stage.house.lena)
    stage.secret = "s" * 43
    AnswerLink.objects.update(secret_hash=linking.hash_of(stage.secret))


def report(stage: Stage) -> None:
    """One is published, and the next lies open."""
    house, incident, write = stage.house, stage.incident, stage.write
    reports.compile_now(by=fresh(house.lena), incident=incident)
    compiling.compile_incident(incident.pk)
    settle(stage)
    words = {name: write(f"situations.report.{name}") for name in WORDS}
    written = reports.open_report(by=fresh(house.anna), incident=incident)
    reports.save_words(
        by=fresh(house.anna), report=written, revision=0, words=words, mark=marked(write, "situations.report")
    )
    reports.send_to_review(by=fresh(house.anna), report=written)
    reports.return_report(by=fresh(house.lena), report=written, note=write("situations.report.returned"))
    reports.send_to_review(by=fresh(house.anna), report=written)
    stage.report = reports.publish_report(by=fresh(house.lena), report=written, revision=written.revision)
    stage.next_report = reports.open_report(by=fresh(house.anna), incident=incident)
    reports.save_words(by=fresh(house.anna), report=stage.next_report, revision=0, words=words)
    reports.send_to_review(by=fresh(house.anna), report=stage.next_report)
    reports.return_report(by=fresh(house.lena), report=stage.next_report, note=write("situations.report.returned"))


def analyse(stage: Stage) -> None:
    """An actor says no to a need, and a system issue about the need is settled."""
    house, incident, write = stage.house, stage.incident, stage.write
    stage.need = Need.objects.create(
        incident=incident, number=Need.objects.filter(incident=incident).count() + 1, kind="help", title="Värme",
        state="new", made_at=now_in(incident), made_by=house.lena,
    )  # fmt: skip
    give_part(by=fresh(house.lena), need=stage.need, actor=house.ljusdal, part="responsible")
    no = write("direction.needrole.reason")
    stage.part = answer_part(by=fresh(house.maria), need=stage.need, actor=house.ljusdal, takes=False, reason=no)
    stage.issue = raise_issue(
        by=fresh(house.lena),
        incident=incident,
        kind="gap",
        title=write("direction.systemissue.title"),
        proposal=write("direction.systemissue.proposal"),
        needs=[stage.need],
        mark=marked(write, "direction.systemissue"),
    )
    outcome = write("direction.systemissue.outcome")
    move_issue(by=fresh(house.lena), issue=stage.issue, to="settled", outcome=outcome)


def direct(stage: Stage) -> None:
    """One direction is fixed with positions and a measure in it, and the next is proposed."""
    house, incident, write, now = stage.house, stage.incident, stage.write, now_in(stage.incident)
    stage.measure = suggest_measure(
        by=fresh(house.lena),
        incident=incident,
        owner=house.ljusdal,
        what=write("direction.measure.what"),
        due=now + datetime.timedelta(hours=3),
        mark=marked(write, "direction.measure"),
    )
    update_measure(by=fresh(house.maria), measure=stage.measure, to="taken", note=write("direction.measure.remark"))
    stage.fixed = proposed(stage)
    take_position(
        by=fresh(house.maria),
        direction=stage.fixed,
        actor=house.ljusdal,
        stand=Stand.OWN_BODY,
        reason=write("direction.position.reason"),
        own_body=write("direction.position.own_body"),
        own_body_at=now + datetime.timedelta(hours=2),
        mark=marked(write, "direction.position"),
    )
    take_position(
        by=fresh(house.bo),
        direction=stage.fixed,
        actor=house.bollnas,
        stand=Stand.RESERVATION,
        reason=write("direction.position.reason"),
    )
    fix_direction(by=fresh(house.carl), direction=stage.fixed)
    after_it(stage)
    stage.next_direction = proposed(stage)
    take_back_direction(
        by=fresh(house.lena), direction=stage.next_direction, note=write("direction.direction.taken_back")
    )


def lend(stage: Stage) -> None:
    """A need with an offer that was accepted, one that was delivered, and a request about what is lacking still."""
    stage.lacking, done = lacking(stage, 5), lacking(stage, 2)
    stage.offer = lending(stage, stage.lacking)
    reply = stage.write("incidents.resourceoffer.reply")
    for offer in (stage.offer, lending(stage, done)):
        answer_offer(by=fresh(stage.house.maria), offer=offer, accepts=True, note=reply)
    note_delivered(by=fresh(stage.house.maria), need=done, note=stage.write("incidents.resourceneed.remark"))
    stage.escalation = draft_escalation(
        by=fresh(stage.house.lena),
        incident=stage.incident,
        to="national",
        needs=[stage.lacking],
        mark=marked(stage.write, "incidents.escalation"),
        addressee=stage.write("incidents.escalation.addressee") or "MCF",
        **{name: stage.write(f"incidents.escalation.{name}") for name in ("tried", "legal_ground")},
    )
    send_escalation(by=fresh(stage.house.lena), escalation=stage.escalation)
    reply = stage.write("incidents.escalation.reply") or "Ja"
    answer_escalation(by=fresh(stage.house.lena), escalation=stage.escalation, reply=reply)


def lacking(stage: Stage, quantity: int):
    needed = {
        name: stage.write(f"incidents.resourceneed.{name}") or "x" for name in ("what", "unit", "where", "contact")
    }
    return need_resource(
        by=fresh(stage.house.maria),
        incident=stage.incident,
        actor=stage.house.ljusdal,
        quantity=quantity,
        from_at=now_in(stage.incident),
        why=stage.write("incidents.resourceneed.why"),
        mark=marked(stage.write, "incidents.resourceneed"),
        **needed,
    )


def lending(stage: Stage, need):
    return offer_resource(
        by=fresh(stage.house.bo),
        need=need,
        actor=stage.house.bollnas,
        quantity=2,
        from_at=now_in(stage.incident),
        contact=stage.write("incidents.resourceoffer.contact") or "x",
        note=stage.write("incidents.resourceoffer.note"),
        mark=marked(stage.write, "incidents.resourceoffer"),
    )


def after_it(stage: Stage) -> None:
    """What comes after a direction is fixed: a new position, a judgement, an important message."""
    house, write = stage.house, stage.write
    change_position(
        by=fresh(house.maria),
        direction=stage.fixed,
        actor=house.ljusdal,
        stand=Stand.CANNOT,
        reason=write("direction.laterposition.reason") or "Skäl",
        decision=write("direction.laterposition.decision"),
        decision_url="https://beslut.example/1",
        mark=marked(write, "direction.laterposition"),
    )
    assess(
        by=fresh(house.lena),
        direction=stage.fixed,
        verdict="not",
        text=write("direction.assessment.text") or "Skäl",
        mark=marked(write, "direction.assessment"),
    )
    stage.announcement = announce(
        by=fresh(house.lena),
        incident=stage.incident,
        heading=write("direction.announcement.heading") or "Rubrik",
        text=write("direction.announcement.text") or "Text",
        mark=marked(write, "direction.announcement"),
    )


def planned(stage: Stage, hours: int) -> Meeting:
    """With a point whose every text is an attack."""
    house, write = stage.house, stage.write
    row = plan_meeting(
        by=fresh(house.lena),
        incident=stage.incident,
        kind="isf",
        form="video",
        starts_at=now_in(stage.incident) + datetime.timedelta(hours=hours),
        mark=marked(write, "direction.meeting"),
        **{name: write(f"direction.meeting.{name}") for name in ("reason", "where", "chair", "secretary")},
    )
    add_point(
        by=fresh(house.maria),
        meeting=row,
        kind="need",
        title=write("direction.agendapoint.title"),
        proposal=write("direction.agendapoint.proposal"),
        raised_by=house.ljusdal,
        mark=marked(write, "direction.agendapoint"),
    )
    return row


def called(stage: Stage, hours: int) -> Meeting:
    house, write, row = stage.house, stage.write, planned(stage, hours)
    call_meeting(by=fresh(house.lena), meeting=row)
    own = {"by": fresh(house.maria), "meeting": row, "actor": house.ljusdal}
    answer_call(**own, coming=True, remark=write("direction.call.remark"))
    point = row.points.get(raised_by=house.ljusdal)
    text = write("direction.objection.text")
    object_to(**own, text=text, point=point, mark=marked(write, "direction.objection"))
    return row


def meet(stage: Stage) -> None:
    """One is planned, one called, one cancelled, and one is held with its minutes running."""
    house, write = stage.house, stage.write
    stage.planned, stage.meeting, stage.held = planned(stage, 5), called(stage, 6), called(stage, 7)
    cancel_meeting(by=fresh(house.lena), meeting=planned(stage, 8), why=write("direction.meeting.cancelled_why"))
    by, held = fresh(house.lena), stage.held
    begin_meeting(by=by, meeting=held)
    note_point(by=by, point=held.points.first(), revision=0, notes=write("direction.agendapoint.notes"))
    note_attendance(by=by, meeting=held, there={house.ljusdal: (True, write("direction.call.attended_as"))})
    agreed, mark = write("direction.resolution.text"), marked(write, "direction.resolution")
    point = held.points.get(raised_by=house.ljusdal)
    resolve(by=by, meeting=held, point=point, actors=[house.ljusdal], text=agreed, mark=mark)


def loop(stage: Stage) -> None:
    """A cycle with its values, notes of each kind, needs of both kinds, and influence with its answers."""
    noted(stage)
    stated(stage)
    influenced(stage)


def noted(stage: Stage) -> None:
    house, incident, write, by = stage.house, stage.incident, stage.write, fresh(stage.house.lena)
    stage.cycle = begin_cycle(by=by, incident=incident)
    texts = ("principle", "forgotten", "decided_by", "effect", "endurance")
    edit_cycle(
        by=by,
        cycle=stage.cycle,
        revision=0,
        protection_values=["life"],
        mark=marked(write, "direction.cycle"),
        **{name: write(f"direction.cycle.{name}") for name in texts},
    )
    said = {"by": by, "incident": incident, "text": write("direction.note.text")}
    for kind in ("fact", "unknown", "interpretation", "conflict", "change", "assumption"):
        note = add_note(**said, kind=kind, actor=house.ljusdal, mark=marked(write, "direction.note"))
        if kind == "fact":
            stage.note = note
    add_note(**said, kind="scenario", outlook="worst", horizon=24, indicators=write("direction.note.indicators"))
    add_note(**said, kind="conflict", balanced=write("direction.note.balanced"))
    end_note(by=by, note=add_note(**said, kind="fact"), why=write("direction.note.ended_why"))


def stated(stage: Stage) -> None:
    house, incident, write, by = stage.house, stage.incident, stage.write, fresh(stage.house.lena)
    stage.need = state_need(
        by=by,
        incident=incident,
        kind="help",
        title=write("direction.need.title"),
        affected=write("direction.need.affected"),
        consequence=write("direction.need.consequence"),
        note=stage.note,
        actor=house.ljusdal,
        mark=marked(write, "direction.need"),
    )
    stage.action = state_need(
        by=by,
        incident=incident,
        kind="action",
        title=write("direction.need.title"),
        legal_basis=write("direction.need.legal_basis"),
        serves=[stage.need],
    )


def influenced(stage: Stage) -> None:
    house, incident, write, by = stage.house, stage.incident, stage.write, fresh(stage.house.lena)
    now = now_in(incident)
    stage.influence = plan_influence(
        by=by,
        incident=incident,
        means="ask",
        text=write("direction.influence.text"),
        responsible=write("direction.influence.responsible"),
        actors=[house.ljusdal, house.bollnas],
        due=now + datetime.timedelta(hours=1),
        mark=marked(write, "direction.influence"),
    )
    for person_, actor in ((house.maria, house.ljusdal), (house.bo, house.bollnas)):
        answer_influence(
            by=fresh(person_),
            influence=stage.influence,
            actor=actor,
            response="declined",
            text=write("direction.influencereply.text"),
        )
    do_influence(by=by, influence=stage.influence)
    follow_up(by=by, influence=stage.influence, effect=write("direction.influence.effect"))


def share(stage: Stage) -> None:
    """One line is for its writer's own people and asked for twice; one was withheld and is shown again; one is not."""
    house, write = stage.house, stage.write
    ActorGroup.objects.create(owner=house.board, name=write("actors.actorgroup.name"))
    stage.line = incidents.write_line(
        by=fresh(house.maria), incident=stage.incident, actor=house.ljusdal, text="Nyckel"
    )
    incidents.narrow(
        by=fresh(house.maria),
        record=stage.line,
        audience="own",
        reason=write("incidents.narrowing.reason"),
        legal_ground=Reference.RISK_ANALYSIS,
        until=now_in(stage.incident) + datetime.timedelta(days=20),
    )
    ask = {"by": fresh(house.bo), "record": stage.line, "asker": house.bollnas}
    asked = incidents.ask_for_access(**ask, reason=write("incidents.accessrequest.reason"))
    incidents.decline_access(by=fresh(house.maria), asked=asked, note=write("incidents.accessrequest.note"))
    stage.access = incidents.ask_for_access(**ask, reason=write("incidents.accessrequest.reason"))
    for words in ("Visas igen", "Visas inte"):
        line = incidents.write_line(by=fresh(house.bo), incident=stage.incident, actor=house.bollnas, text=words)
        reason = write("incidents.quarantine.reason")
        stage.withheld = incidents.quarantine(by=fresh(house.lena), record=line, reason=reason)
        if words == "Visas igen":
            note = write("incidents.quarantine.lifted_note")
            incidents.lift(by=fresh(house.bo), row=stage.withheld, note=note)


def proposed(stage: Stage):
    write, now = stage.write, now_in(stage.incident)
    draft = draft_direction(by=fresh(stage.house.lena), incident=stage.incident)
    edit_direction(
        by=fresh(stage.house.lena),
        direction=draft,
        revision=draft.revision,
        answer_by=now + datetime.timedelta(hours=1),
        valid_to=now + datetime.timedelta(hours=24),
        protection_values=["life"],
        goals=[write("direction.direction.goals")],
        mark=marked(write, "direction.direction"),
        **{
            name: write(f"direction.direction.{name}")
            for name in ("purpose", "intended", "message", "follow_up", "effect_question")
        },
    )
    propose_direction(by=fresh(stage.house.lena), direction=draft)
    return draft


def foreign(house) -> Stage:
    """Charlie's county has the same things, which nobody here may touch by naming their numbers."""
    incident = incidents.open_incident(
        by=fresh(house.charlie),
        type=IncidentType.objects.get(key="fire"),
        name="Branden Annorstädes",
        lead=house.other,
        counties=[house.other.county],
    )
    by = fresh(house.charlie)
    actor = Actor.objects.filter(kind="municipality", county=house.other.county).first()
    incidents.invite(by=by, incident=incident, actors=[actor])
    now = now_in(incident)
    asked = requests.send_request(
        by=by,
        incident=incident,
        question_set=QuestionSet.objects.first(),
        recipients=[actor],
        purpose="Samlad lägesbild",
        as_of=now,
        deadline=now + datetime.timedelta(hours=2),
    )
    measure = suggest_measure(
        by=fresh(house.charlie),
        incident=incident,
        owner=house.other,
        what="Pumpar till skogen",
        due=now + datetime.timedelta(hours=2),
    )
    meeting = plan_meeting(
        by=fresh(house.charlie),
        incident=incident,
        kind="other",
        reason="Elden sprider sig",
        form="radio",
        starts_at=now + datetime.timedelta(hours=1),
    )
    told = inputs.open_draft(by=fresh(house.charlie), request=asked, actor=actor, oral=True)
    told = inputs.submit_input(by=fresh(house.charlie), draft=told, key="charlie", raw=plain_content())
    draft = draft_direction(by=fresh(house.charlie), incident=incident)
    line = incidents.write_line(by=fresh(house.charlie), incident=incident, actor=house.other, text="Rök vid sjön.")
    told_in = {"by": fresh(house.charlie), "incident": incident}
    return Stage(
        house=house,
        incident=incident,
        asked=asked,
        actor=actor,
        measure=measure,
        line=line,
        sent=told,
        direction=draft,
        note=add_note(**told_in, kind="fact", text="Elden går mot norr."),
        point=meeting.points.first(),
        need=state_need(**told_in, kind="help", title="Pumpar"),
        influence=plan_influence(**told_in, means="ask", text="Kan ni låna ut pumpar?", actors=[actor]),
    )
