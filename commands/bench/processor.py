"""What the processor spent, whoever else had it meanwhile: the measure that a busy machine does not decide."""

import os
import time
from pathlib import Path

from commands.demo.processes import Processes


def cpu_seconds(process: int) -> float:
    """Return the CPU seconds of a running process, all its threads, since it began; raises `OSError` when it is gone.

    Why not /proc/PID/stat: that counts in steps of 10 ms, as long as a dozen tickets take.
    """
    # The clock's number as clock_getcpuclockid(3) makes it; Python has the call for threads only.
    return time.clock_gettime(~process << 3 | 2)


def part_id(parts: Processes, name: str) -> int:
    """Return the process id of the running part `name`; raises `StopIteration` when there is none."""
    return next(process.pid for each, process in parts.running if each == name)


def machine_seconds() -> float:
    """Return the CPU seconds that all of this machine has spent since it was started, by whomever."""
    user, nice, system, _, _, interrupts, soft, *_ = (
        int(field) for field in Path("/proc/stat").read_text(encoding="utf-8").splitlines()[0].split()[1:]
    )
    return (user + nice + system + interrupts + soft) / os.sysconf("SC_CLK_TCK")


def own_seconds() -> float:
    """Return the CPU seconds of this process and of all its children that have ended."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def resident(process: int) -> float:
    """Return the MiB of memory that `process` holds; raises `OSError` when it is gone."""
    for line in Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
