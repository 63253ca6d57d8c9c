"""Sinks: where scored rows go, one class per suffix; nothing has its name before it is whole."""

import csv
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from recovery_nlp.batch.rows import FIELDS, flat, full
from recovery_nlp.errors import RecoveryError
from recovery_nlp.labels import taxonomy
from recovery_nlp.records import Reply, Verdict
from recovery_nlp.registry import Registry

__all__ = ["SINKS", "Sink", "open_sink", "part_name"]

SHEET_ROWS = 1_048_575  # below the header, Excel's own limit
CELL = 32_767  # characters, Excel's own limit
_CUT = " … [cut: cell limit]"


class Sink(Protocol):
    """Something that takes scored replies."""

    def write(self, reply: Reply, verdict: Verdict) -> None:
        """Take one scored reply."""

    def close(self) -> None:
        """Finish the file."""


class JsonLines:
    """One JSON object a line."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, reply: Reply, verdict: Verdict) -> None:
        """Write one row."""
        self._file.write(json.dumps(full(reply, verdict), ensure_ascii=False) + "\n")

    def close(self) -> None:
        """Flush; the file is the caller's."""
        self._file.flush()


class CsvSheet:
    """CSV with a BOM, so that Excel reads it as UTF-8."""

    def __init__(self, path: Path, *, wide: bool) -> None:
        self._file = path.open("w", encoding="utf-8-sig", errors="replace", newline="")
        self._wide = wide
        self._writer = csv.DictWriter(self._file, columns(wide=wide))
        self._writer.writeheader()

    def write(self, reply: Reply, verdict: Verdict) -> None:
        """Write one row."""
        self._writer.writerow(flat(reply, verdict, wide=self._wide))

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class ExcelSheet:
    """An Excel workbook, written row by row so that memory stays small."""

    def __init__(self, path: Path, *, wide: bool) -> None:
        from xlsxwriter import Workbook

        self._book = Workbook(path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        self._sheet = self._book.add_worksheet("replies")
        self._wide = wide
        self._row = 0
        self._sheet.freeze_panes(1, 0)
        for column, name in enumerate(columns(wide=wide)):
            self._sheet.write_string(0, column, name, self._book.add_format({"bold": True}))

    def write(self, reply: Reply, verdict: Verdict) -> None:
        """Write one row; raises `RecoveryError` past what a sheet can hold."""
        self._row += 1
        if self._row > SHEET_ROWS:
            raise RecoveryError(
                f"An Excel sheet holds {SHEET_ROWS:,} rows and there are more. Use --output with .csv or .jsonl."
            )
        for column, value in enumerate(flat(reply, verdict, wide=self._wide).values()):
            if isinstance(value, bool):
                self._sheet.write_boolean(self._row, column, value)
            elif isinstance(value, float):
                self._sheet.write_number(self._row, column, value)
            elif value is not None:
                text = value if len(value) <= CELL else value[: CELL - len(_CUT)] + _CUT
                self._sheet.write_string(self._row, column, text)

    def close(self) -> None:
        """Save the workbook."""
        self._book.close()


def columns(*, wide: bool) -> list[str]:
    """The columns of a sheet."""
    return [*FIELDS, *(f"cue_{name}" for name in taxonomy().names)] if wide else list(FIELDS)


SINKS = Registry("kind of output", {".jsonl": "JSON lines", ".csv": "CSV", ".xlsx": "Excel"})


def part_name(path: Path) -> Path:
    """The temporary name beside a file, which it bears until it is whole."""
    return path.with_name(f".{path.name}.{os.getpid()}.part")


@contextmanager
def open_sink(path: Path, *, wide: bool = False) -> Iterator[Sink]:
    """Open the sink that the suffix names; the file appears under its name only when all went well."""
    SINKS[path.suffix.lower()]  # raises for an unknown one, before anything is scored
    part = part_name(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.touch()
    except OSError as error:
        raise RecoveryError(f"{path} cannot be written: {error.strerror}. Choose another --output.") from error
    file = part.open("w", encoding="utf-8", errors="replace") if path.suffix.lower() == ".jsonl" else None
    sink: Sink
    if file is not None:
        sink = JsonLines(file)
    elif path.suffix.lower() == ".csv":
        sink = CsvSheet(part, wide=wide)
    else:
        sink = ExcelSheet(part, wide=wide)
    done = False
    try:
        yield sink
        done = True
    finally:
        sink.close()
        if file is not None:
            file.close()
        if done:
            part.replace(path)
        else:
            part.unlink(missing_ok=True)
