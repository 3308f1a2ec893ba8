"""A route that is remembered is the one that would be found, and nothing but routes is remembered."""

import pytest
from flask import Request
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import Map, Rule
from werkzeug.test import EnvironBuilder

from server.web.finding import Finding, _found

RULES = Map(
    [
        Rule("/centers/<center>/tickets", endpoint="take", methods=["POST"]),
        Rule("/centers/<center>", endpoint="look", methods=["GET"]),
    ]
)


def found(path: str, method: str = "GET") -> tuple[str, dict[str, str]]:
    asked = Request(EnvironBuilder(path=path, method=method).get_environ())
    rule, places = Finding(RULES, asked).match(return_rule=True)
    return rule.endpoint, places


def test_the_same_path_is_looked_for_once() -> None:
    _found.cache_clear()
    for _ in range(3):
        assert found("/centers/hall") == ("look", {"center": "hall"})
        assert found("/centers/hall/tickets", "POST") == ("take", {"center": "hall"})
        assert found("/centers/other") == ("look", {"center": "other"})
        assert found("/centers/hall", "HEAD") == ("look", {"center": "hall"})
    assert _found.cache_info().misses == 4


def test_what_one_request_does_to_its_places_no_other_sees() -> None:
    found("/centers/hall")[1]["center"] = "mine"
    assert found("/centers/hall") == ("look", {"center": "hall"})


def test_what_does_not_exist_is_not_remembered() -> None:
    _found.cache_clear()
    for path in ("/nothing", "/centers/hall/nothing"):
        with pytest.raises(NotFound):
            found(path)
    with pytest.raises(MethodNotAllowed) as refused:
        found("/centers/hall/tickets")
    assert refused.value.valid_methods == ["POST"]
    assert _found.cache_info().currsize == 0


def test_whoever_asks_for_more_than_flask_does_is_answered_by_werkzeug() -> None:
    asked = Request(EnvironBuilder(path="/centers/hall").get_environ())
    assert Finding(RULES, asked).match() == ("look", {"center": "hall"})
    assert Finding(RULES, asked).match("/centers/hall/tickets", "POST") == ("take", {"center": "hall"})
