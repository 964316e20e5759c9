"""Roads as people write them: their number, whether two stretches meet, and when a road is said to open."""

import re
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

SWEDISH_TIME: Final = ZoneInfo("Europe/Stockholm")
# Words that name no place, in "mellan Hörby och Linderöd, båda riktningarna".
NO_PLACE: Final = frozenset(
    (
        "mellan", "och", "från", "till", "vid", "norr", "söder", "öster", "väster", "om", "förbi", "trafikplats",
        "tpl", "avfart", "i", "på", "riktning", "båda", "riktningarna",
    )
)  # fmt: skip
CLOCK: Final = re.compile(r"(?:kl\.?\s*)?(\d{1,2})(?:[.:](\d{2}))?")


def name(written: Any) -> str:
    """Väg E 22, e22 and E22 are one road; so are Riksväg 83, rv 83 and väg 83."""
    words = re.sub(r"\b(riksväg|länsväg|europaväg|väg|rv|lv)\b\.?", " ", str(written).casefold())
    return re.sub(r"[\s.\-]+", "", words).upper()[:100] or str(written).strip().upper()[:100]


def overlap(one: Any, other: Any) -> bool:
    """A stretch that is not said is the whole road; two that name a common place meet there."""
    first, second = _places(one), _places(other)
    return not first or not second or bool(first & second)


def _places(stretch: Any) -> set[str]:
    return {word for word in re.findall(r"\w+", str(stretch or "").casefold()) if word not in NO_PLACE}


def moment(said: Any, at: datetime) -> datetime | None:
    """A time in full, or the next time after `at` that Swedish clocks show "18.00", "kl. 18" or "18". None else."""
    text = str(said or "").strip()
    clock = CLOCK.fullmatch(text)
    if clock is not None:
        hour, minute = int(clock[1]), int(clock[2] or 0)
        return _next(hour, minute, at) if hour < 24 and minute < 60 else None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=SWEDISH_TIME)


def _next(hour: int, minute: int, at: datetime) -> datetime:
    local = at.astimezone(SWEDISH_TIME)
    same_day = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return same_day if same_day >= local else same_day + timedelta(days=1)
