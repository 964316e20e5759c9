"""The log never holds what opens something: the secret of a link for answering is its address."""

import logging
import re
from typing import Final

SECRET: Final = re.compile(r"(/l/)[^/\s?\"']{8,}")
SHOWN: Final = r"\1..."


def masked(text: str) -> str:
    return SECRET.sub(SHOWN, text)


class WithoutSecrets(logging.Formatter):
    """Masks the whole line, the traceback in it included."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))
