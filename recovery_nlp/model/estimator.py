"""The estimator: a linear model per cue over sentences, verdicts calibrated on whole replies."""

from collections.abc import Sequence
from typing import Self

import numpy as np
import numpy.typing as npt
from joblib import Parallel, delayed
from scipy import sparse
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.utils.validation import check_is_fitted
from spacy.tokens import Doc

from recovery_nlp.features.matrix import Sentences, read
from recovery_nlp.features.transformer import SentenceFeatures
from recovery_nlp.labels import AXES, taxonomy
from recovery_nlp.model.gold import sentence_labels
from recovery_nlp.model.verdicts import axis_scores, logit, sigmoid, strongest
from recovery_nlp.records import Span

__all__ = ["PREVALENCE", "CueClassifier", "RecoveryModel", "prevalence_weights"]

PREVALENCE = 0.10  # flagged replies in daily work (DESIGN); 6 of 99 drawn at random are
FOLDS = 5
FEWEST = 3  # positive sentences a label needs to be learned at all

Array = npt.NDArray[np.float64]


class CueClassifier(ClassifierMixin, BaseEstimator):
    """One logistic regression per label; a label with fewer than three positives is never predicted.

    Parameters
    ----------
    C : float, default=4.0
        Inverse strength of the L2 penalty.
    n_jobs : int, default=2
        Labels fitted side by side.

    Attributes
    ----------
    coef_ : ndarray of shape (n_features, n_labels)
    intercept_ : ndarray of shape (n_labels,)
    """

    def __init__(self, C: float = 4.0, *, n_jobs: int = 2) -> None:
        self.C = C
        self.n_jobs = n_jobs

    def fit(self, X: sparse.csr_matrix, y: npt.NDArray[np.int8]) -> Self:
        """Fit on features (n, n_features) and label indicators (n, n_labels)."""
        fitted = Parallel(self.n_jobs)(delayed(_fit_label)(X, y[:, label], self.C) for label in range(y.shape[1]))
        self.n_features_in_ = X.shape[1]
        self.classes_ = [np.array([0, 1])] * y.shape[1]
        # Kept to half precision, which costs no decision and halves the bundle.
        self.coef_ = np.stack([coef for coef, _ in fitted], axis=1).astype(np.float16).astype(np.float32)
        self.intercept_ = np.array([intercept for _, intercept in fitted], dtype=np.float32)
        return self

    def decision_function(self, X: sparse.csr_matrix) -> Array:
        """Log odds of every label, of shape (n, n_labels)."""
        check_is_fitted(self)
        return np.asarray(X @ self.coef_ + self.intercept_)

    def predict_proba(self, X: sparse.csr_matrix) -> Array:
        """Probability of every label, of shape (n, n_labels)."""
        return sigmoid(self.decision_function(X))

    def predict(self, X: sparse.csr_matrix) -> npt.NDArray[np.int8]:
        """Label indicators at even odds."""
        return np.asarray(self.decision_function(X) > 0).astype(np.int8)


def _fit_label(X: sparse.csr_matrix, y: npt.NDArray[np.int8], C: float) -> tuple[Array, float]:
    if y.sum() < FEWEST:
        return np.zeros(X.shape[1]), -8.0
    model = LogisticRegression(C=C, solver="liblinear", random_state=0).fit(X, y)
    return model.coef_[0], float(model.intercept_[0])


