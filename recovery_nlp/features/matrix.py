"""One sparse row per sentence: n-grams that have a column, then counts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from spacy.tokens import Doc

from recovery_nlp.features.counts import counts
from recovery_nlp.features.grams import Tokens, grams, tokens

__all__ = ["Sentences", "assemble", "look_up", "read"]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sentences:
    """What is known of the sentences of a batch, before any vocabulary is applied.

    `buckets`, `starts` and `sizes` have one entry per n-gram (`starts` counts tokens of the
    batch); `counts` has shape (sentences, counts).
    """

    words: Tokens
    buckets: Ints
    starts: Ints
    sizes: Ints
    counts: Floats

    @property
    def rows(self) -> Ints:
        """For each n-gram, the sentence it stands in."""
        return self.words.owner[self.starts]


def read(docs: Sequence[Doc], *, code: str) -> Sentences:
    """Read the features of the sentences of documents of one language."""
    words = tokens(docs)
    return Sentences(words, *grams(words), counts(docs, words, code=code))


def look_up(buckets: Ints, vocabulary: Ints) -> Ints:
    """Each bucket's column, or -1 where the (sorted) vocabulary does not hold it."""
    if not len(vocabulary):
        return np.full(len(buckets), -1)
    found = np.searchsorted(vocabulary, buckets)
    found[found == len(vocabulary)] = 0
    return np.where(vocabulary[found] == buckets, found, -1)


def weigh(sentences: Sentences, vocabulary: Ints, idf: Floats) -> tuple[Ints, Ints, Ints, Floats]:
    """Return the known n-grams: places among all n-grams, rows, columns and weights; each row's weights have length one."""
    column = look_up(sentences.buckets, vocabulary)
    known = np.flatnonzero(column >= 0)
    columns, rows = column[known], sentences.rows[known]
    value = idf[columns]
    length = np.sqrt(np.bincount(rows, weights=value * value, minlength=len(sentences.counts)))
    return known, rows, columns, (value / length[rows]).astype(np.float32)


def assemble(sentences: Sentences, vocabulary: Ints, idf: Floats, *, count_weight: float) -> sparse.csr_matrix:
    """The feature matrix, of shape (sentences, len(vocabulary) + counts)."""
    _, rows, columns, values = weigh(sentences, vocabulary, idf)
    shape = (len(sentences.counts), len(vocabulary))
    left = sparse.csr_matrix((values, (rows, columns)), shape=shape, dtype=np.float32)
    matrix = sparse.hstack([left, sparse.csr_matrix(sentences.counts * np.float32(count_weight))], format="csr")
    matrix.sort_indices()
    return matrix
