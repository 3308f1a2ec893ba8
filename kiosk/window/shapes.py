"""The kiosk's own line icons: strokes on a grid of 24, drawn once per size with round ends."""

from functools import cache, lru_cache

from kivy.graphics.texture import Texture
from PIL import Image, ImageDraw, ImageFont

from config.font import font_file

Stroke = tuple[tuple[float, float], ...]

LINES: dict[str, tuple[Stroke, ...]] = {
    "back": (((15, 5), (8, 12), (15, 19)),),
    "onward": (((9, 5), (16, 12), (9, 19)),),
    "tick": (((5, 12.5), (10, 17.5), (19, 7)),),
    "clock": (((12, 7), (12, 12), (15.5, 14)),),
    "bar": (((7, 12), (17, 12)),),
    "query": (
        ((9, 9.6), (9.3, 8.2), (10.4, 7.2), (12, 6.9), (13.7, 7.2), (14.8, 8.3), (15, 9.7), (14.3, 11), (12.9, 12)),
        ((12.9, 12), (12.1, 12.8), (12, 14)),
    ),
    "talk": (
        ((4, 5), (20, 5), (20, 16), (12, 16), (8, 20), (8, 16), (4, 16), (4, 5)),
        ((8, 9), (16, 9)),
        ((8, 12.2), (13, 12.2)),
    ),
    "path": (
        ((7.5, 18), (15, 18), (17.5, 15.5), (17.5, 14.5), (15, 12), (9, 12), (6.5, 9.5), (6.5, 8.5), (9, 6), (15.5, 6)),
    ),
    "ticket": (
        ((6, 3.5), (18, 3.5), (18, 20.5), (16, 19), (14, 20.5), (12, 19), (10, 20.5), (8, 19), (6, 20.5), (6, 3.5)),
        ((9.5, 8), (14.5, 8)),
        ((9.5, 12), (14.5, 12)),
    ),
    "list": (
        ((9, 6), (20, 6)),
        ((9, 12), (20, 12)),
        ((9, 18), (20, 18)),
        ((4, 6), (4.8, 6)),
        ((4, 12), (4.8, 12)),
        ((4, 18), (4.8, 18)),
    ),
    "person": (((4.5, 20.5), (5.2, 17.2), (7.6, 15), (12, 14.3), (16.4, 15), (18.8, 17.2), (19.5, 20.5)),),
    "printer": (
        ((7, 8), (7, 3.5), (17, 3.5), (17, 8)),
        ((7, 17), (4, 17), (4, 8), (20, 8), (20, 17), (17, 17)),
        ((7, 13.5), (17, 13.5), (17, 20.5), (7, 20.5), (7, 13.5)),
    ),
    "unplugged": (
        ((4, 4), (20, 20)),
        ((6, 12), (4.6, 13.6), (4.2, 15.6), (5, 17.6), (7, 18.6), (16, 18.6)),
        ((10.5, 6.3), (13, 6), (15.6, 7.2), (17, 9.8), (17.2, 11), (19.2, 12), (20.2, 14), (20, 16)),
    ),
    "notice": (((12, 3.5), (21.5, 20), (2.5, 20), (12, 3.5)), ((12, 9.5), (12, 14))),
    "key": (((11.5, 12), (21, 12), (21, 16)), ((17, 12), (17, 15))),
    "search": (((15.2, 15.2), (20, 20)),),
    "box": (((5, 5), (19, 5), (19, 19), (5, 19), (5, 5)),),
    "boxed": (((5, 5), (19, 5), (19, 19), (5, 19), (5, 5)), ((8.5, 12), (11.2, 14.8), (16, 9.2))),
    "home": (((4, 11), (12, 4), (20, 11)), ((6.5, 9.5), (6.5, 20), (17.5, 20), (17.5, 9.5))),
    "case": (
        ((4, 8), (20, 8), (20, 19), (4, 19), (4, 8)),
        ((9, 8), (9, 5), (15, 5), (15, 8)),
        ((4, 13), (20, 13)),
    ),
    "cross": (
        (
            (9.5, 4),
            (14.5, 4),
            (14.5, 9.5),
            (20, 9.5),
            (20, 14.5),
            (14.5, 14.5),
            (14.5, 20),
            (9.5, 20),
            (9.5, 14.5),
            (4, 14.5),
            (4, 9.5),
            (9.5, 9.5),
            (9.5, 4),
        ),
    ),
    "book": (
        ((12, 6.5), (4, 4.5), (4, 18), (12, 20), (20, 18), (20, 4.5), (12, 6.5)),
        ((12, 6.5), (12, 20)),
    ),
    "heart": (
        (
            (12, 20),
            (5, 13),
            (3.8, 9.2),
            (5.5, 5.8),
            (9, 5.2),
            (12, 8),
            (15, 5.2),
            (18.5, 5.8),
            (20.2, 9.2),
            (19, 13),
            (12, 20),
        ),
    ),
    "shop": (
        ((3.5, 9.5), (6, 4), (18, 4), (20.5, 9.5), (3.5, 9.5)),
        ((5.5, 9.5), (5.5, 20), (18.5, 20), (18.5, 9.5)),
        ((10, 20), (10, 14), (14, 14), (14, 20)),
    ),
    "stick": (
        ((9, 8.5), (9, 14), (6, 20.5)),
        ((9, 14), (12, 20.5)),
        ((9, 10), (15.5, 12.5), (16.5, 20.5)),
    ),
    "card": (
        ((3, 6), (21, 6), (21, 18), (3, 18), (3, 6)),
        ((13, 10), (18, 10)),
        ((13, 14), (18, 14)),
        ((5.2, 15.5), (8, 14.2), (10.8, 15.5)),
    ),
    "erase": (
        ((9, 6), (20, 6), (20, 18), (9, 18), (3.5, 12), (9, 6)),
        ((12, 9.5), (17, 14.5)),
        ((17, 9.5), (12, 14.5)),
    ),
}
RINGS: dict[str, tuple[tuple[float, float, float], ...]] = {
    "ring": ((12, 12, 9),),
    "card": ((8, 11, 2.2),),
    "stick": ((9, 5, 2.5),),
    "tick": ((12, 12, 10),),
    "clock": ((12, 12, 10),),
    "bar": ((12, 12, 10),),
    "query": ((12, 12, 10),),
    "person": ((12, 8, 4),),
    "key": ((7.5, 12, 4),),
    "search": ((10.5, 10.5, 6.5),),
    "path": ((5, 18, 2.2), (18, 6, 2.2)),
}
DOTS: dict[str, tuple[tuple[float, float], ...]] = {"query": ((12, 17),), "notice": ((12, 17),)}
FINE = 4
"""How much larger the strokes are drawn before they are scaled down: their edges become smooth."""


