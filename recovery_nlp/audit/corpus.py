"""Check a corpus, and count what is in it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from recovery_nlp.audit.nearness import near
from recovery_nlp.corpus.pairs import Pair, read_pairs
from recovery_nlp.corpus.rows import Row, files, read_file
from recovery_nlp.errors import CorpusError
from recovery_nlp.labels import taxonomy
from recovery_nlp.records import Span

__all__ = ["faults", "is_hard_negative", "is_mixed", "tables"]

LONG = 100  # words


def faults(folder: Path) -> Iterator[str]:
    """Everything wrong with a corpus, one sentence each; raises `CorpusError` for a row that cannot be read."""
    rows: list[Row] = []
    if not files(folder):
        raise CorpusError(f"There is no corpus in {folder} (no <language>/<part>.jsonl).")
    for path in files(folder):
        part = list(read_file(path))
        ids = [row.id for row in part]
        if ids != sorted(ids):
            yield f"{path}: rows are not sorted by id."
        for row in part:
            if row.language != path.parent.name:
                yield f"{row.id}: language {row.language!r} lies in the folder of {path.parent.name!r}."
            yield from _row_faults(row)
        rows.extend(part)
    yield from (f"{name}: the id stands twice." for name in _twice(row.id for row in rows))
    pairs = list(read_pairs(folder))
    for pair in pairs:
        yield from _pair_faults(pair)
    yield from (f"{name}: the id of a pair stands twice." for name in _twice(pair.id for pair in pairs))
    yield from _alike(rows, pairs)


def _row_faults(row: Row) -> Iterator[str]:
    if not row.id.startswith(row.group):
        yield f"{row.id}: its group {row.group!r} is of another scenario."
    if not row.reply.strip():
        yield f"{row.id}: the reply is empty."
    if not row.customer.strip():
        yield f"{row.id}: the customer's words are missing."
    yield from _span_faults(row.id, row.reply, row.spans)
    if "twin" in row.tags and row.verdicts["flagged"]:
        yield f"{row.id}: an innocent twin is flagged."


def _span_faults(name: str, text: str, spans: Sequence[Span]) -> Iterator[str]:
    known = taxonomy().labels
    for span in spans:
        if span.label not in known:
            yield f"{name}: unknown label {span.label!r}. Known: {', '.join(known)}."
        if not 0 <= span.start < span.end <= len(text):
            yield f"{name}: span {span.start}–{span.end} lies outside the {len(text)} characters."
        elif text[span.start : span.end] != text[span.start : span.end].strip():
            yield f"{name}: span {span.start}–{span.end} begins or ends with white space."
    if len(set(spans)) != len(spans):
        yield f"{name}: a span stands twice."


def _pair_faults(pair: Pair) -> Iterator[str]:
    yield from _span_faults(pair.id, pair.flagged, pair.flagged_spans)
    yield from _span_faults(pair.id, pair.clean, pair.clean_spans)
    if not taxonomy().verdicts({span.label for span in pair.flagged_spans})["flagged"]:
        yield f"{pair.id}: the flagged side has no D or L cue."
    if taxonomy().verdicts({span.label for span in pair.clean_spans})["flagged"]:
        yield f"{pair.id}: the clean side has a D or L cue."


def _alike(rows: Sequence[Row], pairs: Sequence[Pair]) -> Iterator[str]:
    """Near-duplicates across groups, so that no split by group parts them, and between rows and pairs."""
    names = [row.id for row in rows] + [pair.id for pair in pairs for _ in range(2)]
    groups = [row.group for row in rows] + [pair.id for pair in pairs for _ in range(2)]
    texts = [row.reply for row in rows] + [text for pair in pairs for text in (pair.flagged, pair.clean)]
    for one, other, share in near(texts, groups):
        yield f"{names[one]} and {names[other]} share {share:.0%} of their word 4-grams."


def _twice(names: Iterator[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def is_mixed(row: Row) -> bool:
    """An apology or ownership, and one bad line."""
    return row.verdicts["flagged"] and bool({"apology", "ownership"} & row.labels)


def is_hard_negative(row: Row) -> bool:
    """An unflagged reply written to look dangerous: an innocent twin, or a neutral move that looks like a cue."""
    return not row.verdicts["flagged"] and bool({"twin", "neutral", "context"} & set(row.tags))


def tables(folder: Path) -> Iterator[str]:
    """Counts of a corpus, as plain tables, a block per language."""
    by_language: dict[str, list[Row]] = {}
    for path in files(folder):
        by_language.setdefault(path.parent.name, []).extend(read_file(path))
    for language, rows in by_language.items():
        yield "\n".join(f"{name:<28}{count:>7}  {share}" for name, count, share in counts(rows, title=language))


def counts(rows: Sequence[Row], *, title: str) -> Iterator[tuple[str, int, str]]:
    """Rows of (what, how many, share of replies) over a corpus."""
    total = len(rows)

    def line(name: str, count: int) -> tuple[str, int, str]:
        return name, count, f"{count / total:.0%}"

    yield line(f"replies ({title})", total)
    for axis in ("flagged", "defensive", "last_word", "sincere"):
        yield line(axis, sum(row.verdicts[axis] for row in rows))
    yield line("hard negatives", sum(map(is_hard_negative, rows)))
    yield line("mixed", sum(map(is_mixed, rows)))
    yield line(f"long ({LONG} words and more)", sum(len(row.reply.split()) >= LONG for row in rows))
    yield line("noisy", sum("noisy" in row.tags for row in rows))
    yield line("label depends on customer", sum("context" in row.tags for row in rows))
    for name, values in (
        ("groups", {row.group for row in rows}),
        ("writers", {row.writer for row in rows}),
        ("sectors", {row.sector for row in rows}),
        ("channels", {row.channel for row in rows}),
        ("moves", {move for row in rows for move in row.moves if not move.startswith("~")}),
    ):
        yield name, len(values), ""
    spans = Counter(span.label for row in rows for span in row.spans)
    for label in taxonomy().names:
        yield f"  {label}", spans[label], ""
