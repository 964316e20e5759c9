"""What the portal answers when something may not be. A refusal is a sentence to a person."""

from typing import Any


class RuleBroken(Exception):
    """A rule of the field says no. The message is shown as it stands; over HTTP it is a 409."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = str(sentence)


class MovedOn(RuleBroken):
    """Somebody else was first: the row is no longer in the state it was read in."""


class Refused(Exception):
    """The person may see this but not do it. Over HTTP it is a 403.

    `right` is the right that was missing and `guarded` the row that it was missing on, where a right was asked for:
    such refusals are written in the journal.
    """

    def __init__(self, sentence: str, *, right: str = "", guarded: Any = None) -> None:
        super().__init__(sentence)
        self.sentence = str(sentence)
        self.right, self.guarded = right, guarded
