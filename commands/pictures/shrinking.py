"""Pictures made small enough for a repository: few pixels, few colours."""

from pathlib import Path
from typing import Final

from PIL import Image

COLOURS: Final = 96
LARGEST: Final = 60 * 1024
"""Bytes of a picture."""


class TooLarge(Exception):
    """A picture that is too large for a repository even in few colours."""


def shrink(source: Path, to: Path, width: int, largest: int = LARGEST) -> None:
    """Write the picture at `source` as a PNG `width` px wide in few colours; raises `TooLarge`."""
    with Image.open(source) as picture:
        size = (width, round(picture.height * width / picture.width))
        small = picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    small.quantize(palette=_palette(small), dither=Image.Dither.NONE).save(to, optimize=True)
    if to.stat().st_size > largest:
        raise TooLarge(f"{to.name} has {to.stat().st_size} bytes")


def _palette(picture: Image.Image) -> Image.Image:
    """Return the commonest colours just as they are, for the page, and the widest few for its small signs."""
    counted = sorted(picture.getcolors(picture.width * picture.height) or [], reverse=True)[: COLOURS // 2]
    edges = picture.quantize(COLOURS - len(counted), Image.Quantize.MAXCOVERAGE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for _, colour in counted for part in _parts(colour)] + edges)
    return palette


def _parts(colour: object) -> tuple[int, ...]:
    return tuple(int(part) for part in colour) if isinstance(colour, tuple) else ()
