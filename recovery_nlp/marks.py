"""Marked text, the one notation for cues in prose: `[[apology|I am sorry about the wait]]`."""

import re
from collections.abc import Iterable

from recovery_nlp.errors import MarkError
from recovery_nlp.records import Span

__all__ = ["mark", "unmark"]

_TOKEN = re.compile(r"\[\[([a-z_]+)\||\]\]")


def unmark(marked: str) -> tuple[str, tuple[Span, ...]]:
    """Split marked text into plain text and its spans (character offsets), ordered by start.

    >>> unmark("[[apology|Sorry]], it's late.")
    ("Sorry, it's late.", (Span(start=0, end=5, label='apology'),))
    """
    plain: list[str] = []
    spans: list[Span] = []
    open_marks: list[tuple[int, str]] = []
    length = position = 0
    for token in _TOKEN.finditer(marked):
        piece = marked[position : token.start()]
        plain.append(piece)
        length += len(piece)
        position = token.end()
        if token[1]:
            open_marks.append((length, token[1]))
        elif open_marks:
            start, label = open_marks.pop()
            spans.append(Span(start, length, label))
        else:
            raise MarkError(f"A mark is closed at character {token.start()} but none is open. Write [[label|words]].")
    if open_marks:
        raise MarkError(f"The mark [[{open_marks[-1][1]}| is never closed. Write [[label|words]].")
    plain.append(marked[position:])
    return "".join(plain), tuple(sorted(spans, key=lambda span: (span.start, -span.end, span.label)))


def mark(text: str, spans: Iterable[Span]) -> str:
    """Write spans into text as marks; the inverse of `unmark` for nested and separate spans.

    >>> mark("Sorry, it's late.", [Span(0, 5, "apology")])
    "[[apology|Sorry]], it's late."
    """
    ordered = sorted(spans, key=lambda span: (span.start, -span.end))
    starts: dict[int, list[str]] = {}
    ends: dict[int, int] = {}
    for span in ordered:
        starts.setdefault(span.start, []).append(span.label)
        ends[span.end] = ends.get(span.end, 0) + 1
    pieces: list[str] = []
    for index in range(len(text) + 1):
        pieces.append("]]" * ends.get(index, 0))
        pieces.extend(f"[[{label}|" for label in starts.get(index, ()))
        pieces.append(text[index : index + 1])
    return "".join(pieces)
