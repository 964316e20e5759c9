"""The machine's part of meetings: times of calls, the frozen pack, the frozen minutes, the calendar's entry."""
