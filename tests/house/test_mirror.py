"""Every module has its mirrored test, tests/<same path>/test_<name>.py, or a row that names the test that tries it."""

import ast
from functools import cache
from pathlib import Path

import pytest

# One process reads who imports whom, for all of them.
pytestmark = pytest.mark.xdist_group("mirror")

ROOT = Path(__file__).parents[2]
PACKAGES = ("commands", "config", "hardware", "server", "kiosk", "caller", "displays")
SMALL = 20
"""Lines, without empty ones, up to which a module needs no test of its own."""

TRIED_BY = {
    # What has a screen, a browser or a whole city in it is tried as a whole.
    "commands/bench/house.py": "tests/commands/bench/test_running.py",
    "commands/bench/asking.py": "tests/commands/bench/test_city.py",
    "commands/bench/history.py": "tests/commands/bench/test_years.py",
    "commands/bench/page.py": "tests/commands/bench/test_city.py",
    "commands/bench/whole_city.py": "tests/commands/bench/test_city.py",
    "commands/bench/crowd.py": "tests/commands/bench/test_connections.py",
    "commands/bench/honest.py": "tests/commands/bench/test_connections.py",
    "commands/bench": "tests/commands/bench/test_running.py",
    "commands/demo": "tests/journeys/test_demo.py",
    "commands/pack": "tests/commands/pack/test_release.py",
    "commands/pictures": "tests/commands/pictures/test_gallery.py",
    "commands/access/words.py": "tests/commands/test_wrong_uses.py",
    "commands/person/words.py": "tests/commands/test_wrong_uses.py",
    "commands/audit/words.py": "tests/commands/test_wrong_uses.py",
    "commands/install/words.py": "tests/commands/test_wrong_uses.py",
    "commands/city/words.py": "tests/commands/test_wrong_uses.py",
    "commands/simulate/rehearsed_city.py": "tests/commands/simulate/test_rehearsal.py",
    "commands/simulate/rehearsed_day.py": "tests/commands/simulate/test_rehearsal.py",
    "commands/simulate/rehearsing.py": "tests/commands/simulate/test_rehearsal.py",
    "commands/simulate/words.py": "tests/commands/test_wrong_uses.py",
    "commands/report/words.py": "tests/commands/test_wrong_uses.py",
    "commands/front.py": "tests/commands/test_wrong_uses.py",
    "commands/listening.py": "tests/commands/test_wrong_uses.py",
    "commands/usage.py": "tests/commands/test_wrong_uses.py",
    "commands/kiosk_window.py": "tests/journeys/test_demo.py",
    "commands/seeding.py": "tests/commands/pack/test_release.py",
    "hardware/emulated_line.py": "tests/hardware/printer/test_emulator.py",
    "hardware/id_card/conversation.py": "tests/hardware/id_card/test_driver.py",
    "hardware/printer/conversation.py": "tests/hardware/printer/test_asking.py",
    "hardware/printer/manner.py": "tests/hardware/printer/test_manners.py",
    "kiosk/flow": "tests/kiosk/flow/test_machine.py",
    "kiosk/page": "tests/kiosk/test_stage.py",
    "kiosk/screens": "tests/kiosk/test_stage.py",
    "kiosk/settings.py": "tests/kiosk/test_stage.py",
    "kiosk/work/letting_in.py": "tests/kiosk/test_entrance.py",
    "kiosk/work/looking_up.py": "tests/kiosk/work/test_outbox.py",
    "kiosk/visit": "tests/kiosk/flow/test_machine.py",
    "kiosk/window": "tests/kiosk/test_stage.py",
    "caller/blueprint.py": "tests/caller/test_console.py",
    "displays/blueprint.py": "tests/displays/test_display_page.py",
    "server/rules/privacy/nameless.py": "tests/server/rules/privacy/test_data_map.py",
    "server/office/releases/proving.py": "tests/server/web/admin/test_releases.py",
    "server/office/releases/signing.py": "tests/commands/pack/test_release.py",
    "server/rules/guidance/release/difference_words.py": "tests/commands/pack/test_report.py",
    "server/office/guidance/editing.py": "tests/server/web/test_editing.py",
    "server/web/admin/release_steps.py": "tests/server/web/admin/test_releases.py",
    "server/web/admin/release_words.py": "tests/server/web/admin/test_releases.py",
    "server/office/people/record.py": "tests/server/office/people/test_accounts.py",
    "server/office/people/second.py": "tests/server/office/people/test_signing_in.py",
    "server/office/people/sign_ins.py": "tests/server/office/people/test_signing_in.py",
    "server/office/people/wrong.py": "tests/server/office/people/test_signing_in.py",
    "server/office/access/health.py": "tests/server/web/admin/test_wall.py",
    "server/web/admin": "tests/server/web/admin/test_pages.py",
    "server/web/admin/guidance": "tests/server/web/admin/guidance/test_desk.py",
    "server/office/drafts": "tests/server/web/admin/guidance/test_desk.py",
    "server/web/known_people.py": "tests/server/web/admin/test_entering.py",
    # What is one machine of several parts is tried by what it does.
    "server/client": "tests/server/client/test_clients.py",
    "server/office": "tests/server/office/test_verbs.py",
    "server/office/access": "tests/server/web/test_routes.py",
    "server/office/desks.py": "tests/server/office/test_sitting.py",
    "server/office/seat.py": "tests/server/office/test_sitting.py",
    "server/office/settings": "tests/server/office/settings/test_change.py",
    "server/rules/bounds.py": "tests/server/web/test_openapi.py",
    "server/rules/codes": "tests/server/rules/test_errors.py",
    "server/rules/guidance/judge": "tests/server/rules/guidance/judge/test_judging.py",
    "server/rules/guidance/outlook": "tests/server/rules/guidance/outlook/test_outlook.py",
    "server/rules/guidance/plan": "tests/server/rules/guidance/plan/test_plan.py",
    "server/rules/guidance/prove": "tests/server/rules/guidance/prove/test_check.py",
    "server/rules/guidance/prove/watch.py": "tests/server/rules/guidance/prove/test_mutants.py",
    "server/rules/guidance/release": "tests/server/rules/guidance/release/test_editions.py",
    "server/rules/guidance/route": "tests/server/rules/guidance/route/test_best.py",
    "server/rules/guidance/search": "tests/server/rules/guidance/search/test_hits.py",
    "server/rules/hall": "tests/server/office/test_board.py",
    "server/rules/hall/simulate": "tests/server/rules/hall/simulate/test_comparing.py",
    "server/store": "tests/server/store/test_writing.py",
    "server/store/backup": "tests/server/store/backup/test_restoring.py",
    "server/store/booking_tables.py": "tests/server/store/test_schema.py",
    "server/store/looking_in.py": "tests/server/office/care/test_diagnostics.py",
    "server/store/lines_called.py": "tests/server/office/test_sitting.py",
    "server/store/notify_bell.py": "tests/server/store/test_tail.py",
    "server/web": "tests/server/web/test_routes.py",
    "server/web/http": "tests/server/web/http/test_loop.py",
    "server/web/phone": "tests/server/web/phone/test_pages.py",
    "server/wire": "tests/server/web/test_routes.py",
    # Declarations: they do nothing, and whatever reads them tries them.
    "config": "tests/config/test_pack_file.py",
    "config/backing_up.py": "tests/server/office/care/test_backup_schedule.py",
    "config/bookings.py": "tests/server/rules/booking/test_slots.py",
    "config/documents.py": "tests/server/rules/hall/test_settings.py",
    "config/search_tables.py": "tests/server/rules/guidance/search/test_hits.py",
    "config/edition.py": "tests/config/test_edition_file.py",
    "config/edition_law.py": "tests/config/test_edition_file.py",
}
"""Module or folder -> the test that tries it, where a mirrored one would only repeat it. The longest name counts."""


