"""CPU seconds are those of the process asked for, and only what it spent."""

import os
import subprocess
import sys
import time

import pytest

from commands.bench.processor import cpu_seconds, machine_seconds, own_seconds

SPIN = "import sys, time\nwhile time.process_time() < 0.2: pass\nprint('spun', flush=True)\nsys.stdin.readline()"


def test_a_child_that_worked_has_spent_what_it_worked() -> None:
    with subprocess.Popen([sys.executable, "-c", SPIN], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"spun\n"
        spent = cpu_seconds(child.pid)
        assert spent >= 0.2
        before_own, before_machine = own_seconds(), machine_seconds()
        child.communicate(b"\n")
    assert own_seconds() - before_own >= 0.15
    assert machine_seconds() >= before_machine


def test_it_is_the_clock_that_python_has_for_itself() -> None:
    before = time.process_time()
    assert before <= cpu_seconds(os.getpid()) <= time.process_time()


def test_a_process_that_is_gone_has_no_clock() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        child.wait()
        with pytest.raises(OSError, match="Invalid argument"):
            cpu_seconds(child.pid)
