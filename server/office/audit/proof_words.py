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


JOURNAL: Final[dict[str, str]] = {
    "changed": "In the journal of {center}, a fact after number {seq} was changed.",
    "missing": "In the journal of {center}, a fact after number {seq} is missing.",
    "cut": "The journal of {center} was cut off after number {seq}.",
}


def proof_words(proof: Proof) -> Text:
    """Return what was proved."""
    if proof.broken is not None:
        return both(BROKEN[proof.broken.why], seq=proof.broken.seq)
    if proof.journal.broken is not None:
        found = proof.journal
        return both(JOURNAL[proof.journal.broken.why], seq=proof.journal.broken.seq - 1, center=found.center)
    told = (
        "The record is whole: {rows} rows, each chained to the one before; {heads} heads kept elsewhere fit. "
        "Of what halls did, {facts} facts stand under seals that fit."
    )
    if proof.begins:
        told = (
            "The record is whole from row {first} on: {rows} rows, each chained to the one before; {heads} heads kept "
            "elsewhere fit. Older rows were thrown away when their time was over, as the record says itself. Of what "
            "halls did, {facts} facts stand under seals that fit."
        )
        return both(told, first=proof.begins + 1, rows=proof.rows, heads=proof.heads, facts=proof.journal.facts)
    return both(told, rows=proof.rows, heads=proof.heads, facts=proof.journal.facts)
