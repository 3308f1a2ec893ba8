"""The list of seeded faults is one that can be tried: the words are there, the tests exist, no name is doubled."""

import ast

import pytest

from tests.mutation import seeded
from tests.mutation.faults import FAULTS, Fault
from tests.mutation.seeded import Outcome, as_text, changed


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_can_be_put_in_and_its_test_is_there(fault: Fault) -> None:
    ast.parse(changed(fault))
    file, name = seeded.test_of(fault)
    assert f"def {name}(" in file.read_text(encoding="utf-8")


def test_no_fault_is_told_twice() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
    assert len({(fault.file, fault.right, fault.wrong) for fault in FAULTS}) == len(FAULTS)


def test_the_table_says_which_are_seen() -> None:
    outcomes = [Outcome(FAULTS[0], True, "seen"), Outcome(FAULTS[1], False, "not seen")]
    assert as_text(outcomes).endswith("1 of 2 faults are seen.\n")
    assert f"| {FAULTS[1].name} |" in as_text(outcomes)
