"""The elements of an item's published guide (办事指南要素), the union of the national and provincial lists."""

from typing import Literal

import msgspec

from config.centers import Text


class Charge(msgspec.Struct, frozen=True):
    """What a fee is called, how much it is, on which decision, and whether it can be paid online."""

    name: Text
    standard: Text
    basis: str
    online: bool = True


class Result(msgspec.Struct, frozen=True):
    """What is handed out in the end: a certificate (证), a paper (文), an approval (批复) or an entry in a register."""

    name: Text
    kind: Literal["certificate", "paper", "approval", "entry"]
    sample: str | None = None


class Elements(msgspec.Struct, frozen=True):
    """What the guide of an item says beside rules and papers.

    `kind` licence, confirmation, payment, filing or service (行政许可、确认、给付、备案、公共服务). `handled` at once
    (即办件) or promised (承诺件); `review` immediate (即审即办) or then_approve (前审后批). `legal_days` by law and
    `promised_days` by promise, 0 at once, None where nobody has confirmed them. `visits` on site at most, `on_site` the
    reason why anybody must come. `online` 0 (not at all) to 4 (全程网办). `coverage` is where in the country any office
    takes it in.
    """

    kind: Literal["licence", "confirmation", "payment", "filing", "service"] = "service"
    audience: Literal["person", "company"] = "person"
    subject: str = ""
    handled: Literal["at_once", "promised"] = "at_once"
    review: Literal["immediate", "then_approve"] = "immediate"
    legal_days: int | None = None
    promised_days: int | None = 0
    visits: int = 0
    on_site: Text | None = None
    online: int = 0
    charge: Charge | None = None
    result: Result | None = None
    stages: tuple[str, ...] = ()
    coverage: Literal["nation", "province", "city", "town"] = "city"
    basis: tuple[str, ...] = ()
    bookable: bool = True
    codes: dict[str, str] = {}
