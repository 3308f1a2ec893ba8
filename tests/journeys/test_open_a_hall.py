"""The guide to opening a hall, walked as it stands, from an empty folder to the first called ticket and further."""

import http.client
import json
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from commands.demo.processes import Processes, banshi_command, free_port
from server.client.commands import Commands
from server.rules.errors import Refusal
from tests.journeys.hall_server import wait_until

GUIDE = (Path(__file__).parents[2] / "docs" / "open-a-hall.md").read_text(encoding="utf-8")
CITY = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)[0]
LINES = [line for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL) for line in block.splitlines() if line]


class Walk:
    """Somebody at a terminal who types the guide's lines in a folder of their own."""

    def __init__(self, home: Path, parts: Processes, database: str | None) -> None:
        self.home, self.parts = home, parts
        self.http, self.live = free_port(), free_port()
        self.database = home / "database.url"
        self.on_postgresql = database is not None
        if database is not None:
            self.database.write_text(database, encoding="utf-8")
        self.said: dict[str, str] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http}"

    def words(self, line: str) -> list[str]:
        line = line.replace("127.0.0.1:8080", f"127.0.0.1:{self.http}").replace(
            "127.0.0.1:8081", f"127.0.0.1:{self.live}"
        )
        if self.on_postgresql:
            line = line.replace("--data hall", f"--database-file {shlex.quote(str(self.database))}")
        name, *words = shlex.split(line)
        assert name == "banshi"
        return words

    def type_in(self, line: str, expected: int = 0) -> str:
        words = self.words(line)
        if words[0] == "serve":
            self.parts.start("server", banshi_command(*words), cwd=self.home)
            wait_until(self.parts, "server", self.http)
            return ""
        done = subprocess.run(banshi_command(*words), capture_output=True, text=True, cwd=self.home, timeout=120)
        assert done.returncode == expected, (line, done.stdout, done.stderr)
        self.said[line] = done.stdout
        return done.stdout

    def redeemed(self, printed: str) -> Any:
        """Open the printed address as the page does."""
        address = next(line for line in printed.splitlines() if line.startswith("http"))
        assert address.startswith(self.url)
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        body = json.dumps({"code": urlsplit(address).fragment})
        connection.request("POST", "/api/v1/access", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        told = json.loads(answer.read())
        connection.close()
        return told


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=[pytest.mark.postgres, pytest.mark.long])])
def walk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Walk]:
    database = None
    if request.param == "postgresql":
        server = request.getfixturevalue("postgresql")
        database = server.url(server.create())
    (tmp_path / "lin.yaml").write_text(CITY, encoding="utf-8")
    with Processes(tmp_path / "logs") as parts:
        yield Walk(tmp_path, parts, database)


def test_the_guide_leads_from_an_empty_folder_to_a_called_ticket_and_further(walk: Walk) -> None:
    for line in LINES:
        if line.startswith("banshi city import") and "--dry-run" in line:
            call_the_first_ticket(walk)
            text = CITY.replace("en: Counter 2", "en: Counter Two").replace(
                "    staff:", "      - {id: lin-3, name: {zh: 3 号窗口, en: Counter 3}, services: [social]}\n    staff:"
            )
            (walk.home / "lin.yaml").write_text(text, encoding="utf-8")
        walk.type_in(line)
    assert "counters[lin-3]" in walk.said["banshi city import lin.yaml --data hall --dry-run"]
    channel = Commands(walk.url, (walk.home / "channel.token").read_text().strip(), language="en", timeout=60)
    names = [counter.name.en for counter in channel.center("lin-hall").counters]
    assert names == ["Counter 1", "Counter Two", "Counter 3"], "the running server follows its file"
    walk.type_in("banshi city check lin-now.yaml")
    listed = walk.said["banshi token list --data hall"]
    (line,) = [each for each in listed.splitlines() if each.endswith("12345")]
    walk.type_in(f"banshi token revoke {line.split()[0]} --data hall")
    walk.type_in(f"banshi token revoke {line.split()[0]} --data hall", expected=2)
    assert refused_at_last(channel) == "token_unknown"
    channel.close()
    assert (walk.home / "kiosk.token").stat().st_mode & 0o777 == 0o600


def refused_at_last(channel: Commands) -> str:
    """Ask until the server refuses; it may believe a token for a second after it was revoked."""
    while True:
        try:
            channel.centers()
        except Refusal as refusal:
            return refusal.code


def call_the_first_ticket(walk: Walk) -> None:
    token = (walk.home / "kiosk.token").read_text().strip()
    assert len(token.partition("~")[2]) == 44, "the kiosk knows the key that it trusts"
    kiosk = Commands(walk.url, token, language="en", timeout=60)
    screen = walk.redeemed(walk.said[next(line for line in LINES if "grant display" in line)])
    clerk = walk.redeemed(walk.said[next(line for line in LINES if "grant counter" in line)])
    assert (screen["scope"], screen["center"], clerk["counter"]) == ("display", "lin-hall", "lin-1")
    desk = Commands(walk.url, clerk["token"], language="en", timeout=60)
    assert desk.at_counter("lin-1", "open").state == "open"
    ticket = kiosk.take_ticket("lin-hall", ["social"])
    called = desk.at_counter("lin-1", "call-next").ticket
    assert called is not None
    assert (ticket.number, called.number) == ("A001", "A001")
    assert walk.redeemed(walk.said[next(line for line in LINES if "grant counter" in line)])["code"] == "token_unknown"
    for client in (kiosk, desk):
        client.close()
