"""What a model has to beat: the majority, cue patterns alone, VADER, and words with logistic regression."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline
from spacy.tokens import Doc

from recovery_nlp.labels import AXES, taxonomy

__all__ = ["BASELINES", "Baseline"]

Array = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]
# (training documents, their verdicts, their groups, unseen documents) to scores within [0, 1]
# for the first, out of fold where anything is learned, and for the unseen; columns as in AXES.
Baseline = Callable[[Sequence[Doc], Truth, Sequence[str], Sequence[Doc]], tuple[Array, Array]]


def majority(docs: Sequence[Doc], truth: Truth, groups: Sequence[str], unseen: Sequence[Doc]) -> tuple[Array, Array]:  # noqa: ARG001
    """Every reply gets the share of the corpus."""
    share = truth.mean(axis=0)
    return np.tile(share, (len(docs), 1)), np.tile(share, (len(unseen), 1))


def patterns(docs: Sequence[Doc], truth: Truth, groups: Sequence[str], unseen: Sequence[Doc]) -> tuple[Array, Array]:  # noqa: ARG001
    """How many cue patterns hit, without any learning."""
    return np.array([_hits(doc) for doc in docs]).reshape(-1, 4), np.array([_hits(doc) for doc in unseen]).reshape(
        -1, 4
    )


def _hits(doc: Doc) -> list[float]:
    found = [cue.label_ for cue in doc.spans["cues"]]
    harm = {family: sum(label in taxonomy().family(family) for label in found) for family in "DL"}
    verdicts = taxonomy().verdicts(set(found))
    few = 6  # hits that count as full score
    table = {
        "flagged": (harm["D"] + harm["L"]) / few,
        "defensive": harm["D"] / few,
        "last_word": harm["L"] / few,
        "sincere": float(verdicts["sincere"]),
    }
    return [min(table[axis], 1.0) for axis in AXES]


def vader(docs: Sequence[Doc], truth: Truth, groups: Sequence[str], unseen: Sequence[Doc]) -> tuple[Array, Array]:  # noqa: ARG001
    """VADER's compound sentiment: negative for harm, positive for `sincere` (Hutto and Gilbert 2014)."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyser = SentimentIntensityAnalyzer()

    def scores(texts: Sequence[Doc]) -> Array:
        kind = np.array([(analyser.polarity_scores(doc.text)["compound"] + 1) / 2 for doc in texts])
        return np.stack([kind if axis == "sincere" else 1 - kind for axis in AXES], axis=1)

    return scores(docs), scores(unseen)


def words(docs: Sequence[Doc], truth: Truth, groups: Sequence[str], unseen: Sequence[Doc]) -> tuple[Array, Array]:
    """TF-IDF of words and word pairs over whole replies, with logistic regression."""
    texts = np.array([doc.text for doc in docs], dtype=object)
    held, fresh = np.zeros(truth.shape), np.zeros((len(unseen), truth.shape[1]))
    for axis in range(truth.shape[1]):
        model = make_pipeline(
            TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True), LogisticRegression(C=10, max_iter=1000)
        )
        for train, test in GroupKFold(5).split(texts, groups=groups):
            held[test, axis] = model.fit(texts[train], truth[train, axis]).predict_proba(texts[test])[:, 1]
        if len(unseen):
            fresh[:, axis] = model.fit(texts, truth[:, axis]).predict_proba([doc.text for doc in unseen])[:, 1]
    return held, fresh


BASELINES: Mapping[str, Baseline] = {
    "majority": majority,
    "cue patterns alone": patterns,
    "VADER": vader,
    "word TF-IDF + LR": words,
}
