"""Decide: probabilities, rounded, to a verdict at an operating point."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from recovery_nlp.labels import AXES, taxonomy
from recovery_nlp.model.points import UNSURE
from recovery_nlp.model.verdicts import logit

__all__ = ["PLACES", "Decision", "decide"]

PLACES = 4  # decimals; decided on rounded, so that batch size and workers do not show (DESIGN)

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


def decide(cues: Array, axes: Array, *, thresholds: Array, cue_at: Array) -> Decision:
    """Decide one reply from cue probabilities (labels first) and verdict probabilities (axes,).

    `flagged` follows `risk`; a flagged reply is `defensive` or `last_word` (whichever is nearer
    its threshold, where neither reaches it) and has at least one D or L cue to show.
    """
    names = taxonomy().names
    probability = dict(zip(AXES, (round(float(axis), PLACES) for axis in axes), strict=True))
    risk = max(probability["flagged"], probability["defensive"], probability["last_word"])
    probability["flagged"] = risk
    at = dict(zip(AXES, (float(threshold) for threshold in thresholds), strict=True))
    flagged = risk >= at["flagged"]
    unsure = abs(float(logit(np.array(risk)) - logit(np.array(at["flagged"])))) < UNSURE
    chances = dict(zip(names, (round(float(cue), PLACES) for cue in cues), strict=False))
    over = {name: chances[name] / max(float(cue_at[column]), 1e-6) for column, name in enumerate(names)}
    verdicts: list[str] = []
    if flagged:
        harms = [axis for axis in ("defensive", "last_word") if probability[axis] >= at[axis]]
        verdicts = harms or [max(("defensive", "last_word"), key=lambda axis: probability[axis] / at[axis])]
    elif probability["sincere"] >= at["sincere"]:
        verdicts = ["sincere"]
    decided = [name for name in taxonomy().family("R", "A") if over[name] >= 1]
    for axis, family in (("defensive", "D"), ("last_word", "L")):
        if axis in verdicts:
            members = taxonomy().family(family)
            held = [name for name in members if over[name] >= 1]
            decided.extend(held or [max(members, key=lambda name: chances[name])])
    order = {name: place for place, name in enumerate(names)}
    return Decision(
        probability, chances, flagged, unsure, tuple(verdicts), tuple(sorted(decided, key=lambda name: order[name]))
    )
