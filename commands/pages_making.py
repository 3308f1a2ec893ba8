"""What set-up makes for the pages' TypeScript: `python -m commands.pages_making PLACE`.

`openapi.json` describes the API, and the types are made from it; `sentences.json` is the part of the one catalogue that
the pages say.
"""

import json
import sys
from pathlib import Path
from typing import Final

from commands.openapi import openapi
from config.words import sentences_in

PAGES: Final = ("caller/page", "displays/page", "server/client/browser", "server/web/phone/page")


def pages_source(root: Path) -> str:
    """Return the text of every script and page under `root`."""
    files = [file for page in PAGES for file in (root / page).rglob("*") if file.suffix == ".ts"]
    return "\n".join(file.read_text(encoding="utf-8") for file in sorted(files) if file.parent.name != "made")


def make_pages_files(root: Path, place: Path) -> None:
    """Write both files into `place` for the pages under `root`."""
    place.mkdir(parents=True, exist_ok=True)
    sentences = sentences_in(pages_source(root))
    (place / "openapi.json").write_text(openapi(), encoding="utf-8")
    (place / "sentences.json").write_text(json.dumps(sentences, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    make_pages_files(Path.cwd(), Path(sys.argv[1]))
