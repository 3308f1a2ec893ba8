"""The main job on real parts, from the first touch to the finished ticket: `banshi demo --once`."""

import json
import subprocess
import wave
from pathlib import Path

import pytest
from PIL import Image

from commands.demo.processes import banshi_command


@pytest.mark.screen
@pytest.mark.browser
def test_the_demo_plays_through(tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = subprocess.run(
        banshi_command("demo", "--once", "--out", str(out)), capture_output=True, text=True, timeout=120
    )
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert done.returncode == 0, (done.stderr, report)
    assert report["ok"]
    assert all(step["ok"] for step in report["steps"])
    assert report["ticket"]["number"] == "A001"
    assert report["slip"]["bytes"] > 200
    assert "A001" in report["slip"]["text"]
    assert report["call"]["painted_ms"] > 0
    assert report["journal"] == 8
    with wave.open(str(out / report["call"]["wav"])) as sound:
        assert sound.getnframes() > sound.getframerate()
    pictures = sorted(out.glob("*.png"))
    assert len(pictures) >= 8
    for picture in pictures:
        with Image.open(picture) as opened:
            assert len(set(opened.convert("L").resize((64, 64)).tobytes())) > 4, picture.name
    assert out / report["slip"]["picture"] in pictures
