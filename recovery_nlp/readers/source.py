"""Open a file as text whatever wrote it, and look at its head to tell what it is."""

import csv
import io
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recovery_nlp.errors import ReadError

__all__ = ["Head", "decode_kind", "head", "open_text", "rows_of"]

SIZE = 65536  # bytes of the head; enough for the header and the first records of every format known
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
        if error.start < len(raw) - 3:  # a sign cut in two by the end of the head is no fault
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
        text = file.read(SIZE).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise ReadError(f"{path} is empty.")
    line = next((one for one in text.split("\n") if one.strip()), "")
    first = _first_json(text, line)
    if first is not None:
        return Head(path, text, tuple(first) if isinstance(first, dict) else (), "", first)
    delimiter = max(DELIMITERS, key=lambda sign: len(next(csv.reader([line], delimiter=sign))))
    columns = tuple(name.strip() for name in next(csv.reader(io.StringIO(text), delimiter=delimiter)))
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
        except json.JSONDecodeError:
            continue
        return value[0] if isinstance(value, list) and value else value
    return None


def rows_of(path: Path, *, delimiter: str) -> Iterator[tuple[str, dict[str, str] | None, str]]:
    """The rows of a table as (place, cells by column, raw); cells are None where a row does not fit the header."""
    with open_text(path) as file:
        reader = csv.reader(file, delimiter=delimiter)
        columns = [name.strip() for name in next(reader)]
        for cells in reader:
            place = f"line {reader.line_num}"
            if not any(cell.strip() for cell in cells):
                continue
            raw = delimiter.join(cells)
            if len(cells) > len(columns):
                yield place, None, raw
                continue
            padded = [*cells, *[""] * (len(columns) - len(cells))]
            yield place, dict(zip(columns, padded, strict=True)), raw
