"""The learning curve: what a model is worth on real replies when it has seen a part of the corpus."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score

from recovery_nlp.corpus.rows import Row
from recovery_nlp.model.train import SEED, documents, train, truth_of
from recovery_nlp.stats import Figure, bootstrap

__all__ = ["SHARES", "Step", "curve"]

SHARES = (0.125, 0.25, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class Step:
    """One point of the curve, for `flagged`."""

    share: float
    rows: int
    auroc: Figure
    average_precision: Figure


def curve(rows: Sequence[Row], real: Sequence[Row], *, code: str, shares: Sequence[float] = SHARES) -> Iterator[Step]:
    """Train on growing parts of the corpus, whole groups drawn at random with a seed, and measure on `real`."""
    groups = np.random.default_rng(SEED).permutation(sorted({row.group for row in rows}))
    seen = documents([(row.reply, row.asked) for row in real], code=code)
    truth = truth_of(real)[:, 0]
    for share in shares:
        kept = set(groups[: round(len(groups) * share)])
        part = [row for row in rows if row.group in kept]
        scores = np.round(train(part, code=code).predict_proba(seen)[:, 0], 4)
        yield Step(
            share, len(part), bootstrap(roc_auc_score, truth, scores), bootstrap(average_precision_score, truth, scores)
        )
