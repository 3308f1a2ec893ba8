"""The look tokens as Kivy wants them."""

from config.look import COLOURS, KIOSK_SIZES

FONT = "Kiosk"
"""The name under which `kiosk.window` registers the kiosk's own font."""
Colour = tuple[float, float, float, float]


def tone(name: str) -> Colour:
    """Return the colour token `name` as red, green, blue, alpha in 0..1."""
    text = COLOURS[name]
    red, green, blue = (int(text[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return (red, green, blue, 1.0)


def token(name: str) -> int:
    """Return the size token `name` in px of the design canvas."""
    return KIOSK_SIZES[name]
