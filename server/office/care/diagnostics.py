"""What helps to find a fault, in one file that may be given away: only what is counted, set or said, nobody's data."""

import io
import os
import platform
import socket
import zipfile
from collections.abc import Iterable
from importlib.metadata import distributions, version
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import msgspec
from sqlalchemy import text

from config.settings import Settings
from server.office.care.backups import kept_backups
from server.office.care.hall_files import SECRETS
from server.office.care.redacting import GONE, redacted
from server.store import migrating
from server.store.backup.reflecting import tables_of
from server.store.errors import StoreError
from server.store.looking_in import looked_into

LOG_BYTES: Final = 2 << 20
"""Of each log, its end."""
LOGS: Final = 6


class Diagnosis(msgspec.Struct, frozen=True):
    """What was looked at: a name and what was found, in words."""

    name: str
    good: bool
    found: str
    remedy: str


def write_diagnostics(file: Path, settings: Settings, findings: Iterable[Diagnosis], now: int) -> list[str]:
    """Write the zip `file` at the moment `now` (ms) and return the names of what is in it.

    Everything goes through `redacted`, with the names of all staff. Raises `OSError`.
    """
    names, rows = _database(settings)
    known = {socket.gethostname(), *names, *_secrets(settings)}
    user = Path.home().name
    parts: dict[str, Any] = {
        "findings.json": tuple(findings),
        "machine.json": _machine(now),
        "settings.json": _settings(settings),
        "backups.json": kept_backups(settings.backup.folder)[-30:] if settings.backup.folder else (),
        "packages.json": sorted(f"{each.name} {each.version}" for each in distributions()),
        "rows.json": rows,
    }
    texts = {name: _pretty(part) for name, part in parts.items()}
    texts |= {f"log/{each.name}": _end_of(each) for each in _logs(settings)}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as into:
        for name, text in texts.items():
            into.writestr(name, redacted(text.replace(f"/home/{user}", "~"), known))
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(written.getvalue())
    return sorted(texts)


def _pretty(part: object) -> str:
    return msgspec.json.format(msgspec.json.encode(part), indent=1).decode()


def _database(settings: Settings) -> tuple[list[str], dict[str, Any]]:
    """Return the names of all staff, and how many rows each table has; nothing of a database that cannot be read."""
    try:
        with looked_into(settings.data, settings.database) as connection:
            revision, _ = migrating.revisions(connection)
            found = [table.name for table in tables_of(connection)]
            # Names out of the database's own catalogue.
            counts = {name: connection.scalar(text(f'SELECT count(*) FROM "{name}"')) for name in found}  # noqa: S608
            staff = connection.scalars(text("SELECT name FROM staff")).all() if "staff" in found else []
            return list(staff), {"revision": revision, "rows": counts}
    except StoreError as error:
        return [], {"code": error.code}


def _machine(now: int) -> dict[str, Any]:
    return {
        "banshi": version("banshi"),
        "at": now,
        "system": platform.platform(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": os.getloadavg(),
        "memory_kib": _memory(),
    }


def _memory() -> dict[str, int]:
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return {}
    wanted = ("MemTotal", "MemAvailable", "SwapTotal", "SwapFree")
    return {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines) if name in wanted}


def _secrets(settings: Settings) -> list[str]:
    """Return every secret of the settings, and the password in the address of the database."""
    values = [str(getattr(settings, name) or "") for name in SECRETS]
    return [*values, unquote(urlsplit(settings.database or "").password or "")]


def _settings(settings: Settings) -> dict[str, Any]:
    """Return the settings; of secrets only whether they are there."""
    told: dict[str, Any] = settings.model_dump(mode="json")
    return {name: (GONE if value else "") if name in SECRETS else value for name, value in told.items()}


def _logs(settings: Settings) -> list[Path]:
    file = settings.log_file
    if file is None:
        return []
    return [each for each in sorted(file.parent.glob(f"{file.name}*"))[:LOGS] if each.is_file()]


def _end_of(file: Path) -> str:
    with file.open("rb") as opened:
        opened.seek(max(file.stat().st_size - LOG_BYTES, 0))
        return opened.read().decode(errors="replace")
