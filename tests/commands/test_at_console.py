"""Whoever types at the console is named by the machine, or as the command was told."""

import getpass

import pytest

from commands.at_console import CONSOLE, at_console


def test_who_types_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "wang")
    assert (at_console().name, at_console().place, at_console().person) == ("wang", CONSOLE, "")
    assert at_console(" 赵六 ").name == "赵六"


def test_a_user_without_a_name_is_the_console(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert at_console().name == CONSOLE
