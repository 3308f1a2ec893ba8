"""No thread and no task is begun where nobody watches it: one that dies must be told of and begin again."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("server", "kiosk", "caller", "displays", "hardware", "commands")
MECHANISM = "server/watched.py"
BARE = frozenset(
    {"Thread", "Timer", "ThreadPoolExecutor", "create_task", "ensure_future", "start_new_thread", "run_in_executor"}
)
WATCHED_OTHERWISE = {
    "hardware/emulated_line.py": "the line of a printer or a reader for tests and the demo: it belongs to no hall",
    "kiosk/work/print_thread.py": "watches its jobs one by one, and knows nothing of the server",
    "server/office/care/care_desk.py": "one backup at a time: what became of it stands in its list and the log",
    "server/web/http/lanes.py": "threads that the loop looks after and begins anew itself",
    "server/web/http/loop.py": "when it ends, the process ends",
    "commands/serving.py": "ends the process when nothing else does",
    "commands/bench": "clients that measure: one that dies is missing in the figures",
}
"""File or folder -> why what it begins needs no watch of ours."""


def begun(tree: ast.AST) -> Iterator[str]:
    """Yield the names of what begins a thread or a task in `tree`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            name = (
                called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
            )
            if name in BARE:
                yield name


@cache
def files() -> list[str]:
    return [
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if begun_in(path)
    ]


def begun_in(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return list(begun(ast.parse(text))) if any(name in text for name in BARE) else []


def excused(file: str) -> bool:
    return any(file == row or file.startswith(f"{row}/") for row in WATCHED_OTHERWISE)


def test_what_runs_beside_is_begun_by_the_one_mechanism() -> None:
    assert [file for file in files() if file != MECHANISM and not excused(file)] == []


@pytest.mark.parametrize("row", WATCHED_OTHERWISE)
def test_every_excuse_is_needed(row: str) -> None:
    assert any(file == row or file.startswith(f"{row}/") for file in files())


@pytest.mark.parametrize(
    "line",
    ["threading.Thread(target=work).start()", "loop.create_task(work())", "asyncio.create_task(work())", "Thread()"],
)
def test_a_bare_one_is_seen(line: str) -> None:
    assert list(begun(ast.parse(line))) != []
