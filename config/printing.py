"""What is said of a kiosk's printer: the table `[printing]` of `banshi.toml`, or `BANSHI_PRINTING__...`."""

from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

Charset = Literal["gb2312", "gbk", "gb18030"]
Answers = Literal["process", "queue", "status", "none"]
Cut = Literal["partial", "full", "none"]

DOTS: Final[dict[int, int]] = {80: 576, 58: 384}
"""Width of the paper in mm -> printable dots, 8 to a millimetre."""


class Printing(BaseModel):
    """A slip printer as whoever sets it up knows it; what is left out follows its `profile`, then 80 mm paper.

    `profile` is a name of python-escpos' database of printers, such as `TM-T20II` or `POS-5890`. `paper` is 80 or 58
    (mm). `charset` is the printer's own font: what it lacks is drawn. `codes` are QR codes made by the printer
    (`native`) or `drawn` by us. `answers` says what the printer answers: process ids (`process`, Epson), queued
    requests (`queue`, nearly all), real-time status only (`status`), nothing (`none`); of the last two it is believed
    that what they took came out. `cut` is `partial`, `full` or `none`. `speed` is that of the paper in mm a second (10
    to 500). A printer on TCP that nobody uses is let go after `idle` seconds (0 to 3600) for the kiosk beside.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    profile: str = ""
    paper: Literal[80, 58] | None = None
    charset: Charset = "gbk"
    codes: Literal["native", "drawn"] | None = None
    answers: Answers = "queue"
    cut: Cut | None = None
    speed: int = Field(default=50, ge=10, le=500)
    idle: float = Field(default=5, ge=0, le=3600)
