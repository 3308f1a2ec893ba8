"""Each rule changed a little is noticed by a case that stands at its edge, and by none that does not."""

from datetime import date

from msgspec.structs import replace

from config.case import Case
from config.pack import Entry, Pack
from config.rule import ALWAYS, All, AtLeast, In, Is, Not, Situation, Value
from config.rule import Any as AnyOf
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.prove.cases import failures
from server.rules.guidance.prove.mutants import mutants_of, mutated, mutation_score
from tests.server.rules.guidance.small_pack import SMALL

DAY = date(2026, 11, 24)
FACTS = {fact.id: fact for fact in SMALL.facts}


def with_cases(*cases: Case) -> Pack:
    return replace(SMALL, cases=cases)


def killed(pack: Pack) -> set[str]:
    return {f"{each.id} {each.change}" for each in mutation_score(pack, DAY).mutants if each.case is not None}


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
    score = mutation_score(with_cases(), DAY)
    assert score.killed == 0
    assert len(score.survivors) + score.same == len(list(mutants_of(SMALL))) > 10
    assert score.share == 0


def test_a_case_at_the_bound_notices_what_a_case_far_from_it_does_not() -> None:
    answers: dict[str, Value] = {"permit": False, "living": "own", "card": False}
    far = Case("far", ("settle",), {**answers, "months": 50}, {"permit": "can"})
    at = Case("at", ("settle",), {**answers, "months": 6}, {"permit": "can"})
    below = Case("below", ("settle",), {**answers, "months": 5}, {"permit": "not_yet"})
    assert "enough value +1" not in killed(with_cases(far))
    assert "enough value +1" in killed(with_cases(at))
    assert "enough value -1" not in killed(with_cases(at))
    assert "enough value -1" in killed(with_cases(below))
    assert "permit requirement 2: cannot" in killed(with_cases(below))


def test_a_case_may_take_an_open_parameter_to_be_confirmed() -> None:
    answers: dict[str, Value] = {"permit": False, "months": 6}
    open_still = Case("open", ("money",), answers, {"subsidy": "unknown"})
    confirmed = Case("confirmed", ("money",), answers, {"subsidy": "cannot"}, parameters={"open": 7})
    assert list(failures(open_book(with_cases()), open_still)) == []
    assert list(failures(open_book(with_cases()), confirmed)) == []
    assert "subsidy requirement 1: not_yet" not in killed(with_cases(open_still))
    assert "subsidy requirement 1: not_yet" in killed(with_cases(confirmed))


def test_what_nobody_can_notice_is_proved_and_does_not_count() -> None:
    always = In("living", ("own", "rent", "none"))
    settle = SMALL.checklists[0]
    entries = (Entry("permit", All((Is("permit", False), always))), *settle.entries[1:])
    pack = replace(SMALL, checklists=(replace(settle, entries=entries), SMALL.checklists[1]))
    score = mutation_score(pack, DAY)
    told = {f"{each.id} {each.change}": each.same for each in score.mutants}
    assert told["settle permit: without part 2"]
    assert not told["settle permit: without part 1"]
    assert not told["settle permit: part 2 without none"]
    # Nobody has confirmed its bound yet, but somebody will.
    assert not told["subsidy requirement 1: negated"]


def test_a_sample_is_one_of_so_many() -> None:
    pack = with_cases()
    whole, sample = mutation_score(pack, DAY).mutants, mutation_score(pack, DAY, 3).mutants
    assert [(each.id, each.change) for each in sample] == [(each.id, each.change) for each in whole[::3]]
