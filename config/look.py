"""Look tokens of every surface: colours as `#RRGGBB`, sizes in px of the design canvas; see `web_tokens`.

Contrast figures are computed by the WCAG 2.x formula in tests.
"""

from typing import Final

COLOURS: Final[dict[str, str]] = {
    "paper": "#F5F7FA",
    "surface": "#FFFFFF",
    "ink": "#10243E",
    "muted": "#44546A",
    "primary": "#0A4A94",
    "pressed": "#083A75",
    "line": "#7B8AA0",
    "good": "#0A5A3F",
    "good-tint": "#E4F5EE",
    "wait": "#5C3B00",
    "wait-tint": "#FFF3D6",
    "stop": "#8C1717",
    "stop-tint": "#FDECEC",
    "focus": "#B45309",
    "pale": "#DCE4EF",
    "night": "#0A1A30",
    "night-2": "#12294A",
    "call": "#FFC94A",
    "mist": "#B9C7DB",
}

KIOSK_CANVAS: Final = (1080, 1920)
KIOSK_SIZES: Final[dict[str, int]] = {
    "number": 240,
    "title": 64,
    "question": 56,
    "button": 48,
    "body": 40,
    "note": 32,
    "control": 96,
    "main-control": 160,
    "gap": 24,
    "margin": 56,
    "radius": 16,
}
ELDER_SCALE: Final = 1.6


def web_tokens() -> str:
    """Return the colours as a CSS `:root` rule for the web pages."""
    lines = "".join(f"  --{name}: {value};\n" for name, value in COLOURS.items())
    return f":root {{\n{lines}}}\n"


def web_icon() -> str:
    """Return the sign of the web pages as SVG: a ticket, white on the primary colour."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        f'<rect width="32" height="32" rx="7" fill="{COLOURS["primary"]}"/>'
        '<path d="M6 10h20v4a2.5 2.5 0 0 0 0 5v4H6v-4a2.5 2.5 0 0 0 0-5zM18.5 10v13" fill="none" '
        'stroke="#fff" stroke-width="2.2" stroke-linejoin="round"/></svg>'
    )
