"""What a pack says cannot be together is proved: both answers shown, sayable, and of people who can be one."""

import pytest
from msgspec.structs import replace

from config.contradiction import Contradiction
from config.fact import Entity
from config.pack import Pack
from config.rule import All, Is
from server.rules.guidance.prove.check import check
from server.rules.guidance.prove.contradictions import check_contradictions
from server.rules.guidance.prove.references import check_references
from tests.server.rules.guidance.prove.test_check import DAY
from tests.server.rules.guidance.small_pack import SMALL, text

BOTH = All((Is("permit", True), Is("card", False)))
FITS = Contradiction("c", text("c"), ("permit", "card"), BOTH)


def with_(contradiction: Contradiction) -> Pack:
    entities = (Entity("applicant", text("you")), Entity("spouse", text("spouse")))
    return replace(SMALL, contradictions=(contradiction,), entities=entities)


def test_one_that_fits_is_clean() -> None:
    assert not list(check_contradictions(with_(FITS)))
    assert not list(check_references(with_(FITS)))


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (replace(FITS, facts=("permit",), when=Is("permit", True)), "contradiction_alone"),
        (replace(FITS, when=Is("permit", True)), "contradiction_idle"),
        (replace(FITS, when=All(()), older_by=12), "rule_unfit"),
        (replace(FITS, couple=True, older_by=12), "rule_unfit"),
        (replace(FITS, same=("applicant", "spouse")), "never_true"),
    ],
)
def test_one_that_says_nothing_is_found(wrong: Contradiction, code: str) -> None:
    assert code in {each.code for each in check_contradictions(with_(wrong))}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (replace(FITS, facts=("permit", "nothing")), "fact_unknown"),
        (replace(FITS, same=("applicant", "nobody")), "entity_unknown"),
        (replace(FITS, when=Is("nothing", True)), "fact_unknown"),
    ],
)
def test_what_it_names_must_be_there(wrong: Contradiction, code: str) -> None:
    assert code in {each.code for each in check_references(with_(wrong))}


def test_one_that_no_answers_can_meet_is_found() -> None:
    """Months are asked of those without a permit only."""
    never = Contradiction(
        "c", text("c"), ("permit", "living"), All((Is("permit", True), Is("permit", False), Is("living", "own")))
    )
    found = [each for each in check(with_(never), DAY).findings if each.part == "contradictions"]
    assert [each.code for each in found] == ["never_true"]
