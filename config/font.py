"""The font that screens and paper of ours are written in; set-up lays it into `config/fonts`."""

from importlib.resources import files
from pathlib import Path


def font_file(weight: str = "Regular") -> Path:
    """Return the file of Noto Sans SC, `Regular` or `Bold`."""
    return Path(str(files("config") / "fonts" / f"NotoSansSC-{weight}.ttf"))
