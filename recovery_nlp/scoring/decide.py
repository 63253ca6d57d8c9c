"""Decide: probabilities, rounded, to verdicts at an operating point."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from recovery_nlp.labels import AXES, taxonomy
from recovery_nlp.model.points import UNSURE

__all__ = ["PLACES", "Decision", "decide"]

PLACES = 4  # decimals; decided on rounded, so that batch size and workers do not show (DESIGN)
_TINY = 1e-6

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of one reply: rounded probabilities, axes and cues that hold."""

    axes: dict[str, float]
    cues: dict[str, float]
    flagged: bool
    unsure: bool
    verdicts: tuple[str, ...]
    decided: tuple[str, ...]


def decide(cues: Array, axes: Array, *, thresholds: Array, cue_at: Array) -> Iterator[Decision]:
    """Decide replies from cue probabilities (replies, labels first) and verdict probabilities (replies, axes).

    `flagged` follows `risk`; a flagged reply is `defensive` or `last_word` (whichever is nearer
    its threshold, where neither reaches it) and has at least one D or L cue to show.
    """
    at = dict(zip(AXES, thresholds.tolist(), strict=True))
    needed = cue_at.tolist()
    rounded = zip(np.round(cues, PLACES).tolist(), np.round(axes, PLACES).tolist(), strict=True)
    for chances, probabilities in rounded:
        yield _decide(chances, dict(zip(AXES, probabilities, strict=True)), at, needed)


def _decide(
    chances: Sequence[float], axes: dict[str, float], at: dict[str, float], needed: Sequence[float]
) -> Decision:
    risk = max(axes["flagged"], axes["defensive"], axes["last_word"])
    axes["flagged"] = risk
    flagged = risk >= at["flagged"]
    verdicts: tuple[str, ...] = ()
    if flagged:
        harms = tuple(axis for axis in ("defensive", "last_word") if axes[axis] >= at[axis])
        verdicts = harms or (max(("defensive", "last_word"), key=lambda axis: axes[axis] / at[axis]),)
    elif axes["sincere"] >= at["sincere"]:
        verdicts = ("sincere",)
    names = taxonomy().names
    decided = [column for column in _columns("RA") if chances[column] >= needed[column]]
    for axis, family in (("defensive", "D"), ("last_word", "L")):
        if axis in verdicts:
            held = [column for column in _columns(family) if chances[column] >= needed[column]]
            decided.extend(held or [max(_columns(family), key=chances.__getitem__)])
    return Decision(
        axes,
        dict(zip(names, chances, strict=False)),
        flagged,
        abs(_log_odds(risk) - _log_odds(at["flagged"])) < UNSURE,
        verdicts,
        tuple(names[column] for column in sorted(decided)),
    )


@cache
def _columns(families: str) -> tuple[int, ...]:
    members = set(taxonomy().family(*families))
    return tuple(column for column, name in enumerate(taxonomy().names) if name in members)


def _log_odds(p: float) -> float:
    kept = min(max(p, _TINY), 1 - _TINY)
    return math.log(kept / (1 - kept))
