"""The voice of the hall: joins clips to one WAV per call.

Responsible for where clips come from and for joining them. Not responsible for what is said
(`server.rules.announcement`) nor for when (the display's page).
"""

from functools import lru_cache
from pathlib import Path
from typing import Final

import structlog

from displays.sound import UnreadableSound, read, wav

KEPT_CALLS: Final = 128
SHIPPED: Final = Path(__file__).parent / "clips"
_log = structlog.get_logger("voice")


class ClipMissing(Exception):
    """A clip that neither the hall nor the product has."""


class Announcer:
    """Speaks with `recordings` (a hall's own clips, same names, any rate) where there are some, else with `clips`.

    Each clip is read once; a replaced recording is heard after a restart. Safe for threads.
    """

    def __init__(self, recordings: Path | None = None, clips: Path = SHIPPED) -> None:
        self._folders = [folder for folder in (recordings, clips) if folder is not None]
        self._broken: set[Path] = set()
        self._sound = lru_cache(maxsize=None)(_sound)
        self._joined = lru_cache(maxsize=KEPT_CALLS)(self._join)

    def wav(self, names: tuple[str, ...]) -> bytes:
        """Return the clips in this order as one WAV; raises `ClipMissing`."""
        return self._joined(tuple(self._clip(name) for name in names))

    def _join(self, clips: tuple[Path, ...]) -> bytes:
        return wav(b"".join(self._sound(clip) for clip in clips))

    def _clip(self, name: str) -> Path:
        for folder in self._folders:
            path = folder / f"{name}.wav"
            if path in self._broken or not path.is_file():
                continue
            try:
                self._sound(path)
            except UnreadableSound as error:
                # A hall goes on speaking when one of its own recordings is broken.
                _log.warning("recording cannot be used", why=str(error))
                # One that could not be opened right now (too many files are open, say) may be heard the next time.
                if not isinstance(error.__cause__, OSError):
                    self._broken.add(path)
                continue
            return path
        raise ClipMissing(name)


def _sound(path: Path) -> bytes:
    return read(path).tobytes()
