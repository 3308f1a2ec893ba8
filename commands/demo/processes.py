"""The parts of a hall as child processes: started together, ended together, none left behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

PATIENCE: Final = 4.0
"""Seconds that all parts together have to end by themselves: who pressed Ctrl-C waits five at most."""


def banshi_command(*arguments: str) -> list[str]:
    """Return the command line of another Banshi process.

    `-P` keeps the working directory off the import path, so a folder named `config` there cannot shadow ours.
    """
    return [sys.executable, "-P", "-m", "banshi", *arguments]


def dying_with_us(command: Sequence[str]) -> list[str]:
    """Return `command` so that Linux ends it when we are killed and can end nothing any more; elsewhere unchanged.

    It stays one process: util-linux' `setpriv` arranges it and becomes the command.
    """
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", "--", *command] if setpriv else list(command)


def free_port() -> int:
    """Return a TCP port that is free on loopback right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _ended(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Wait so long for a part that was asked to end, then end it and whatever it has started itself."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


class Processes:
    """Child processes by name; leaving the `with` block ends all of them, the last started first."""

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self.running: list[tuple[str, subprocess.Popen[bytes]]] = []

    def __enter__(self) -> Self:
        self.logs.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # All are asked at once: one that takes its time must not keep the others.
        for _, process in reversed(self.running):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        end = time.monotonic() + PATIENCE
        for _, process in reversed(self.running):
            _ended(process, max(end - time.monotonic(), 0))

    def start(
        self, name: str, command: Sequence[str], environment: Mapping[str, str] | None = None, cwd: Path | None = None
    ) -> None:
        """Start `command` in the folder `cwd` (without it in this one); what it says goes to `logs/NAME.log`."""
        with (self.logs / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(  # noqa: S603 - the commands are ours
                dying_with_us(command),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(environment or {})},
                cwd=cwd,
                # Ctrl-C in the terminal must reach us alone: we end the parts in order.
                start_new_session=True,
            )
        self.running.append((name, process))

    def ended(self) -> tuple[str, int] | None:
        """Return name and exit code of a part that has ended by itself, or None while all run."""
        for name, process in self.running:
            code = process.poll()
            if code is not None:
                return name, code
        return None

    def log(self, name: str) -> str:
        """Return the last lines that part `name` said."""
        return "\n".join((self.logs / f"{name}.log").read_text(encoding="utf-8", errors="replace").splitlines()[-15:])


class Xvfb:
    """A virtual screen of `width` x `height` px for a machine without one; `display` names it."""

    def __init__(self, width: int, height: int) -> None:
        self.size = f"{width}x{height}x24"
        self.display = ""

    def __enter__(self) -> Self:
        read_end, write_end = os.pipe()
        self._folder = tempfile.TemporaryDirectory(prefix="banshi-xvfb-")
        self._process = subprocess.Popen(  # noqa: S603
            dying_with_us(
                ["Xvfb", "-displayfd", str(write_end), "-screen", "0", self.size, "-nolisten", "tcp", "-noreset"]
            ),
            pass_fds=[write_end],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._folder.name,
            start_new_session=True,
        )
        os.close(write_end)
        with os.fdopen(read_end) as answer:
            number = answer.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start; is the package xvfb installed?")
        self.display = f":{number}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        _ended(self._process, PATIENCE)
        self._folder.cleanup()
