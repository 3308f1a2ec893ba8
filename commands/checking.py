"""`banshi check`: prove guidance packs and print what is wrong, where, and what to write instead."""

import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from config.pack_file import PackError, load_pack
from server.rules.pack_lint import check as lint


def check(packs: Sequence[Path], *, as_json: bool) -> bool:
    """Print the findings of each pack; return whether there were none."""
    found = {str(path): _findings(path) for path in packs}
    if as_json:
        sys.stdout.write(msgspec.json.encode({"packs": found}).decode() + "\n")
    else:
        for path, findings in found.items():
            for finding in findings:
                sys.stdout.write("  ".join(str(value) for value in finding.values() if value) + "\n")
            sys.stdout.write(f"{path}: {len(findings)} findings\n")
    return not any(found.values())


def _findings(path: Path) -> list[dict[str, object]]:
    try:
        pack = load_pack(path)
    except PackError as error:
        return [msgspec.to_builtins(problem) for problem in error.problems]
    return [msgspec.to_builtins(finding) for finding in lint(pack)]
