"""From cue probabilities to verdicts: the codebook's rules, read as probabilities.

A verdict is a rule over cues ("at least one D cue"), so its score is the chance of that
rule if cues came independently. Cues of one family share words that no single one has
often enough to learn, so the chance that a sentence carries *any* of a family is learned
beside them, and the two log odds are averaged. A freer second model over all cues fitted
our corpus better and real replies far worse (AUROC 0.73 against 0.84), because it learned
which kind words our writers put beside a cue.
"""

import numpy as np
import numpy.typing as npt

from recovery_nlp.labels import AXES, taxonomy

__all__ = ["POOLED", "axis_scores", "logit", "sigmoid", "strongest"]

Array = npt.NDArray[np.float64]
_TINY = 1e-6
POOLED = "DL"  # families learned as a whole too; their columns follow those of the labels


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
    """Chances of the verdicts, in the order of `AXES`, from probabilities of shape (replies, labels + pooled)."""
    names = taxonomy().names
    none = {family: _none(cues, [names.index(label) for label in taxonomy().family(family)]) for family in POOLED}
    pooled = {family: cues[:, place] for place, family in enumerate(POOLED, len(names))}
    defensive = _between(1 - none["D"], pooled["D"])
    last_word = _between(1 - none["L"], pooled["L"])
    flagged = _between(1 - none["D"] * none["L"], 1 - (1 - pooled["D"]) * (1 - pooled["L"]))
    apology, ownership = cues[:, names.index("apology")], cues[:, names.index("ownership")]
    others = [names.index(label) for label in taxonomy().family("R") if label not in {"apology", "ownership"}]
    both = apology * ownership
    either = apology + ownership - 2 * both
    sincere = (both + either * (1 - _none(cues, others))) * (1 - flagged)
    table = {"flagged": flagged, "defensive": defensive, "last_word": last_word, "sincere": sincere}
    return np.stack([table[axis] for axis in AXES], axis=1)


def _between(one: Array, other: Array) -> Array:
    """The probability whose log odds lie midway."""
    return sigmoid((logit(one) + logit(other)) / 2)


def _none(cues: Array, columns: list[int]) -> Array:
    return np.asarray(np.prod(1 - cues[:, columns], axis=1))
