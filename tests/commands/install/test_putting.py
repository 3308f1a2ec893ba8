"""Files for services, containers and figures: written once, whole, and about what is really there."""

import json
import re
from pathlib import Path

import pytest
import yaml
from prometheus_client import generate_latest

from commands.failing import CannotRun
from commands.install.putting import container, systemd
from config.backing_up import Backup
from config.settings import Settings
from server.web.figures import figures_of
from server.web.table import ROUTES
from tests.server.conftest import Office, embedded

__all__ = ["embedded"]


def test_services_are_shown_or_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here = Settings(backup=Backup(folder=Path("/mnt/b")))
    systemd(here, ["server", "display"], user="hall", folder=tmp_path, show=True)
    shown = capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []
    systemd(here, ["server", "display"], user="hall", folder=tmp_path, show=False)
    assert "systemctl enable --now banshi-server.service banshi-display.service" in capsys.readouterr().out
    for name in ("banshi-server.service", "banshi-display.service"):
        assert (tmp_path / name).read_text(encoding="utf-8") in shown


def test_files_of_a_container_are_written_once(tmp_path: Path) -> None:
    container(tmp_path / "new")
    with pytest.raises(CannotRun) as error:
        container(tmp_path / "new")
    assert error.value.code == "there_already"
    compose = yaml.safe_load((tmp_path / "new" / "compose.yaml").read_text(encoding="utf-8"))
    named = [*compose["services"], *compose["volumes"], *compose["secrets"]]
    assert named == ["database", "server", "database", "state", "password", "database"]
    for service in compose["services"].values():
        assert set(service["secrets"]) <= set(compose["secrets"])
        assert {each.partition(":")[0] for each in service["volumes"] if each[0] != "."} <= set(compose["volumes"])
    # What the environment sets are settings of ours.
    recipe = (tmp_path / "new" / "Containerfile").read_text(encoding="utf-8")
    written = [*compose["services"]["server"]["environment"], *re.findall(r"(BANSHI_\w+)=", recipe)]
    known = {f"BANSHI_{name.upper()}" for name in Settings.model_fields}
    assert {name.partition("__")[0] for name in written} <= known
    scrape = yaml.safe_load((tmp_path / "new" / "prometheus.yaml").read_text(encoding="utf-8"))
    assert scrape["scrape_configs"][0]["job_name"] == "banshi"


def test_the_board_of_grafana_asks_for_figures_that_there_are(embedded: Office, tmp_path: Path) -> None:
    container(tmp_path)
    board = json.loads((tmp_path / "grafana.json").read_text(encoding="utf-8"))
    asked = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"]) == len(asked)
    embedded.take("social")
    told = generate_latest(figures_of(embedded.store, lambda: True)).decode()
    there = set(re.findall(r"^(\w+)", told, re.MULTILINE)) | {"banshi_requests_total"}
    named = {name for text in asked for name in re.findall(r"\b((?:banshi|process)_\w+)", text)}
    assert named
    assert named - there == set()
    routes = {f"{route.method} {route.path.removeprefix('/api/v1')}" for route in ROUTES}
    assert {route for text in asked for route in re.findall(r'route="([^"]+)"', text)} <= routes
    assert 'banshi_waiting{center="hall"} 1.0' in told
    assert "banshi_backup_overdue 1.0" in told
