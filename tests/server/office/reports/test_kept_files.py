"""Reports are written once their days are folded, so many are kept, and only what is ours is ever given out."""

from datetime import date
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from config.reporting import Every, Reports
from server.office.reports.kept_files import ReportKeeper, file_named, kept_files, last_over
from server.office.reports.kept_folds import fold_missing
from server.rules.hall.report import Span
from tests.server.conftest import MORNING, Office
from tests.server.office.reports.test_kept_folds import EVER, live


def make(center: str, span: Span) -> dict[str, bytes]:
    body = f"{center} {span.first} {span.last}".encode()
    return {"pdf": body, "xlsx": body}


def names(folder: Path) -> list[str]:
    return [each.name for each in kept_files(folder)]


def test_what_is_due_is_written_once_its_days_are_folded(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    live(office, 7)
    keeper = ReportKeeper(office.store, folder, Reports(keep=1), make)
    keeper.look()
    assert names(folder) == []
    fold_missing(office.store, ["hall"], *EVER, most=99)
    keeper.look()
    kinds = ("xlsx", "pdf")
    starts = ("hall.day.2025-12-01", "hall.week.2025-11-24", "hall.month.2025-11-01")
    assert names(folder) == [f"{start}.{kind}" for start in starts for kind in kinds]
    assert (folder / "hall.week.2025-11-24.pdf").read_bytes() == b"hall 2025-11-24 2025-11-30"
    before = {name: (folder / name).stat().st_mtime_ns for name in names(folder)}
    keeper.look()
    assert {name: (folder / name).stat().st_mtime_ns for name in names(folder)} == before
    office.now = MORNING + 7 * 24 * 3_600_000
    live(office, 8)
    fold_missing(office.store, ["hall"], *EVER, most=99)
    keeper.look()
    assert [each for each in names(folder) if ".day." in each] == [f"hall.day.2025-12-02.{kind}" for kind in kinds]


def test_a_day_with_nobody_is_looked_at_once(office: Office, tmp_path: Path) -> None:
    live(office, 1)
    fold_missing(office.store, ["hall"], *EVER, most=99)
    asked: list[str] = []

    def nothing(center: str, span: Span) -> dict[str, bytes]:
        asked.append(center)
        return {}

    keeper = ReportKeeper(office.store, tmp_path, Reports(every=("day",)), nothing)
    keeper.look()
    keeper.look()
    assert asked == ["hall"]


def test_a_full_disk_is_said_and_tried_again(office: Office, tmp_path: Path) -> None:
    live(office, 1)
    fold_missing(office.store, ["hall"], *EVER, most=99)
    folder = tmp_path / "file"
    folder.write_text("no folder")
    keeper = ReportKeeper(office.store, folder, Reports(every=("day",)), make)
    with capture_logs() as logs:
        keeper.look()
    assert [each["event"] for each in logs] == ["a report not written"]
    folder.unlink()
    keeper.look()
    assert len(names(folder)) == 2


def test_only_what_is_ours_is_given_out(tmp_path: Path) -> None:
    (tmp_path / "hall.day.2025-11-25.pdf").write_bytes(b"x")
    for other in ("secret.pdf", "hall.day.2025-11-25.pdf.part", "a b.day.2025-11-25.pdf", "hall.year.2025-11-25.pdf"):
        (tmp_path / other).write_bytes(b"x")
    assert names(tmp_path) == ["hall.day.2025-11-25.pdf"]
    assert file_named(tmp_path, "hall.day.2025-11-25.pdf") is not None
    for typed in ("../reports/hall.day.2025-11-25.pdf", "secret.pdf", "", ".", "hall.day.2025-11-26.pdf"):
        assert file_named(tmp_path, typed) is None
    assert kept_files(tmp_path / "nowhere") == []


@pytest.mark.parametrize(
    ("every", "yesterday", "first", "last"),
    [
        ("day", "2026-03-01", "2026-03-01", "2026-03-01"),
        ("week", "2026-03-01", "2026-02-23", "2026-03-01"),
        ("week", "2026-02-28", "2026-02-16", "2026-02-22"),
        ("month", "2026-02-28", "2026-02-01", "2026-02-28"),
        ("month", "2026-02-27", "2026-01-01", "2026-01-31"),
    ],
)
def test_the_last_one_that_is_over(every: Every, yesterday: str, first: str, last: str) -> None:
    assert last_over(every, date.fromisoformat(yesterday)) == Span(date.fromisoformat(first), date.fromisoformat(last))
