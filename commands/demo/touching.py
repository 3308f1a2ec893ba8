"""Fingers for the kiosk: real input events at real places of its window, found by the kiosk's own trace."""

import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

STEADY = 0.45
"""Seconds after a touch that the kiosk has seen: it takes a second one within 0.4 s for the trembling of the first."""


class NotSeen(Exception):
    """The kiosk did not show what was waited for."""


class Finger:
    """Touches the kiosk on X display `display`, reading what it shows from its trace file (JSON lines)."""

    def __init__(self, display: str, trace: Path) -> None:
        self.display = display
        self.trace = trace
        self._records: list[dict[str, Any]] = []
        self._read = 0

    def records(self) -> list[dict[str, Any]]:
        """Return every whole record that the kiosk has traced so far."""
        if not self.trace.exists():
            return []
        with self.trace.open("rb") as trace:
            trace.seek(self._read)
            whole, end, _ = trace.read().rpartition(b"\n")
        # Asked a hundred times a second: what was read once is not read again.
        self._read += len(whole) + len(end)
        self._records += [json.loads(line) for line in whole.split(b"\n") if line]
        return list(self._records)

    def screen(self) -> dict[str, Any]:
        """Return the newest screen with its touch targets; raises `NotSeen` before the first."""
        for record in reversed(self.records()):
            if "screen" in record:
                return dict(record)
        raise NotSeen("the kiosk has not painted yet")

    def wait_for(self, *names: str, seconds: float = 15) -> dict[str, Any]:
        """Wait until one of the screens `names` is shown and return its record; raises `NotSeen`."""
        return self.wait_until(" or ".join(names), lambda record: record["screen"] in names, seconds)

    def wait_until(self, what: str, true: Callable[[dict[str, Any]], bool], seconds: float = 15) -> dict[str, Any]:
        """Wait until the newest screen makes `true` and return its record; raises `NotSeen`."""
        end = time.monotonic() + seconds
        shown = "nothing"
        while time.monotonic() < end:
            try:
                record = self.screen()
            except NotSeen:
                record = {}
            if record and true(record):
                return record
            shown = str(record.get("screen", "nothing"))
            time.sleep(0.02)
        raise NotSeen(f"waited for {what}, the kiosk shows {shown}")

    def place(self, target: str) -> tuple[str, str]:
        """Return the middle of the target with that id on the newest screen; raises `NotSeen`."""
        record = self.screen()
        targets = record["targets"]
        if target not in targets:
            raise NotSeen(f"{target} is not on screen {record['screen']}: {', '.join(sorted(targets))}")
        x, y, width, height = targets[target]
        return (str(round(x + width / 2)), str(round(y + height / 2)))

    def touch(self, target: str) -> None:
        """Press and let go in the middle of the target with that id on the newest screen; raises `NotSeen`."""
        self._wait_steady()
        place = self.place(target)
        shown = len(self.records())
        self._xdotool("mousemove", *place, "mousedown", "1")
        self._xdotool("mouseup", "1")
        self._wait_answer(target, shown)

    def _wait_answer(self, target: str, shown: int, seconds: float = 30) -> None:
        """Wait until the kiosk has seen the touch of `target` and painted what it did."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            fresh = self.records()[shown:]
            seen = next((place for place, record in enumerate(fresh) if record.get("touch") == target), None)
            if seen is not None and any("screen" in record for record in fresh[seen:]):
                return
            time.sleep(0.01)
        raise NotSeen(f"the kiosk painted nothing after a touch of {target}: {self.records()[-3:]}")

    def picture(self, path: Path) -> None:
        """Write what the X display shows as PNG."""
        self._run("import", "-window", "root", str(path))

    def act(self, *arguments: str) -> None:
        """Do what `xdotool` is told, all in one go: keys, buttons, moves."""
        self._wait_steady()
        self._xdotool(*arguments)

    def _wait_steady(self) -> None:
        """Wait as long after the last touch as the kiosk wants, counted from when it saw it: busy machines see late.

        A screen that came by itself takes no touch before anybody can have read it.
        """
        records = self.records()
        last = max((record["at"] / 1000 for record in records if "touch" in record), default=0.0)
        readable = max((record.get("readable_at", 0) / 1000 for record in records if "screen" in record), default=0.0)
        time.sleep(max(last + STEADY - time.monotonic(), readable - time.monotonic(), 0))

    def _xdotool(self, *arguments: str) -> None:
        self._run("xdotool", *arguments)

    def _run(self, *command: str) -> None:
        subprocess.run(command, check=True, capture_output=True, env={"DISPLAY": self.display, "PATH": "/usr/bin:/bin"})  # noqa: S603
