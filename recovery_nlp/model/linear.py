"""The fitted model as plain arrays: all that scoring needs, without scikit-learn."""

import hashlib
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from recovery_nlp.features.matrix import Sentences, assemble, weigh
from recovery_nlp.model.verdicts import axis_scores, logit, sigmoid

__all__ = ["LinearModel", "Shares"]

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Arrays of one language: n-gram columns and weights, cue weights, calibration.

    Shapes: `vocabulary`, `idf` (n_grams,); `coef` (n_grams + counts, columns); `intercept`
    (columns,); `cue_scale` (columns, 2); `axis_scale` (axes, 2); `cue_at` (labels,);
    `points` (3 operating points, axes); `count_weight` (). Columns are the labels, then the two
    families as a whole.
    """

    vocabulary: npt.NDArray[np.int64]
    idf: npt.NDArray[np.float32]
    coef: npt.NDArray[np.float32]
    intercept: npt.NDArray[np.float32]
    cue_scale: Array
    axis_scale: Array
    cue_at: Array
    points: Array
    count_weight: Array

    def sentence_scores(self, sentences: Sentences) -> Array:
        """Log odds of every column in every sentence; shape (sentences, columns)."""
        matrix = assemble(sentences, self.vocabulary, self.idf, count_weight=float(self.count_weight))
        return np.asarray(matrix @ self.coef + self.intercept, dtype=np.float64)

    def cue_probabilities(self, scores: Array) -> Array:
        """Calibrated cue probabilities of log odds of shape (n, columns)."""
        return sigmoid(scores * self.cue_scale[:, 0] + self.cue_scale[:, 1])

    def axis_probabilities(self, cues: Array, *, shift: float = 0.0) -> Array:
        """Calibrated verdict probabilities, of shape (replies, axes); `shift` moves their log odds to another prevalence."""
        shifts = np.array([shift, shift, shift, 0.0])  # sincere is not a share of the flagged
        return sigmoid(logit(axis_scores(cues)) * self.axis_scale[:, 0] + self.axis_scale[:, 1] + shifts)

    def shares(self, sentences: Sentences) -> "Shares":
        """Prepare what each word of a batch adds to labels."""
        known, rows, columns, values = weigh(sentences, self.vocabulary, self.idf)
        order = np.argsort(rows, kind="stable")
        known = known[order]
        bounds = np.searchsorted(rows[order], np.arange(len(sentences.counts) + 1))
        sizes = sentences.sizes[known]
        return Shares(
            self.coef, columns[order], values[order] / sizes, sentences.starts[known], sizes, bounds, sentences
        )

    @property
    def digest(self) -> str:
        """A hash of all parameters: the identity of what is learned."""
        sha = hashlib.sha256()
        for field in fields(self):
            array = np.ascontiguousarray(getattr(self, field.name))
            sha.update(f"{field.name} {array.dtype} {array.shape}".encode())
            sha.update(array.tobytes())
        return sha.hexdigest()


@dataclass(frozen=True, slots=True)
class Shares:
    """The known n-grams of a batch, ordered by sentence, each with its weight a word."""

    coef: npt.NDArray[np.float32]
    columns: npt.NDArray[np.int64]
    values: Array
    starts: npt.NDArray[np.int64]
    sizes: npt.NDArray[np.int64]
    bounds: npt.NDArray[np.int64]
    sentences: Sentences

    def of(self, sentence: int, label: int) -> Array:
        """What each word of a sentence adds to a label's log odds through its n-grams; shape (words,)."""
        low, high = int(self.bounds[sentence]), int(self.bounds[sentence + 1])
        first, end = int(self.sentences.words.sentences[sentence]), int(self.sentences.words.sentences[sentence + 1])
        part = self.values[low:high] * self.coef[self.columns[low:high], label]
        place, sizes = self.starts[low:high] - first, self.sizes[low:high]
        total = np.bincount(place, weights=part, minlength=end - first)
        for step in (1, 2):
            inside = sizes > step
            total += np.bincount(place[inside] + step, weights=part[inside], minlength=end - first)
        return np.asarray(total)
