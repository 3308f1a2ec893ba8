"""What stands on the screen as a picture: for whoever looks after the kiosk from afar."""

from io import BytesIO
from typing import Final

from kivy.uix.widget import Widget
from PIL import Image

SMALLER: Final = 2
COLOURS: Final = 128


def picture_of(widget: Widget) -> bytes:
    """Return `widget` as it is drawn now, half as wide and high, as a PNG of a few dozen kilobytes."""
    drawn = widget.export_as_image().texture
    image = Image.frombytes("RGBA", drawn.size, drawn.pixels).convert("RGB")
    image = image.resize((drawn.width // SMALLER, drawn.height // SMALLER)).quantize(COLOURS)
    told = BytesIO()
    image.save(told, "PNG", optimize=True)
    return told.getvalue()
