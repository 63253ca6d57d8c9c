"""Gold labels of sentences: which cues' spans a sentence holds."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from recovery_nlp.features.grams import Tokens
from recovery_nlp.labels import taxonomy
from recovery_nlp.model.verdicts import POOLED
from recovery_nlp.records import Span

__all__ = ["sentence_bounds", "sentence_labels"]

SHARE = 0.3  # of the span or of the sentence: less is a mark that spills over a sentence end


def sentence_bounds(doc: Doc, words: Tokens, number: int) -> list[tuple[int, int]]:
    """Character offsets of the sentences of document `number` of a batch."""
    bounds = []
    for sentence in range(words.documents[number], words.documents[number + 1]):
        first, end = words.sentences[sentence], words.sentences[sentence + 1]
        if first == end:
            bounds.append((0, 0))
            continue
        last = doc[int(words.index[end - 1])]
        bounds.append((doc[int(words.index[first])].idx, last.idx + len(last)))
    return bounds


def sentence_labels(docs: Sequence[Doc], spans: Sequence[Iterable[Span]], words: Tokens) -> npt.NDArray[np.int8]:
    """Which labels each sentence carries, then whether it carries any of family D, and of L.

    Shape (sentences, labels + 2); the last two are learned as labels of their own (`verdicts.py`).
    """
    column = {label: index for index, label in enumerate(taxonomy().names)}
    labels = np.zeros((len(words.sentences) - 1, len(column) + len(POOLED)), dtype=np.int8)
    for number, (doc, cues) in enumerate(zip(docs, spans, strict=True)):
        low = int(words.documents[number])
        for sentence, (start, end) in enumerate(sentence_bounds(doc, words, number), low):
            for cue in cues:
                shared = min(cue.end, end) - max(cue.start, start)
                if shared > 0 and shared >= SHARE * min(cue.end - cue.start, end - start):
                    labels[sentence, column[cue.label]] = 1
    for place, family in enumerate(POOLED, len(column)):
        labels[:, place] = labels[:, [column[label] for label in taxonomy().family(family)]].max(axis=1)
    return labels
