"""Codes of items as papers and pages say them: of what is handed in, once each, nothing where there is none."""

from msgspec.structs import replace

from server.rules.guidance.judge.verdict import Step, Stop
from server.rules.guidance.plan.item_codes import step_code, stop_codes
from tests.server.rules.guidance.small_pack import text

HAND_IN = Step("a", text("a"), "submit", "window", 5, code="DJ-1")
OTHER = replace(HAND_IN, item="b", code="DJ-2")
FETCH = replace(HAND_IN, task="collect")
NAMELESS = replace(HAND_IN, item="c", code=None)


def stop(*steps: Step) -> Stop:
    return Stop("p", text("p"), None, (), None, steps)


def test_a_code_is_said_where_something_is_handed_in() -> None:
    assert step_code("zh", HAND_IN) == "事项编码：DJ-1"
    assert step_code("en", FETCH) == step_code("en", NAMELESS) == ""


def test_the_codes_of_a_stop_stand_in_one_line() -> None:
    assert stop_codes("en", stop(HAND_IN, FETCH, NAMELESS)) == "Item code: DJ-1"
    assert stop_codes("en", stop(HAND_IN, OTHER, HAND_IN)) == "Item codes: DJ-1, DJ-2"
    assert stop_codes("en", stop(FETCH, NAMELESS)) == ""
