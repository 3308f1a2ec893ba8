"""What a draft can be begun from: a pack that comes with Banshi, the release in force, or a zip of a pack's folder."""

import io
import stat
import zipfile
from collections.abc import Iterator, Mapping
from importlib.resources import as_file, files
from pathlib import PurePosixPath
from typing import Any, Final

import msgspec

from config.edition import Guidance
from config.pack import HEAD, PARTS, Pack
from config.pack_file import KINDS, Head, shipped_pack
from config.pack_texts import FILES_AT_MOST, NAME, WHOLE_AT_MOST
from config.text_file import read_text
from config.words import both
from config.yaml_file import BYTES_AT_MOST
from config.yaml_flow import as_block
from server.rules.errors import Refusal

ZIP_BYTES: Final = 2 * 1024 * 1024
FILE_LETTERS: Final = 30_000
_LITTER: Final = ("__MACOSX/", ".DS_Store", "Thumbs.db")
_ENCRYPTED: Final = 0x1
"""The bit of a file in a zip that says it is encrypted."""


def empty_texts() -> dict[str, str]:
    """Return the least that a pack can be."""
    name = both("Checklists")
    head = {"id": "pack", "name": {"zh": name.zh, "en": name.en}, "revision": 1}
    return {"pack.yaml": as_block(head, 0) + "\n"}


def shipped_names() -> tuple[str, ...]:
    """Return the names of the packs that come with Banshi."""
    packs = files("config") / "packs"
    return tuple(sorted(each.name for each in packs.iterdir() if (each / "pack.yaml").is_file()))


def shipped_texts(name: str) -> dict[str, str]:
    """Return the files of a pack that comes with Banshi, letter for letter; raises `Refusal` draft_source."""
    if name not in shipped_names():
        raise Refusal("draft_source")
    with as_file(files("config") / "packs" / name) as folder:
        found = {each.relative_to(folder).as_posix(): each for each in sorted(folder.rglob("*")) if each.is_file()}
        return {each: read_text(place, BYTES_AT_MOST, follow=False) for each, place in found.items()}


def release_texts(guidance: Guidance) -> dict[str, str]:
    """Return a release as files: those that came with Banshi where they say the same, else a folder for each part."""
    name = guidance.pack.id
    # Such a pack has its folder's name; reading one takes two seconds.
    if name in shipped_names() and _besides_table(shipped_pack(name)) == _besides_table(guidance.pack):
        texts = {each: text for each, text in shipped_texts(name).items() if not each.startswith("editions/")}
        return texts | _edition_texts(guidance)
    head = _sparse({each: getattr(guidance.pack, each) for each in HEAD}, Head)
    texts = {"pack.yaml": as_block(head, 0) + "\n"}
    for part in PARTS:
        records = [f"- {as_block(_sparse(each, KINDS[part]), 2)}\n" for each in getattr(guidance.pack, part)]
        for number, together in enumerate(_portions(records), 1):
            texts[f"{part}/{number:02}.yaml"] = "".join(together)
    return texts | _edition_texts(guidance)


def _portions(records: list[str]) -> Iterator[list[str]]:
    """Give records in portions that a person can still look through."""
    together: list[str] = []
    for record in records:
        if together and sum(len(each) for each in together) + len(record) > FILE_LETTERS:
            yield together
            together = []
        together.append(record)
    if together:
        yield together


def _besides_table(pack: Pack) -> Pack:
    """Return a pack without the days that a release takes from the city."""
    return msgspec.structs.replace(pack, calendar=Head("", pack.name, 0).calendar)


def _edition_texts(guidance: Guidance) -> dict[str, str]:
    return {f"editions/{each.id}.yaml": as_block(_sparse(each, type(each)), 0) + "\n" for each in guidance.editions}


