"""The licences of all that a hall's machine is given, read from the packages themselves; GPL and AGPL are refused.

Run as `python -P -m tests.house.licences` (`make licences`) to print them: package, version, licence.
"""

import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from json import loads
from pathlib import Path
from typing import Final, NamedTuple

ROOT = Path(__file__).parents[2]
REFUSED: Final = re.compile(r"(?<![A-Z])A?GPL|(?<!Lesser )General Public License|Affero|SSPL|BUSL|Commons Clause", re.I)
"""The lesser GPL of psycopg is fine: it is used as a library of its own, which everybody can replace."""
READ: Final = {
    "pysqlite3": "Zlib",
    "docutils": "Public domain, BSD-2-Clause (under the GPL is a mode for Emacs, which the wheel does not carry)",
}
"""What no package says of itself clearly, as a person has read it in its files."""
_PIN: Final = re.compile(r"^([a-z0-9._-]+)==(\S+?)( ;[^\\]*)? \\$", re.MULTILINE)
_ELSEWHERE: Final = re.compile(r"sys_platform == 'win32'|sys_platform == 'darwin'")


class Licensed(NamedTuple):
    """A package and its licence; empty where none is known."""

    name: str
    version: str
    licence: str


def of_python() -> Iterator[Licensed]:
    """Give every package of the short lock that this system installs."""
    for name, version, only in _PIN.findall((ROOT / "requirements-runtime.lock").read_text(encoding="utf-8")):
        try:
            told = metadata(name)
        except PackageNotFoundError:
            if not _ELSEWHERE.search(only):
                yield Licensed(name, version, "")
            continue
        classes = [each.rpartition(":: ")[2] for each in told.get_all("Classifier") or () if each.startswith("License")]
        (said,) = told.get_all("License-Expression") or [""]
        (free,) = told.get_all("License") or [""]
        word = said or "; ".join(classes) or free.partition("\n")[0]
        yield Licensed(name, version, READ.get(name, word))


def of_pages() -> Iterator[Licensed]:
    """Give every package whose files become part of what we ship: fonts, and what pages are made of."""
    for place, told in loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"].items():
        if place and not told.get("dev"):
            yield Licensed(place.rpartition("node_modules/")[2], told["version"], str(told.get("license", "")))


def refused(found: list[Licensed]) -> list[Licensed]:
    """Return those that we do not ship: of a licence that would bind all of it, or of none that is known."""
    return [
        each
        for each in found
        if not each.licence or (each.name not in READ and REFUSED.search(each.licence) is not None)
    ]


def main() -> int:
    """Print all of them; return 1 when one is refused."""
    found = [*of_python(), *of_pages()]
    for each in found:
        sys.stdout.write(f"{each.name}\t{each.version}\t{each.licence}\n")
    wrong = refused(found)
    for each in wrong:
        sys.stderr.write(f"not to be shipped: {each.name} {each.version} ({each.licence or 'no licence known'})\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
