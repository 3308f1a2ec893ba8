"""Servers that are killed and begun again: forked from a process that has loaded everything, so a start costs little.

What runs is what `banshi serve` runs, in a process of its own; a fault may be put into its modules before they are
loaded. The process that forks them says on its standard output what came of each order on its standard input.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple, Self

from commands.demo.processes import Processes, free_port
from tests.journeys.hall_server import wait_until
from tests.mutation.children import Changed, change

ROOT: Final = Path(__file__).parents[3]


class Edit(NamedTuple):
    """`right` stands in `file` exactly once; `wrong` is there instead."""

    file: str
    right: str
    wrong: str


def edited(file: str, edits: Sequence[Edit]) -> str:
    """Return a module with all its edits; raises `ValueError` where the words of one are not there exactly once."""
    source = (ROOT / file).read_text(encoding="utf-8")
    for edit in edits:
        if edit.file != file:
            continue
        if source.count(edit.right) != 1:
            raise ValueError(f"{file} says {source.count(edit.right)} times: {edit.right}")
        source = source.replace(edit.right, edit.wrong)
    return source


class Forked:
    """Web halves of a server over `data` or the database at `url`, all with the same `edits` of their modules."""

    def __init__(self, logs: Path, data: Path | None, url: str | None, many: int = 1, edits: Sequence[Edit] = ()):
        self._ports = [free_port() for _ in range(many)]
        self._running: dict[int, int] = {}
        self._parts = Processes(logs)
        self._logs = logs
        self._over = ["--database", url] if url else ["--data", str(data)]
        self._edits = edits

    @property
    def urls(self) -> list[str]:
        """Return where they answer."""
        return [f"http://127.0.0.1:{port}" for port in self._ports]

    def __enter__(self) -> Self:
        self._logs.mkdir(parents=True, exist_ok=True)
        words = [each for edit in self._edits for each in edit]
        with (self._logs / "server.log").open("ab") as log:
            self._mother = subprocess.Popen(
                [sys.executable, "-P", "-m", __name__, str(self._logs / "server.log"), *words],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env={**os.environ, "PYTHONPATH": str(ROOT), "BANSHI_TICKETS_PER_MINUTE": "0"},
                cwd=ROOT,
                text=True,
            )
        for place in range(len(self._ports)):
            self.begin(place)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for place in list(self._running):
            self.kill(place)
        assert self._mother.stdin is not None
        assert self._mother.stdout is not None
        self._mother.stdin.close()
        self._mother.wait(20)
        self._mother.stdout.close()

    def begin(self, place: int) -> None:
        """Start the server `place`, and return when it is ready."""
        port = self._ports[place]
        self._running[place] = int(self._order("serve", f"127.0.0.1:{port}", *self._over))
        wait_until(self._parts, "server", port)

    def kill(self, place: int) -> None:
        """End the server `place` as a power cut does, and return when it is gone."""
        self._order("kill", str(self._running.pop(place)))

    def _order(self, *words: str) -> str:
        assert self._mother.stdin is not None
        assert self._mother.stdout is not None
        self._mother.stdin.write("\t".join(words) + "\n")
        self._mother.stdin.flush()
        return self._mother.stdout.readline().strip()


def main(log: str, *words: str) -> None:
    """Put the edits into their modules, load everything, and follow orders; whoever runs at their end is ended."""
    edits = [Edit(*words[at : at + 3]) for at in range(0, len(words), 3)]
    for file in dict.fromkeys(edit.file for edit in edits):
        change(Changed(ROOT / file, edited(file, edits)))
    # Not before the edits: what is loaded stays as it is.
    from commands.options import settings_with
    from commands.serving import serve

    running: set[int] = set()
    for line in sys.stdin:
        order, *given = line.rstrip("\n").split("\t")
        if order == "kill":
            os.kill(int(given[0]), signal.SIGKILL)
            os.waitpid(int(given[0]), 0)
            running.discard(int(given[0]))
            print("gone", flush=True)
            continue
        child = os.fork()
        if child == 0:
            with open(log, "ab") as said:
                os.dup2(said.fileno(), 1)
                os.dup2(said.fileno(), 2)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            code = 1
            try:
                over = {given[1].removeprefix("--"): given[2]}
                serve("web", settings_with(http=given[0], one_core=False, **over))
                code = 0
            finally:
                os._exit(code)
        running.add(child)
        print(child, flush=True)
    # Whoever gave the orders is gone, however that came about.
    for child in running:
        os.kill(child, signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])
