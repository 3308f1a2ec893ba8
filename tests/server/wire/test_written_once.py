"""What is written once is read everywhere it belongs, whatever stands in a release."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from server.wire.written_once import written_once, written_out

RULE = {"rule": "is", "fact": "a long enough name", "value": True}
WORDS = st.one_of(st.text(max_size=8), st.sampled_from(['{"=":0}', "=", "a long enough name of something"]))
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(0, 3), WORDS)
VALUES: st.SearchStrategy[object] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(WORDS, inner, max_size=4)),
    max_leaves=12,
)


def plain(parts: object) -> bytes:
    return msgspec.json.encode(parts, order="sorted")


def test_what_stands_twice_is_written_once_and_what_stands_in_it_too() -> None:
    both = {"all": [RULE, {"not": RULE}]}
    body = written_once({"pack": [both, both, RULE], "editions": [], "search": None})
    assert body == (
        b'{"editions":[],"pack":[{"=":1},{"=":1},{"=":0}],"search":null,"shared":'
        b'[{"fact":"a long enough name","rule":"is","value":true},{"all":[{"=":0},{"not":{"=":0}}]}]}'
    )
    assert written_out(body) == plain({"pack": [both, both, RULE], "editions": [], "search": None})


def test_what_is_short_or_stands_once_stays_where_it_is() -> None:
    parts = {"pack": [{"a": 1}, {"a": 1}, RULE, {"inside": {**RULE, "value": 1}}], "editions": [], "search": None}
    assert written_once(parts) == written_out(written_once(parts)) == plain(parts)


def test_what_looks_like_a_number_of_what_is_shared_is_no_such() -> None:
    parts = {"pack": [RULE, RULE, {"=": 0}], "editions": [], "search": None}
    assert written_once(parts) == plain(parts)
    told = {"pack": [RULE, RULE, '{"=":0}', {"=": "0"}], "editions": [], "search": None}
    assert b"shared" in written_once(told)
    assert written_out(written_once(told)) == plain(told)


@given(st.lists(VALUES, max_size=6), VALUES)
def test_nothing_is_lost(pack: list[object], search: object) -> None:
    parts = {"pack": [*pack, *pack, RULE, RULE], "editions": pack[:1], "search": search}
    body = written_once(parts)
    assert msgspec.json.decode(written_out(body)) == msgspec.json.decode(plain(parts))
    assert plain(msgspec.json.decode(written_out(body))) == plain(parts)
    assert len(body) <= len(plain(parts)) + len(',"shared":[]')
