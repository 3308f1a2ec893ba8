"""`banshi check`: prove guidance packs and print what is wrong, where, and what to write instead."""

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import msgspec

from commands.pack.knowledge import source_texts
from commands.pack.report import page_of
from commands.proving import Keeping as Keeping
from commands.proving import check_kept
from commands.proving import usual_folder as usual_folder
from commands.terminal import language
from config.characters import name_of, visible
from config.edition_file import load_editions
from config.findings import said
from config.font import font_file
from config.pack import PARTS, Pack
from config.pack_file import PackError, Problem, read_pack
from config.pack_schema import pack_schema
from config.words import say
from hardware.printer.lettering import Lettering
from server.rules.guidance.prove.check import Checked
from server.rules.guidance.prove.finding import Finding, texts_of
from server.rules.guidance.prove.locating import spot_of
from server.rules.guidance.prove.mutants import Score, mutation_score
from server.rules.guidance.release.sources import look_at_sources

Form = Literal["text", "json", "sarif"]
RARE = "write another character, or leave it: kiosks show 〓, paper too where no font of the machine has it"
AGAIN = "read the source again: banshi pack sources --update"
SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


class Located(msgspec.Struct, frozen=True):
    """A finding with the file, line and column of the field it is about."""

    file: str
    line: int
    code: str
    what: str
    remedy: str
    level: str = "error"
    part: str = ""
    id: str = ""
    column: int = 1


class Survivor(msgspec.Struct, frozen=True):
    """A changed rule that no case noticed, with the file and line of its record."""

    file: str
    line: int
    part: str
    id: str
    change: str


class Report(msgspec.Struct, frozen=True):
    """What `banshi check` says of the pack in folder `path`; without `pack` it could not be read."""

    path: str
    findings: tuple[Located, ...]
    pack: Pack | None = None
    checked: Checked | None = None
    score: Score | None = None
    survivors: tuple[Survivor, ...] = ()

    @property
    def clean(self) -> bool:
        """Return whether there is no error."""
        return not any(finding.level == "error" for finding in self.findings)


def check_packs(
    packs: Sequence[Path],
    form: Form,
    *,
    with_mutants: bool = False,
    page: Path | None = None,
    keeping: Keeping | None = None,
) -> bool:
    """Print the findings of each pack; return whether there were no errors.

    With a `page` the first pack's report is written there. What is kept in `keeping` is not proved again.
    """
    reports = [report_of(path, with_mutants=with_mutants, keeping=keeping) for path in packs]
    if form == "json":
        told = {report.path: _for_programs(report) for report in reports}
        sys.stdout.write(msgspec.json.encode({"packs": told}).decode() + "\n")
    elif form == "sarif":
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(_sarif(reports)), indent=1).decode() + "\n")
    else:
        for report in reports:
            sys.stdout.write(as_text(report))
    if page is not None and (first := reports[0]).pack is not None and first.checked is not None:
        page.write_text(page_of(first.pack, first.checked, first.score), encoding="utf-8")
    return all(report.clean for report in reports)


def report_of(path: Path, *, with_mutants: bool = False, keeping: Keeping | None = None) -> Report:
    """Read and prove the pack in `path`."""
    try:
        file = read_pack(path)
        load_editions(path, file.pack)
    except PackError as error:
        return Report(str(path), tuple(_problem(each) for each in error.problems))
    today = date.today()  # noqa: DTZ011 - whoever writes a pack means the day on their wall
    checked = check_kept(file.pack, today, keeping)

    def place(part: str, name: str) -> tuple[str, int]:
        return file.places.get((part, name), (str(path / "pack.yaml"), 1))

    shaken = look_at_sources(file.pack, source_texts(path), today)
    sources = [
        Finding(
            "knowledge" if each.trouble == "quote_lost" else "sources",
            each.id,
            each.trouble,
            each.what,
            AGAIN,
            "warning",
        )
        for each in shaken
        if each.trouble in ("source_changed", "quote_lost", "source_unread")
    ]
    rare = [Finding(part, name, "character_rare", what, RARE, "warning") for part, name, what in _rare(file.pack)]
    found = []
    for each in (*checked.findings, *sources, *rare):
        name, line, column = spot_of(file, each, str(path / "pack.yaml"))
        found.append(Located(name, line, each.code, each.what, each.remedy, each.level, each.part, each.id, column))
    score = mutation_score(file.pack, today) if with_mutants and checked.proofs else None
    survivors = [
        Survivor(*place(each.part, each.id), each.part, each.id, each.change)
        for each in (score.survivors if score else ())
    ]
    return Report(str(path), tuple(found), file.pack, checked, score, tuple(survivors))


