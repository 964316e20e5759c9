"""What people decide about a county's process. Every act asks for the right first, and stands in the journal."""

from processes.services.analyses import (
    answer_analysis,
    begin_analysis,
    deliver_analysis,
    drop_measure,
    edit_analysis,
    put_measure,
    take_back_analysis,
)
from processes.services.criteria import meet_criterion, unmeet_criterion
from processes.services.decisions import decide
from processes.services.lessons import (
    done,
    give_item,
    learned,
    observe,
    observe_beside,
    of_board,
    put_aside,
    reopen,
    require_board,
    word_lesson,
)
from processes.services.library import release, withdraw
from processes.services.rating import rate
from processes.services.runs import break_off, edit_run, end_run, set_review, start_run
from processes.services.seminars import add_seminar, edit_seminar, invite, note_days, uninvite
from processes.services.shape import add_stage, drop_stage, merge_stages, move_stage, rename_stage
from processes.services.stages import begin_stage, close_stage, plan_stage, reopen_stage, skip_stage
from processes.services.work import edit_work, move_work, plan_work

__all__ = [
    "add_seminar",
    "add_stage",
    "answer_analysis",
    "begin_analysis",
    "begin_stage",
    "break_off",
    "close_stage",
    "decide",
    "deliver_analysis",
    "done",
    "drop_measure",
    "drop_stage",
    "edit_analysis",
    "edit_run",
    "edit_seminar",
    "edit_work",
    "end_run",
    "give_item",
    "invite",
    "learned",
    "meet_criterion",
    "merge_stages",
    "move_stage",
    "move_work",
    "note_days",
    "observe",
    "observe_beside",
    "of_board",
    "plan_stage",
    "plan_work",
    "put_aside",
    "put_measure",
    "rate",
    "release",
    "rename_stage",
    "reopen",
    "reopen_stage",
    "require_board",
    "set_review",
    "skip_stage",
    "start_run",
    "take_back_analysis",
    "uninvite",
    "unmeet_criterion",
    "withdraw",
    "word_lesson",
]
