"""The whole proof of a draft, asked for by whoever writes it: one at a time, in a process of its own, never for ever.

It is what `banshi check` does; the hall's own threads never wait for its work.
"""

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import msgspec

from server.office.drafts.bench import Found
from server.rules.errors import Refusal
from server.watched import aside

LONGEST_SECONDS: Final = 300
LOW_RANK: Final = 10
FINDINGS_AT_MOST: Final = 500
SAID_AT_MOST: Final = 20_000_000
"""Bytes that a proof may say."""
KEPT: Final = 20


class Proof(msgspec.Struct, frozen=True):
    """What a proof found: of which state of the draft, begun when (ms), `took` seconds; `failed` says why it has not.

    While it runs `ended` is False. `answers` is how many combinations of answers were proved.
    """

    state: str
    begun_at: int
    ended: bool = False
    found: tuple[Found, ...] = ()
    combinations: int = 0
    failed: str = ""

    @property
    def clean(self) -> bool:
        """Return whether it may be handed in."""
        return self.ended and not self.failed and not any(each.level == "error" for each in self.found)


class ProofRoom:
    """Proves drafts one at a time; `check` proves the pack in a folder and returns what it says."""

    def __init__(self, check: "Callable[[Path], bytes] | None" = None) -> None:
        self._check = check or checked_apart
        self._lock = threading.Lock()
        self._busy = False
        self._proofs: dict[str, Proof] = {}

    def of(self, draft: str) -> Proof | None:
        """Return the last proof of a draft that was begun."""
        with self._lock:
            return self._proofs.get(draft)

    def begin(self, draft: str, state: str, texts: Mapping[str, str], now: int) -> None:
        """Begin to prove a draft in this `state` at `now` (ms); raises `Refusal` draft_proof_busy."""
        with self._lock:
            if self._busy:
                raise Refusal("draft_proof_busy")
            self._busy = True
            self._proofs.pop(draft, None)
            self._proofs[draft] = Proof(state, now)
            while len(self._proofs) > KEPT:
                self._proofs.pop(next(iter(self._proofs)))
        aside("proof of a draft", lambda: self._prove(draft, Proof(state, now, ended=True), dict(texts)))

    def _prove(self, draft: str, proof: Proof, texts: Mapping[str, str]) -> None:
        failed = "it ended without a word"
        try:
            with tempfile.TemporaryDirectory(prefix="banshi-draft-") as made:
                folder = Path(made).resolve() / "pack"
                _write(folder, texts)
                found, combinations = _read(self._check(folder), folder)
                proof, failed = msgspec.structs.replace(proof, found=found, combinations=combinations), ""
        except subprocess.TimeoutExpired:
            failed = "it took too long"
        except (OSError, msgspec.MsgspecError) as error:
            failed = str(error)
        finally:
            with self._lock:
                self._busy = False
                self._proofs[draft] = msgspec.structs.replace(proof, failed=failed)


def checked_apart(folder: Path) -> bytes:
    """Return what `banshi check --json` says of the pack in `folder`; raises `OSError`, `TimeoutExpired`.

    It works at a low rank; it and all that it began are gone when this returns.
    """
    # Nothing of a word from outside is run: the folder has a name of our own.
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-P", "-m", "banshi", "check", str(folder), "--json"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        process_group=0,
    )
    with process:
        with suppress(OSError):
            os.setpriority(os.PRIO_PGRP, process.pid, LOW_RANK)
        try:
            said, _ = process.communicate(timeout=LONGEST_SECONDS)
        finally:
            with suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
    return said[:SAID_AT_MOST]


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8", newline="")


class _Proof(msgspec.Struct):
    combinations: int = 0


class _Report(msgspec.Struct):
    findings: tuple[Found, ...] = ()
    proofs: tuple[_Proof, ...] = ()


def _read(said: bytes, folder: Path) -> tuple[tuple[Found, ...], int]:
    """Return findings with their files as the draft calls them, errors first, and how much was proved."""
    told: Any = msgspec.json.decode(said, type=dict[str, dict[str, _Report]])
    report = next(iter(told.get("packs", {}).values()), None)
    if report is None:
        raise msgspec.DecodeError("no pack")
    ranked = sorted(report.findings, key=lambda each: each.level != "error")[:FINDINGS_AT_MOST]
    found = tuple(msgspec.structs.replace(each, file=each.file.removeprefix(f"{folder}/")) for each in ranked)
    return found, sum(each.combinations for each in report.proofs)
