"""Who plays which role in which walk."""

from config.household import NOBODY, Household, Matter, Member
from server.rules.guidance.household.cast import Casting, own_id
from server.rules.guidance.household.roles import Roles
from tests.dongjiang import city

PACK = city()
ROLES = Roles(PACK)
LISTS = {each.id: each for each in PACK.checklists}
ME, SPOUSE, MOTHER = Member("me", "me"), Member("sp", "spouse"), Member("mo", "mother")
DAUGHTER, SON, AUNT = Member("d", "child", "elder_daughter"), Member("s", "child"), Member("x", "other")


def casting(*matters: Matter) -> Casting:
    return Casting(PACK, ROLES, Household((ME, SPOUSE, MOTHER, DAUGHTER, SON, AUNT), matters), {})


def test_the_first_has_the_plain_name() -> None:
    casts = casting(Matter("school", ("d", "s"))).casts(LISTS["school"])
    assert [cast.labels.get("child") for cast in casts] == [None, "s"]
    assert [cast.words["child"].text.zh for cast in casts] == ["大女儿", "孩子"]


def test_one_person_has_one_label_in_all_roles_that_they_share() -> None:
    made = casting(Matter("insurance-flexible", ("me", "sp")), Matter("retirement-care", ("mo", "sp")))
    (own, hers), (other, mothers) = made.casts(LISTS["insurance-flexible"]), made.casts(LISTS["retirement-care"])
    assert own.labels == {}
    assert hers.labels["insured"] == "sp"
    assert (other.labels["insured"], mothers.labels["holder"]) == ("sp", "mo")
    players = {role: [each.id for each in members] for role, members in made.players.items()}
    assert players == {"insured": ["me", "sp"], "holder": ["sp", "mo"]}


def test_whoever_decides_who_somebody_is_takes_them_along() -> None:
    """The guardian hangs on whom the paper is for, the mother on the newborn."""
    care = casting(Matter("retirement-care", ("me", "mo"))).casts(LISTS["retirement-care"])[1]
    assert care.labels["guardian"] == "mo"
    birth = casting(Matter("newborn", ("d", "s"))).casts(LISTS["newborn"])[1]
    assert (birth.labels["newborn-mother"], birth.labels["newborn-father"]) == ("s", "s")


def test_kin_of_others_are_others() -> None:
    (cast,) = casting(Matter("hukou-in", ("x",))).casts(LISTS["hukou-in"])
    assert (cast.labels["applicant"], cast.labels["spouse"], cast.labels["child"]) == ("x", "xk", "xk")
    assert cast.people["applicant"] == "person~x"
    assert "spouse" not in cast.people
    assert cast.words["spouse"].text.en == "the spouse of your relative"


def test_the_children_of_both_are_dealt_with_once() -> None:
    both = casting(Matter("hukou-in", ("me", "sp"))).casts(LISTS["hukou-in"])
    assert [cast.nobody for cast in both] == [frozenset(), {"child"}]
    (alone,) = casting(Matter("hukou-in", ("sp",))).casts(LISTS["hukou-in"])
    assert alone.nobody == frozenset()
    assert alone.people["spouse"] == "applicant"


def test_all_children_take_part_where_none_is_the_subject() -> None:
    made = casting()
    (cast,) = made.casts(LISTS["hukou-in"])
    assert [each.labels.get("child") for each in made.with_children(cast)] == [None, "s"]
    nobody = Casting(PACK, ROLES, NOBODY, {})
    assert list(nobody.with_children(nobody.plain())) == [nobody.plain()]


def test_an_id_of_the_pack_is_found_behind_every_label() -> None:
    assert [own_id(each) for each in ("hukou", "hukou~mo", "A05~mo-s")] == ["hukou", "hukou", "A05"]
