"""A printer model: how wide it prints, what it makes by itself, how it answers.

Widths, QR codes and cutters of known printers come from the database of python-escpos; its file is read as data, as
importing its code makes a folder and sets up logging.
"""

import json
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

from config.printing import DOTS, Answers, Charset, Cut, Printing


@dataclass(frozen=True)
class Model:
    """What a slip for a printer is made by, and how the printer is spoken to; see `config.printing.Printing`.

    `dots` is the printable width, a multiple of 8; `speed` mm a second; `idle` seconds.
    """

    dots: int = DOTS[80]
    charset: Charset = "gbk"
    native_codes: bool = True
    answers: Answers = "queue"
    cut: Cut = "partial"
    speed: int = 50
    idle: float = 5


@cache
def profiles() -> dict[str, dict[str, Any]]:
    """Return the printers that python-escpos knows: name -> its record."""
    known: dict[str, dict[str, Any]] = json.loads((files("escpos") / "capabilities.json").read_text("utf-8"))[
        "profiles"
    ]
    return known


def model_of(printing: Printing) -> Model:
    """Return the model that `printing` describes; raises `ValueError` with what to write for a profile nobody knows."""
    dots, native, cut = DOTS[printing.paper or 80], True, printing.cut or "partial"
    if printing.profile:
        record = _record(printing.profile)
        features = record["features"]
        native = bool(features.get("qrCode"))
        cutter: Cut = "partial" if features.get("paperPartCut") else "full" if features.get("paperFullCut") else "none"
        cut = printing.cut or cutter
        dots = _dots(printing, record["media"]["width"].get("pixels"))
    if printing.codes is not None:
        native = printing.codes == "native"
    return Model(dots, printing.charset, native, printing.answers, cut, printing.speed, printing.idle)


def _dots(printing: Printing, known: object) -> int:
    wanted = DOTS[printing.paper] if printing.paper is not None else None
    if isinstance(known, int) and known >= DOTS[58]:
        return min(known // 8 * 8, wanted or known)
    if wanted is None:
        raise ValueError(f"the profile {printing.profile} does not say how wide it prints; write paper = 80 or 58")
    return wanted


def _record(name: str) -> dict[str, Any]:
    known = profiles()
    if name not in known:
        near = get_close_matches(name, known, 1)
        remedy = f"write {near[0]}" if near else "write one of " + ", ".join(sorted(known))
        raise ValueError(f"no printer profile is called {name!r}; {remedy}")
    return known[name]
