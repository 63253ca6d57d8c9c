"""Hashed word n-grams, straight from the token arrays of many documents at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from spacy.attrs import IDX, IS_SPACE, LENGTH, LIKE_NUM, LOWER, NORM, SENT_START
from spacy.tokens import Doc

__all__ = ["BITS", "NUMBER", "Tokens", "grams", "tokens"]

BITS = 20  # 1,048,576 buckets; a corpus of 300,000 distinct n-grams collides in under a third
_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)
NUMBER = np.uint64(0x27D4EB2F165667C5)  # stands for every number
_EDGE = np.uint64(0x85EBCA77C2B2AE63)

Hashes = npt.NDArray[np.uint64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a batch: norm hashes, with the first token of every sentence and document.

    `norms` has shape (tokens,), numbers folded into one; `index` leads back to the token of
    its document, `lowers` are hashes of the words in lower case, `chars` their character offsets,
    of shape (tokens, 2). `sentences` and `documents` hold starts, with the end appended: sentence `s`
    is `norms[sentences[s]:sentences[s + 1]]`, document `d` has the sentences
    `documents[d]:documents[d + 1]`.
    """

    norms: Hashes
    lowers: Hashes
    chars: Ints
    index: Ints
    sentences: Ints
    documents: Ints

    @property
    def owner(self) -> Ints:
        """For each token, its sentence."""
        return np.repeat(np.arange(len(self.sentences) - 1), np.diff(self.sentences))


def tokens(docs: Sequence[Doc]) -> Tokens:
    """Gather the words of documents; white space is left out, a document always has a sentence."""
    norms: list[Hashes] = []
    lowers: list[Hashes] = []
    chars: list[Ints] = []
    index: list[Ints] = []
    starts: list[Ints] = []
    documents = [0]
    size = count = 0
    for doc in docs:
        table = doc.to_array([NORM, SENT_START, LIKE_NUM, IS_SPACE, LOWER, IDX, LENGTH])
        sentence = np.cumsum(table[:, 1] == 1)
        kept = np.flatnonzero(table[:, 3] == 0)
        words = np.where(table[kept, 2] == 1, NUMBER, table[kept, 0])
        first = np.flatnonzero(np.diff(sentence[kept], prepend=-1)) if len(kept) else np.zeros(1, dtype=np.int64)
        norms.append(words)
        lowers.append(table[kept, 4])
        chars.append(table[kept, 5:7].astype(np.int64))
        index.append(kept)
        starts.append(first + size)
        size += len(words)
        count += len(first)
        documents.append(count)
    begins = np.concatenate(chars) if chars else np.zeros((0, 2), dtype=np.int64)
    begins[:, 1] += begins[:, 0]
    return Tokens(
        np.concatenate(norms) if norms else np.zeros(0, dtype=np.uint64),
        np.concatenate(lowers) if lowers else np.zeros(0, dtype=np.uint64),
        begins,
        np.concatenate(index) if index else np.zeros(0, dtype=np.int64),
        np.concatenate([*starts, np.array([size])]),
        np.array(documents),
    )


def grams(words: Tokens) -> tuple[Ints, Ints, Ints]:
    """Every n-gram of one to three words: its bucket, its first token and how many tokens it spans.

    N-grams stay within a sentence; a sentence's first and last word also pair with its edge.
    Shapes are all (n-grams,); buckets lie in [0, 2 ** BITS).
    """
    size = len(words.norms)
    owner = words.owner
    place = np.arange(size)
    mixed = words.norms * _MIX[0]
    two = mixed[:-1] ^ (words.norms[1:] * _MIX[1])
    inside_two = owner[:-1] == owner[1:]
    three = two[:-1] ^ (words.norms[2:] * _MIX[2])
    inside_three = inside_two[:-1] & inside_two[1:]
    filled = np.flatnonzero(np.diff(words.sentences) > 0)
    heads = words.sentences[filled]
    tails = words.sentences[filled + 1] - 1
    first = words.norms[heads] * _MIX[1] ^ _EDGE
    last = words.norms[tails] * _MIX[2] ^ _EDGE
    hashes = np.concatenate([mixed, two[inside_two], three[inside_three], first, last])
    starts = np.concatenate([place, place[:-1][inside_two], place[:-2][inside_three], heads, tails])
    sizes = np.repeat([1, 2, 3, 1], [size, int(inside_two.sum()), int(inside_three.sum()), 2 * len(filled)])
    buckets = (hashes * _MIX[0]) >> np.uint64(64 - BITS)
    return buckets.astype(np.int64), starts, sizes
