"""`banshi check`: prove guidance packs and print what is wrong, where, and what to write instead."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import msgspec

from config.pack_file import PackError, Problem, read_pack
from server.rules.lint.check import Checked, check


class Located(msgspec.Struct, frozen=True):
    """A finding with the file and line of the record it is about."""

    file: str
    line: int
    code: str
    what: str
    remedy: str
    level: str = "error"
    part: str = ""
    id: str = ""


class Report(msgspec.Struct, frozen=True):
    """What `banshi check` says of one pack."""

    pack: str
    findings: tuple[Located, ...]
    checked: Checked | None

    @property
    def clean(self) -> bool:
        """Return whether there is no error."""
        return not any(finding.level == "error" for finding in self.findings)


def check_packs(packs: Sequence[Path], *, as_json: bool) -> bool:
    """Print the findings of each pack; return whether there were no errors."""
    reports = [report_of(path) for path in packs]
    if as_json:
        found = {
            report.pack: {"findings": report.findings, "proofs": report.checked.proofs if report.checked else ()}
            for report in reports
        }
        sys.stdout.write(msgspec.json.encode({"packs": found}).decode() + "\n")
    else:
        for report in reports:
            sys.stdout.write(as_text(report))
    return all(report.clean for report in reports)


def report_of(path: Path) -> Report:
    """Read and prove the pack in `path`."""
    try:
        file = read_pack(path)
    except PackError as error:
        return Report(str(path), tuple(_problem(each) for each in error.problems), None)
    checked = check(file.pack, date.today())  # noqa: DTZ011 - whoever writes a pack means the day on their wall
    found = []
    for each in checked.findings:
        place, line = file.places.get((each.part, each.id), (str(path / "pack.yaml"), 1))
        found.append(Located(place, line, each.code, each.what, each.remedy, each.level, each.part, each.id))
    return Report(str(path), tuple(found), checked)


def as_text(report: Report) -> str:
    """Return the report as lines for a person."""
    lines = [
        f"{each.file}:{each.line}: {each.level} {f'{each.code} {each.id}'.strip()}: {each.what}: {each.remedy}"
        for each in report.findings
    ]
    lines.append(f"{report.pack}: {len(report.findings)} findings")
    if report.checked is not None and report.checked.proofs:
        ways = sum(proof.ways for proof in report.checked.proofs)
        sampled = [proof.checklist for proof in report.checked.proofs if not proof.exhaustive]
        lines.append(f"  {report.checked.combinations:,} combinations of answers proved on {ways:,} ways")
        if sampled:
            lines.append(f"  by pairs of answers only: {', '.join(sampled)}")
    return "\n".join(lines) + "\n"


def _problem(problem: Problem) -> Located:
    return Located(problem.file, problem.line, problem.code, problem.what, problem.remedy)
