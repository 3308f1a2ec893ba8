"""What is on the disk: files, and the names that folders have for them."""

import os
from pathlib import Path


def on_disk(path: Path) -> None:
    """Return when the file or folder at `path` is on the disk as it is now; raises `OSError`."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_in_place(finished: Path, place: Path) -> None:
    """Let the file `finished` have the name `place` at once, whatever had it before; raises `OSError`."""
    on_disk(finished)
    finished.replace(place)
    on_disk(place.parent)
