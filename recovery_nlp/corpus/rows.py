"""Rows of the corpus: one labelled reply each, in plain JSONL, sorted so that diffs can be read."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recovery_nlp.errors import CorpusError
from recovery_nlp.labels import taxonomy
from recovery_nlp.records import Span

__all__ = ["Row", "files", "read", "read_file", "row", "write"]

_TURN = re.compile(r"^\[(agent|customer)\]\s*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Row:
    """A reply written for the corpus, with its cues.

    `moves` are ids of the catalogue (`~PS1` for the innocent twin of PS1), `tags` say what the
    row was written to be, `group` ties rows of one scenario so that no split parts them.
    """

    id: str
    language: str
    group: str
    writer: str
    sector: str
    channel: str
    voice: str
    moves: tuple[str, ...]
    tags: tuple[str, ...]
    customer: str
    reply: str
    spans: tuple[Span, ...]

    @property
    def labels(self) -> frozenset[str]:
        """The labels present."""
        return frozenset(span.label for span in self.spans)

    @property
    def verdicts(self) -> dict[str, bool]:
        """The verdicts that follow from the labels."""
        return taxonomy().verdicts(self.labels)

    @property
    def asked(self) -> str:
        """The customer's last words; earlier turns stand before them as `[agent] …` and `[customer] …`."""
        parts = _TURN.split(self.customer)
        for speaker, text in zip(parts[-2::-2], parts[::-2], strict=False):
            if speaker == "customer":
                return text.strip()
        return parts[0].strip() or self.customer


def row(table: dict[str, Any]) -> Row:
    """Make a row of parsed JSON; raises `CorpusError` that names the field and the row."""
    where = table.get("id", "a row without id")
    try:
        spans = tuple(Span(int(one["start"]), int(one["end"]), str(one["label"])) for one in table["spans"])
        values = {name: str(table[name]) for name in _TEXTS}
        lists = {name: tuple(str(one) for one in table[name]) for name in ("moves", "tags")}
    except (KeyError, TypeError, ValueError) as error:
        raise CorpusError(
            f"{where}: missing or misshapen field {error}. Fields: {', '.join(Row.__slots__)}."
        ) from error
    return Row(**values, moves=lists["moves"], tags=lists["tags"], spans=spans)


_ASIDE = ("pairs", "readings", "rereadings")  # files beside the rows
_TEXTS = ("id", "language", "group", "writer", "sector", "channel", "voice", "customer", "reply")


def files(folder: Path, *, languages: Iterable[str] = ()) -> list[Path]:
    """The corpus files of a data folder, `<language>/<part>.jsonl`, pairs and readings aside."""
    wanted = set(languages)
    found = sorted(path for path in folder.glob("*/*.jsonl") if not path.stem.startswith(_ASIDE))
    return [path for path in found if not wanted or path.parent.name in wanted]


def read(folder: Path, *, languages: Iterable[str] = ()) -> Iterator[Row]:
    """Read the rows of a data folder."""
    for path in files(folder, languages=languages):
        yield from read_file(path)


def read_file(path: Path) -> Iterator[Row]:
    """Read the rows of one file; raises `CorpusError` with file and line."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                table = json.loads(line)
            except json.JSONDecodeError as error:
                raise CorpusError(f"{path}:{number}: not JSON ({error.msg}).") from error
            yield row(table)


def write(path: Path, rows: Iterable[Row]) -> int:
    """Write rows to one file, sorted by id; returns how many."""
    ordered = sorted(rows, key=lambda one: one.id)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as out:
        for one in ordered:
            table = {name: getattr(one, name) for name in Row.__slots__ if name != "spans"}
            table["spans"] = [{"start": span.start, "end": span.end, "label": span.label} for span in one.spans]
            out.write(json.dumps(table, ensure_ascii=False) + "\n")
    return len(ordered)
