"""Nothing that names somebody or lets somebody in is left in a text, and what helps is."""

from base64 import urlsafe_b64encode
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.office.care.redacting import redacted

CANARIES = (
    "441900198001011234",
    "44190019800101123X",
    "441900 19800101 123x",
    "441900800101123",
    "13800138000",
    "138 0013 8000",
    "138-0013-8000",
    "+8613800138000",
    "0769-22831234",
    "zhang@example.cn",
    "kJ8s_2Fh-9sKq0Zr7VxT3bLmP5wYc6NdE1aG4uHiJ0k",
    "kJ8s2Fh9sKq0Zr7VxT3bLmP5wYc6NdE1aG4uHiJ0k~MCowBQYDK2Vw",
    str(UUID(int=0x1234567890ABCDEF1234567890ABCDEF)),
    "MCowBQYDK2VwAyEA1234abcd+/==",
    "MFMM-HXLQ-FBSL",
    "K7Q4-2WXD",
)


@pytest.mark.parametrize("canary", CANARIES)
@pytest.mark.parametrize("around", ["{}", '"{}"', "x {} y", "({})", "中{}文", "a={};", "/slip/{}", "?q={}&z"])
def test_no_canary_is_left(canary: str, around: str) -> None:
    left = redacted(around.format(canary))
    digits = "".join(each for each in canary if each.isalnum())
    assert digits[:8] not in "".join(each for each in left if each.isalnum())


@given(st.integers(0, 2**256 - 1))
def test_no_token_is_left(number: int) -> None:
    token = urlsafe_b64encode(number.to_bytes(32, "big")).rstrip(b"=").decode()
    assert token not in redacted(f'{{"path": "/t/{token}", "x": 1}}')


@pytest.mark.parametrize(
    "text",
    ['token="abc"', "secret: abc", "'password': 'abc'", "Authorization: abc", 'database = "postgresql://me:abc@db/x"'],
)
def test_what_is_called_a_secret_is_one(text: str) -> None:
    assert "abc" not in redacted(text)


def test_known_words_go_the_longest_first() -> None:
    assert redacted("陈静 陈静怡 host-1", ["陈静", "陈静怡", "host-1", ""]) == "*** *** ***"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("worker failed at 2026-11-30T16:00:00.123456Z", "worker failed at 2026-11-30T16:00:00.123456Z"),
        ("10.1.2.3 and 127.0.0.1", "10.1.*.* and 127.0.0.1"),
        ("/usr/lib/python3.11/site-packages/server/store/opening.py", None),
        ("at 1764036000000 ms, 12,345 rows, 0027", None),
        ('{"event":"ready","http":["127.0.0.1",8080]}', None),
    ],
)
def test_what_helps_stays(text: str, left: str | None) -> None:
    assert redacted(text) == (text if left is None else left)
