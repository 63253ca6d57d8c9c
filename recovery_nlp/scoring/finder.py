"""Find evidence: for each cue decided in a reply, the words of the sentences that carry it."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from recovery_nlp.features.counts import OWN_CUES
from recovery_nlp.features.matrix import Sentences
from recovery_nlp.labels import taxonomy
from recovery_nlp.model.linear import LinearModel
from recovery_nlp.records import Evidence
from recovery_nlp.scoring.decide import PLACES, Decision
from recovery_nlp.scoring.evidence import carrying_run, kinds_of, undisputed

__all__ = ["Finder"]

Array = npt.NDArray[np.float64]
Hit = tuple[int, int]


class Finder:
    """The evidence of a batch; `scores` are the log odds of its sentences, of shape (sentences, columns)."""

    def __init__(self, docs: Sequence[Doc], sentences: Sentences, scores: Array, model: LinearModel) -> None:
        self._docs = docs
        self._chances = model.cue_probabilities(scores)
        self._model = model
        self._shares = model.shares(sentences)
        self._words = sentences.words
        self._kinds = kinds_of(sentences.words.lowers)
        names = taxonomy().names
        own = model.coef[len(model.vocabulary) + np.arange(len(names)), np.arange(len(names))]
        # What a pattern in the sentence adds to its own label; borne by the pattern's words.
        self._pattern_weight = np.maximum(own * float(model.count_weight) * OWN_CUES, 0.0)
        self._columns = {name: column for column, name in enumerate(names)}

    def evidence(self, place: int, decision: Decision) -> tuple[Evidence, ...]:
        """The evidence of the batch's document at `place`, in the order of its text."""
        low, high = int(self._words.documents[place]), int(self._words.documents[place + 1])
        hits = _hits(self._docs[place], decision.decided)
        found: list[Evidence] = []
        for label in decision.decided:
            column = self._columns[label]
            chances = self._chances[low:high, column].tolist()
            best = max(chances)
            at = max(min(float(self._model.cue_at[column]), best), best / 2)
            for sentence, chance in enumerate(chances, low):
                if chance >= at and self._words.sentences[sentence] < self._words.sentences[sentence + 1]:
                    found.append(self._carrier(label, column, sentence, chance, hits.get(label, ())))
        return undisputed(sorted(found, key=lambda one: (one.start, one.end, one.label)))

    def _carrier(self, label: str, column: int, sentence: int, chance: float, hits: Sequence[Hit]) -> Evidence:
        first, end = int(self._words.sentences[sentence]), int(self._words.sentences[sentence + 1])
        scores = self._shares.of(sentence, column)
        inside = []
        for start, stop in hits:
            low, high = np.searchsorted(self._words.index[first:end], (start, stop))
            if low < high:
                inside.append((int(low), int(high)))
                scores[low:high] += self._pattern_weight[column] / (high - low)
        left, right = carrying_run(self._kinds[first:end], scores)
        is_pattern = any(low < right and left < high for low, high in inside)
        begin, finish = int(self._words.chars[first + left, 0]), int(self._words.chars[first + right - 1, 1])
        return Evidence(label, begin, finish, round(chance, PLACES), "pattern" if is_pattern else "model")


def _hits(doc: Doc, labels: Sequence[str]) -> dict[str, list[Hit]]:
    """Where the patterns of these labels hit, in tokens."""
    hits: dict[str, list[Hit]] = {}
    for cue in doc.spans["cues"]:
        if cue.label_ in labels:
            hits.setdefault(cue.label_, []).append((cue.start, cue.end))
    return hits
