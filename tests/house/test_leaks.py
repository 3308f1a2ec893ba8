"""What a test leaves behind is found: a thread, a descriptor, a task, a call to another machine."""

import asyncio
import os
import socket
import threading
from pathlib import Path

import pytest

from tests.leaks import nothing_left
from tests.loopback import Elsewhere, asked_elsewhere, is_here


def test_a_thread_that_goes_on_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.leaks.PATIENCE", 0.01)
    end = threading.Event()
    thread = threading.Thread(target=end.wait, name="forgotten")
    with pytest.raises(pytest.fail.Exception, match="thread forgotten"), nothing_left("it"):
        thread.start()
    end.set()
    thread.join()


def test_a_thread_that_is_ending_is_waited_for() -> None:
    end = threading.Event()
    with nothing_left("it"):
        threading.Thread(target=end.wait).start()
        end.set()


def test_an_open_file_is_found(tmp_path: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match=r"forgotten\.txt"), nothing_left("it"):
        number = os.open(tmp_path / "forgotten.txt", os.O_CREAT | os.O_WRONLY)
    os.close(number)


def test_what_was_closed_or_open_before_is_no_leak(tmp_path: Path) -> None:
    with (tmp_path / "before.txt").open("w"), nothing_left("it"), (tmp_path / "closed.txt").open("w"):
        pass


async def forget() -> None:
    asyncio.get_running_loop().create_task(asyncio.Event().wait(), name="forgotten")


def test_a_task_that_nobody_awaited_is_found() -> None:
    with pytest.raises(pytest.fail.Exception, match="task forgotten"), nothing_left("it"):
        asyncio.run(forget())


def test_a_task_is_found_in_a_loop_made_by_hand() -> None:
    loop = asyncio.new_event_loop()
    # The loop itself would only log it, when the task is thrown away.
    loop.set_exception_handler(lambda *_: None)
    loop.run_until_complete(forget())
    (task,) = asyncio.all_tasks(loop)
    with pytest.raises(pytest.fail.Exception, match="task forgotten"), nothing_left("it"):
        loop.close()
    task.get_coro().close()


def test_no_socket_leaves_this_machine() -> None:
    with socket.socket() as outside:
        for attempt in (outside.connect, outside.connect_ex, outside.bind):
            with pytest.raises(Elsewhere, match=r"192\.0\.2\.1"):
                attempt(("192.0.2.1", 80))
    with pytest.raises(Elsewhere, match=r"hall\.example"):
        socket.getaddrinfo("hall.example", 80)
    assert len(asked_elsewhere) == 4
    asked_elsewhere.clear()


def test_this_machine_may_be_spoken_to() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()
    assert socket.getaddrinfo("localhost", 80)
    assert [is_here(host) for host in ("127.8.8.8", "::1", "::1%lo", b"localhost", "", "0.0.0.0", "::")] == [
        *[True] * 4,
        *[False] * 3,
    ]
