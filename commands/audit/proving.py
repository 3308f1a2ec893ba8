"""`banshi audit verify|head`, also beside a running server: nothing is changed."""

import sys
from pathlib import Path

import msgspec

from commands.failing import CannotRun
from commands.pack.release import opened
from commands.terminal import language
from config.settings import Settings
from config.text_file import file_error
from server.office.audit.chain import Head, head
from server.office.audit.kept_heads import FILE, Kept, kept_heads, read_head, told_head
from server.office.audit.proof_words import proof_words
from server.office.audit.proving import Proof, prove


def verify(settings: Settings, heads: list[str], *, as_json: bool) -> bool:
    """Prove the record against its own chain, the file of heads beside the database and `heads`; tell whether it holds.

    Raises `CannotRun` for what is no head, `TextFileError` for a file that cannot be read.
    """
    file = settings.data / FILE
    kept = _file_heads(file)
    kept.setdefault("", []).extend(map(_read, heads))
    with opened(settings) as store:
        proof = prove(store, kept)
    _tell(proof, as_json)
    return proof.holds


def tell_head(settings: Settings) -> None:
    """Print how far the record is."""
    with opened(settings) as store:
        found = store.read(head)
    sys.stdout.write(told_head(found) + "\n")


def _tell(proof: Proof, as_json: bool) -> None:
    told = msgspec.json.encode(proof).decode() if as_json else proof_words(proof).say(language())
    sys.stdout.write(told + "\n")


def _read(text: str) -> Head:
    found = read_head(text)
    if found is None:
        raise CannotRun("head_unreadable", "{head} is no head. Write it as it was printed: SEQ:HASH.", head=text[:80])
    return found


def _file_heads(file: Path) -> Kept:
    try:
        return kept_heads(file)
    except OSError as error:
        raise file_error(file, error) from error
