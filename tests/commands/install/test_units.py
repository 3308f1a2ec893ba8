"""The services are understood by systemd, watched, and kept to what they need."""

import shutil
import subprocess
from pathlib import Path

import pytest

from commands.install.units import PARTS, Part, Unit, unit_of

ANALYZE = shutil.which("systemd-analyze")


def made(part: Part, banshi: str = "/usr/bin/true", server: str = "http://127.0.0.1:8080") -> Unit:
    return unit_of(part, banshi=banshi, user="root", server=server, backups=Path("/mnt/backup of hall"))


@pytest.mark.parametrize("part", PARTS)
def test_each_is_begun_again_and_may_do_little(part: Part) -> None:
    text = made(part).text
    for line in ("Restart=always", "NoNewPrivileges=yes", "ProtectSystem=strict", "StartLimitIntervalSec=0"):
        assert line in text.splitlines()
    assert ("WatchdogSec=30" in text.splitlines()) is (part != "display")
    assert "{" not in text


def test_a_server_may_write_where_backups_go() -> None:
    assert "ReadWritePaths=-/mnt/backup\\x20of\\x20hall" in made("server").text
    alone = unit_of("server", banshi="/opt/a b/banshi", user="u", server="", backups=None).text
    assert "ReadWritePaths" not in alone
    assert "ExecStart='/opt/a b/banshi' serve --data /var/lib/banshi" in alone


def test_a_screen_shows_the_page_of_its_server() -> None:
    assert made("display", server="https://hall.example/").text.count("https://hall.example/display/\n") == 1


@pytest.mark.skipif(ANALYZE is None, reason="no systemd on this machine")
@pytest.mark.parametrize("part", PARTS)
def test_systemd_understands_it(part: Part, tmp_path: Path) -> None:
    unit = made(part)
    file = tmp_path / unit.name
    # Programs that are not on this machine are no mistake of the file.
    file.write_text(unit.text.replace("/usr/bin/chromium", "/usr/bin/true"), encoding="utf-8")
    done = subprocess.run([str(ANALYZE), "verify", str(file)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(ANALYZE is None, reason="no systemd on this machine")
@pytest.mark.parametrize(("part", "worst"), [("server", 25), ("kiosk", 60), ("display", 60)])
def test_systemd_finds_little_that_it_may(part: Part, worst: int, tmp_path: Path) -> None:
    unit = made(part)
    file = tmp_path / unit.name
    file.write_text(unit.text, encoding="utf-8")
    asked = [str(ANALYZE), "security", "--offline=true", f"--threshold={worst}", "--no-pager", str(file)]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
