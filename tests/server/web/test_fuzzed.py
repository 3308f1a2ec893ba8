"""A fuzzer that reads the OpenAPI document finds nothing: right and wrong data, headers, methods, steps after steps."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.store.opening import open_store
from server.store.seeding import seed
from server.store.tokens import new_token
from server.store.unit_of_work import CITY as WHOLE_CITY
from server.web.address import Scope
from server.web.app import create_app
from server.web.serving import WebServer, bind
from server.web.table import API
from tests.server.conftest import CITY, MORNING
from tests.server.web.conftest import Web

RUNS_SECONDS = 300
SHORT_EXAMPLES = 3


@pytest.fixture
def fuzzed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """Return the web half over the small city with its guidance, without the limits that a fuzzer runs into."""
    monkeypatch.setattr("server.web.rates.CONSULTATIONS", 10**9)
    monkeypatch.setattr("server.web.rates.EFFORT", 1e9)
    monkeypatch.setattr("server.office.access.tries.MOST", 10**9)
    store = open_store(tmp_path / "data", create=True)
    report = seed(store, CITY, MORNING)
    listening = bind("127.0.0.1", 0)
    made = Web(store, report, int(listening.getsockname()[1]))
    app = create_app(store, clock=lambda: made.moment[0], live_port=9, tickets_per_minute=0)
    server = WebServer(app, listening)
    server.start()
    made.publish()
    yield made
    server.stop()
    store.close()


def settings_of(web: Web, tokens: dict[str, str], **known: str) -> str:
    """Return the fuzzer's settings: each operation asked with a token that is let in, and `known` values of places."""
    lines = ["[generation]", 'mode = "all"', "allow-x00 = false", ""]
    lines += ["[checks.positive_data_acceptance]", f"expected-statuses = {json.dumps(EXPECTED)}", ""]
    if known:
        lines += ["[parameters]", *(f'"path.{name}" = {json.dumps(value)}' for name, value in known.items()), ""]
    for route in API:
        scope = next((each for each in ("channel", "counter", "admin") if each in route.scopes), None)
        if scope is not None:
            lines += ["[[operations]]", f'include-name = "{route.method} {route.path}"']
            lines += [f'headers = {{ Authorization = "Bearer {tokens[scope]}" }}']
            # A dry run of settings is answered with what is wrong with them; what else stands in a query is not read.
            refused = f"checks.negative_data_rejection.expected-statuses = {json.dumps(['2xx', '4xx'])}"
            lines += [refused] if route.method in ("PUT", "GET") else []
            lines += [""]
    return "\n".join(lines)


EXPECTED = ["2xx", "304", "401", "403", "404", "409", "410", "422", "429"]
"""What right data may be answered with: whether a question is in the pack or a day over is not for a schema to say."""


def run(web: Web, place: Path, options: list[str], **known: str) -> subprocess.CompletedProcess[str]:
    def token(scope: Scope) -> str:
        return web.store.write(WHOLE_CITY, lambda uow: new_token(uow, scope, MORNING))

    tokens = {"channel": token("channel"), "admin": token("admin"), "counter": web.counter()}
    place.mkdir()
    (place / "schemathesis.toml").write_text(settings_of(web, tokens, **known), encoding="utf-8")
    document = web.ask("GET", "/api/openapi.json").json
    (place / "openapi.json").write_text(json.dumps(document), encoding="utf-8")
    command = [str(Path(sys.executable).with_name("schemathesis")), "--no-color", "run", "openapi.json"]
    command += ["--url", f"http://127.0.0.1:{web.port}", "--checks", "all", "--warnings", "off", *options]
    return subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)


def known_places(web: Web) -> dict[str, Any]:
    """Return what stands at places of paths where something is."""
    code = web.ask("POST", "/consultations", web.kiosk, {"checklists": ["hukou-in"]}).json["code"]
    return {"center": "hall", "counter": "hall-1", "ticket": web.take().json["id"], "code": code}


@pytest.mark.long
def test_a_short_run_finds_nothing(fuzzed: Web, tmp_path: Path) -> None:
    done = run(fuzzed, tmp_path / "short", ["-n", str(SHORT_EXAMPLES), "--phases", "fuzzing", "--seed", "7"])
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr


@pytest.mark.long
@pytest.mark.parametrize("known", [True, False])
def test_minutes_find_nothing(fuzzed: Web, tmp_path: Path, known: bool) -> None:
    options = ["--max-time", str(RUNS_SECONDS // 2), "-n", "100000", "--continue-on-failure"]
    done = run(fuzzed, tmp_path / "long", options, **(known_places(fuzzed) if known else {}))
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr
