"""Evaluate a model beside four baselines, on our corpus with groups held out and on real replies."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
from joblib import Parallel, delayed
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from recovery_nlp.audit.baselines import BASELINES
from recovery_nlp.corpus import Row
from recovery_nlp.labels import AXES, taxonomy
from recovery_nlp.model.estimator import prevalence_weights
from recovery_nlp.model.linear import LinearModel
from recovery_nlp.model.points import best_f1
from recovery_nlp.model.train import documents, linear, train, truth_of
from recovery_nlp.records import Span
from recovery_nlp.stats import Figure, bootstrap, calibration_error

__all__ = ["Line", "as_json", "evaluate", "read_eval"]

Array = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one system for one verdict or label on one set of replies."""

    replies: str
    system: str
    what: str
    n: int
    positive: int
    auroc: Figure | None
    average_precision: Figure | None
    f1: Figure
    brier: float | None
    calibration: float | None


def read_eval(path: Path, *, language: str) -> list[Row]:
    """Rows of the evaluation file in one language; read, never kept."""
    rows = []
    for line in path.read_text(encoding="utf-8").rstrip("\n").split("\n"):
        table = json.loads(line)
        if table["lang"] == language:
            spans = tuple(Span(one["start"], one["end"], one["label"]) for one in table["spans"])
            name, source = table["id"], table["source"]
            rows.append(
                Row(
                    name,
                    language,
                    name,
                    "staff",
                    source,
                    table["arm"],
                    "",
                    (),
                    (),
                    table["customer"] or "",
                    table["reply"],
                    spans,
                )
            )
    return rows


def evaluate(rows: Sequence[Row], *, code: str, real: Sequence[Row] = ()) -> Iterator[Line]:
    """Train on the corpus and measure: out of fold on it, and on real replies where there are any."""
    docs = documents([(row.reply, row.asked) for row in rows], code=code)
    model = train(rows, code=code, docs=docs)
    arrays = linear(model, rows)
    cues, axes = model.calibrate(model.out_of_fold_)
    weights = prevalence_weights(truth_of(rows)[:, 0], prevalence=model.prevalence)
    yield from _lines("corpus, groups held out", "recovery_nlp", rows, axes, arrays.points[1], weights=weights)
    yield from _label_lines("corpus, groups held out", rows, cues, arrays)
    seen = documents([(row.reply, row.asked) for row in real], code=code)
    if real:
        cues, axes = model.score_replies(seen)
        yield from _lines("real replies (dev)", "recovery_nlp", real, axes, arrays.points[1])
        yield from _label_lines("real replies (dev)", real, cues, arrays)
    groups = [row.group for row in rows]
    for name, baseline in BASELINES.items():
        held, unseen = baseline(docs, truth_of(rows), groups, seen)
        truth = truth_of(rows)
        at = np.array([best_f1(_unit(held[:, axis]), truth[:, axis], weights) for axis in range(len(AXES))])
        yield from _lines("corpus, groups held out", name, rows, _unit(held), at)
        if real:
            yield from _lines("real replies (dev)", name, real, _unit(unseen), at)


def _unit(scores: Array) -> Array:
    """Baseline scores lie within [0, 1] already; kept there against rounding."""
    return np.clip(scores, 0, 1)


def _lines(
    replies: str, system: str, rows: Sequence[Row], scores: Array, thresholds: Array, *, weights: Array | None = None
) -> Iterator[Line]:
    truth = truth_of(rows)
    groups = np.array([row.group for row in rows])
    for column, axis in enumerate(AXES):
        values = np.round(scores[:, column], 4)
        auroc, precision, f1 = Parallel(2)(
            delayed(bootstrap)(measure, truth[:, column], values, groups=groups)
            for measure in (roc_auc_score, average_precision_score, partial(_f1, threshold=float(thresholds[column])))
        )
        brier = calibration = None
        if system == "recovery_nlp":
            brier = float(brier_score_loss(truth[:, column], values, sample_weight=weights))
            calibration = calibration_error(truth[:, column], values, weights=weights)
        yield Line(
            replies, system, axis, len(rows), int(truth[:, column].sum()), auroc, precision, f1, brier, calibration
        )


def _label_lines(replies: str, rows: Sequence[Row], cues: Array, arrays: LinearModel) -> Iterator[Line]:
    groups = np.array([row.group for row in rows])
    for column, label in enumerate(taxonomy().names):
        truth = np.array([label in row.labels for row in rows])
        values = np.round(cues[:, column], 4)
        f1 = bootstrap(partial(_f1, threshold=float(arrays.cue_at[column])), truth, values, groups=groups)
        yield Line(replies, "recovery_nlp", label, len(rows), int(truth.sum()), None, None, f1, None, None)


def _f1(truth: Truth, scores: Array, *, threshold: float) -> float:
    hit = scores >= threshold
    return float(2 * (hit & truth).sum() / max(int(hit.sum() + truth.sum()), 1))


def as_json(lines: Sequence[Line], *, model: str) -> str:
    """Lines as JSON, for the card of the model they were measured on; rounded, so that diffs are short."""
    return json.dumps(
        {"model": model, "lines": [_rounded(asdict(line)) for line in lines]}, ensure_ascii=False, indent=1
    )


def _rounded(value: object) -> object:
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    return round(value, 4) if isinstance(value, float) else value