def modules() -> list[Path]:
    """Return every module of the product that is more than a few lines."""
    found = [path.relative_to(ROOT) for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts and lines(path) > SMALL]


def lines(path: Path) -> int:
    return sum(1 for line in (ROOT / path).read_text(encoding="utf-8").splitlines() if line.strip())


def mirrored(module: Path) -> Path:
    return Path("tests") / module.parent / f"test_{module.name}"


@cache
def row_of(module: Path) -> str | None:
    rows = [row for row in TRIED_BY if module == Path(row) or Path(row) in module.parents]
    return max(rows, key=len, default=None)


ALONE = [module for module in modules() if not (ROOT / mirrored(module)).is_file()]


@cache
def imports(path: Path) -> frozenset[Path]:
    """Return the files of this repository that `path` imports, wherever in it it does so."""
    text = (ROOT / path).read_text(encoding="utf-8")
    names: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Constant) and node.value in ("banshi", "commands.pictures.album"):
            # Run as a program of its own.
            names.add(node.value)
    files = [Path(*name.split(".")).with_suffix(".py") for name in names]
    return frozenset(file for file in files if (ROOT / file).is_file())


@cache
def reached(test: Path) -> frozenset[Path]:
    """Return every file that `test` and its fixtures import, directly or through others."""
    found: set[Path] = set()
    fixtures = [folder / "conftest.py" for folder in test.parents if folder != Path(".")]
    left = [test, *(file for file in fixtures if (ROOT / file).is_file())]
    while left:
        file = left.pop()
        if file not in found:
            found.add(file)
            left += imports(file)
    return frozenset(found)


@pytest.mark.parametrize("module", ALONE, ids=str)
def test_a_module_without_its_own_test_is_tried_by_another(module: Path) -> None:
    row = row_of(module)
    assert row is not None, f"write {mirrored(module)}, or add a row for {module}"
    assert module in reached(Path(TRIED_BY[row])), f"{TRIED_BY[row]} never comes to {module}"


@pytest.mark.parametrize("row", TRIED_BY)
def test_every_row_is_still_needed(row: str) -> None:
    assert (ROOT / TRIED_BY[row]).is_file()
    assert row in {row_of(module) for module in ALONE}


def test_no_mirrored_test_has_lost_its_module() -> None:
    names = {package: set((ROOT / package).rglob("*.py")) for package in PACKAGES}
    strays = []
    for test in sorted((ROOT / "tests").rglob("test_*.py")):
        inside = test.relative_to(ROOT / "tests")
        if inside.parts[0] in names and not (ROOT / inside.parent).is_dir():
            strays.append(str(inside))
    assert strays == []
