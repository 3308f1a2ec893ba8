"""When and where this machine's backups are made: the table `[backup]` of `banshi.toml`, or `BANSHI_BACKUP__...`."""

import re
from pathlib import Path
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

WRONG: Final[dict[str, str]] = {
    "setting_clock": "{value} is no time of day. Write for example 02:30.",
}
_CLOCK: Final = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


def _clock(text: str) -> str:
    if _CLOCK.fullmatch(text) is None:
        raise PydanticCustomError("setting_clock", WRONG["setting_clock"], {"value": text})
    return text


class Backup(BaseModel):
    """A backup is written to `folder` every day at the machine's own time `at`, and kept for `keep_days` (1 to 3650).

    Without a folder none is. With the key in `key_file` it is sealed, and holds the key that signs releases as well.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    folder: Path | None = None
    at: Annotated[str, AfterValidator(_clock)] = "02:30"
    keep_days: int = Field(default=14, ge=1, le=3650)
    key_file: Path | None = None
