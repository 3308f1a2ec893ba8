"""Draws the tree of docs/layout.md: every folder with its sentence and its size; counts climbs of the walks in it.

Run as `python -P -m tests.house.layout` (`make layout`) to write the tree anew.
"""

import ast
import re
import subprocess
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "layout.md"
BEGIN, END = "<!-- tree: made by `make layout` -->\n", "<!-- end of tree -->\n"
PACKAGES = ("commands", "config", "hardware", "server", "kiosk", "caller", "displays")
ENDINGS = (".py", ".ts", ".kv", ".css", ".html")
SENTENCES = {
    "config/cities": "The sample city: centers, counters, services, staff.",
    "config/locale": "The one catalogue of words, Chinese and English.",
    "config/packs": "Guidance packs as their departments write them (YAML).",
    "config/schema": "The JSON schema of packs, for editors.",
    "server/client/browser": "The same for pages: asking, the socket, the fold, words, sign-in.",
    "server/store/migrations": "Steps from one schema to the next, for both databases.",
    "caller/page": "The console's page.",
    "displays/page": "The hall screen's page.",
    "server/web/phone/page": "The script of the phone's pages.",
    "server/web/phone/templates": "The phone's pages.",
    "tests": "Mirrors the folders; `journeys/` goes whole ways through a hall, `house/` looks at the house itself.",
    "docs": "Guides with pictures, decisions, this page.",
}
"""Folders that have no docstring of their own."""

LAYERS = (
    "config",
    "server/rules",
    "server/wire",
    "server/client",
    "server/store",
    "server/office",
    "server/web",
    "server/live",
    "hardware",
    "kiosk/visit",
    "kiosk/page",
    "kiosk/flow",
    "kiosk/window",
    "kiosk/work",
    "kiosk/screens",
    "kiosk",
    "caller",
    "displays",
    "commands",
)
"""From the ground up; a file belongs to the longest that it lies in."""

STEP = re.compile(r"^\d+\. (⇒ )?`([^`]+)`", re.MULTILINE)
WALK = re.compile(r"^### ([^\n]+)\n(.*?)^Climbs back: (\d+)\.", re.MULTILINE | re.DOTALL)


def files() -> list[Path]:
    """Return every file under version control, and new ones that are not ignored."""
    told = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [Path(line) for line in told.splitlines() if (ROOT / line).is_file()]


def folders() -> dict[str, str]:
    """Return every folder of the tree with its sentence, in order."""
    found = dict(SENTENCES)
    for file in files():
        if file.name == "__init__.py" and file.parts[0] in PACKAGES:
            sentence = ast.get_docstring(ast.parse((ROOT / file).read_text(encoding="utf-8"))) or ""
            found[str(file.parent)] = sentence.splitlines()[0]
    return dict(sorted(found.items(), key=lambda each: (each[0] in ("docs", "tests"), each[0])))


def size(folder: str, known: list[Path]) -> tuple[int, int]:
    """Return how many files lie in `folder`, in all below it, and how many lines those of code have."""
    inside = [file for file in known if Path(folder) in file.parents]
    code = [file for file in inside if file.suffix in ENDINGS]
    return len(inside), sum((ROOT / file).read_text(encoding="utf-8").count("\n") for file in code)


def tree() -> str:
    """Return the tree as a table."""
    known = files()
    rows = ["| folder | files | lines of code | what lives there |", "|---|---:|---:|---|"]
    for folder, sentence in folders().items():
        count, lines = size(folder, known)
        indent = "&emsp;" * folder.count("/")
        rows.append(f"| {indent}`{folder}/` | {count} | {lines:,} | {sentence} |")
    return "\n".join(rows) + "\n"


def layer(file: str) -> int:
    """Return how high above the ground `file` lies."""
    inside = [number for number, name in enumerate(LAYERS) if file.startswith(f"{name}/")]
    return max(inside, key=lambda number: len(LAYERS[number]))


def walks() -> dict[str, tuple[list[tuple[bool, str]], int]]:
    """Return each walk of the page: its steps (a new program begins there, file), and the climbs that it claims."""
    return {
        name: ([(bool(across), file) for across, file in STEP.findall(steps)], int(claimed))
        for name, steps, claimed in WALK.findall(PAGE.read_text(encoding="utf-8"))
    }


def climbs(steps: list[tuple[bool, str]]) -> int:
    """Return how often a walk goes up: into a layer that lies above, inside one program."""
    return sum(not across and layer(file) > layer(before) for (_, before), (across, file) in pairwise(steps))


def write() -> None:
    """Write the tree into its page anew."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}{tree()}{END}{rest.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    write()
