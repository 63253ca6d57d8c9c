"""Operating points: the thresholds at which verdicts are decided, and what each costs."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["POINTS", "UNSURE", "Point", "best_f1", "lowest_at", "measure"]

# Precision asked for at the stated prevalence, among held-out groups of our corpus: of flags, and of
# `sincere`, which is several times as common.
POINTS = {"strict": (0.75, 0.9), "balanced": (0.5, 0.8), "sensitive": (0.3, 0.65)}
UNSURE = 0.5  # log odds on either side of the threshold within which a decision is marked unsure

Array = npt.NDArray[np.float64]
STEPS = 0.005


@dataclass(frozen=True, slots=True)
class Point:
    """A threshold with its precision and recall at the stated prevalence."""

    threshold: float
    precision: float
    recall: float


def measure(scores: Array, truth: npt.NDArray[np.bool_], weights: Array, *, threshold: float) -> Point:
    """Precision and recall of a threshold, rows weighted to the prevalence."""
    hit = scores >= threshold
    found = float(weights[hit & truth].sum())
    flagged, wanted = float(weights[hit].sum()), float(weights[truth].sum())
    return Point(threshold, found / flagged if flagged else 1.0, found / wanted if wanted else 0.0)


def lowest_at(scores: Array, truth: npt.NDArray[np.bool_], weights: Array, *, precision: float) -> Point:
    """The lowest threshold from which on precision stays at or over what is asked.

    Scanned downwards, so that a lucky dip below a bad stretch does not count. Where even the
    highest scores fall short, the threshold of best precision is taken.
    """
    grid = [measure(scores, truth, weights, threshold=round(step, 3)) for step in np.arange(0.995, 0, -STEPS)]
    chosen = max(grid, key=lambda point: (point.precision * (point.recall > 0.02), point.recall))
    for point in grid:
        if point.recall < 0.02:
            continue
        if point.precision < precision:
            break
        chosen = point
    return chosen


def best_f1(scores: Array, truth: npt.NDArray[np.bool_], weights: Array) -> float:
    """The threshold of highest F1; 0.5 for a label never seen."""
    if not truth.any():
        return 0.5
    grid = [measure(scores, truth, weights, threshold=round(step, 3)) for step in np.arange(STEPS, 1, STEPS)]

    def f1(point: Point) -> float:
        total = point.precision + point.recall
        return 2 * point.precision * point.recall / total if total else 0.0

    return max(grid, key=f1).threshold
