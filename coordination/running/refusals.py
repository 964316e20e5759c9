"""What cannot be started is told in one sentence that says what to do about it."""


class CannotStart(Exception):  # reads as the sentence it begins
    """The sentence goes to the person at the keyboard as it stands."""