def _rare(pack: Pack) -> Iterator[tuple[str, str, str]]:
    """Yield part, id and what is odd where a text has a character that kiosks show as a sign instead."""
    if not font_file().is_file():
        return
    letters = Lettering(font_file())
    known: dict[str, bool] = {}
    for part in PARTS:
        for record in getattr(pack, part):
            for where, text in texts_of(record):
                for char in sorted({*text.zh, *text.en}):
                    if char not in known:
                        known[char] = char.isascii() or char.isspace() or letters.has(char)
                    if not known[char]:
                        what = f"{where} has {char} ({name_of(char)}), which the shipped font lacks"
                        yield part, getattr(record, "id", ""), what


def as_text(report: Report) -> str:
    """Return the report as lines for a person."""
    words = language()
    lines = [
        f"{each.file}:{each.line}:{each.column}: {say(words, each.level)} {f'{each.code} {each.id}'.strip()}: "
        f"{said(words, each.what)}: {said(words, each.remedy)}"
        for each in report.findings
    ]
    lines.append(f"{visible(report.path)}: {say(words, '{count} findings', count=len(report.findings))}")
    if report.checked is not None and report.checked.proofs:
        answers = sum(proof.answers for proof in report.checked.proofs)
        pattern = "{combinations} combinations of answers proved by {answers} answers"
        combinations = f"{report.checked.combinations:,}"
        lines.append("  " + say(words, pattern, combinations=combinations, answers=f"{answers:,}"))
    if report.score is not None:
        score = report.score
        pattern = (
            "{all} changed rules: {killed} noticed by a case, {same} make no difference to anybody, "
            "{survived} survived ({share} of those that matter noticed)"
        )
        counts = {"all": len(score.mutants), "killed": score.killed, "same": score.same}
        survived, share = len(score.survivors), f"{score.share:.1%}"
        lines.append("  " + say(words, pattern, **counts, survived=survived, share=share))
        lines += [
            f"{each.file}:{each.line}: {say(words, 'survived')} {each.part} {each.id}: {each.change}"
            for each in report.survivors
        ]
    return "\n".join(lines) + "\n"


def write_schema() -> None:
    """Write the JSON Schema of packs to where it is published."""
    place = Path(str(files("config") / "schema" / "pack.schema.json"))
    place.write_bytes(msgspec.json.format(msgspec.json.encode(pack_schema()), indent=1) + b"\n")
    sys.stdout.write(f"{place.name}\n")


def _for_programs(report: Report) -> dict[str, Any]:
    proofs = report.checked.proofs if report.checked else ()
    told: dict[str, Any] = {"findings": report.findings, "proofs": proofs}
    if report.score is not None:
        told["mutants"] = {
            "all": len(report.score.mutants),
            "killed": report.score.killed,
            "same": report.score.same,
            "survivors": report.survivors,
        }
    return told


def _sarif(reports: Sequence[Report]) -> dict[str, Any]:
    """Return the findings in the Static Analysis Results Interchange Format, version 2.1.0."""
    results = [
        {
            "ruleId": each.code,
            "level": each.level,
            "message": {"text": f"{each.id}: {each.what}: {each.remedy}".removeprefix(": ")},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": each.file},
                        "region": {"startLine": each.line, "startColumn": each.column},
                    }
                }
            ],
        }
        for report in reports
        for each in report.findings
    ]
    rules = [{"id": code} for code in sorted({str(result["ruleId"]) for result in results})]
    driver = {"name": "banshi check", "rules": rules}
    return {"$schema": SARIF, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}


def _problem(problem: Problem) -> Located:
    return Located(
        visible(problem.file), problem.line, problem.code, problem.what, problem.remedy, column=problem.column
    )
