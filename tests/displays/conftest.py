"""The shipped clips, made once for all that listen to them."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clips")
    subprocess.run([sys.executable, "-P", "-m", "displays.clips_making", str(folder)], check=True)
    return folder
