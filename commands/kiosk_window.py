"""`banshi kiosk`: the window of one kiosk, from this machine's settings."""

from functools import partial
from pathlib import Path
from typing import Final

from commands.failing import CannotRun
from commands.service_manager import tell, tell_every
from config.settings import Settings
from config.system_words import system_says
from hardware.printer.model import model_of
from kiosk.app import run
from kiosk.settings import KioskSettings

BEAT_SECONDS: Final = 5.0


def open_window(settings: Settings, width: int, height: int, *, home: Path, trace: Path | None) -> None:
    """Open the kiosk and stay until it is closed; raises `CannotRun` with what is missing."""
    if not settings.token:
        raise CannotRun("token_missing", "Give the kiosk its token in the environment as BANSHI_TOKEN.")
    release_key = settings.release_key or settings.token.partition("~")[2]
    if not release_key:
        raise CannotRun(
            "release_key_missing",
            "This token has no release key. Make one that has: banshi token new kiosk; or give BANSHI_RELEASE_KEY.",
        )
    if not settings.center:
        raise CannotRun("center_missing", "Say in which center the kiosk stands: --center ID.")
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
    run(
        KioskSettings(
            settings.server,
            settings.token,
            settings.center,
            settings.printer,
            settings.phone or settings.server,
            home.resolve(),
            width,
            height,
            trace.resolve() if trace else None,
            release_key,
            settings.patience,
            settings.printing,
            settings.card_reader,
        ),
        partial(tell, "READY=1\nWATCHDOG=1"),
        tell_every() or BEAT_SECONDS,
    )
