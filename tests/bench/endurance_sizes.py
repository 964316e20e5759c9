"""How much is asked of the portal while its worker is killed and its queue is emptied."""

from typing import Final

CLIENTS: Final = 50
EACH: Final = 40
# Long enough that a worker has begun, short enough that it is taken in the middle.
KILL_SECONDS: Final = 9.0
FLUSH_SECONDS: Final = 3.0
# How long the last compilation may take after the last answer: a killed worker's lease is 150 s.
SETTLE_SECONDS: Final = 200.0
