"""Set-up on a machine without Node.js: the one that PyPI carries installs and builds the pages."""

import os
import shutil
import subprocess
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NODE = ("node", "nodejs", "npm", "npx", "corepack")


@pytest.fixture
def path(tmp_path: Path) -> str:
    """Return a search path with every program of this machine but Node.js."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for folder in os.environ["PATH"].split(os.pathsep):
        for program in Path(folder).glob("*") if Path(folder).is_dir() else ():
            place = tools / program.name
            if program.name not in NODE and not os.path.lexists(place):
                place.symlink_to(program)
    assert all(shutil.which(name, path=str(tools)) is None for name in NODE)
    return str(tools)


@pytest.mark.long
def test_the_pages_packages_come_without_node(tmp_path: Path, path: str) -> None:
    place = tmp_path / "clone"
    place.mkdir()
    for name in ("Makefile", "package.json", "package-lock.json"):
        shutil.copy(ROOT / name, place / name)
    venv.create(place / ".venv", with_pip=True)
    (place / ".venv" / "ready").touch()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "npm_"))}
    for _ in range(2):
        subprocess.run(
            ["make", "-o", ".venv/ready", "node_modules/ready"],
            cwd=place, env={**environment, "PATH": path}, check=True, timeout=900,
        )  # fmt: skip
        (place / "node_modules" / "ready").unlink()
    assert (place / "node_modules" / "typescript").is_dir()
    told = subprocess.run([place / ".venv" / "bin" / "npm", "--version"], capture_output=True, check=True,
                          env={**environment, "PATH": f"{path}:{place / '.venv' / 'bin'}"})  # fmt: skip
    assert told.stdout
