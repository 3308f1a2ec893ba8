"""Tests of one group go to one process: what they share is made once."""

import pytest

pytestmark = pytest.mark.xdist_group("together")


def test_whoever_hands_out_tests_sees_their_group(request: pytest.FixtureRequest) -> None:
    in_groups = getattr(request.config.option, "loadgroup", False)
    assert request.node.nodeid.endswith("@together") is in_groups


def test_a_dear_fixture_makes_a_group(request: pytest.FixtureRequest) -> None:
    dear = [item for item in request.session.items if "chromium" in getattr(item, "fixturenames", ())]
    assert all(item.get_closest_marker("xdist_group") for item in dear)
