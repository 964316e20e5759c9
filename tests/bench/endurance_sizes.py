"""How much is asked of the portal while its worker is killed and its queue is emptied."""

from typing import Final

CLIENTS: Final = 50
EACH: Final = 40
KILL_SECONDS: Final = 4.0
FLUSH_SECONDS: Final = 3.0
# How long the last compilation may take after the last answer.
SETTLE_SECONDS: Final = 60.0
