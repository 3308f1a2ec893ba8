"""The locks: everything is pinned with its hash, no registry is named, and a hall needs only the short one."""

import os
import re
import subprocess
import tomllib
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"^([a-z0-9._-]+)==(\S+?)(?: ;[^\\]*)? \\$", re.MULTILINE)
NAME = re.compile(r"^[A-Za-z0-9._-]+")


def pins(lock: str) -> list[tuple[str, str]]:
    """Return name and version of every package; one may be there twice, for two versions of Python."""
    return PIN.findall((ROOT / lock).read_text(encoding="utf-8"))


def wanted() -> tuple[list[str], list[str]]:
    """Return what pyproject.toml asks for by name: of a hall, and of whoever works on the code."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = [each for extra in project["project"]["optional-dependencies"].values() for each in extra]
    asked = ([*project["project"]["dependencies"], *extras], project["dependency-groups"]["dev"])
    runtime, dev = ([found.group().lower() for each in part if (found := NAME.match(each))] for part in asked)
    return runtime, dev


def test_the_short_lock_is_part_of_the_long_one() -> None:
    runtime, everything = pins("requirements-runtime.lock"), pins("requirements.lock")
    assert len(runtime) > 40
    assert set(runtime) <= set(everything)


def test_each_lock_has_what_its_readers_need() -> None:
    runtime, dev = wanted()
    short, long = (dict(pins(lock)) for lock in ("requirements-runtime.lock", "requirements.lock"))
    assert [name for name in runtime if name not in short] == []
    assert [name for name in [*runtime, *dev] if name not in long] == []
    assert [name for name in dev if name in short] == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-runtime.lock"])
def test_no_lock_names_a_registry_or_leaves_a_package_without_a_hash(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index-url" not in text
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert len(blocks) == len(pins(lock))


@pytest.mark.long
def test_a_hall_runs_with_the_short_lock_alone(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    venv.create(home, with_pip=True)
    install: list[str | Path] = [home / "bin" / "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*install, "--require-hashes", "-r", ROOT / "requirements-runtime.lock"], check=True)
    subprocess.run([*install, "--no-deps", wheel], check=True)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [home / "bin" / "banshi", "doctor"], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "LACKS" not in done.stdout
    seeded = subprocess.run(
        [home / "bin" / "banshi", "seed", "--data", tmp_path / "data", "--demo", "--json"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert seeded.returncode == 0, seeded.stderr
