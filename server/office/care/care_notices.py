"""What administrators are told of the care of their server, beside what the halls lack."""

from datetime import datetime

from config.settings import Settings
from config.words import both
from server.office.care.backups import state_of
from server.wire.notice import Notice


def care_notices(settings: Settings, now: int) -> tuple[Notice, ...]:
    """Return what should be done at `now` (ms); nothing where no backups are asked for."""
    state = state_of(settings, now)
    if not state.overdue:
        return ()
    remedy = both("Look why: banshi doctor. Make one: banshi backup")
    if state.last_good is None:
        return (Notice("backup_overdue", both("there is no good backup"), remedy),)
    day = datetime.fromtimestamp(state.last_good / 1000).astimezone().date().isoformat()
    return (Notice("backup_overdue", both("the last good backup is of {day}", day=day), remedy),)
