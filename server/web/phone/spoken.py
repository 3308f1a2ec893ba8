"""What the owner of a phone speaks, as far as its pages tell."""

from flask import g


def spoken() -> str | None:
    """Return the language of whoever reads these pages, where that is not what everybody in a hall speaks."""
    return None if g.language == "zh" else str(g.language)
