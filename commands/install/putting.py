"""Files of `banshi install` put where they belong, or shown."""

import shutil
import sys
from importlib.resources import files
from pathlib import Path
from typing import Final

from commands.failing import CannotRun, language
from commands.install.units import Part, unit_of
from config.settings import Settings
from config.words import say

FOLDER: Final = Path("/etc/systemd/system")
CONTAINER: Final = ("Containerfile", "compose.yaml", "prometheus.yaml", "grafana.json")


def systemd(settings: Settings, parts: list[Part], *, user: str, folder: Path, show: bool) -> None:
    """Write the services of `parts` into `folder`, or `show` them; raises `OSError`."""
    banshi = shutil.which("banshi") or str(Path(sys.executable).with_name("banshi"))
    units = [
        unit_of(part, banshi=banshi, user=user, server=settings.server, backups=settings.backup.folder)
        for part in parts
    ]
    if show:
        sys.stdout.write("\n".join(f"# {unit.name}\n{unit.text}" for unit in units))
        return
    for unit in units:
        (folder / unit.name).write_text(unit.text, encoding="utf-8")
    names = " ".join(unit.name for unit in units)
    lines = (
        f"useradd --system --home-dir /var/lib/banshi {user}",
        "systemctl daemon-reload",
        f"systemctl enable --now {names}",
    )
    sys.stdout.write(say(language(), "Written to {place}. Do then:", place=folder) + "\n" + "\n".join(lines) + "\n")


def container(folder: Path) -> None:
    """Write what a container engine and Prometheus need into `folder`; nothing that is there is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in CONTAINER:
        if (folder / name).exists():
            raise CannotRun("there_already", "{place} is there already.", place=folder / name)
    for name in CONTAINER:
        (folder / name).write_bytes((files("commands") / "install" / "files" / name).read_bytes())
        sys.stdout.write(f"{folder / name}\n")
