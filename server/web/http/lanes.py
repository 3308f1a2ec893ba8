"""Threads that take one job after the other: no job ends one, and one that ends all the same is begun anew."""

import queue
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

import structlog

Job = TypeVar("Job")
_log = structlog.get_logger("web")


class Lane(Generic[Job]):
    """`threads` threads named after `name` that call `work` with each job that is put in, in order."""

    def __init__(self, name: str, threads: int, work: Callable[[Job], None]) -> None:
        self._name = name
        self._work = work
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread | None] = [None] * threads
        self._ending = False
        self._lacking = False
        self.put = self._jobs.put

    def start(self) -> None:
        """Begin."""
        for number in range(len(self._threads)):
            self._begin(number)

    def waiting(self) -> list[Job]:
        """Take out and return all jobs that wait behind the one being worked on."""
        found: list[Job] = []
        while True:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return found
            if job is None:
                self._jobs.put(None)
                return found
            found.append(job)

    def mend(self) -> None:
        """Begin every thread anew that has ended; what the system has no thread for right now is begun later."""
        for number, thread in enumerate(self._threads):
            if not self._ending and thread is not None and not thread.is_alive():
                try:
                    self._begin(number)
                except RuntimeError as error:
                    if not self._lacking:
                        _log.error("thread ended and cannot be begun anew", thread=thread.name, why=str(error))
                    self._lacking = True
                    return
                self._lacking = False
                _log.error("thread ended and is begun anew", thread=thread.name)

    def stop(self, seconds: float) -> None:
        """Let every thread end after its job; do not wait longer than `seconds` for all of them."""
        self._ending = True
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            if thread is not None:
                thread.join(seconds / len(self._threads))

    def _begin(self, number: int) -> None:
        # Daemons: a thread that never comes back from a database must not keep the process from ending.
        thread = threading.Thread(target=self._run, name=f"{self._name}-{number}", daemon=True)
        thread.start()
        self._threads[number] = thread

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                self._work(job)
            except Exception as error:
                _log.error("job failed", thread=self._name, exc_info=error)
