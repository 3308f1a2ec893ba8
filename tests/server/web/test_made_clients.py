"""Clients that others make from the document build without a touch, are well typed, and take a ticket from a server."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from commands.openapi import openapi
from tests.server.web.conftest import Web

ROOT = Path(__file__).parents[3]
BIN = Path(sys.executable).parent

TAKING = """
import sys

from made import AuthenticatedClient, Client
from made.api.centers import get_centers, post_centers_center_tickets
from made.api.counters import post_counters_counter_call_next, post_counters_counter_open
from made.api.tickets import get_tickets_ticket
from made.models import CenterAnswer, CounterAnswer, Nothing, Problem, TakeTicket, Ticket

url, kiosk, counter = sys.argv[1:]
with AuthenticatedClient(base_url=url, token=kiosk) as client:
    centers = get_centers.sync(client=client)
    assert isinstance(centers, list) and all(isinstance(each, CenterAnswer) for each in centers)
    ticket = post_centers_center_tickets.sync(
        "hall", client=client, body=TakeTicket(services=["social"]), idempotency_key="made-client-1"
    )
    assert isinstance(ticket, Ticket), ticket
    refused = post_centers_center_tickets.sync(
        "hall", client=client, body=TakeTicket(services=["nothing"]), idempotency_key="made-client-2"
    )
    assert isinstance(refused, Problem) and refused.code.value == "service_unknown", refused
with AuthenticatedClient(base_url=url, token=counter) as client:
    opened = post_counters_counter_open.sync("hall-1", client=client, body=Nothing(), idempotency_key="made-client-3")
    assert isinstance(opened, CounterAnswer), opened
    called = post_counters_counter_call_next.sync(
        "hall-1", client=client, body=Nothing(), idempotency_key="made-client-4"
    )
    assert isinstance(called, CounterAnswer) and isinstance(called.ticket, Ticket)
    assert called.ticket.number == ticket.number and called.ticket.state == "called"
with AuthenticatedClient(
    base_url=url, token=str(ticket.secret), prefix="", auth_header_name="X-Ticket-Secret"
) as client:
    seen = get_tickets_ticket.sync(ticket.id, client=client)
    assert isinstance(seen, Ticket) and seen.state == "called"
print(ticket.number)
"""

USING = """
import type { components, operations, paths } from "./api";

type Ticket = components["schemas"]["Ticket"];
type Taken = paths["/api/v1/centers/{center}/tickets"]["post"]["responses"]["201"]["content"]["application/json"];
type Key = operations["post_centers_center_tickets"]["parameters"]["header"]["Idempotency-Key"];

export const state: Ticket["state"] = "waiting";
export const key: Key = "a-key-of-a-client";
export function secret(taken: Taken): string | null {
  return taken.secret;
}
"""


def done(command: Sequence[str | Path], place: Path) -> str:
    """Return what a program printed that ended well; its own name is looked for beside this Python first."""
    path = os.pathsep.join([str(BIN), os.environ["PATH"]])
    ran = subprocess.run(command, cwd=place, capture_output=True, text=True, env={**os.environ, "PATH": path})
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout + ran.stderr


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the document and the client that `openapi-python-client` makes of it."""
    place = tmp_path_factory.mktemp("clients")
    (place / "openapi.json").write_text(openapi(), encoding="utf-8")
    # It knows no PDF; any warning of it is an error.
    (place / "settings.yaml").write_text("content_type_overrides:\n  application/pdf: application/octet-stream\n")
    command: list[str | Path] = [BIN / "openapi-python-client", "generate", "--path", "openapi.json", "--meta", "none"]
    done([*command, "--output-path", "made", "--config", "settings.yaml", "--fail-on-warning"], place)
    return place


def test_the_python_client_takes_a_ticket(web: Web, made: Path) -> None:
    (made / "taking.py").write_text(TAKING, encoding="utf-8")
    number = done([sys.executable, "taking.py", f"http://127.0.0.1:{web.port}", web.kiosk, web.counter()], made)
    assert number.strip() == "D001"


@pytest.mark.slow
def test_the_python_client_is_well_typed(made: Path) -> None:
    (made / "taking.py").write_text(TAKING, encoding="utf-8")
    # What surrounds a request is the same in every client that it makes, and is not for us to mend.
    (made / "mypy.ini").write_text("[mypy]\n[mypy-made.client]\nignore_errors = True\n")
    done([sys.executable, "-m", "mypy", "made", "taking.py"], made)


@pytest.mark.slow
def test_the_typescript_types_are_accepted(made: Path) -> None:
    tools = ROOT / "node_modules" / ".bin"
    done([tools / "openapi-typescript", made / "openapi.json", "-o", made / "api.ts"], ROOT)
    (made / "using.ts").write_text(USING, encoding="utf-8")
    done([tools / "tsc", "--strict", "--noEmit", "--target", "es2022", "using.ts"], made)


def test_no_operation_is_left_out(made: Path) -> None:
    document = json.loads((made / "openapi.json").read_text(encoding="utf-8"))
    wanted = {operation["operationId"] for path in document["paths"].values() for operation in path.values()}
    assert {file.stem for file in (made / "made" / "api").glob("*/*.py")} - {"__init__"} == wanted
