"""What a report judges: CPU, counts and ratios always, absolute times only on a quiet machine."""

import pytest

from commands.bench.processor import machine_seconds
from commands.bench.report import Noise, Report, as_text, at_least, at_most, percentile, plain, report_of


def heard(times: list[float], spent: list[float]) -> Noise:
    """Return a noise that timed `times` and used `spent` of them."""
    noise = Noise()
    noise.times, noise.spent = times, spent
    return noise


class Alone(Noise):
    """Nobody else uses the machine, whoever does in truth."""

    @property
    def others(self) -> float:
        return 0.0


FIGURES = (
    at_most("slow", 30, "ms", 20, absolute=True),
    at_least("few", 10, "1/s", 20, absolute=True),
    at_most("costs", 3, "x CPU", 3),
    plain("known", 1, "us"),
)


def test_a_busy_machine_judges_no_absolute_time() -> None:
    noise = heard([1.0, 1.0, 1.0, 2.0], [1.0, 1.0, 1.0, 2.0])
    judged = report_of("some", FIGURES, noise)
    assert not judged.quiet
    assert [figure.met for figure in judged.figures] == [None, None, True, None]
    assert judged.met
    text = as_text(judged)
    assert text.count("not judged: busy machine") == 2
    assert text.count("NOT MET") == 0


def test_a_quiet_machine_judges_them() -> None:
    noise = Alone()
    noise.times, noise.spent = [1.0, 1.0, 1.1], [1.0, 1.0, 1.0]
    judged = report_of("some", FIGURES, noise)
    assert judged.quiet
    assert [figure.met for figure in judged.figures] == [False, False, True, None]
    assert not judged.met


def test_a_goal_of_cpu_is_missed_on_any_machine() -> None:
    noise = heard([1.0, 3.0], [1.0, 1.0])
    judged = report_of("some", [at_most("costs", 3.01, "x CPU", 3)], noise)
    assert not judged.quiet
    assert not judged.met


def test_waiting_for_a_processor_is_noise_as_much_as_uneven_times_are() -> None:
    assert heard([1.0] * 4, [1.0] * 4).share == 0
    assert heard([1.0] * 4, [0.5] * 4).share == 0.5
    assert heard([1.0, 1.0, 1.0, 1.5], [1.0, 1.0, 1.0, 1.5]).share == 0.5


def test_others_make_a_machine_busy() -> None:
    assert Report("some", 0.0, 0.15, ()).quiet
    assert not Report("some", 0.0, 0.16, ()).quiet
    assert not Report("some", 0.16, 0.0, ()).quiet


def test_work_is_counted_in_pieces_of_the_fixed_one() -> None:
    assert heard([1.0], [0.5]).pieces(2.0) == 4
    noise = Noise()
    noise.sample()
    assert noise.pieces(noise.spent[0]) > 0


def test_others_use_no_more_than_the_machine_however_coarse_its_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    noise = Noise()
    began = machine_seconds()
    monkeypatch.setattr("commands.bench.report.own_seconds", lambda: 0.0)
    for ticks, others in ((-1.0, 0), (1e6, 1)):
        monkeypatch.setattr("commands.bench.report.machine_seconds", lambda ticks=ticks: began + ticks)
        noise._began = noise._began[0], began
        assert noise.others == others


@pytest.mark.parametrize(("share", "value"), [(0, 1), (0.5, 3), (0.99, 4), (1, 4)])
def test_percentiles(share: float, value: float) -> None:
    assert percentile([4, 1, 3, 2], share) == value
    assert percentile([], share) == 0
