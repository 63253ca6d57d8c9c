"""Readers: one file format each, told apart by what a file holds, most particular first."""

from recovery_nlp.errors import ReadError
from recovery_nlp.readers.abcd import ABCD
from recovery_nlp.readers.reading import Reader
from recovery_nlp.readers.replies_jsonl import REPLIES
from recovery_nlp.readers.review_exports import GOOGLE_PLAY, TRUSTPILOT
from recovery_nlp.readers.source import Head, head
from recovery_nlp.readers.table import TABLE
from recovery_nlp.registry import Registry

__all__ = ["READERS", "Head", "Reader", "choose", "head"]

READERS = Registry("format", {reader.name: reader for reader in (GOOGLE_PLAY, TRUSTPILOT, ABCD, REPLIES, TABLE)})


def choose(seen: Head, *, format: str = "") -> Reader:  # noqa: A002  the user's own word
    """The reader for a file: the one forced, else the first that fits; raises `ReadError` where none does."""
    columns = ", ".join(seen.columns) or "none"
    if format:
        reader = READERS[format]
        if reader.fits(seen) or (reader is TABLE and seen.delimiter):
            return reader
        raise ReadError(f"{seen.path} is no {format} file ({reader.title}). Columns or fields found: {columns}.")
    for name in READERS:
        if READERS[name].fits(seen):
            return READERS[name]
    known = "; ".join(f"{name}: {READERS[name].title}" for name in READERS)
    hint = " If a column holds the replies, say so: --format table --map reply=COLUMN." if seen.delimiter else ""
    raise ReadError(
        f"{seen.path} fits no known format. Columns or fields found: {columns}. Known formats: {known}.{hint}"
    )
