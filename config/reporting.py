"""Which reports are kept as files, and what a minute costs: the table `[reports]` of `banshi.toml`."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from config.centers import Language

Every = Literal["day", "week", "month"]


class Reports(BaseModel):
    """Of each center a report is written `every` day, week and month that is over, and so many of each are kept.

    It is in `language`. A minute of an open counter costs `minute_cost`, in the city's money; without it reports say
    minutes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    every: tuple[Every, ...] = ("day", "week", "month")
    keep: int = Field(default=14, ge=1, le=3650)
    language: Language = "zh"
    minute_cost: float | None = Field(default=None, gt=0, le=1_000_000)