def _sparse(record: Any, kind: Any) -> dict[str, Any]:
    """Return a record as it is written in a file: what is as usual is left out, rules are short."""
    given = record if isinstance(record, dict) else msgspec.structs.asdict(record)
    usual = {each.name: each for each in msgspec.structs.fields(kind)}
    return {
        name: _plain(value)
        for name, value in given.items()
        if name not in usual or usual[name].required or value != usual[name].default
    }


def _plain(value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        tag = type(value).__struct_config__.tag
        return _sparse(value, type(value)) if not isinstance(tag, str) else _rule(str(tag), value)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return value


def _rule(kind: str, rule: msgspec.Struct) -> Any:
    fields = [_plain(each) for each in msgspec.structs.astuple(rule)]
    if kind in ("all", "any"):
        return True if kind == "all" and not fields[0] else {kind: fields[0]}
    if kind in ("not", "situation"):
        return {kind: fields[0]}
    return {kind: fields[:2] if kind == "months_since" and fields[2] == 0 else fields}


def zip_texts(data: bytes) -> dict[str, str]:
    """Return the files of a pack's folder in a zip.

    One folder around all of them is taken off. Raises `Refusal` draft_zip, which says what is wrong with it, and
    draft_too_large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            return _unzipped(book)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError) as error:
        raise Refusal("draft_zip", file="", why=both("this is no zip file that can be read")) from error


def _unzipped(book: zipfile.ZipFile) -> dict[str, str]:
    infos = [each for each in book.infolist() if not each.is_dir() and not _is_litter(each.filename)]
    if len(infos) > FILES_AT_MOST or sum(each.file_size for each in infos) > WHOLE_AT_MOST:
        raise Refusal("draft_too_large", files=FILES_AT_MOST, bytes=WHOLE_AT_MOST)
    names = {each: _name(each) for each in infos}
    around = {PurePosixPath(name).parts[0] for name in names.values()}
    if len(around) == 1 and all(len(PurePosixPath(name).parts) > 1 for name in names.values()):
        names = {each: name.partition("/")[2] for each, name in names.items()}
    texts: dict[str, str] = {}
    for info, name in names.items():
        if not NAME.fullmatch(name):
            raise Refusal("draft_zip", file=name[:80], why=both("a pack has no such file"))
        if name in texts:
            raise Refusal("draft_zip", file=name, why=both("it is there twice"))
        # What the zip says of a size may be a lie: never more than a file may have is unpacked.
        with book.open(info) as packed:
            raw = packed.read(BYTES_AT_MOST + 1)
        if len(raw) > BYTES_AT_MOST:
            raise Refusal("draft_zip", file=name, why=both("it is too large; split it into several files"))
        try:
            texts[name] = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise Refusal("draft_zip", file=name, why=both("it is not UTF-8; save it as UTF-8")) from error
    if "pack.yaml" not in texts:
        raise Refusal("draft_zip", file="pack.yaml", why=both("it is missing"))
    return texts


def _is_litter(name: str) -> bool:
    return name.startswith(_LITTER[0]) or PurePosixPath(name).name in _LITTER[1:]


def _name(info: zipfile.ZipInfo) -> str:
    parts = info.filename.split("/")
    shown = info.filename[:80]
    if info.flag_bits & _ENCRYPTED:
        raise Refusal("draft_zip", file=shown, why=both("it is encrypted"))
    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
        raise Refusal("draft_zip", file=shown, why=both("it is no plain file"))
    if info.filename.startswith("/") or "\\" in info.filename or not {"", ".", ".."}.isdisjoint(parts):
        raise Refusal("draft_zip", file=shown, why=both("its name leads out of the folder"))
    return info.filename


def as_zip(texts: Mapping[str, str], folder: str) -> bytes:
    """Return files as a zip with one `folder` around them: unpacked, it is what `banshi pack submit` takes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in sorted(texts.items()):
            # Always the same moment: the same draft is the same zip.
            book.writestr(
                zipfile.ZipInfo(f"{folder}/{name}", (2020, 1, 1, 0, 0, 0)), text.encode(), zipfile.ZIP_DEFLATED
            )
    return out.getvalue()
