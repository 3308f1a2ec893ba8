"""A line of JSON for every screen that was painted and every touch: what tests and measurements read."""

import json
from pathlib import Path


class Trace:
    """Appends records to `path`; without a path it does nothing. Moments are those of `kiosk.clock.ticks`."""

    def __init__(self, path: Path | None) -> None:
        self._file = path.open("a", encoding="utf-8", buffering=1) if path else None

    def write(self, **record: object) -> None:
        """Append one record."""
        if self._file:
            self._file.write(json.dumps(record, ensure_ascii=False) + "\n")

    def close(self) -> None:
        """Let go of the file."""
        if self._file:
            self._file.close()
