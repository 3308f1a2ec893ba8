"""The fonts that screens and paper of ours are written in; set-up lays them into `config/fonts`."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Final

FOLDERS: Final = (Path("/usr/local/share/fonts"), Path("/usr/share/fonts"))
"""Where the operating system keeps its fonts."""
RARE: Final = (
    ("NotoSansCJK-Regular.ttc", 2),
    ("SourceHanSansSC-Regular.otf", 0),
    ("simsunb.ttf", 0),
    ("HanaMinB.ttf", 0),
    ("HanaMinA.ttf", 0),
    ("BabelStoneHan.ttf", 0),
    ("wqy-zenhei.ttc", 0),
    ("DejaVuSans.ttf", 0),
    ("NotoSans-Regular.ttf", 0),
    ("LiberationSans-Regular.ttf", 0),
    ("NotoEmoji-Regular.ttf", 0),
)
"""Files with hanzi and with letters of Europe that Noto Sans SC lacks, and which face of them to take.

The first one with a character is used for it.
"""


def font_file(weight: str = "Regular") -> Path:
    """Return the file of Noto Sans SC, `Regular` or `Bold`."""
    return Path(str(files("config") / "fonts" / f"NotoSansSC-{weight}.ttf"))


def rare_fonts() -> Iterator[tuple[Path, int]]:
    """Yield the fonts of this machine for rare characters: file and number of the face in it."""
    own = font_file().parent
    for name, face in RARE:
        for folder in (own, *FOLDERS):
            if (found := next(folder.rglob(name), None)) is not None:
                yield found, face
                break


def bolder(file: Path) -> Path:
    """Return the bold file that lies beside `file`, or `file`."""
    stem = file.stem.removesuffix("-Regular")
    bold = file.with_name(f"{stem}-Bold{file.suffix}")
    return bold if bold.is_file() else file
