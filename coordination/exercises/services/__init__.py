"""What exercise leaders decide: scenarios, a play and its clock, its injects, and replays of what really happened."""

from coordination.exercises.services.injects import add_inject, give_inject, observe, skip_inject, take_back_inject
from coordination.exercises.services.playing import start_play
from coordination.exercises.services.replays import replay
from coordination.exercises.services.running import end_play, jump, pause, run, set_speed
from coordination.exercises.services.scenarios import edit_scenario, keep_scenario, share_scenario

__all__ = [
    "add_inject",
    "edit_scenario",
    "end_play",
    "give_inject",
    "jump",
    "keep_scenario",
    "observe",
    "pause",
    "replay",
    "run",
    "set_speed",
    "share_scenario",
    "skip_inject",
    "start_play",
    "take_back_inject",
]
