"""What was found leads to the matters that it is part of, so that guidance begins from any of it."""

from config.centers import Text
from config.sayings import Elsewhere
from config.words import both
from server.rules.guidance.search.entry import Entry, EntryKind, Kind
from server.rules.guidance.search.hits import Hit, Looked
from server.rules.guidance.search.index import search_index
from server.rules.guidance.search.leading import answers_of, matters_of


def entry(kind: EntryKind, name: str, *within: str) -> Entry:
    return Entry(kind, name, Text(name, name), Text("", ""), (), within)


INDEX = search_index(
    [
        entry("checklist", "school", "school"),
        entry("checklist", "hukou", "hukou"),
        entry("item", "card", "hukou", "school"),
        entry("knowledge", "age", "hukou"),
    ]
)


def hit(kind: Kind, name: str) -> Hit:
    return Hit(kind, name, Text(name, name), Text("", ""), (), 1.0)


def test_an_item_leads_to_the_matters_that_have_it_and_says_so() -> None:
    found = matters_of(INDEX, Looked((hit("checklist", "school"), hit("item", "card"))))
    assert [(each.id, [one.en for one in each.by], each.meant) for each in found] == [
        ("school", ["card"], True),
        ("hukou", ["card"], False),
    ]


def test_all_that_one_sentence_names_is_meant_in_its_order() -> None:
    found = matters_of(INDEX, Looked((hit("checklist", "school"),), together=("hukou", "school")))
    assert [(each.id, each.meant) for each in found] == [("hukou", True), ("school", True)]


def test_what_is_not_covered_is_not_meant_and_what_is_done_elsewhere_leads_nowhere() -> None:
    vague = Looked((hit("checklist", "school"),), covered=False)
    assert [(each.id, each.meant) for each in matters_of(INDEX, vague)] == [("school", False)]
    known = Elsewhere("fines", both("Fines"), both("the police"), words=("fine",))
    assert matters_of(INDEX, Looked((hit("checklist", "school"),), covered=False, elsewhere=known)) == ()


def test_an_answer_leads_to_what_it_belongs_to_only_where_nothing_else_was_found() -> None:
    both_found = Looked((hit("knowledge", "age"), hit("checklist", "school")))
    assert [each.id for each in matters_of(INDEX, both_found)] == ["school"]
    (alone,) = matters_of(INDEX, Looked((hit("knowledge", "age"),)))
    assert (alone.id, alone.by, alone.meant) == ("hukou", (), True)


def test_an_answer_is_told_where_it_was_found_best_and_one_matter_is_asked_about() -> None:
    assert [each.id for each in answers_of(INDEX, Looked((hit("knowledge", "age"), hit("item", "card"))))] == ["age"]
    far = Looked((*[hit("item", "card")] * 3, hit("knowledge", "age")))
    assert answers_of(INDEX, far) == ()
    several = Looked((hit("knowledge", "age"),), together=("hukou", "school"))
    assert answers_of(INDEX, several) == ()
