"""Each rule changed a little is noticed by a case that stands at its edge, and by none that does not."""

from msgspec.structs import replace

from config.pack import Case, Pack
from config.rule import ALWAYS, All, AtLeast, In, Is, Not, Situation
from config.rule import Any as AnyOf
from server.rules.lint.mutants import mutants_of, mutated, mutation_score
from tests.server.rules.small_pack import SMALL

FACTS = {fact.id: fact for fact in SMALL.facts}


def with_cases(*cases: Case) -> Pack:
    return replace(SMALL, cases=cases)


def killed(pack: Pack) -> set[str]:
    return {f"{each.id} {each.change}" for each in mutation_score(pack).mutants if each.case is not None}


def test_what_a_slip_of_the_pen_makes() -> None:
    assert list(mutated(ALWAYS, FACTS)) == []
    assert list(mutated(Is("living", "own"), FACTS)) == [("another answer", Is("living", "rent"))]
    assert list(mutated(Is("permit", True), FACTS)) == [("negated", Not(Is("permit", True)))]
    assert [rule for _, rule in mutated(In("living", ("own", "rent")), FACTS)] == [
        Not(In("living", ("own", "rent"))),
        In("living", ("rent",)),
        In("living", ("own",)),
    ]
    assert [change for change, _ in mutated(AtLeast("months", 6), FACTS)] == ["negated", "bound -1", "bound +1"]
    both = All((Is("permit", True), Situation("s")))
    assert [rule for _, rule in mutated(both, FACTS)] == [
        AnyOf(both.rules),
        All((Situation("s"),)),
        All((Is("permit", True),)),
        All((Not(Is("permit", True)), Situation("s"))),
        All((Is("permit", True), Not(Situation("s")))),
    ]


def test_without_cases_nothing_is_noticed() -> None:
    score = mutation_score(with_cases())
    assert score.killed == 0
    assert len(score.survivors) == len(list(mutants_of(SMALL))) > 10


def test_a_case_at_the_bound_notices_what_a_case_far_from_it_does_not() -> None:
    answers = {"permit": False, "living": "own", "card": False}
    far = Case("far", ("settle",), {**answers, "months": 50}, {"permit": "can"})
    at = Case("at", ("settle",), {**answers, "months": 6}, {"permit": "can"})
    below = Case("below", ("settle",), {**answers, "months": 5}, {"permit": "not_yet"})
    assert "enough value +1" not in killed(with_cases(far))
    assert "enough value +1" in killed(with_cases(at))
    assert "enough value -1" not in killed(with_cases(at))
    assert "enough value -1" in killed(with_cases(below))
    assert "permit requirement 2: cannot" in killed(with_cases(below))
