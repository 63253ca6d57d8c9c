"""How far two readings of the same replies agree: Krippendorff's alpha by label, token F1 of spans."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from recovery_nlp.corpus.rows import Row
from recovery_nlp.labels import taxonomy
from recovery_nlp.records import Span

__all__ = ["Agreement", "Reading", "agreements", "read_readings", "token_f1"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the writer marked in a reply and what a second reader marked without seeing that."""

    id: str
    writer: tuple[Span, ...]
    reader: str
    second: tuple[Span, ...]
    settled_by: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement on one label or verdict: how many replies bear it in each reading, and alpha."""

    what: str
    writer: int
    second: int
    alpha: float
    token_f1: float


def read_readings(folder: Path, *, language: str, name: str = "readings") -> Iterator[Reading]:
    """The readings of one language, `<language>/readings.jsonl` or those of another name beside it."""
    path = folder / language / f"{name}.jsonl"
    if not path.exists():
        return
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            table = json.loads(line)
            yield Reading(
                table["id"], _spans(table["writer"]), table["reader"], _spans(table["second"]), table["settled_by"]
            )


def _spans(tables: Iterable[dict[str, object]]) -> tuple[Span, ...]:
    return tuple(Span(int(str(one["start"])), int(str(one["end"])), str(one["label"])) for one in tables)


def agreements(rows: Sequence[Row], readings: Sequence[Reading]) -> Iterator[Agreement]:
    """Alpha (presence in a reply, nominal; Krippendorff 2011) and token F1 per label, then per verdict."""
    texts = {row.id: row.reply for row in rows}
    pairs = [reading for reading in readings if reading.id in texts]
    for label in taxonomy().names:
        one = [any(span.label == label for span in reading.writer) for reading in pairs]
        other = [any(span.label == label for span in reading.second) for reading in pairs]
        f1 = token_f1(
            [(texts[reading.id], _of(reading.writer, label), _of(reading.second, label)) for reading in pairs]
        )
        yield Agreement(label, sum(one), sum(other), _alpha(one, other), f1)
    for axis in ("flagged", "defensive", "last_word", "sincere"):
        one, other = (
            [taxonomy().verdicts({span.label for span in spans})[axis] for spans in side]
            for side in ([reading.writer for reading in pairs], [reading.second for reading in pairs])
        )
        yield Agreement(axis, sum(one), sum(other), _alpha(one, other), float("nan"))


def _of(spans: Iterable[Span], label: str) -> list[Span]:
    return [span for span in spans if span.label == label]


def _alpha(one: Sequence[bool], other: Sequence[bool]) -> float:
    import krippendorff

    if len(set(one) | set(other)) < 2:
        return float("nan")
    return float(krippendorff.alpha(reliability_data=np.array([one, other], dtype=int), level_of_measurement="nominal"))


def token_f1(cases: Iterable[tuple[str, Sequence[Span], Sequence[Span]]]) -> float:
    """F1 over words: those inside the first spans against those inside the second, summed over texts.

    >>> token_f1([("we lost it", [Span(0, 7, "denial")], [Span(3, 10, "denial")])])
    0.5
    """
    both = first = second = 0
    for text, one, other in cases:
        left, right = _words(text, one), _words(text, other)
        both += len(left & right)
        first += len(left)
        second += len(right)
    return 2 * both / (first + second) if first + second else float("nan")


def _words(text: str, spans: Sequence[Span]) -> set[int]:
    """Numbers of the words that lie mostly inside a span."""
    inside, position = set(), 0
    for number, word in enumerate(text.split()):
        start = text.index(word, position)
        position = start + len(word)
        middle = (start + position) / 2
        if any(span.start <= middle < span.end for span in spans):
            inside.add(number)
    return inside
