"""Near-duplicates: texts that share most of their word 4-grams."""

import re
from collections.abc import Iterable, Iterator, Sequence

__all__ = ["NEAR", "SHINGLE", "near", "shingles"]

SHINGLE = 4  # words
NEAR = 0.6  # Jaccard; over it two texts are one text with names changed
_PERMUTATIONS = 128
_WORD = re.compile(r"\w+")


def shingles(text: str) -> frozenset[str]:
    """The word 4-grams of a text; a shorter text is one shingle.

    >>> sorted(shingles("It left at four, sir."))
    ['it left at four', 'left at four sir']
    """
    words = _WORD.findall(text.lower())
    return frozenset(" ".join(words[place : place + SHINGLE]) for place in range(max(1, len(words) - SHINGLE + 1)))


def near(texts: Sequence[str], groups: Sequence[str]) -> Iterator[tuple[int, int, float]]:
    """Pairs of texts of different groups over the limit, found by MinHash (Broder 1997) and measured exactly."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=NEAR - 0.1, num_perm=_PERMUTATIONS)
    grams = [shingles(text) for text in texts]
    for place, gram in enumerate(grams):
        sketch = MinHash(num_perm=_PERMUTATIONS)
        sketch.update_batch([one.encode() for one in gram])
        for other in sorted(int(key) for key in index.query(sketch)):
            share = _jaccard(gram, grams[other])
            if groups[other] != groups[place] and share > NEAR:
                yield other, place, share
        index.insert(str(place), sketch)


def _jaccard(one: Iterable[str], other: Iterable[str]) -> float:
    left, right = set(one), set(other)
    return len(left & right) / len(left | right)
