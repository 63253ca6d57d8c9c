"""Train: corpus rows of one language to a fitted estimator and the arrays scoring needs."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from recovery_nlp.corpus import Row
from recovery_nlp.features.counts import ASKED
from recovery_nlp.labels import AXES, taxonomy
from recovery_nlp.model.estimator import RecoveryModel, prevalence_weights
from recovery_nlp.model.linear import LinearModel
from recovery_nlp.model.points import POINTS, best_f1, lowest_at
from recovery_nlp.nlp import build

__all__ = ["SEED", "documents", "linear", "train", "truth_of"]

SEED = 0


def documents(texts: Iterable[tuple[str, str]], *, code: str) -> list[Doc]:
    """Read (reply, customer's last words) pairs with the pipeline of a language."""
    docs = []
    for doc, asked in build(code).pipe(texts, as_tuples=True):
        doc.user_data[ASKED] = asked
        docs.append(doc)
    return docs


def train(rows: Sequence[Row], *, code: str, docs: Sequence[Doc] | None = None) -> RecoveryModel:
    """Fit an estimator on corpus rows of one language."""
    docs = docs or documents([(row.reply, row.asked) for row in rows], code=code)
    return RecoveryModel(code).fit(docs, [row.spans for row in rows], groups=[row.group for row in rows])


def truth_of(rows: Sequence[Row]) -> npt.NDArray[np.bool_]:
    """Verdicts of rows, of shape (rows, axes)."""
    return np.array([[row.verdicts[axis] for axis in AXES] for row in rows])


def linear(model: RecoveryModel, rows: Sequence[Row]) -> LinearModel:
    """Take the arrays out of a fitted estimator and set thresholds on its out-of-fold scores."""
    truth = truth_of(rows)
    labels = taxonomy().names
    present = np.array([[label in row.labels for label in labels] for row in rows])
    weights = prevalence_weights(truth[:, 0], prevalence=model.prevalence)
    cues, axes = model.calibrate(model.out_of_fold_)
    points = [
        [
            lowest_at(
                axes[:, column], truth[:, column], weights, precision=kind if axis == "sincere" else harm
            ).threshold
            for column, axis in enumerate(AXES)
        ]
        for harm, kind in POINTS.values()
    ]
    return LinearModel(
        vocabulary=model.features_.vocabulary_,
        idf=model.features_.idf_,
        coef=model.cues_.coef_,
        intercept=model.cues_.intercept_,
        cue_scale=model.cue_scale_,
        axis_scale=model.axis_scale_,
        cue_at=np.array([best_f1(cues[:, label], present[:, label], weights) for label in range(len(labels))]),
        points=np.array(points),
        count_weight=np.array(model.count_weight),
    )
