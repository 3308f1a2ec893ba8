"""What a center says of its hours at a moment, ready to be shown; and what its calendar lacks."""

import msgspec

from config.centers import Text
from server.rules.bounds import Moment
from server.rules.hall.hours_told import Stands


class HoursNow(msgspec.Struct, frozen=True):
    """How a center stands to its hours: `says` is the sentence, `then` what comes after that, `until` when it is said.

    Whoever shows it asks again at `until`.
    """

    stands: Stands
    says: Text
    then: Text | None
    until: Moment
