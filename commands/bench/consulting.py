"""What a consultation costs a server: Mr Zhang's, begun over HTTP with all his answers, and weighed to its plan."""

import json
import tempfile
from pathlib import Path

import msgspec

from commands.bench import load
from commands.bench.processor import cpu_seconds, part_id
from commands.demo.hall import Hall
from commands.demo.processes import Processes
from config.case import Case

ROUNDS = 20


def over_http(case: Case) -> tuple[float, bool]:
    """Return the CPU seconds of the server for one consultation of `case`, and whether each came with a plan."""
    body = json.dumps({"checklists": case.checklists, "answers": msgspec.to_builtins(case.answers)}).encode()
    with tempfile.TemporaryDirectory(prefix="banshi-bench-") as folder, Processes(Path(folder) / "logs") as parts:
        hall = Hall(parts, Path(folder) / "data")
        access = hall.prepare()
        hall.start(tickets_per_minute="0")
        with load.Session(hall.http_port) as session:
            server = part_id(parts, "server")
            planned = _asked(session, access.kiosk_token, body, "consulted-first")
            began = cpu_seconds(server)
            for number in range(ROUNDS):
                planned = _asked(session, access.kiosk_token, body, f"consulted-{number}") and planned
            return (cpu_seconds(server) - began) / ROUNDS, planned


def _asked(session: load.Session, token: str, body: bytes, key: str) -> bool:
    answer = session.ask(load.post("/api/v1/consultations", token, key, body))
    return answer.status == 201 and json.loads(answer.body)["plan"] is not None
