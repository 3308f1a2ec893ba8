"""What the command line says when something cannot be done: one sentence, a stable code, exit code 2."""

import json
import locale
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import ValidationError

from config.centers import Language, Text
from config.city_file import CityFileError
from config.pack_file import PackError
from config.words import say
from server.rules.errors import Refusal
from server.store.errors import StoreError


def language() -> Language:
    """Return the language of this terminal: Chinese only where its locale says so."""
    return "zh" if (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"


class CannotRun(Exception):
    """A command that cannot run; `code` is stable, the sentence says what to do."""

    def __init__(self, code: str, message: str, **values: object) -> None:
        self.code = code
        self.message = message
        self.values = values
        super().__init__(message.format(**values))


@contextmanager
def explained() -> Iterator[None]:
    """Turn errors that a person can mend into a sentence on stderr and exit code 2."""
    try:
        yield
    except (CannotRun, Refusal, StoreError) as error:
        words = language()
        values = {name: value.say(words) if isinstance(value, Text) else value for name, value in error.values.items()}
        _end(error.code, say(words, error.message, **values))
    except PackError as error:
        _end("pack", "\n".join(f"{each.file}:{each.line}: {each.what}: {each.remedy}" for each in error.problems))
    except CityFileError as error:
        _end("city_file", str(error))
    except ValidationError as error:
        places = "; ".join(f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}" for problem in error.errors())
        _end("settings", places)


def _end(code: str, sentence: str) -> None:
    sys.stderr.write((json.dumps({"code": code, "detail": sentence}) if "--json" in sys.argv else sentence) + "\n")
    raise SystemExit(2)
