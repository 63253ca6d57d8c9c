"""Open a file as text whatever wrote it, and look at its head to tell what it is."""

import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recovery_nlp.errors import ReadError

__all__ = ["Head", "decode_kind", "head", "open_text", "rows_of"]

SIZE = 65536  # bytes of the head; enough for the header and the first records of every format known
LONGEST = 1 << 24  # characters of a first record
DELIMITERS = ",;\t|"
csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # one cell may hold a whole transcript


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a file: its text, and its columns where it looks like a table."""

    path: Path
    text: str
    columns: tuple[str, ...]
    delimiter: str
    first: Any  # Any: the first JSON record, or None


def decode_kind(raw: bytes) -> str:
    """Which encoding a file's first bytes are in: by its BOM, else UTF-8, else Windows-1252."""
    for bom, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(bom):
            return name
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        cut = len(raw) == SIZE and error.start >= len(raw) - 3  # a sign that the end of the head cut in two is no fault
        if not cut:
            return "cp1252"
    return "utf-8"


def open_text(path: Path) -> io.TextIOWrapper:
    """Open a file as text; bytes that fit no sign become �, so that a bad one never stops a run."""
    try:
        with path.open("rb") as raw:
            encoding = decode_kind(raw.read(SIZE))
    except OSError as error:
        raise ReadError(f"{path} cannot be opened: {error.strerror}. Check the name and the rights.") from error
    return path.open(encoding=encoding, errors="replace", newline="")


def head(path: Path) -> Head:
    """Look at the beginning of a file; raises `ReadError` for an empty one."""
    with open_text(path) as file:
        text = file.read(SIZE)
        if text.lstrip().startswith(("{", "[")) and "\n" not in text.strip():
            text += file.readline(LONGEST)  # a first record longer than the head
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise ReadError(f"{path} is empty.")
    line = next((one for one in text.split("\n") if one.strip()), "")
    first = _first_json(text, line)
    if first is not None:
        return Head(path, text, tuple(first) if isinstance(first, dict) else (), "", first)
    delimiter = max(DELIMITERS, key=lambda sign: len(next(csv.reader([line], delimiter=sign))))
    columns = tuple(name.strip() for name in next(csv.reader(io.StringIO(text.lstrip("\n")), delimiter=delimiter)))
    twice = [name for name in dict.fromkeys(columns) if name and columns.count(name) > 1]
    if twice:
        raise ReadError(f"{path} has two columns called {twice[0]!r}. Rename one. Columns: {', '.join(columns)}.")
    return Head(path, text, columns, delimiter, None)


def _first_json(text: str, line: str) -> Any:  # Any: parsed JSON
    """The first record of JSONL or of a JSON array; None for what is not JSON."""
    start = text.lstrip()
    if start[0] not in "{[":
        return None
    decoder = json.JSONDecoder()
    for candidate in (line.strip(), start, start[1:].lstrip()):
        try:
            value, _ = decoder.raw_decode(candidate)
        except (json.JSONDecodeError, RecursionError):
            continue
        return value[0] if isinstance(value, list) and value else value
    return None


def rows_of(path: Path, *, delimiter: str) -> Iterator[tuple[str, dict[str, str] | None, str, str]]:
    """The rows of a table as (place, cells by column, raw, fault); cells are None where there is a fault."""
    with open_text(path) as file:
        kept: list[str] = []
        reader = csv.reader(_keeping(file, kept), delimiter=delimiter, strict=True)
        columns: list[str] = []
        while True:
            kept.clear()
            start = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield f"line {start}", None, "".join(kept), f"quotes that do not match ({error})"
                continue
            if not any(cell.strip() for cell in cells):
                continue
            if not columns:
                columns = [name.strip() for name in cells]
            elif len(cells) > len(columns):
                yield f"line {start}", None, "".join(kept), f"more cells than the {len(columns)} columns"
            else:
                padded = [*cells, *[""] * (len(columns) - len(cells))]
                yield f"line {start}", dict(zip(columns, padded, strict=True)), "".join(kept), ""


def _keeping(lines: Iterable[str], kept: list[str]) -> Iterator[str]:
    """Pass lines on, and keep them, so that a row that cannot be read can be shown as it was."""
    for line in lines:
        kept.append(line)
        yield line
