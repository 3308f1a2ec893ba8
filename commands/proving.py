"""Proofs kept between two checks of a pack, and made by several processes: the same ones, sooner."""

import hashlib
import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from datetime import date
from functools import cache, partial
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from config.pack import Pack
from server.rules.guidance.prove.check import Checked, check
from server.rules.guidance.prove.proof import Proof, prove_checklist
from server.rules.guidance.prove.slices import slice_of
from server.rules.guidance.prove.space import Space
from server.rules.guidance.prove.together import PairProof, prove_pair, touching

Wanted = TypeVar("Wanted", bound=msgspec.Struct)
Part = TypeVar("Part")
Made = TypeVar("Made")
PROCESSES: Final = 2
WORTH_PROCESSES: Final = 8
"""So many checklists or pairs at least are given to several processes: to begin one takes as long as to prove a few."""
KEPT_AT_MOST: Final = 2_000
_DIGEST: Final = 64


class Keeping:
    """A folder of things worked out, each under the hash of all that it was worked out from.

    What cannot be read, was cut short or does not fit is as if it were not there; what cannot be written is not kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str, kind: type[Wanted]) -> Wanted | None:
        """Return what is kept under `key`, None when there is nothing that is whole."""
        try:
            written = (self._folder / key).read_bytes()
            body = written[_DIGEST + 1 :]
            if hashlib.sha256(body).hexdigest().encode() != written[:_DIGEST]:
                return None
            return msgspec.json.decode(body, type=kind)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return None

    def put(self, key: str, kept: msgspec.Struct) -> None:
        """Keep `kept` under `key`: whole or not at all."""
        body = msgspec.json.encode(kept)
        there = self._folder / key
        beside = self._folder / f"{key}.{os.getpid()}"
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
            beside.replace(there)

    def tidy(self) -> None:
        """Throw the oldest away where there are more than `KEPT_AT_MOST`."""
        with suppress(OSError):
            found = sorted(self._folder.iterdir(), key=lambda each: each.stat().st_mtime, reverse=True)
            for each in found[KEPT_AT_MOST:]:
                each.unlink(missing_ok=True)


def usual_folder() -> Path:
    """Return where proofs are kept: `banshi/proofs` in the person's cache."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(named) if named.startswith("/") else Path.home() / ".cache") / "banshi" / "proofs"


def check_kept(pack: Pack, today: date, keeping: Keeping | None, processes: int = PROCESSES) -> Checked:
    """Return what `check` finds, from what is kept as far as that goes; without `keeping` all is worked out."""
    pairing = partial(proved_together, processes=processes)
    if keeping is None:
        return check(pack, today, partial(proved, keeping=None, processes=processes), pairing)
    key = _key(msgspec.json.encode((pack, today), order="deterministic"))
    known = keeping.get(key, Checked)
    if known is None:
        known = check(pack, today, partial(proved, keeping=keeping, processes=processes), pairing)
        keeping.put(key, known)
        keeping.tidy()
    return known


def proved(space: Space, *, keeping: Keeping | None, processes: int = PROCESSES) -> tuple[Proof, ...]:
    """Return the proof of every checklist of `space`, in their order."""
    lists = space.book.pack.checklists
    keys = [_key(slice_of(space, each)) for each in lists] if keeping is not None else []
    found = {
        each.id: kept
        for each, key in zip(lists, keys, strict=False)
        if keeping is not None and (kept := keeping.get(key, Proof)) is not None
    }
    left = [each.id for each in lists if each.id not in found]
    made = _by_processes(space, left, _list, processes)
    found |= {each.checklist: each for each in made}
    for each, key in zip(lists, keys, strict=False):
        if keeping is not None and each.id in left:
            keeping.put(key, found[each.id])
    return tuple(found[each.id] for each in lists)


def proved_together(space: Space, *, processes: int = PROCESSES) -> tuple[PairProof, ...]:
    """Return the proof of every two checklists of `space` that do something to each other."""
    return tuple(_by_processes(space, touching(space.book), prove_pair, processes))


def _list(space: Space, checklist: str) -> Proof:
    return prove_checklist(space, space.book.checklists[checklist])


def _by_processes(
    space: Space, left: Sequence[Part], work: Callable[[Space, Part], Made], processes: int
) -> list[Made]:
    """Do `work` on all that is `left`, in processes that begin with this one's space: nothing of it has to be sent."""
    if processes < 2 or len(left) < WORTH_PROCESSES or "fork" not in multiprocessing.get_all_start_methods():
        return [work(space, each) for each in left]
    with ProcessPoolExecutor(
        processes, multiprocessing.get_context("fork"), initializer=_begin, initargs=(space,)
    ) as pool:
        return list(pool.map(partial(_there, work), left))


_SPACE: list[Space] = []
"""That of a process which proves for another one."""


def _begin(space: Space) -> None:
    _SPACE[:] = [space]


def _there(work: Callable[[Space, Part], Made], part: Part) -> Made:
    (space,) = _SPACE
    return work(space, part)


def _key(rests_on: bytes) -> str:
    return hashlib.sha256(_engine().encode() + rests_on).hexdigest()


@cache
def _engine() -> str:
    """Return the hash of the rules that prove: another version proves anew."""
    digest = hashlib.sha256()
    for package in ("config", "server"):
        with as_file(files(package)) as folder:
            root = folder / "rules" if package == "server" else folder
            for file in sorted(root.rglob("*.py")):
                digest.update(file.read_bytes())
    return digest.hexdigest()
