"""Routes held against models that try everything: some of them in `make test`, all in `make test-long`."""

from collections.abc import Collection, Iterable

import pytest
from _pytest.mark import ParameterSet


def sampled(seeds: Iterable[int], always: Collection[int]) -> list[ParameterSet]:
    """Return `seeds`, of which those that are not `always` tried are for `make test-long` alone."""
    marks = {True: pytest.mark.slow, False: pytest.mark.long}
    return [pytest.param(seed, marks=marks[seed in always]) for seed in seeds]
