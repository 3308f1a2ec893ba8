"""The mutator changes what runs, one thing at a time, and nothing that only describes."""

import ast

import pytest

from tests.mutation.mutator import mutants_of


def made(source: str) -> list[str]:
    return [ast.unparse(mutant.tree) for mutant in mutants_of(source)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = a < b", ["x = a <= b"]),
        ("x = a <= b < c", ["x = a < b < c", "x = a <= b <= c"]),
        ("x = a is not b", ["x = a is b"]),
        ("x = a and b", ["x = a or b"]),
        ("x = not a", ["x = a"]),
        ("x = a + b", ["x = a - b"]),
        ("x = 7", ["x = 8"]),
        ("x = True", ["x = False"]),
        ("x = 'open'", ["x = 'open_other'"]),
        ("x = b'ab'", ["x = b'`b'"]),
        ("x = a if b else c", ["x = a", "x = c"]),
        ("x = a & 6", ["x = a & 4", "x = a & 2", "x = a | 6"]),
        ("x = min(a)", ["x = max(a)"]),
        ("x = select(a).where(b, c)", ["x = select(a).where(c)", "x = select(a).where(b)"]),
        ("f(a)", ["pass"]),
        ("raise a", ["pass"]),
        ("a += b", ["a -= b"]),
        ("if a:\n    b = c", ["if not a:\n    b = c"]),
        ("for a in b:\n    break", ["for a in b:\n    continue"]),
    ],
)
def test_every_change(source: str, expected: list[str]) -> None:
    assert sorted(made(source)) == sorted(expected)


@pytest.mark.parametrize(
    "source",
    [
        '"""A docstring."""',
        "def f(a: Literal['x', 1]) -> 'int': ...",
        "Kind = Literal['a', 'b']",
        "x = 'A sentence for people.'",
        "a: int | None",
        "x = bindparam('center')",
        "if TYPE_CHECKING:\n    import a",
    ],
)
def test_what_only_describes_is_left_alone(source: str) -> None:
    assert made(source) == []


@pytest.mark.parametrize(
    "source",
    [
        "class A(Struct, frozen=True):\n    a: int",
        "log = structlog.get_logger('keeper')",
        "LOOK_SECONDS: Final = 10",
        "PORTION = 500",
        "rows = select(literal(1))",
        "first = select(a).limit(1)",
    ],
)
def test_what_nobody_could_notice_is_left_alone(source: str) -> None:
    assert made(source) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("class A(Struct, kw_only=True):\n    a: int", ["class A(Struct, kw_only=False):\n    a: int"]),
        ("log = get('keeper')", ["log = get('keeper_other')"]),
        ("KEPT_SECONDS: Final = 10", ["KEPT_SECONDS: Final = 11"]),
        ("LOOK_SECONDS: Final = 0.02", ["LOOK_SECONDS: Final = 1.02"]),
        ("two = select(a).limit(2)", ["two = select(a).limit(3)"]),
        ("f(LOOK_SECONDS + 1)", ["f(LOOK_SECONDS - 1)", "f(LOOK_SECONDS + 2)", "pass"]),
    ],
)
def test_what_is_nearly_like_it_is_changed(source: str, expected: list[str]) -> None:
    assert sorted(made(source)) == sorted(expected)


def test_a_mutant_says_where_it_is_and_the_others_are_not_touched() -> None:
    source = "def f(a):\n    return a > 1\n\n\ndef g(a):\n    return a"
    found = [(mutant.line, mutant.what) for mutant in mutants_of(source)]
    assert found == [(2, "return None"), (2, "Gt -> GtE"), (2, "1 -> 2"), (6, "return None")]
    assert made(source)[1] == "def f(a):\n    return a >= 1\n\ndef g(a):\n    return a"
