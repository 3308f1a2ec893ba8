"""Tables for a terminal: every column is as wide as its widest cell, hanzi counted as two."""

from commands.simulate.tables import Table, as_text, estimator_names, order_names
from config.centers import Text
from server.rules.hall.simulate.comparing import COMPARED, policies_of
from server.rules.hall.simulate.guessing import ESTIMATORS

TABLE = Table(
    Text("标题", "Title"),
    (Text("次序", "order"), Text("平均", "mean")),
    ((Text("先到先办", "first"), "12.5"), ("plain", "7.0")),
)


def test_numbers_stand_to_the_right_in_both_languages() -> None:
    assert as_text(TABLE, "en") == "Title\n  order  mean\n  first  12.5\n  plain   7.0\n"
    assert as_text(TABLE, "zh") == "标题\n  次序      平均\n  先到先办  12.5\n  plain      7.0\n"


def test_everything_that_is_compared_has_a_name_of_its_own() -> None:
    assert list(order_names()) == list(COMPARED) == list(policies_of())
    assert set(estimator_names()) == set(ESTIMATORS)
    names = [*order_names().values(), *estimator_names().values()]
    assert len({name.zh for name in names}) == len({name.en for name in names}) == len(names)
