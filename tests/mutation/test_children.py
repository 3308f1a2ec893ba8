"""A child has the changed module and nobody else; a child that hangs is ended; the right tests are asked."""

import ast
import subprocess
import sys
from pathlib import Path

from tests.mutation.rooms import ROOMS, ROOT
from tests.mutation.run import Survivor, Tally, as_text, score_of
from tests.mutation.watching import Seen

FORKING = """
import sys, time
from pathlib import Path
from tests.mutation.children import Changed, Job, run_all
import tests.mutation.children as children
children.SLOW_START = float(sys.argv[2])
file = Path(sys.argv[1])
sys.path.insert(0, str(file.parent))
def child(job):
    if job.tests:
        time.sleep(60)
    import thing
    return thing.VALUE
jobs = [Job(Changed(file, "VALUE = 7"), (), 0), Job(None, (), 0), Job(None, ("slow",), 0.01)]
print(sorted((each.code is None, each.code or 0) for each in run_all(jobs, 2, child)))
"""


def test_each_child_reads_the_module_anew_as_it_was_changed(tmp_path: Path) -> None:
    """In a process of its own: only one without threads may fork."""
    (tmp_path / "thing.py").write_text("VALUE = 4", encoding="utf-8")
    command = [sys.executable, "-c", FORKING, str(tmp_path / "thing.py"), "5"]
    done = subprocess.run(command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True)
    assert done.stdout == "[(False, 4), (False, 7), (True, 0)]\n"


def test_a_mutant_meets_the_tests_that_ran_its_line_the_quickest_first() -> None:
    worked = {"slow": 9.0, "quick": 1.0, "middle": 2.0}
    seen = Seen(dict.fromkeys(worked, 9.0), worked, {"a.py": {3: ["slow", "quick"], 5: ["middle"]}})
    assert seen.tests_of("a.py", 3, 3, 100) == ["quick", "slow"]
    assert seen.tests_of("a.py", 3, 5, 100) == ["quick", "middle", "slow"]
    assert seen.tests_of("a.py", 3, 5, 5) == ["quick", "middle"]
    assert seen.tests_of("a.py", 5, 5, 0.5) == ["middle"]
    assert seen.tests_of("a.py", 1, 1, 100) == ["quick", "middle", "slow"]
    assert seen.tests_of("b.py", 1, 1, 100) == ["quick", "middle", "slow"]
    assert Seen().tests_of("b.py", 1, 1, 100) == []


def test_the_tests_that_mirror_a_module_are_asked_however_many_are_quicker() -> None:
    own = ["tests/server/a/test_b.py::one", "tests/server/a/test_b.py::long"]
    others = ["tests/server/test_b.py::x", "tests/server/a/test_bc.py::y", "tests/server/a/test_c.py::z"]
    worked = dict(zip((*own, *others), (5.0, 9.0, 1.0, 2.0, 8.0), strict=True))
    seen = Seen(worked, worked, {"server/a/b.py": {3: [*own, *others]}})
    assert seen.tests_of("server/a/b.py", 3, 3, 4) == [others[0], others[1], own[0]]
    assert seen.tests_of("server/a/b.py", 3, 3, 14) == [others[0], others[1], own[0], others[2], own[1]]


def test_every_room_has_modules_and_tests() -> None:
    for room in ROOMS.values():
        assert room.modules()
        assert all((ROOT / tests).exists() for tests in room.tests)
        assert not [module for module in room.modules() if "migrations" in str(module)]
        for module in room.modules():
            ast.parse((ROOT / module).read_text(encoding="utf-8"))


def test_the_table_names_what_nobody_noticed() -> None:
    tallies = [Tally("a.py", 4, 3, [Survivor(7, "Lt -> LtE", 12)]), Tally("b.py")]
    assert score_of(tallies) == 0.75
    assert tallies[1].score == 1
    text = as_text({"room": tallies}, 3, 120)
    assert "each 3-th mutant, 2 minutes" in text
    assert "| a.py | 4 | 3 | 1 | 75% |" in text
    assert "| **room** | 4 | 3 | 1 | 75% |" in text
    assert "* a.py:7 Lt -> LtE (12 tests looked)" in text


def test_nothing_of_the_product_is_loaded_before_it_is_changed() -> None:
    """A child that has a module already never meets its mutant."""
    told = "import sys, tests.mutation.run as run; run.load_libraries(); print(*{n.split('.')[0] for n in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", told],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert {"server", "hardware", "kiosk", "config", "commands"}.isdisjoint(done.stdout.split())
