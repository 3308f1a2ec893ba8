"""What a report judges: CPU, counts and ratios always, absolute times only on a quiet machine."""

import pytest

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
    report = report_of("some", FIGURES, noise)
    assert not report.quiet
    assert [figure.met for figure in report.figures] == [None, None, True, None]
    assert report.met
    text = as_text(report)
    assert text.count("not judged: busy machine") == 2
    assert text.count("NOT MET") == 0


def test_a_quiet_machine_judges_them() -> None:
    noise = Alone()
    noise.times, noise.spent = [1.0, 1.0, 1.1], [1.0, 1.0, 1.0]
    report = report_of("some", FIGURES, noise)
    assert report.quiet
    assert [figure.met for figure in report.figures] == [False, False, True, None]
    assert not report.met


def test_a_goal_of_cpu_is_missed_on_any_machine() -> None:
    noise = heard([1.0, 3.0], [1.0, 1.0])
    report = report_of("some", [at_most("costs", 3.01, "x CPU", 3)], noise)
    assert not report.quiet
    assert not report.met


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
    assert 0 <= noise.others < 1.01


@pytest.mark.parametrize(("share", "value"), [(0, 1), (0.5, 3), (0.99, 4), (1, 4)])
def test_percentiles(share: float, value: float) -> None:
    assert percentile([4, 1, 3, 2], share) == value
    assert percentile([], share) == 0
