"""The race of the bench, a small one: two processes, sixteen clients, two slots."""

import json
import subprocess
import sys

import pytest

from tests.postgresql import Postgresql

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("made_not_copied")]

# In a process of its own: one that begins others keeps a pipe to whoever cleans up after them.
RACE = """
import json, sys
from commands.bench.report import Noise
from commands.bench.slots import race
print(json.dumps([[each.name, each.value, each.met] for each in race(sys.argv[1], Noise(), 2, 16, 2)]))
"""


def test_exactly_the_places_of_a_slot_are_given(postgresql: Postgresql) -> None:
    url = postgresql.url(postgresql.create())
    done = subprocess.run([sys.executable, "-c", RACE, url], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    figures = {name: (value, met) for name, value, met in json.loads(done.stdout)}
    assert figures["slots raced for, one after another"] == (2, None)
    assert figures["places given beyond what a slot takes"] == (0, True)
    assert figures["places refused though they were free"] == (0, True)
