"""What the command line says when something cannot be done: one sentence and a stable code, never a trace.

Exit code 2: whoever asked can mend it. Exit code 1: a mistake of ours; its trace is in a file that the sentence names.
"""

import json
import os
import re
import sys
import tempfile
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NoReturn

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from typer import Abort
from typer.exceptions import TyperException

from commands.city.reading import CityProblems
from commands.terminal import language
from commands.usage import said_of
from config.centers import Text
from config.findings import said
from config.pack_file import PackError
from config.settings import ENVIRONMENT, FILE, WRONG, SettingsFileError
from config.text_file import TextFileError, file_error
from config.words import say
from server.rules.errors import Refusal
from server.store.errors import StoreError

__all__ = ["CannotRun", "explained", "language"]

OURS: Final = ("commands", "config", "hardware", "server", "kiosk", "caller", "displays", "banshi")
EXTRAS: Final = {"kivy": "banshi[kiosk]"}
"""What brings a package that not every machine of a hall needs."""
_PASSWORD: Final = re.compile(r"(?<=://)([^\s:/@]*):[^\s/]*@")
_SETTINGS: Final[dict[str, str]] = {
    **WRONG,
    "extra_forbidden": "There is no setting of this name.",
    "int_parsing": "It must be a whole number.",
    "int_type": "It must be a whole number.",
    "int_from_float": "It must be a whole number.",
    "float_parsing": "It must be a number.",
    "float_type": "It must be a number.",
    "string_type": "It must be text between quotes.",
    "path_type": "It must be text between quotes.",
    "greater_than": "It must be greater than {gt}.",
    "greater_than_equal": "It must be {ge} or more.",
    "less_than_equal": "It must be {le} or less.",
}
"""What is wrong with a setting, by the kind of error."""


class CannotRun(Exception):
    """A command that cannot run; `code` is stable, the sentence says what to do."""

    def __init__(self, code: str, message: str, **values: object) -> None:
        self.code = code
        self.message = message
        self.values = values
        super().__init__(message.format(**values))


@contextmanager
def explained(command: str = "banshi") -> Iterator[None]:
    """Turn every error into a sentence on stderr; whoever asked can mend it (exit code 2) or it is ours (1)."""
    try:
        yield
    except (CannotRun, Refusal, StoreError, TextFileError) as error:
        _end(error.code, error.message, error.values)
    except PackError as error:
        words = language()
        lines = [
            f"{each.file}:{each.line}: {said(words, each.what)}: {said(words, each.remedy)}" for each in error.problems
        ]
        _told("pack", "\n".join(lines))
    except CityProblems as error:
        _told("city_file", str(error))
    except SettingsFileError as error:
        _end("settings", "{place} is no TOML: {why}.", {"place": error.place, "why": error.why})
    except ValidationError as error:
        _told("settings", " ".join(_setting(problem) for problem in error.errors(include_input=False)))
    except TyperException as error:
        _wrong_use(error, command)
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if not package or package in OURS:
            _ours(error)
        _end(
            "package_missing",
            "This needs {package}, which is not installed here: pip install '{what}'",
            {"package": package, "what": EXTRAS.get(package, package)},
        )
    except (KeyboardInterrupt, Abort) as error:
        raise SystemExit(130) from error
    except BrokenPipeError as error:
        # Whoever reads has seen enough. Python would complain once more while it ends.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
        raise SystemExit(141) from error
    except OSError as error:
        if error.filename is None:
            _ours(error)
        told = file_error(_name(error.filename), error)
        _end(told.code, told.message, told.values)
    except Exception as error:
        _ours(error)


def _setting(problem: ErrorDetails) -> str:
    name = ".".join(map(str, problem["loc"])) or "?"
    words, values = language(), problem.get("ctx", {})
    sentence = _SETTINGS.get(problem["type"])
    said = say(words, sentence, **values) if sentence else f"{problem['msg']}."
    return f"{_place_of(name)}: {said}"


def _place_of(name: str) -> str:
    """Return how `name` was given: as an option, in the environment, or in the file."""
    option = f"--{name.replace('_', '-')}"
    if any(word == option or word.startswith(f"{option}=") for word in sys.argv):
        return option
    variable = f"{ENVIRONMENT}{name.upper()}"
    return variable if variable in os.environ else f"{FILE}: {name}"


def _wrong_use(error: TyperException, command: str) -> NoReturn:
    context = getattr(error, "ctx", None)
    where = context.command_path if context is not None else command
    if type(error).__name__ == "NoArgsIsHelpError":
        sys.stderr.write(error.format_message() + "\n")
        raise SystemExit(2)
    said = said_of(error.format_message(), where)
    _end(said.code, said.sentence, said.values)


def _end(code: str, sentence: str, values: Mapping[str, object]) -> NoReturn:
    words = language()
    _told(code, say(words, sentence, **{name: _plain(value, words) for name, value in values.items()}))


def _plain(value: object, words: str) -> object:
    if isinstance(value, Text):
        return value.zh if words == "zh" else value.en
    return _PASSWORD.sub(r"\1:***@", str(value)) if isinstance(value, str | Exception) else value


def _told(code: str, sentence: str, status: int = 2) -> NoReturn:
    sys.stderr.write((json.dumps({"code": code, "detail": sentence}) if "--json" in sys.argv else sentence) + "\n")
    raise SystemExit(status)


def _ours(error: Exception) -> NoReturn:
    trace = _PASSWORD.sub(r"\1:***@", "".join(traceback.format_exception(error)))
    place = _keep(trace)
    said = say(language(), "Something went wrong in Banshi itself ({kind}). The details are in {place}.",
               kind=type(error).__name__, place=place)  # fmt: skip
    _told("internal", said, 1)


def _keep(trace: str) -> Path:
    """Write `trace` to a file of its own that only this user can read; return its name."""
    handle, name = tempfile.mkstemp(prefix="banshi-error-", suffix=".log")
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(trace)
    return Path(name)


def _name(given: object) -> str:
    return given.decode(errors="replace") if isinstance(given, bytes) else str(given)