class RecoveryModel(ClassifierMixin, BaseEstimator):
    """Documents to calibrated verdicts, through cues per sentence.

    Parameters
    ----------
    code : str, default="en"
        Language.
    C : float, default=4.0
        Inverse strength of the cue classifiers' penalty.
    prevalence : float, default=0.10
        Share of flagged replies that probabilities are calibrated to.
    min_df, count_weight :
        See `SentenceFeatures`.

    Attributes
    ----------
    features_ : SentenceFeatures
    cues_ : CueClassifier
    cue_scale_ : ndarray of shape (n_labels + 2, 2)
        Slope and offset from a reply's highest log odds to its calibrated log odds.
    axis_scale_ : ndarray of shape (n_axes, 2)
        The same from the rule's log odds, for the verdicts in the order of `AXES`.
    out_of_fold_ : ndarray of shape (n_replies, n_labels + 2)
        Highest log odds of each reply, from models that saw no reply of its group.
    """

    def __init__(
        self,
        code: str = "en",
        *,
        C: float = 4.0,
        prevalence: float = PREVALENCE,
        min_df: int = 2,
        count_weight: float = 0.25,
        n_jobs: int = 2,
    ) -> None:
        self.code = code
        self.C = C
        self.prevalence = prevalence
        self.min_df = min_df
        self.count_weight = count_weight
        self.n_jobs = n_jobs

    def fit(self, X: Sequence[Doc], y: Sequence[Sequence[Span]], *, groups: Sequence[str]) -> Self:
        """Fit on documents, their cue spans and their scenario groups."""
        sentences = read(X, code=self.code)
        labels = sentence_labels(X, y, sentences.words)
        self.features_ = SentenceFeatures(self.code, min_df=self.min_df, count_weight=self.count_weight).fit(sentences)
        matrix = self.features_.transform(sentences)
        self.cues_ = CueClassifier(self.C, n_jobs=self.n_jobs).fit(matrix, labels)
        self.out_of_fold_ = self._out_of_fold(matrix, labels, sentences, groups)
        present = strongest(labels.astype(np.float64), sentences.words.documents) > 0
        verdicts = [taxonomy().verdicts({span.label for span in one}) for one in y]
        truth = np.array([[verdict[axis] for axis in AXES] for verdict in verdicts])
        weights = prevalence_weights(truth[:, 0], prevalence=self.prevalence)
        self.cue_scale_ = np.array(
            [_scale(self.out_of_fold_[:, label], present[:, label], weights) for label in range(present.shape[1])]
        )
        rules = logit(axis_scores(self._cue_probabilities(self.out_of_fold_)))
        self.axis_scale_ = np.array([_scale(rules[:, axis], truth[:, axis], weights) for axis in range(len(AXES))])
        self.classes_ = list(AXES)
        return self

    def predict_proba(self, X: Sequence[Doc]) -> Array:
        """Calibrated probabilities of the verdicts, of shape (replies, axes)."""
        return self.score_replies(X)[1]

    def predict(self, X: Sequence[Doc]) -> npt.NDArray[np.int8]:
        """Verdicts at even odds, of shape (replies, axes)."""
        return (self.predict_proba(X) > 0.5).astype(np.int8)

    def score_replies(self, X: Sequence[Doc]) -> tuple[Array, Array]:
        """Cue (and pooled) and verdict probabilities of replies: shapes (replies, labels + 2) and (replies, axes)."""
        check_is_fitted(self)
        sentences = read(X, code=self.code)
        scores = self.cues_.decision_function(self.features_.transform(sentences))
        return self.calibrate(strongest(scores, sentences.words.documents))

    def calibrate(self, highest: Array) -> tuple[Array, Array]:
        """Highest log odds per label to cue and verdict probabilities."""
        cues = self._cue_probabilities(highest)
        axes = sigmoid(logit(axis_scores(cues)) * self.axis_scale_[:, 0] + self.axis_scale_[:, 1])
        return cues, axes

    def _cue_probabilities(self, highest: Array) -> Array:
        return sigmoid(highest * self.cue_scale_[:, 0] + self.cue_scale_[:, 1])

    def _out_of_fold(
        self, matrix: sparse.csr_matrix, labels: npt.NDArray[np.int8], sentences: Sentences, groups: Sequence[str]
    ) -> Array:
        documents = sentences.words.documents
        owner = np.repeat(np.arange(len(groups)), np.diff(documents))
        scores = np.zeros(labels.shape)
        folds = min(FOLDS, len(set(groups)))
        for train, test in GroupKFold(folds).split(groups, groups=groups):
            seen, held = np.flatnonzero(np.isin(owner, train)), np.flatnonzero(np.isin(owner, test))
            model = CueClassifier(self.C, n_jobs=self.n_jobs).fit(matrix[seen], labels[seen])
            scores[held] = model.decision_function(matrix[held])
        return strongest(scores, documents)


def prevalence_weights(flagged: npt.NDArray[np.bool_], *, prevalence: float) -> Array:
    """Weights that make flagged rows the stated share; they sum to the number of rows."""
    share = flagged.mean()
    if share in {0.0, 1.0}:
        return np.ones(len(flagged))
    return np.asarray(np.where(flagged, prevalence / share, (1 - prevalence) / (1 - share)))


def _scale(scores: Array, truth: npt.NDArray[np.bool_], weights: Array) -> tuple[float, float]:
    """Platt's slope and offset; a label never seen keeps its scores, pushed low."""
    if truth.sum() < FEWEST or truth.all():
        return 1.0, -4.0
    model = LogisticRegression(C=1e3).fit(scores[:, None], truth, sample_weight=weights)
    return max(float(model.coef_[0, 0]), 0.05), float(model.intercept_[0])
