"""Where the slice of a checklist is the same in two packs, so is its proof."""

from datetime import date
from functools import cache

import pytest
from msgspec.structs import replace

from config.pack import Pack
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.prove.mutants import mutants_of
from server.rules.guidance.prove.proof import prove_checklist
from server.rules.guidance.prove.slices import slice_of
from server.rules.guidance.prove.space import space_of
from tests.dongjiang import city
from tests.server.rules.guidance.small_pack import SMALL
from tests.tries import one_in

DAY = date(2026, 11, 24)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pack", "at_most"), [(SMALL, 400), pytest.param(city(), 6, marks=pytest.mark.long)], ids=["small", "city"]
)
def test_what_changes_a_proof_changes_the_slice(pack: Pack, at_most: int) -> None:
    before = space_of(open_book(pack), DAY)
    slices = {each.id: slice_of(before, each) for each in pack.checklists}
    proof = cache(lambda each: prove_checklist(before, next(list_ for list_ in pack.checklists if list_.id == each)))
    every = [mutant for place, _, mutant in mutants_of(pack) if place[0] in ("items", "checklists", "facts")]
    kept = 0
    for number, mutant in enumerate(every[:: max(1, len(every) // at_most)]):
        space = space_of(open_book(mutant), DAY)
        # Of a whole city one list in eight, others each time: proving all of them again takes minutes.
        for each in one_in(
            max(1, len(mutant.checklists) // 5), mutant.checklists[number % min(8, len(mutant.checklists)) :]
        ):
            if slice_of(space, each) == slices[each.id]:
                kept += 1
                assert prove_checklist(space, each) == proof(each.id)
    assert kept, "where nothing is kept nothing was tried"


def test_another_checklist_changes_no_slice_and_a_shared_document_all() -> None:
    space = space_of(open_book(SMALL), DAY)
    first, *others = SMALL.checklists
    assert others
    fewer = replace(SMALL, checklists=(first, *others[1:], replace(others[0], keywords=("another",))))
    again = space_of(open_book(fewer), DAY)
    assert slice_of(again, first) == slice_of(space, first)
    document = replace(SMALL.documents[0], valid_days=77)
    changed = space_of(open_book(replace(SMALL, documents=(document, *SMALL.documents[1:]))), DAY)
    assert all(slice_of(changed, each) != slice_of(space, each) for each in SMALL.checklists)
