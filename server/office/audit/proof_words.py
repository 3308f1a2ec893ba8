"""What the proof of the record found, in a sentence."""

from typing import Final

from config.centers import Text
from config.words import both
from server.office.audit.proving import Proof

BROKEN: Final[dict[str, str]] = {
    "changed": "Row {seq} of the record was changed, or the whole record was written anew. What comes before it holds.",
    "missing": "Row {seq} of the record is missing. What comes before it holds.",
    "cut": "The record was cut off: row {seq} and what came after it are missing.",
}


def proof_words(proof: Proof) -> Text:
    """Return what was proved."""
    if proof.broken is not None:
        return both(BROKEN[proof.broken.why], seq=proof.broken.seq)
    told = "The record is whole: {rows} rows, each chained to the one before; {heads} heads kept elsewhere fit."
    return both(told, rows=proof.rows, heads=proof.heads)
