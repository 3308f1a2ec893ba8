"""What the proof found, in both languages."""

import re

from server.office.audit.chain import Broken, Head
from server.office.audit.proof_words import BROKEN, proof_words
from server.office.audit.proving import Proof


def test_every_finding_is_said() -> None:
    for broken in (None, *(Broken(7, why) for why in BROKEN)):
        told = proof_words(Proof(12, 3, Head(12, ""), broken))
        assert ("7" if broken else "12") in told.en
        assert re.search(r"[\u4e00-\u9fff]", told.zh)
        assert "{" not in told.zh + told.en
