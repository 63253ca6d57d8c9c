"""Find the words: the clause of a sentence that carries most of a label's score."""

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

__all__ = ["carrying_run"]

FEWEST = 3  # words; a shorter run shows a keyword, not what was said
MOST = 18  # words; gold cues have a median of ten and a ninth decile of eighteen
_BREAKS = frozenset(',;:()–—"“”…')
_TURNS = frozenset({"and", "but", "however", "so", "which", "although", "though", "because", "while"})

Array = npt.NDArray[np.float64]


def carrying_run(doc: Doc, index: npt.NDArray[np.int64], scores: Array) -> tuple[int, int]:
    """Character offsets of the run of words that carries a label.

    `index` are the sentence's tokens in the document, `scores` what each adds to the label.
    The run of highest sum (Kadane) is widened to the clauses it touches, unless they are long.
    """
    low, high = _heaviest(scores - max(float(scores.mean()), 0.0) / 2)
    left, right = low, high
    while left > 0 and not _is_break(doc[int(index[left - 1])].lower_) and doc[int(index[left])].lower_ not in _TURNS:
        left -= 1
    while right < len(index) and not _is_break(doc[int(index[right])].lower_) and not _turns(doc, index, right, high):
        right += 1
    if right - left > MOST:
        left, right = low, high
        while right - left < FEWEST and right < len(index):
            right += 1
        while right - left < FEWEST and left > 0:
            left -= 1
    while right - left > 1 and doc[int(index[right - 1])].is_punct:
        right -= 1
    while right - left > 1 and doc[int(index[left])].is_punct:
        left += 1
    last = doc[int(index[right - 1])]
    return doc[int(index[left])].idx, last.idx + len(last)


def _is_break(word: str) -> bool:
    return word in _BREAKS


def _turns(doc: Doc, index: npt.NDArray[np.int64], place: int, high: int) -> bool:
    """A turning word after the run begins another clause."""
    return place >= high and doc[int(index[place])].lower_ in _TURNS


def _heaviest(scores: Array) -> tuple[int, int]:
    """Start and end of the contiguous run of highest sum; at least one element."""
    sums = np.concatenate([[0.0], np.cumsum(scores)])
    lowest = np.minimum.accumulate(sums[:-1])
    end = int(np.argmax(sums[1:] - lowest)) + 1
    start = int(np.argmin(sums[:end]))
    return start, end
