"""`banshi settings show` and `banshi settings put FILE`: documents as YAML, over the server's API."""

import sys
from pathlib import Path
from typing import Any

import msgspec
import yaml

from commands.failing import CannotRun, language
from config.findings import told
from config.settings import Settings
from config.text_file import read_text
from config.words import say
from config.yaml_file import BYTES_AT_MOST, YamlError, parse_yaml
from server.client.commands import Commands
from server.wire.settings import SettingsPut


def show(settings: Settings, scope: str, revision: int | None, *, as_json: bool) -> None:
    """Print the settings of `scope` (`city`, `towns/ID`, `centers/ID`) in force, or one revision.

    As YAML the document comes with `seen`, so that what is printed can be edited and put back. Raises `Refusal`.
    """
    client = _client(settings)
    try:
        found = client.settings(scope, revision)
    finally:
        client.close()
    if as_json:
        sys.stdout.write(msgspec.json.encode(found).decode() + "\n")
        return
    kept = {"scope": scope, "seen": found["newest"], "document": found["document"]}
    sys.stdout.write(yaml.safe_dump(kept, allow_unicode=True, sort_keys=False))


def put(settings: Settings, file: Path, effective_at: str | None, *, dry_run: bool, as_json: bool) -> bool:
    """Write the settings in `file` (as `show` prints them); return whether nothing spoke against them.

    Raises `Refusal`, or `CannotRun` for a file that does not say scope, seen and document.
    """
    kept = read_kept(file)
    client = _client(settings)
    try:
        answer = client.put_settings(
            kept["scope"], kept["document"], kept["seen"], effective_at=effective_at, dry_run=dry_run
        )
    finally:
        client.close()
    sys.stdout.write((msgspec.json.encode(answer).decode() if as_json else _told(answer, dry_run=dry_run)) + "\n")
    return not answer.findings


def _client(settings: Settings) -> Commands:
    return Commands(settings.server, settings.token, language=language(), timeout=30)


def read_kept(file: Path) -> dict[str, Any]:
    """Return what `show` printed into `file`: scope, seen and document; raises `CannotRun` for anything else."""
    try:
        kept = parse_yaml(read_text(file, BYTES_AT_MOST))
    except YamlError as error:
        raise CannotRun(
            "settings_file",
            "{file}:{line}: {what}: {remedy}",
            file=file,
            line=error.line,
            what=told(error.what),
            remedy=told(error.remedy),
        ) from error
    if not isinstance(kept, dict) or not {"scope", "seen", "document"} <= set(kept):
        raise CannotRun(
            "settings_file",
            "{file} does not say scope, seen and document. Make it with: banshi settings show",
            file=file,
        )
    return kept


def _told(answer: SettingsPut, *, dry_run: bool) -> str:
    words = language()
    if answer.findings:
        return "\n".join(finding.detail for finding in answer.findings)
    if dry_run:
        return "\n".join([*answer.means, say(words, "Nothing speaks against these settings. Nothing was changed.")])
    if answer.in_force:
        return say(words, "Revision {revision} is in force.", revision=answer.revision)
    return say(words, "Revision {revision} is written and takes force at its moment.", revision=answer.revision)
