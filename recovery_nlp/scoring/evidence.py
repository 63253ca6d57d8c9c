"""Find the words: the clause of a sentence that carries most of a label's score."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from spacy.strings import get_string_id

from recovery_nlp.labels import taxonomy
from recovery_nlp.records import Evidence

__all__ = ["carrying_run", "kinds_of", "undisputed"]

FEWEST = 3  # words; a shorter run shows a keyword, not what was said
MOST = 18  # words; gold cues have a median of ten and a ninth decile of eighteen
PLAIN, BREAK, TURN, SIGN = range(4)
_KINDS = {
    kind: np.array([get_string_id(word) for word in words], dtype=np.uint64)
    for kind, words in {
        BREAK: [*',;:()–—"“”…'],
        TURN: ["although", "and", "because", "but", "however", "so", "though", "which", "while"],
        SIGN: [*".!?'’-*/", "...", "!!", "??"],
    }.items()
}

Array = npt.NDArray[np.float64]


def carrying_run(kinds: Sequence[int], scores: Array) -> tuple[int, int]:
    """The run of words of a sentence that carries a label, as first word and the one after the last.

    `kinds` says of each word whether it is plain, a break, a turn or a sign (`kinds_of`), `scores`
    what it adds to the label. The run of highest sum (Kadane) is widened to the clauses it touches,
    unless they are long.
    """
    low, high = _heaviest(scores - max(float(scores.sum()) / len(scores), 0.0) / 2)
    left, right = low, high
    while left > 0 and kinds[left - 1] != BREAK and kinds[left] != TURN:
        left -= 1
    while right < len(kinds) and kinds[right] not in {BREAK, TURN}:
        right += 1
    if right - left > MOST:
        left, right = low, high
        while right - left < FEWEST and right < len(kinds):
            right += 1
        while right - left < FEWEST and left > 0:
            left -= 1
    while right - left > 1 and kinds[right - 1] in {BREAK, SIGN}:
        right -= 1
    while right - left > 1 and kinds[left] in {BREAK, SIGN}:
        left += 1
    return left, right


def kinds_of(lowers: npt.NDArray[np.uint64]) -> list[int]:
    """The kind of every word of a batch, from the hashes of its lower case."""
    kinds = np.full(len(lowers), PLAIN)
    for kind, hashes in _KINDS.items():
        kinds[np.isin(lowers, hashes)] = kind
    return [int(kind) for kind in kinds]


def _heaviest(scores: Array) -> tuple[int, int]:
    """Start and end of the contiguous run of highest sum; at least one element."""
    best, best_start, best_end = -np.inf, 0, 1
    total, start = 0.0, 0
    for place, score in enumerate(scores.tolist()):
        if total <= 0:
            total, start = 0.0, place
        total += score
        if total > best:
            best, best_start, best_end = total, start, place + 1
    return best_start, best_end


def undisputed(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Drop recovery cues on words that do harm: one run takes one best label, and what hurts is heard first.

    A pattern of recovery stays where it is the surer of the two.
    """
    harm = set(taxonomy().family("D", "L"))
    harms = [one for one in evidence if one.label in harm]

    def stands(one: Evidence) -> bool:
        rivals = [other for other in harms if other.start < one.end and one.start < other.end]
        return not rivals or (one.source == "pattern" and all(one.probability > other.probability for other in rivals))

    return tuple(one for one in evidence if one.label in harm or stands(one))
