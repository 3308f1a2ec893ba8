"""Papers that are called alike and may be one person's are found, until the pack says what they are."""

from msgspec.structs import replace

from config.centers import Text
from config.fact import Entity, SameEntity
from config.item import Document, Item, Need, Option, Same
from config.pack import Pack
from config.rule import Is
from server.rules.guidance.prove.alike import check_alike
from tests.dongjiang import city_book
from tests.server.rules.guidance.small_pack import SMALL, text

MINE = Is("card", True)
OWN = Document("own-card", Text("居民身份证", "Identity card"))
GUARDIANS = Document("guardian-card", Text("监护人的身份证", "Guardian's identity card"), entity="guardian")


def household(*documents: Document) -> Pack:
    """Return a pack whose guardian may be the citizen, and which needs all of `documents`."""
    entities = (
        Entity("applicant", text("you")),
        Entity("guardian", text("guardian"), same=(SameEntity("applicant", MINE),)),
        Entity("stranger", text("stranger")),
    )
    needs = tuple(Need((each.id,)) for each in documents)
    items = (Item("visit", text("visit"), (Option("hall", 0),), needs=needs),)
    return replace(SMALL, entities=entities, documents=documents, items=items, checklists=())


def found(*documents: Document) -> list[tuple[str, str, str]]:
    return [(each.code, each.id, each.level) for each in check_alike(household(*documents))]


def test_two_papers_of_one_name_that_may_be_one_persons_are_a_warning() -> None:
    assert found(OWN, GUARDIANS) == [("paper_alike", "own-card", "warning")]


def test_papers_that_nobody_can_take_for_one_are_none() -> None:
    assert not found(OWN, replace(GUARDIANS, entity="stranger")), "nobody says that they may be one person"
    assert not found(OWN, replace(GUARDIANS, name=Text("监护人的驾驶证", "Driving licence")))
    assert not found(OWN, replace(GUARDIANS, electronic=True)), "nobody has to bring it"
    assert not found(OWN, replace(GUARDIANS, name=Text("监护人的证", "Paper"))), "one sign is no name"


def test_what_is_said_ends_it() -> None:
    assert not found(replace(OWN, kind="card"), replace(GUARDIANS, kind="card"))
    assert not found(replace(OWN, kind="card"), replace(GUARDIANS, kind="other")), "two papers all the same"
    assert found(OWN, replace(GUARDIANS, kind="card")), "one alone says nothing of the other"
    assert not found(OWN, replace(GUARDIANS, same=(Same("own-card", MINE),)))


def test_the_sample_says_of_each_paper_what_it_is() -> None:
    assert not list(check_alike(city_book().pack))
