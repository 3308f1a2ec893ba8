"""The kiosk's front: wires window, printer, server and flow together."""

import os
from collections.abc import Callable
from pathlib import Path

from kiosk.memory import overwrite_freed
from kiosk.settings import KioskSettings


def keep_private(home: Path) -> None:
    """Make the folder `home`, for this user's eyes only, and so all that is written from now on; raises `OSError`."""
    os.umask(0o077)
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)
    for each in home.rglob("*"):
        each.chmod(0o700 if each.is_dir() else 0o600)


def run(settings: KioskSettings, beat: Callable[[], object] | None = None, seconds: float = 5) -> bool:
    """Open the kiosk's window and stay until it is closed; raises `OSError` when its folder cannot be written.

    The window itself does `beat` every so many `seconds`: one that stands still does not. Without a token it asks to be
    let in. Return whether to begin anew: there is a token now, the one that it had is known no more, or
    somebody who looks after it wants so.
    """
    from kiosk.window.opening import prepare

    overwrite_freed()
    keep_private(settings.home_dir)
    prepare(settings)
    # Kivy lays files of its own there, with the rights that they have where it is installed.
    keep_private(settings.home_dir)
    # Kivy reads its settings at its first import, so everything that imports it comes after them.
    if beat is not None:
        from kivy.clock import Clock

        Clock.schedule_interval(lambda _: beat() and None, seconds)
    if not settings.token:
        from kiosk.entrance import Entrance

        entrance = Entrance(settings)
        entrance.run()
        return entrance.let_in
    from kiosk.stage import Stage

    stage = Stage(settings)
    stage.run()
    return stage.anew
