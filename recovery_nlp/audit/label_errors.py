"""Rows whose labels are most likely wrong, by what models trained without them say (Northcutt et al. 2021)."""

from collections.abc import Sequence

import numpy as np

from recovery_nlp.corpus.rows import Row
from recovery_nlp.labels import taxonomy
from recovery_nlp.model.estimator import RecoveryModel

__all__ = ["doubtful"]


def doubtful(rows: Sequence[Row], model: RecoveryModel, *, share: float = 0.05) -> list[tuple[Row, float]]:
    """The rows of lowest label quality, worst first, from out-of-fold cue probabilities through `cleanlab`."""
    from cleanlab.multilabel_classification import get_label_quality_scores

    cues, _ = model.calibrate(model.out_of_fold_)
    names = taxonomy().names
    labels = [[column for column, name in enumerate(names) if name in row.labels] for row in rows]
    scores = get_label_quality_scores(labels=labels, pred_probs=cues[:, : len(names)])
    order = np.argsort(scores)[: round(len(rows) * share)]
    return [(rows[place], float(scores[place])) for place in order]
