"""A QR code as a piece of SVG inside a page: nothing is fetched for it, and no script draws it."""

import segno
from markupsafe import Markup


def qr_svg(text: str) -> Markup:
    """Return the code of `text`, dark on white, with the quiet zone that readers need."""
    drawn = segno.make(text, error="m", micro=False)
    svg: str = drawn.svg_inline(
        scale=6, border=4, dark="#000", light="#fff", svgclass="qr", lineclass=None, omitsize=True
    )
    # What segno draws holds numbers alone, none of `text`.
    return Markup(svg)  # noqa: S704
