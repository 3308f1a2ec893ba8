"""`banshi doctor`: says what this machine lacks, one line each, with the remedy."""

import shutil
import sys
from importlib.resources import files
from pathlib import Path

import msgspec

from commands.finding import Finding
from commands.looking import look_around
from commands.seeding import now
from commands.terminal import language, speaking
from config.centers import Language
from config.font import font_file
from config.letters import MISSING, machine_letters
from config.settings import Settings
from config.words import say
from server.office.care.diagnostics import Diagnosis, write_diagnostics

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
RARE_SIGNS = "𠮷Ł"
"""A hanzi and a letter of names that the shipped font lacks."""


def look(data: Path | None, settings: Settings | None = None) -> list[Finding]:
    """Return what was found on this machine, in the data directory when one is given, and around its `settings`."""
    findings = [_python(), _sqlite(), _printable("config", "fonts/NotoSansSC-Regular.ttf", "fonts")]
    findings += _rare_signs()
    findings.append(_printable("caller", "static/index.html", "caller page"))
    findings.append(_printable("displays", "static/index.html", "display page"))
    findings.append(_printable("displays", "clips/zh", "voice clips"))
    findings += [_program(name, package) for name, package in PROGRAMS]
    if settings is not None:
        findings += look_around(settings, data_given=data is not None)
    return findings


def diagnosed(settings: Settings, words: Language) -> tuple[Diagnosis, ...]:
    """Return what `look` finds, said in `words`."""
    with speaking(words):
        findings = look(settings.data, settings)
    return tuple(Diagnosis(each.name, each.good, each.found, each.remedy) for each in findings)


def _python() -> Finding:
    version = sys.version_info
    good = (3, 11) <= (version.major, version.minor) <= (3, 13)
    return Finding(
        "Python", good, f"{version.major}.{version.minor}", "" if good else say(language(), "use Python 3.11 to 3.13")
    )


def _sqlite() -> Finding:
    from pysqlite3 import dbapi2

    good = dbapi2.sqlite_version_info >= SQLITE_SAFE
    return Finding(
        "SQLite", good, dbapi2.sqlite_version, "" if good else say(language(), "install pysqlite3 0.6.1 or later")
    )


def _printable(package: str, path: str, name: str) -> Finding:
    place = files(package)
    for part in path.split("/"):
        place = place / part
    there = place.is_file() or place.is_dir()
    return Finding(
        name, there, path if there else say(language(), "missing"), "" if there else say(language(), "run: make setup")
    )


def _rare_signs() -> list[Finding]:
    if not font_file().is_file():
        return []
    letters = machine_letters()
    lacking = [char for char in RARE_SIGNS if not letters.has(char)]
    if not lacking:
        return [Finding("rare signs", True, say(language(), "found"))]
    what = say(language(), "no font has {signs}: {missing} stands for it", signs=" ".join(lacking), missing=MISSING)
    return [Finding("rare signs", False, what, "apt-get install fonts-noto-cjk fonts-dejavu-core")]


def _program(name: str, package: str) -> Finding:
    path = shutil.which(name)
    remedy = (
        ""
        if path
        else say(language(), "apt-get install {package} (only needed for set-up, demo and tests)", package=package)
    )
    return Finding(name, path is not None, say(language(), "found") if path else say(language(), "missing"), remedy)


def tell(data: Path | None, *, settings: Settings | None = None, as_json: bool, zipped: Path | None = None) -> bool:
    """Print what was found, and write it with all that helps into the file `zipped`; return whether all is good."""
    findings = look(data, settings)
    if zipped is not None and settings is not None:
        told = [Diagnosis(each.name, each.good, each.found, each.remedy) for each in findings]
        write_diagnostics(zipped, settings, told, now())
    if as_json:
        sys.stdout.write(msgspec.json.encode({"findings": findings}).decode() + "\n")
    else:
        words = language()
        good, lacks = say(words, "good"), say(words, "LACKS")
        for finding in findings:
            name = say(words, finding.name)
            sys.stdout.write(f"{good if finding.good else lacks}  {name:<14}{finding.found}  {finding.remedy}".rstrip())
            sys.stdout.write("\n")
    return all(finding.good for finding in findings)
