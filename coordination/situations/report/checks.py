"""What remains before a report can be published, each thing as one sentence with what can be done about it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.situations.models import WORDS, Report
from coordination.situations.report import citing, reading
from coordination.situations.report.desk import Machine, Since, body_of
from coordination.situations.report.reading import WRITTEN, Body
from coordination.situations.services import seconding
from coordination.situations.states import CompilationState, ReportState

MANY_MARKED = 5


@dataclass(frozen=True)
class Check:
    """One thing to see to. `act` is what can be done about it here: take, compile, retry, or nothing."""

    step: str
    text: str
    act: str = ""

    @property
    def remains(self) -> bool:
        return self.step == "late"

    @property
    def warns(self) -> bool:
        """Whoever publishes should know it."""
        return self.step in ("late", "todo")


def checks(report: Report, since: Since, state: Machine, former_number: int, now: datetime) -> list[Check]:
    """Before it can be published. Only the summary and the compilation are conditions; the rest are warnings."""
    body = body_of(report)
    found = [_answers_check(body, since, state)]
    newer = "take" if state.newer else "compile"
    if since.withdrawn:
        text = _("Svar som har återtagits räknas med: %(actors)s.") % {"actors": ", ".join(since.withdrawn)}
        found.append(Check("late", text, newer))
    if body and (body.get("compared_to") or 0) != former_number:
        text = _("Ändringarna är inte räknade från nr %(number)d.") % {"number": former_number}
        found.append(Check("late", text, newer))
    found += [*_machine_checks(state), _summary_check(report), *_named_check(body), *_cited_check(report, body)]
    found += [*_newer_check(report, body), *_old_check(body), *_apart_check(report), *_together_check(body)]
    found += [*_empty_check(report), *_second_check(report)]
    if report.next_at and report.next_at <= now:
        found.append(Check("late", _("Tiden för nästa rapport har redan varit.")))
    elif not report.next_at:
        found.append(Check("todo", _("När nästa rapport kommer är inte skrivet.")))
    if report.state == ReportState.DRAFT:
        found.append(Check("todo", _("Tjänsteman i beredskap granskar och publicerar.")))
    return found


def _named_check(body: Body) -> list[Check]:
    names = ", ".join(actor["short"] for actor in body.get("silent", []))
    return [Check("done", _("Tysta aktörer är namngivna: %(actors)s.") % {"actors": names})] if names else []


def _together_check(body: Body) -> list[Check]:
    """Much that is marked may together tell what none of it tells alone: a human decides."""
    marked = body.get("marked") or 0
    if marked < MANY_MARKED:
        return []
    text = _("%(count)d svar är märkta. Tillsammans kan de visa mer än vart och ett. Är märkningen tillräcklig?")
    return [Check("late", text % {"count": marked})]


def _cited_check(report: Report, body: Body) -> list[Check]:
    """Citations that lead nowhere: to what is no longer counted, or to numbers that no source has."""
    texts = [getattr(report, name) for name in WORDS]
    known = {source["n"] for source in body.get("sources", [])}
    unknown = sorted({number for text in texts for number in citing.numbers(text)} - known)
    lost = list(dict.fromkeys(token for text in texts for token in citing.fallen(text)))
    found = []
    if lost:
        words = {"numbers": ", ".join(f"[{token}]" for token in lost)}
        found.append(Check("late", _("Källor som inte längre räknas: %(numbers)s. Läs meningarna igen.") % words))
    if unknown:
        words = {"numbers": ", ".join(str(n) for n in unknown)}
        found.append(Check("late", _("Texten hänvisar till källor som inte finns: %(numbers)s.") % words))
    return found


def _newer_check(report: Report, body: Body) -> list[Check]:
    """An answer was corrected after the sentence that rests on it was written."""
    newer = citing.overtaken([getattr(report, name) for name in WORDS], body, report.edited_at)
    if not newer:
        return []
    words = {"sources": ", ".join(f"{source['short']} [{source['n']}]" for source in newer)}
    return [Check("late", _("Svar som är nyare än texten om dem: %(sources)s. Läs meningarna igen.") % words)]


def _old_check(body: Body) -> list[Check]:
    sentence = reading.age_sentence(body) if body else ""
    return [Check("late", sentence)] if sentence else []


def _apart_check(report: Report) -> list[Check]:
    count = int(getattr(report, "apart", 0))
    if not count:
        return []
    text = ngettext(
        "%(count)d uppgift går isär och är inte avgjord.", "%(count)d uppgifter går isär och är inte avgjorda.", count
    )
    return [Check("late", text % {"count": count})]


def _empty_check(report: Report) -> list[Check]:
    """Which headings will not be in the report, because nothing is written under them."""
    empty = [str(label).lower() for name, label in WRITTEN if not getattr(report, name)]
    if not empty:
        return []
    return [Check("todo", _("Tomt, och kommer inte med: %(parts)s.") % {"parts": ", ".join(empty)})]


def _second_check(report: Report) -> list[Check]:
    """Where two stand behind a report: whether another has approved this very text."""
    if report.state != ReportState.IN_REVIEW or not seconding.asks_for_two(report):
        return []
    if seconding.is_seconded(report):
        return [Check("done", _("Godkänd av %(who)s.") % {"who": report.seconded_by})]
    if report.seconded_by_id is not None:
        return [Check("late", _("Ändrad efter att den godkändes. Den behöver godkännas igen."))]
    return [Check("late", _("Väntar på att en kollega godkänner: två står bakom en rapport här."))]


def _answers_check(body: Body, since: Since, state: Machine) -> Check:
    if not body:
        return Check("late", _("Det finns ingen sammanställning att bygga på än."), "" if state.state else "compile")
    if not since.late:
        until = {"time": reading.clock(body["compiled_at"])}
        return Check("done", _("Alla svar är med, till och med %(time)s.") % until)
    words = {"count": len(since.late), "time": reading.clock(body["compiled_at"]), "actors": ", ".join(since.late)}
    text = (
        ngettext(
            "%(count)d svar har kommit efter %(time)s: %(actors)s.",
            "%(count)d svar har kommit efter %(time)s: %(actors)s.",
            len(since.late),
        )
        % words
    )
    return Check("late", text, "take" if state.newer else "compile")


def _summary_check(report: Report) -> Check:
    if report.summary:
        return Check("done", _("Sammanfattningen är skriven."))
    return Check("late", _("Sammanfattningen är tom."))


def _machine_checks(state: Machine) -> list[Check]:
    if state.failed:
        return [Check("late", _("Sammanställningen misslyckades. Rapporten och svaren är kvar."), "retry")]
    if state.state == CompilationState.COMPILING:
        return [Check("now", _("Sammanställs just nu."))]
    return []
