"""Figures with their uncertainty: bootstrap intervals, calibration error."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Figure", "bootstrap", "calibration_error"]

Array = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]
RESAMPLES = 500


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value with the ends of its 95 % interval and the number of rows behind it."""

    value: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def bootstrap(
    measure: Callable[[Truth, Array], float],
    truth: Truth,
    scores: Array,
    *,
    groups: npt.NDArray[Any] | None = None,
    seed: int = 0,
) -> Figure:
    """Measure on the rows, with a percentile interval of 500 resamples (Efron 1979).

    Rows of one group are drawn together. Resamples without both classes are drawn again.
    """
    random = np.random.default_rng(seed)
    members = _members(groups, len(truth))
    values: list[float] = []
    if 0 < truth.sum() < len(truth):
        while len(values) < RESAMPLES:
            drawn = np.concatenate([members[index] for index in random.integers(0, len(members), len(members))])
            if 0 < truth[drawn].sum() < len(drawn):
                values.append(measure(truth[drawn], scores[drawn]))
    low, high = np.percentile(values, [2.5, 97.5]) if values else (math.nan, math.nan)
    value = measure(truth, scores) if values else math.nan
    return Figure(float(value), float(low), float(high), len(truth))


def _members(groups: npt.NDArray[Any] | None, count: int) -> list[npt.NDArray[np.int64]]:
    if groups is None:
        return [np.array([index]) for index in range(count)]
    _, inverse = np.unique(groups, return_inverse=True)
    order = np.argsort(inverse, kind="stable")
    return np.split(order, np.cumsum(np.bincount(inverse))[:-1])


def calibration_error(
    truth: Truth | Array, probability: Array, *, weights: Array | None = None, bins: int = 10
) -> float:
    """Return the mean gap between probability and frequency over ten equal bins (Naeini et al. 2015).

    >>> calibration_error(np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    0.0
    """
    weight = np.ones_like(probability) if weights is None else weights
    box = np.minimum((probability * bins).astype(int), bins - 1)
    gap = np.abs(np.bincount(box, weight * (truth - probability), minlength=bins))
    return float(gap.sum() / weight.sum())
