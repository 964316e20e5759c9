"""What cannot be started is told in one sentence that says what to do about it."""


class CannotStart(Exception):
    """The sentence goes to the person at the keyboard as it stands."""
