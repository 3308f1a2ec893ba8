"""`banshi doctor`: says what this machine lacks, one line each, with the remedy."""

import shutil
import sys
from importlib.resources import files
from pathlib import Path

import msgspec

SQLITE_SAFE = (3, 51, 3)
"""Older SQLite can corrupt its write-ahead log when two connections reset it at once."""


PROGRAMS = (
    ("espeak-ng", "espeak-ng"),
    ("Xvfb", "xvfb"),
    ("xdotool", "xdotool"),
    ("import", "imagemagick"),
    ("chromium", "chromium"),
)
"""Program -> Debian package."""


class Finding(msgspec.Struct, frozen=True):
    """One thing looked at; `remedy` is empty when it is good."""

    name: str
    good: bool
    found: str
    remedy: str = ""


def look(data: Path | None) -> list[Finding]:
    """Return what was found on this machine, and in the data directory when one is given."""
    findings = [_python(), _sqlite(), _printable("config", "fonts/NotoSansSC-Regular.ttf", "fonts")]
    findings.append(_printable("caller", "static/index.html", "caller page"))
    findings.append(_printable("displays", "static/index.html", "display page"))
    findings.append(_printable("displays", "clips/zh", "voice clips"))
    findings += [_program(name, package) for name, package in PROGRAMS]
    if data is not None:
        findings.append(_space(data))
    return findings


def _python() -> Finding:
    version = sys.version_info
    good = (3, 11) <= (version.major, version.minor) <= (3, 13)
    return Finding("Python", good, f"{version.major}.{version.minor}", "" if good else "use Python 3.11 to 3.13")


def _sqlite() -> Finding:
    from pysqlite3 import dbapi2

    good = dbapi2.sqlite_version_info >= SQLITE_SAFE
    return Finding("SQLite", good, dbapi2.sqlite_version, "" if good else "install pysqlite3 0.6.1 or later")


def _printable(package: str, path: str, name: str) -> Finding:
    place = files(package)
    for part in path.split("/"):
        place = place / part
    there = place.is_file() or place.is_dir()
    return Finding(name, there, path if there else "missing", "" if there else "run: make setup")


def _program(name: str, package: str) -> Finding:
    path = shutil.which(name)
    remedy = "" if path else f"apt-get install {package} (only needed for set-up, demo and tests)"
    return Finding(name, path is not None, "found" if path else "missing", remedy)


def _space(data: Path) -> Finding:
    place = data
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free / 2**30
    return Finding("disk", free > 1, f"{free:.1f} GiB free", "" if free > 1 else "free some space: under 1 GiB is left")


def tell(data: Path | None, *, as_json: bool) -> bool:
    """Print what was found; return whether all is good."""
    findings = look(data)
    if as_json:
        sys.stdout.write(msgspec.json.encode({"findings": findings}).decode() + "\n")
    else:
        for finding in findings:
            sys.stdout.write(
                f"{'good' if finding.good else 'LACKS'}  {finding.name:<14}{finding.found}  {finding.remedy}\n"
            )
    return all(finding.good for finding in findings)
