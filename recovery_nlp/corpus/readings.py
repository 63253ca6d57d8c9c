"""Second and third readings: blind batches for readers, and how what they find becomes the labels of a row.

A second reader gets replies under opaque ids and marks cues (`id`, then `label: words` lines).
Where only one of writer and second reader found a cue, it is disputed: a third reader, who is not
told whose it is, says which disputed cues hold (`id: 1 3`). What both found stays as the writer marked it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from recovery_nlp.corpus.rows import Row
from recovery_nlp.errors import CorpusError
from recovery_nlp.labels import taxonomy
from recovery_nlp.records import Span

__all__ = ["Dispute", "blind", "disputes", "parse_decisions", "parse_reading", "settle"]

_DECISION = re.compile(r"^([\w-]+):([\d\s,-]*)(?:\+\s*([a-z_]+):\s*(.*))?$")


@dataclass(frozen=True, slots=True)
class Dispute:
    """The cues of one reply that only one of two readings found, in an order that hides whose they are."""

    row: Row
    agreed: tuple[Span, ...]
    disputed: tuple[Span, ...]


def blind(rows: Sequence[Row], *, seed: int) -> tuple[str, dict[str, str]]:
    """A batch for a second reader in random order under opaque ids, and the key back to the rows' ids."""
    order = list(rows)
    Random(seed).shuffle(order)
    key = {f"r{number:04d}": row.id for number, row in enumerate(order, 1)}
    blocks = [f"=== {name}\nC: {row.customer}\nR: {row.reply}\n" for name, row in zip(key, order, strict=True)]
    return "".join(blocks), key


def parse_reading(text: str, replies: Mapping[str, str]) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """What a reader marked, by id; raises `CorpusError` for words that the reply does not hold."""
    found: dict[str, list[Span]] = {}
    name = ""
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("=== "):
            name = line[4:].strip()
            found.setdefault(name, [])
        elif name and ":" in line:
            label, _, words = line.partition(":")
            taxonomy().label(label.strip())  # raises for an unknown one
            found[name].append(_place(replies[name], words.strip(), label.strip(), where=f"line {number}: {name}"))
    yield from ((name, tuple(dict.fromkeys(spans))) for name, spans in found.items())


def _place(reply: str, words: str, label: str, *, where: str) -> Span:
    for form in (words, words.rstrip(".")):
        start = reply.find(form)
        if form and start >= 0:
            return Span(start, start + len(form), label)
    raise CorpusError(f"{where}: the reply does not hold “{words}”.")


def disputes(rows: Iterable[Row], second: Mapping[str, Sequence[Span]], *, seed: int) -> Iterator[Dispute]:
    """For every row read twice, which cues both found and which only one."""
    random = Random(seed)
    for row in rows:
        if row.id not in second:
            continue
        other = second[row.id]
        agreed = [span for span in row.spans if _is_found(span, other)]
        alone = [span for span in row.spans if span not in agreed]
        disputed = [*alone, *(span for span in other if not _is_found(span, row.spans))]
        random.shuffle(disputed)
        yield Dispute(row, tuple(agreed), tuple(disputed))


def _is_found(span: Span, among: Iterable[Span]) -> bool:
    return any(one.label == span.label and min(one.end, span.end) > max(one.start, span.start) for one in among)


def parse_decisions(text: str) -> dict[str, tuple[frozenset[int], tuple[str, str]]]:
    """A third reader's lines: the numbers that hold, and one more cue (label, words) where both had missed it."""
    decisions = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        parsed = _DECISION.match(line.strip())
        if not parsed:
            raise CorpusError(f"line {number}: write `id: 1 3`, `id: -` or `id: 1 + label: words`, not {line!r}.")
        numbers = frozenset(int(one) for one in re.findall(r"\d+", parsed[2]))
        decisions[parsed[1]] = (numbers, (parsed[3] or "", (parsed[4] or "").strip()))
    return decisions


def settle(dispute: Dispute, holds: Iterable[int], added: tuple[str, str] = ("", "")) -> tuple[Span, ...]:
    """The settled cues of a row: what both found, the disputed ones that hold, and what was added."""
    kept = {number for number in holds if 1 <= number <= len(dispute.disputed)}
    spans = [*dispute.agreed, *(span for number, span in enumerate(dispute.disputed, 1) if number in kept)]
    label, words = added
    if label:
        taxonomy().label(label)
        spans.append(_place(dispute.row.reply, words, label, where=dispute.row.id))
    return tuple(sorted(set(spans), key=lambda span: (span.start, -span.end, span.label)))
