"""Things of the sample pack for a second child."""

from config.centers import Text
from config.rule import All, Is, Situation
from server.rules.guidance.household.cast import Cast
from server.rules.guidance.household.copies import Copies
from server.rules.guidance.household.roles import Roles
from server.rules.guidance.household.words import Called
from tests.dongjiang import city

PACK = city()
SON = Cast({"child": "s"}, {"child": Called(Text("小儿子", "your younger son"))})


def test_only_what_is_about_the_role_is_copied() -> None:
    copies = Copies(PACK, Roles(PACK))
    assert copies.item("B01", SON) == "B01"
    assert copies.item("A05", SON) == "A05~s"
    item, cast = copies.items["A05"]["A05~s"]
    assert cast == SON
    papers = [document for need in item.needs for document in need.documents]
    assert {"birth-certificate~s", "id-card"} <= set(papers)
    assert item.outputs == ("child-register~s",)
    assert item.present == ("applicant",)


def test_rules_look_at_the_copies() -> None:
    copies = Copies(PACK, Roles(PACK))
    rule = All((Situation("child-moves-in"), Is("child_card", value=True), Is("hukou", "city")))
    said = All((Situation("child-moves-in~s"), Is("child_card~s", value=True), Is("hukou", "city")))
    assert copies.rule(rule, SON) == said
    situation, _ = copies.situations["child-moves-in"]["child-moves-in~s"]
    assert Is("child_hukou~s", "moving") in situation.when.rules  # type: ignore[union-attr]
    fact, _ = copies.facts["child_card"]["child_card~s"]
    assert (fact.entity, fact.when) == ("child~s", Is("child_hukou~s", "moving"))
    assert copies.entities["child"]["child~s"][0].name.zh == "小儿子"


def test_tables_by_date_of_birth_are_read_by_the_right_one() -> None:
    copies = Copies(PACK, Roles(PACK))
    mother = Cast({"holder": "mo"}, {})
    assert copies.parameter("retire-man", mother) == "retire-man~mo"
    assert copies.parameters["retire-man"]["retire-man~mo"][0].by == "born~mo"
