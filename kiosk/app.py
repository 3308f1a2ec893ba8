"""The kiosk's front: wires window, printer, server and flow together."""

from kiosk.settings import KioskSettings


def run(settings: KioskSettings) -> None:
    """Open the kiosk's window and stay until it is closed; raises `OSError` when its folder cannot be written."""
    from kiosk.window.opening import prepare

    settings.home_dir.mkdir(parents=True, exist_ok=True)
    scale = prepare(settings)
    # Kivy reads its settings at its first import, so everything that imports it comes after them.
    from kiosk.stage import Stage

    Stage(settings, scale).run()
