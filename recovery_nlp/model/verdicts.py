"""From cue probabilities to verdicts: the codebook's rules, read as probabilities.

A verdict is a rule over cues ("at least one D cue"), so its score is the chance of that
rule if cues came independently. A freer second model over all cues fitted our corpus
better and real replies far worse (AUROC 0.73 against 0.84), because it learned which kind
words our writers put beside a cue.
"""

import numpy as np
import numpy.typing as npt

from recovery_nlp.labels import AXES, taxonomy

__all__ = ["axis_scores", "logit", "sigmoid", "strongest"]

Array = npt.NDArray[np.float64]
_TINY = 1e-6


def sigmoid(x: Array) -> Array:
    """Log odds to probability."""
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -40, 40))))


def logit(p: Array) -> Array:
    """Probability to log odds, kept finite."""
    kept = np.clip(p, _TINY, 1 - _TINY)
    return np.asarray(np.log(kept / (1 - kept)))


def strongest(scores: Array, documents: npt.NDArray[np.int64]) -> Array:
    """The highest score of each label over a document's sentences; shape (documents, labels)."""
    return np.asarray(np.maximum.reduceat(scores, documents[:-1], axis=0))


def axis_scores(cues: Array) -> Array:
    """Chances of the verdicts, in the order of `AXES`, from cue probabilities of shape (replies, labels)."""
    names = taxonomy().names
    none = {family: _none(cues, [names.index(label) for label in taxonomy().family(family)]) for family in "DL"}
    flagged = 1 - none["D"] * none["L"]
    apology, ownership = cues[:, names.index("apology")], cues[:, names.index("ownership")]
    others = [names.index(label) for label in taxonomy().family("R") if label not in {"apology", "ownership"}]
    both = apology * ownership
    either = apology + ownership - 2 * both
    sincere = (both + either * (1 - _none(cues, others))) * (1 - flagged)
    table = {"flagged": flagged, "defensive": 1 - none["D"], "last_word": 1 - none["L"], "sincere": sincere}
    return np.stack([table[axis] for axis in AXES], axis=1)


def _none(cues: Array, columns: list[int]) -> Array:
    return np.asarray(np.prod(1 - cues[:, columns], axis=1))
