"""The wheel carries everything a hall needs, and its own `config` and `server` win wherever one stands."""

import subprocess
import sys
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

PACKAGES = ("commands", "config", "hardware", "server", "kiosk", "caller", "displays")


@pytest.mark.slow
def test_everything_that_is_not_python_is_inside(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()
    for wanted in (
        "config/cities/dongjiang.yaml",
        "config/locale/zh_CN/LC_MESSAGES/banshi.po",
        "config/fonts/NotoSansSC-Regular.ttf",
        "caller/static/index.html",
        "displays/static/index.html",
        "server/store/migrations/env.py",
        "banshi.py",
        *(f"{package}/py.typed" for package in PACKAGES),
    ):
        assert wanted in names, wanted
    for folder, ending in (("config/packs/dongjiang", ".yaml"), ("kiosk/screens", ".kv"), ("displays/clips", ".wav")):
        assert any(name.startswith(folder + "/") and name.endswith(ending) for name in names), folder
    assert not [name for name in names if name.startswith(("tests/", "docs/", "node_modules/"))]


@pytest.mark.slow
def test_its_packages_are_the_ones_imported_even_beside_folders_of_the_same_name(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    venv.create(home, with_pip=False)
    library = home / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", str(library), str(wheel)],
        check=True,
    )
    # The dependencies of this run serve the empty environment too: what is proved is where *our* packages come from.
    outside = [path for path in sys.path if path.endswith("site-packages")]
    trap = tmp_path / "trap"
    for name in ("config", "server"):
        (trap / name).mkdir(parents=True)
        (trap / name / "__init__.py").write_text("raise SystemExit('the wrong one')")
    (library / "dependencies.pth").write_text("\n".join(outside))
    script = home / "bin" / "banshi"
    script.write_text(f"#!{home / 'bin' / 'python'}\nimport sys\nfrom banshi import main\nsys.exit(main())\n")
    script.chmod(0o755)
    pack = library / "config" / "packs" / "dongjiang"
    done = subprocess.run([script, "check", str(pack)], cwd=trap, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    where = subprocess.run(
        [home / "bin" / "python", "-P", "-c", "import config, server; print(config.__file__, server.__file__)"],
        cwd=trap,
        check=True,
        capture_output=True,
        text=True,
    )
    assert all(path.startswith(str(library)) for path in where.stdout.split())
