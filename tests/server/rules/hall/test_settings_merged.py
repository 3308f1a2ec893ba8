"""A change goes into a plan where the plan left things as they were."""

from config.centers import Text
from config.documents import CityDocument
from server.rules.hall.settings_merged import merged


def test_what_both_changed_stays_as_the_other_has_it() -> None:
    before = CityDocument(Text("a", "a"), "p", ())
    mine = CityDocument(Text("b", "b"), "q", ())
    other = CityDocument(Text("c", "c"), "p", (), timezone="Asia/Urumqi")
    assert merged(before, mine, other) == CityDocument(Text("c", "c"), "q", (), timezone="Asia/Urumqi")
