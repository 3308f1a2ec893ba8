"""What one client may have of the server."""

import resource
from dataclasses import replace

from server.web.http.limits import Limits, fitting, open_descriptors


def test_descriptors_are_raised_to_what_the_system_allows() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(soft, 256), hard))
        most = open_descriptors()
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == most
        assert most == hard
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_more_connections_than_descriptors_are_not_promised() -> None:
    assert fitting(Limits(), 1 << 20) == Limits()
    for descriptors in (64, 1024, 4096, 20_000):
        assert 0 < fitting(Limits(), descriptors).connections < descriptors
    assert fitting(replace(Limits(), connections=5), 20_000).connections == 5
    assert fitting(Limits(), 20_000).connections >= 10_000
