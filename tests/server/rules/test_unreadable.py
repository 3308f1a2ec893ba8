"""Why a body cannot be read is said of the field or byte, in the reader's language, not in the decoder's words."""

from typing import Annotated, Any, Literal

import msgspec
import pytest

from server.rules.unreadable import unreadable


class Inner(msgspec.Struct, forbid_unknown_fields=True):
    few: Annotated[int, msgspec.Meta(ge=1, le=3)]


class Outer(msgspec.Struct, forbid_unknown_fields=True):
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=3, pattern="^[a-z]+$")] = "a"
    inner: tuple[Inner, ...] = ()
    kind: Literal["one", "two"] = "one"
    by_id: dict[Annotated[str, msgspec.Meta(max_length=2)], int] = {}


@pytest.mark.parametrize(
    ("body", "zh", "en"),
    [
        ("[]", "正文的类型不是这个地址所接受的", "the body is of another kind than this address takes"),
        ("null", "正文的类型不是这个地址所接受的", "the body is of another kind than this address takes"),
        ('{"name":1}', "name 的类型不对，或超出允许范围", "name is of the wrong kind, or not between its bounds"),
        ('{"name":""}', "name 的类型不对，或超出允许范围", "name is of the wrong kind, or not between its bounds"),
        ('{"name":"A"}', "name 的类型不对，或超出允许范围", "name is of the wrong kind, or not between its bounds"),
        ('{"kind":"x"}', "kind 的类型不对，或超出允许范围", "kind is of the wrong kind, or not between its bounds"),
        ('{"inner":[{}]}', "缺少 inner[0].few", "inner[0].few is missing"),
        ('{"inner":[{"few":9}]}', "inner[0].few 的类型", "inner[0].few is of the wrong kind"),
        ('{"inner":[{"few":1,"x":2}]}', "这里没有字段 inner[0].x", "there is no field inner[0].x here"),
        ('{"x":2}', "这里没有字段 x", "there is no field x here"),
        ('{"by_id":{"abc":1}}', "by_id", "by_id"),
        ('{"name":', "正文不是完整的 JSON", "the body is no whole JSON"),
        ('{"name"?1}', "正文第 7 字节处不是 JSON", "byte 7 of the body is no JSON"),
        ("{} {}", "正文第 4 字节处不是 JSON", "byte 4 of the body is no JSON"),
    ],
)
def test_it_is_said_what_is_wrong_and_where(body: str, zh: str, en: str) -> None:
    with pytest.raises(msgspec.DecodeError) as refused:
        msgspec.json.decode(body, type=Outer)
    said: Any = unreadable(refused.value)
    assert said.zh.startswith(zh)
    assert said.en.startswith(en)


def test_a_long_name_is_cut() -> None:
    with pytest.raises(msgspec.DecodeError) as refused:
        msgspec.json.decode('{"' + "y" * 500 + '":1}', type=Outer)
    assert len(unreadable(refused.value).en) < 120
