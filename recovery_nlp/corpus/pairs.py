"""Minimal pairs: two replies a few words apart, of which one is flagged; tests of behaviour, never training rows."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from recovery_nlp.errors import CorpusError, MarkError
from recovery_nlp.marks import unmark
from recovery_nlp.records import Span

__all__ = ["Pair", "read_pairs"]


@dataclass(frozen=True, slots=True)
class Pair:
    """A flagged reply, its clean neighbour, and what the changed words do."""

    id: str
    customer: str
    flagged: str
    flagged_spans: tuple[Span, ...]
    clean: str
    clean_spans: tuple[Span, ...]
    moves: tuple[str, ...]
    label: str
    reason: str


def read_pairs(folder: Path) -> Iterator[Pair]:
    """The pairs of a data folder, `<language>/pairs.jsonl`; raises `CorpusError` with file and line."""
    for path in sorted(folder.glob("*/pairs.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").rstrip("\n").split("\n"), 1):
            try:
                table = json.loads(line)
                flagged, flagged_spans = unmark(table["flagged"])
                clean, clean_spans = unmark(table["clean"])
                moves = tuple(table["moves"])
                names = {name: str(table[name]) for name in ("id", "customer", "label", "reason")}
            except (json.JSONDecodeError, KeyError, MarkError) as error:
                raise CorpusError(f"{path}:{number}: {error}") from error
            yield Pair(
                **names, flagged=flagged, flagged_spans=flagged_spans, clean=clean, clean_spans=clean_spans, moves=moves
            )
