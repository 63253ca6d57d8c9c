"""Make a bundle from a corpus: train every language, measure out of fold, write files and card."""

import hashlib
from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score

from recovery_nlp.corpus import Row, read
from recovery_nlp.corpus.rows import files
from recovery_nlp.labels import AXES
from recovery_nlp.lang import packs
from recovery_nlp.model.bundle import Bundle, feature_digest, save
from recovery_nlp.model.estimator import PREVALENCE, RecoveryModel, prevalence_weights
from recovery_nlp.model.linear import LinearModel
from recovery_nlp.model.points import POINTS, UNSURE, measure
from recovery_nlp.model.train import SEED, linear, train, truth_of
from recovery_nlp.model.verdicts import logit
from recovery_nlp.report.card import write_card
from recovery_nlp.stats import bootstrap, calibration_error

__all__ = ["corpus_digest", "make"]


def make(data: Path, folder: Path) -> Bundle:
    """Train a model for every language that has both a pack and rows, and write the bundle."""
    models: dict[str, LinearModel] = {}
    estimators: dict[str, RecoveryModel] = {}
    languages: dict[str, object] = {}
    for code in packs():
        rows = list(read(data, languages=[code]))
        if rows:
            estimators[code] = train(rows, code=code)
            models[code] = linear(estimators[code], rows)
            languages[code] = _language(estimators[code], models[code], rows, code)
    meta = {
        "seed": SEED,
        "prevalence": PREVALENCE,
        "unsure": UNSURE,
        "corpus": {"sha256": corpus_digest(data), "rows": sum(1 for _ in read(data, languages=models))},
        "languages": languages,
    }
    bundle = save(folder, models, estimators, meta)
    write_card(folder)
    return bundle


def corpus_digest(data: Path) -> str:
    """A hash of the corpus files that training reads."""
    sha = hashlib.sha256()
    for path in files(data):
        sha.update(f"{path.parent.name}/{path.name}\n".encode())
        sha.update(path.read_bytes())
    return sha.hexdigest()


def _language(estimator: RecoveryModel, arrays: LinearModel, rows: list[Row], code: str) -> dict[str, object]:
    """What `meta.json` says of one language: features, parameters, operating points and held-out scores."""
    truth = truth_of(rows)
    weights = prevalence_weights(truth[:, 0], prevalence=estimator.prevalence)
    _, axes = estimator.calibrate(estimator.out_of_fold_)
    axes = np.round(axes, 4)
    groups = np.array([row.group for row in rows])
    points: dict[str, dict[str, object]] = {}
    for name, thresholds in zip(POINTS, arrays.points, strict=True):
        points[name] = {}
        for column, axis in enumerate(AXES):
            point = measure(axes[:, column], truth[:, column], weights, threshold=float(thresholds[column]))
            points[name][axis] = {
                "threshold": point.threshold,
                "precision": round(point.precision, 3),
                "recall": round(point.recall, 3),
            }
    near = np.abs(logit(axes[:, 0]) - logit(arrays.points[1, 0])) < UNSURE
    scores = {}
    for column, axis in enumerate(AXES):
        auroc = bootstrap(roc_auc_score, truth[:, column], axes[:, column], groups=groups)
        precision = bootstrap(average_precision_score, truth[:, column], axes[:, column], groups=groups)
        scores[axis] = {
            "n": len(rows),
            "positive": int(truth[:, column].sum()),
            "auroc": [round(auroc.value, 3), round(auroc.low, 3), round(auroc.high, 3)],
            "average_precision": [round(precision.value, 3), round(precision.low, 3), round(precision.high, 3)],
            "calibration_error": round(calibration_error(truth[:, column], axes[:, column], weights=weights), 3),
        }
    return {
        "features": feature_digest(code),
        "rows": len(rows),
        "parameters": {name: value for name, value in estimator.get_params().items() if name != "n_jobs"},
        "points": points,
        "unsure_share": round(float(weights[near].sum() / weights.sum()), 3),
        "scores": scores,
    }
