"""Rules as data: conditions on facts that are evaluated three-valued by `server.rules.condition`."""

import msgspec

Value = str | int | bool


class Is(msgspec.Struct, frozen=True, tag_field="rule", tag="is"):
    """The fact has exactly this value."""

    fact: str
    value: Value


class In(msgspec.Struct, frozen=True, tag_field="rule", tag="in"):
    """The fact has one of these values."""

    fact: str
    values: tuple[Value, ...]


class AtLeast(msgspec.Struct, frozen=True, tag_field="rule", tag="at_least"):
    """The number is at least `bound`, which is a number or the id of a parameter."""

    fact: str
    bound: int | str


class AtMost(msgspec.Struct, frozen=True, tag_field="rule", tag="at_most"):
    """The number is at most `bound`, which is a number or the id of a parameter."""

    fact: str
    bound: int | str


class AgeAtLeast(msgspec.Struct, frozen=True, tag_field="rule", tag="age_at_least"):
    """Whoever was born on the date in `fact` (`YYYY-MM-DD`) is at least `bound` years old today."""

    fact: str
    bound: int | str


class MonthsSince(msgspec.Struct, frozen=True, tag_field="rule", tag="months_since"):
    """At least `bound` whole months, less `early`, have passed since the date in `fact` (`YYYY-MM-DD`)."""

    fact: str
    bound: int | str
    early: int = 0


class Situation(msgspec.Struct, frozen=True, tag_field="rule", tag="situation"):
    """The named situation holds."""

    id: str


class All(msgspec.Struct, frozen=True, tag_field="rule", tag="all"):
    """Every one of `rules` holds; of none, that is true."""

    rules: tuple["Rule", ...]


class Any(msgspec.Struct, frozen=True, tag_field="rule", tag="any"):
    """At least one of `rules` holds; of none, that is false."""

    rules: tuple["Rule", ...]


class Not(msgspec.Struct, frozen=True, tag_field="rule", tag="not"):
    """`inner` does not hold."""

    inner: "Rule"


Leaf = Is | In | AtLeast | AtMost | AgeAtLeast | MonthsSince
Rule = Leaf | Situation | All | Any | Not
ALWAYS = All(())
