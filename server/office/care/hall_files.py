"""What lies beside a hall's database and belongs into its backup; secrets only into one that is sealed."""

import re
import tomllib
from pathlib import Path
from typing import Final

from config.settings import FILE as SETTINGS_FILE
from config.settings import FILE_BYTES, Settings
from server.store.people_key import FILE as PEOPLE_KEY
from server.store.release_key import FILE as RELEASE_KEY

SECRETS: Final = ("database", "token", "metrics_token")
"""Settings that nobody else shall see."""
RECORDINGS: Final = "recordings"
RECORDING_BYTES: Final = 32 << 20
_SECRET: Final = re.compile(rf"(?m)^(\s*(?:{'|'.join(SECRETS)})\s*=)[^\n]*$")


def hall_files(settings: Settings, *, sealed: bool) -> dict[str, bytes]:
    """Return name -> content of what this machine has beside its database; raises `OSError`.

    That are `banshi.toml`, people's own recordings of the voice and, for a `sealed` backup, the keys of releases and of
    people's second factors.
    """
    found: dict[str, bytes] = {}
    written = Path(SETTINGS_FILE)
    if written.is_file() and written.stat().st_size <= FILE_BYTES:
        content = written.read_bytes()
        kept = content if sealed else without_secrets(content)
        if kept is not None:
            found[SETTINGS_FILE] = kept
    for name in (RELEASE_KEY, PEOPLE_KEY) if sealed else ():
        if (settings.data / name).is_file():
            found[name] = (settings.data / name).read_bytes()
    if settings.voice_recordings is not None:
        for file in sorted(settings.voice_recordings.rglob("*.wav")):
            if file.is_file() and file.stat().st_size <= RECORDING_BYTES:
                found[f"{RECORDINGS}/{file.relative_to(settings.voice_recordings).as_posix()}"] = file.read_bytes()
    return found


def without_secrets(content: bytes) -> bytes | None:
    """Return a `banshi.toml` without the values of its secrets; None where it is not sure that none is left."""
    try:
        left = _SECRET.sub(r'\1 ""', content.decode())
        read = tomllib.loads(left)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError):
        return None
    return left.encode() if not any(read.get(name) for name in SECRETS) else None
