"""How varied the prose is: word pairs, openings, lengths, and skeletons used again and again."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

__all__ = ["SKELETON_SHARE", "diversity", "skeletons"]

SKELETON = 6  # words
SKELETON_SHARE = 0.01  # of replies; more is a template
_WORD = re.compile(r"\w+(?:['’]\w+)?")


def diversity(texts: Sequence[str], *, words: int = 15_000, seed: int = 0) -> dict[str, float]:
    """Distinct-2 (Li et al. 2016) and type-token ratio over a like number of words, opening entropy in bits, lengths.

    Ratios fall with size, so texts are drawn at random until `words` words are reached; corpora of
    unlike size are then comparable.
    """
    order = np.random.default_rng(seed).permutation(len(texts))
    drawn: list[list[str]] = []
    for place in order:
        drawn.append(_WORD.findall(texts[place].lower()))
        if sum(map(len, drawn)) >= words:
            break
    tokens = [word for one in drawn for word in one]
    pairs = [pair for one in drawn for pair in pairwise(one)]
    openings = Counter(one[0] for one in (_WORD.findall(text.lower()) for text in texts[:400]) if one)
    total = sum(openings.values())
    lengths = np.array([len(text.split()) for text in texts])
    return {
        "replies": len(texts),
        "words compared": len(tokens),
        "distinct-2": len(set(pairs)) / max(len(pairs), 1),
        "type-token ratio": len(set(tokens)) / max(len(tokens), 1),
        "opening entropy": -sum(count / total * math.log2(count / total) for count in openings.values()),
        **{f"length p{share}": float(np.percentile(lengths, share)) for share in (10, 25, 50, 75, 90)},
    }


def skeletons(texts: Sequence[str]) -> list[tuple[str, float]]:
    """Runs of six words that stand in more than one of a hundred replies, with their share."""
    seen: Counter[str] = Counter()
    for text in texts:
        words = _WORD.findall(text.lower())
        seen.update({" ".join(words[place : place + SKELETON]) for place in range(len(words) - SKELETON + 1)})
    return [(gram, count / len(texts)) for gram, count in seen.most_common() if count / len(texts) > SKELETON_SHARE]
