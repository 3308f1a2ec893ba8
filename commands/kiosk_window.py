"""`banshi kiosk`: the window of one kiosk, from this machine's settings."""

import os
import sys
from functools import partial
from pathlib import Path
from typing import Any, Final, get_args

from commands.failing import CannotRun
from commands.service_manager import tell, tell_every
from config.settings import Settings
from config.system_words import system_says
from hardware.printer.model import model_of
from kiosk.app import run
from kiosk.settings import KioskSettings
from kiosk.work.own_token import own_token
from server.office.care.box_health import box_health
from server.wire.health import BoxTold

BEAT_SECONDS: Final = 5.0


def open_window(settings: Settings, width: int, height: int, *, home: Path, trace: Path | None) -> None:
    """Open the kiosk and stay until it is closed; raises `CannotRun` with what is missing.

    One without a token shows a code until an administrator has let it in; it keeps what it is given then in `home`.
    """
    try:
        model_of(settings.printing)
    except ValueError as error:
        what = "The printer profile {name} is not known, or does not say how wide it prints. See docs/printers.md."
        raise CannotRun("printer_profile", what, name=settings.printing.profile) from error
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotRun(
            "home_unwritable", "{place} cannot be written: {why}.", place=home, why=system_says(error)
        ) from error
    placed = _placed(settings, width, height, home.resolve(), trace)
    if run(placed, partial(tell, "READY=1\nWATCHDOG=1"), tell_every() or BEAT_SECONDS):
        # Kivy opens one window in the life of a process: with a token, or without one any more, another one begins.
        os.execv(sys.executable, sys.orig_argv)  # noqa: S606 - ourselves once more


def _placed(settings: Settings, width: int, height: int, home: Path, trace: Path | None) -> KioskSettings:
    """Return where this kiosk stands: by the token that it is given, by the one it was paired with, or nowhere yet.

    Raises `CannotRun` for a token that is given without what belongs to it.
    """
    own = None if settings.token else own_token(home, settings.server)
    token, center = (own.token, own.center) if own else (settings.token, settings.center)
    release_key = settings.release_key or token.partition("~")[2]
    if settings.token and not release_key:
        raise CannotRun(
            "release_key_missing",
            "This token has no release key. Make one that has: banshi token new kiosk; or give BANSHI_RELEASE_KEY.",
        )
    if settings.token and not center:
        raise CannotRun("center_missing", "Say in which center the kiosk stands: --center ID.")
    return KioskSettings(
        settings.server,
        token,
        center,
        settings.printer,
        settings.phone or settings.server,
        home,
        width,
        height,
        trace.resolve() if trace else None,
        release_key,
        settings.patience,
        settings.printing,
        settings.card_reader,
        own is not None,
        partial(_box, home),
    )


def _box(home: Path) -> dict[str, Any]:
    """Return what is wrong with this machine, and how much of the disk of `home` is free."""
    known = get_args(BoxTold)
    room = os.statvfs(home)
    return {
        "box": tuple({each.name for each in box_health((home,)) if not each.good and each.name in known}),
        "disk_free": room.f_bavail * 100 // room.f_blocks if room.f_blocks else None,
    }
