"""What a release leaves out is put back by whoever reads it, now and in years."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from config.edition import Guidance
from config.item import Need, Option
from config.rule import All, Is
from server.wire.left_out import without_defaults
from server.wire.signed_release import canonical, guidance_in, release_body
from tests.dongjiang import city_guidance
from tests.server.rules.guidance.small_pack import SMALL

PINNED = Path(__file__).parent / "left_out.json"


def test_what_is_as_usual_is_left_out_and_nothing_else() -> None:
    assert without_defaults(Option("hall", 0)) == {"point": "hall", "days": 0}
    assert without_defaults(Option("hall", None, mail=True, when=Is("card", True))) == {
        "point": "hall",
        "days": None,
        "mail": True,
        "when": {"rule": "is", "fact": "card", "value": True},
    }
    assert without_defaults(All(())) == {"rule": "all", "rules": []}, "a field without a default is always there"


def test_one_and_true_are_two_things() -> None:
    odd = msgspec.structs.replace(Need(("id",)), originals=True)
    assert without_defaults(odd) == {"documents": ["id"], "originals": True}


def test_a_release_says_the_same_in_fewer_words() -> None:
    guidance = Guidance(SMALL)
    assert guidance_in(release_body(guidance)) == guidance
    assert release_body(msgspec.json.decode(canonical(guidance), type=Guidance)) == release_body(guidance)


@pytest.mark.city
def test_the_city_loses_nothing_and_becomes_smaller() -> None:
    guidance = city_guidance()
    body = release_body(guidance)
    assert guidance_in(body) == guidance
    assert len(body) < 0.7 * len(canonical(guidance))


def test_what_is_left_out_never_changes_its_meaning() -> None:
    """A release holds for years: another default would change what was published and signed.

    A field that is new goes into `left_out.json`; what stands there stays as it is.
    """
    now, pinned = _defaults(), json.loads(PINNED.read_bytes())
    changed = {
        name: fields for name, fields in pinned.items() if name in now and not fields.items() <= now[name].items()
    }
    assert not changed, "an old release would say something else"
    assert now == pinned, "what is new here goes into left_out.json"


def _defaults() -> dict[str, dict[str, Any]]:
    """Return the defaults of every struct that a release may hold."""
    found: dict[str, dict[str, Any]] = {}
    waiting: list[Any] = [msgspec.inspect.type_info(Guidance)]
    while waiting:
        here = waiting.pop()
        if isinstance(here, msgspec.inspect.StructType):
            if here.cls.__name__ in found:
                continue
            found[here.cls.__name__] = {
                each.encode_name: json.loads(msgspec.json.encode(_default(each)))
                for each in here.fields
                if not each.required
            }
            waiting += [each.type for each in here.fields]
        elif isinstance(here, msgspec.inspect.UnionType):
            waiting += here.types
        elif isinstance(here, msgspec.inspect.VarTupleType | msgspec.inspect.ListType):
            waiting.append(here.item_type)
        elif isinstance(here, msgspec.inspect.TupleType):
            waiting += here.item_types
        elif isinstance(here, msgspec.inspect.DictType):
            waiting += [here.key_type, here.value_type]
        elif isinstance(here, msgspec.inspect.Metadata):
            waiting.append(here.type)
    return found


def _default(field: msgspec.inspect.Field) -> Any:
    return field.default_factory() if callable(field.default_factory) else field.default
