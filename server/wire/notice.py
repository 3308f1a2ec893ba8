"""What administrators should do some day soon, while all goes on: told beside the answer that all is well."""

from typing import Literal

import msgspec

from config.centers import Text
from server.rules.bounds import Id, Year


class Notice(msgspec.Struct, frozen=True):
    """Something that will be missed: what it is (`says`), what to do (`does`), of which `year` and which `centers`.

    What is about the server itself has neither year nor centers.
    """

    code: Literal["calendar_missing", "backup_overdue"]
    says: Text
    does: Text
    year: Year | None = None
    centers: tuple[Id, ...] = ()
