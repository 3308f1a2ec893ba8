"""Two packs are the same to everybody exactly when nobody, asked to the end, gets another answer from one of them."""

from datetime import date
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from config.fact import Dated, Fact, Parameter
from config.item import Document, Item, Need, Option, Requirement
from config.knowledge import Knowledge
from config.pack import Checklist, Entry, Pack
from config.rule import ALWAYS, All, AtLeast, In, Is, MonthsSince, Not, Rule, Value
from config.rule import Any as AnyOf
from server.rules.guidance.consultation import consult
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.prove.same import same
from server.rules.guidance.prove.space import space_of
from tests.server.rules.guidance.small_pack import SMALL, choice, text, yes_no
from tests.tries import tries

DAY = date(2026, 11, 24)
ID = Document("id", text("id"))
PLACE = ("items", "thing")
VALUES: dict[str, tuple[Value, ...]] = {"a": ("x", "y", "z"), "b": (True, False), "n": (0, 1, 2, 3)}
LEAVES = st.sampled_from(
    [Is("a", "x"), In("a", ("x", "y")), Is("b", True), Is("b", False), AtLeast("n", 1), AtLeast("n", 2)]
)
RULES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(All, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
    ),
    max_leaves=5,
)


def pack_of(holds: Rule, shown: Rule = ALWAYS, wanted: Rule = ALWAYS) -> Pack:
    requirement = Requirement(holds, "not_yet", text("no"))
    item = Item("thing", text("thing"), (Option("hall", 0),), (requirement,), needs=(Need(("id",), when=wanted),))
    facts = (choice("a", "x", "y", "z"), yes_no("b"), Fact("n", "one", "number", text("n?"), high=3, when=shown))
    lists = (Checklist("list", text("t"), text("t"), (Entry("thing"),)),)
    return replace(SMALL, facts=facts, items=(item,), checklists=lists, parameters=(), documents=(ID,))


def gets(pack: Pack, answers: dict[str, Value]) -> tuple[object, ...]:
    """Ask as the kiosk does, to the end; then answer whatever else there is, for the papers."""
    book, said = open_book(pack), dict[str, Value]()
    while left := consult(book, ["list"], said, DAY).questions:
        said[left[0].id] = answers[left[0].id]
    end = consult(book, ["list"], answers, DAY)
    papers = end.plan.papers if end.plan else None
    return frozenset(said), [(each.state, [r.text for r in each.reasons]) for each in end.verdicts], papers


def everybody() -> list[dict[str, Value]]:
    return [dict(zip(VALUES, each, strict=True)) for each in product(*VALUES.values())]


@settings(max_examples=tries(60))
@given(RULES, RULES)
def test_two_requirements(one: Rule, other: Rule) -> None:
    first, second = pack_of(one), pack_of(other)
    alike = all(gets(first, each) == gets(second, each) for each in everybody())
    assert same(open_book(first), open_book(second), PLACE, DAY) == alike


@settings(max_examples=tries(40))
@given(st.sampled_from([ALWAYS, Is("a", "x"), Is("b", True)]), RULES, RULES)
def test_two_papers(holds: Rule, one: Rule, other: Rule) -> None:
    first, second = pack_of(holds, wanted=one), pack_of(holds, wanted=other)
    alike = all(gets(first, each) == gets(second, each) for each in everybody())
    assert same(open_book(first), open_book(second), PLACE, DAY) == alike


def test_a_question_that_is_asked_of_more_people_is_noticed() -> None:
    holds = All((Is("a", "x"), AnyOf((Is("b", True), AtLeast("n", 2)))))
    narrow, wide = pack_of(holds, Is("a", "x")), pack_of(holds, In("a", ("x", "y")))
    assert same(open_book(narrow), open_book(wide), ("facts", "n"), DAY)
    loose = AnyOf((Is("a", "z"), AtLeast("n", 2)))
    narrow, wide = pack_of(loose, Is("a", "x")), pack_of(loose, In("a", ("x", "y")))
    assert not same(open_book(narrow), open_book(wide), ("facts", "n"), DAY)


def test_knowledge_that_is_shown_to_others_is_noticed() -> None:
    pack = pack_of(Is("b", True), Is("b", True))
    point = Knowledge("K1", text("know"), (), ("thing",), when=Not(AtLeast("n", 2)))
    told, shown = (replace(each, knowledge=(point,)) for each in (pack, pack_of(Is("b", True), ALWAYS)))
    assert same(open_book(pack), open_book(pack_of(Is("b", True), ALWAYS)), ("facts", "n"), DAY)
    assert not same(open_book(told), open_book(shown), ("facts", "n"), DAY)


def test_every_row_of_a_table_is_told_apart() -> None:
    rows = (Dated(720, until="1969-12-31"), Dated(732, since="1970-01-01"))
    fact = Fact("born", "one", "date", text("born?"))
    table = Parameter("age", text("age"), text("law"), rows, by="born")
    pack = replace(pack_of(MonthsSince("born", "age")), facts=(fact,), parameters=(table,))
    other = replace(pack, parameters=(replace(table, values=(replace(rows[0], value=721), rows[1])),))
    assert not same(open_book(pack), open_book(other), ("parameters", "age"), DAY)
    assert len(space_of(open_book(pack), DAY).classes["born"]) == 2