@cache
def shape(name: str, side: int, thick: float) -> Texture:
    """Return the icon `name` as a white mask of `side` px; `thick` is the stroke in units of the grid."""
    unit = side * FINE / 24
    mask = Image.new("L", (side * FINE, side * FINE), 0)
    pen = ImageDraw.Draw(mask)
    half = thick * unit / 2

    def dot(x: float, y: float, radius: float) -> None:
        pen.ellipse((x * unit - radius, y * unit - radius, x * unit + radius, y * unit + radius), fill=255)

    for stroke in LINES.get(name, ()):
        points = [(x * unit, y * unit) for x, y in stroke]
        pen.line(points, fill=255, width=round(2 * half), joint="curve")
        for x, y in stroke:
            dot(x, y, half)
    for x, y, radius in RINGS.get(name, ()):
        outer = radius * unit
        box = (x * unit - outer, y * unit - outer, x * unit + outer, y * unit + outer)
        pen.ellipse(box, outline=255, width=round(2 * half))
    for x, y in DOTS.get(name, ()):
        dot(x, y, half * 1.3)
    small = mask.resize((side, side), Image.Resampling.LANCZOS)
    white = Image.new("L", small.size, 255)
    picture = Image.merge("RGBA", (white, white, white, small))
    return textured(picture)


@cache
def key_face(sign: str, size: tuple[int, int], letters: int, tones: tuple[str, str, str], corner: float) -> Texture:
    """Return a key with `sign` on it, `letters` px high; `tones` are the colours (#RRGGBB) of fill, edge and sign."""
    fill, edge, ink = tones
    picture = _blank_key(size, fill, edge, corner).copy()
    pen = ImageDraw.Draw(picture)
    font = _letters(letters)
    while font.getlength(sign) > size[0] - 2 * corner and letters > 8:
        letters -= 1
        font = _letters(letters)
    # The middle of a capital, so that all signs stand on one line.
    pen.text((size[0] / 2, size[1] / 2 + letters * 0.37), sign, fill=ink, font=font, anchor="ms")
    return textured(picture)


@cache
def _blank_key(size: tuple[int, int], fill: str, edge: str, corner: float) -> Image.Image:
    wide, high = size[0] * FINE, size[1] * FINE
    picture = Image.new("RGBA", (wide, high), edge + "00")
    box = (FINE, FINE, wide - FINE - 1, high - FINE - 1)
    ImageDraw.Draw(picture).rounded_rectangle(box, corner * FINE, fill=fill, outline=edge, width=round(1.5 * FINE))
    return picture.resize(size, Image.Resampling.BOX)


@lru_cache(maxsize=8)
def _letters(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font_file("Bold")), size)


def textured(picture: Image.Image, *, crisp: bool = False) -> Texture:
    """Return a picture as a texture, the right way up; `crisp` keeps hard edges when it is enlarged."""
    rgba = picture.convert("RGBA")
    texture = Texture.create(size=rgba.size, colorfmt="rgba")
    texture.blit_buffer(rgba.tobytes(), colorfmt="rgba", bufferfmt="ubyte")
    texture.flip_vertical()
    if crisp:
        texture.mag_filter = texture.min_filter = "nearest"
    return texture
