"""The scikit-learn transformer that turns documents into one sparse row per sentence."""

from collections.abc import Sequence
from typing import Self

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted
from spacy.tokens import Doc

from recovery_nlp.features.counts import count_names
from recovery_nlp.features.matrix import Sentences, assemble, read

__all__ = ["SentenceFeatures"]


class SentenceFeatures(TransformerMixin, BaseEstimator):
    """Documents to sentence features: weighted hashed n-grams, then counts.

    Parameters
    ----------
    code : str, default="en"
        Language of the documents.
    min_df : int, default=2
        Sentences an n-gram must stand in to get a column.
    count_weight : float, default=0.5
        Scale of the counts beside the n-grams, whose rows have length one.

    Attributes
    ----------
    vocabulary_ : ndarray of shape (n_grams,)
        Sorted buckets that have a column.
    idf_ : ndarray of shape (n_grams,)
        Weight of each: ``log((1 + n) / (1 + df)) + 1``.
    """

    def __init__(self, code: str = "en", *, min_df: int = 2, count_weight: float = 0.5) -> None:
        self.code = code
        self.min_df = min_df
        self.count_weight = count_weight

    def fit(self, X: Sequence[Doc] | Sentences, y: object = None) -> Self:  # noqa: ARG002
        """Learn which n-grams get a column, from documents or from what was read of them."""
        sentences = self._read(X)
        pairs = np.unique(sentences.buckets << 32 | sentences.rows)
        buckets, df = np.unique(pairs >> 32, return_counts=True)
        kept = df >= self.min_df
        n = len(sentences.counts)
        self.vocabulary_: npt.NDArray[np.int64] = buckets[kept]
        self.idf_: npt.NDArray[np.float32] = (np.log((1 + n) / (1 + df[kept])) + 1).astype(np.float32)
        return self

    def transform(self, X: Sequence[Doc] | Sentences) -> sparse.csr_matrix:
        """One row per sentence, documents in order; shape (sentences, n_grams + counts)."""
        check_is_fitted(self)
        return assemble(self._read(X), self.vocabulary_, self.idf_, count_weight=self.count_weight)

    def get_feature_names_out(self, input_features: object = None) -> npt.NDArray[np.object_]:  # noqa: ARG002
        """Bucket numbers, then the names of the counts."""
        return np.array([*(f"gram {bucket}" for bucket in self.vocabulary_), *count_names(self.code)], dtype=object)

    def _read(self, X: Sequence[Doc] | Sentences) -> Sentences:
        return X if isinstance(X, Sentences) else read(X, code=self.code)
