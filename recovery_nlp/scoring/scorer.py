"""`Scorer`: replies in, verdicts out. The CLI, the pages and the workers all come through here."""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from recovery_nlp.errors import LanguageError
from recovery_nlp.features.counts import ASKED, OWN_CUES
from recovery_nlp.features.matrix import read
from recovery_nlp.labels import taxonomy
from recovery_nlp.lang import Detector, packs
from recovery_nlp.model.bundle import Bundle, load
from recovery_nlp.model.linear import LinearModel, Shares
from recovery_nlp.model.points import POINTS
from recovery_nlp.model.verdicts import strongest
from recovery_nlp.nlp import build
from recovery_nlp.records import Evidence, Reply, Turn, Verdict
from recovery_nlp.registry import Registry
from recovery_nlp.scoring.decide import PLACES, Decision, decide
from recovery_nlp.scoring.evidence import carrying_run

__all__ = ["Scorer"]

BATCH = 256  # replies read together; numpy calls then cost little per reply, memory stays small


class Scorer:
    """Score staff replies with a bundle.

    >>> scorer = Scorer.load()
    >>> scorer.score("Well, it's not really our fault.").flagged
    True

    Parameters
    ----------
    bundle :
        A loaded bundle.
    point :
        Operating point: ``strict``, ``balanced`` or ``sensitive``.
    prevalence :
        Share of flagged replies to calibrate to; None keeps the bundle's.
    language :
        Force a language; "" detects it where a reply does not state one.
    """

    def __init__(
        self, bundle: Bundle, *, point: str = "balanced", prevalence: float | None = None, language: str = ""
    ) -> None:
        places = {name: place for place, name in enumerate(POINTS)}
        self._point = Registry("operating point", places)[point]
        self._language = language and packs()[language].code
        stated = float(bundle.meta["prevalence"])
        if prevalence is not None and not 0 < prevalence < 1:
            raise LanguageError(f"A prevalence lies between 0 and 1, not {prevalence}.")
        wanted = stated if prevalence is None else prevalence
        self._shift = math.log(wanted / (1 - wanted)) - math.log(stated / (1 - stated))
        self._detector = Detector()
        self.bundle = bundle

    @classmethod
    def load(
        cls, folder: Path | None = None, *, point: str = "balanced", prevalence: float | None = None, language: str = ""
    ) -> Self:
        """Load a bundle, the shipped one by default, and make its scorer."""
        return cls(load(folder), point=point, prevalence=prevalence, language=language)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages this scorer has a model for."""
        return tuple(self.bundle.models)

    def score(self, reply: Reply | str, *, customer: str = "") -> Verdict:
        """Score one reply; a plain text may bring the customer's words before it."""
        if isinstance(reply, str):
            before = (Turn(id="", speaker="customer", author="", text=customer),) if customer else ()
            reply = Reply(id="", text=reply, before=before)
        return next(self.stream([reply]))[1]

    def stream(self, replies: Iterable[Reply]) -> Iterator[tuple[Reply, Verdict]]:
        """Score replies in order, a batch at a time; memory does not grow with their number."""
        source = iter(replies)
        while batch := list(islice(source, BATCH)):
            verdicts: dict[int, Verdict] = {}
            by_language: dict[str, list[int]] = {}
            for place, reply in enumerate(batch):
                code = self._language_of(reply)
                by_language.setdefault(code, []).append(place)
            for code, places in by_language.items():
                scored = self._score([batch[place] for place in places], code)
                verdicts.update(zip(places, scored, strict=True))
            yield from ((reply, verdicts[place]) for place, reply in enumerate(batch))

    def _language_of(self, reply: Reply) -> str:
        if not reply.text.strip():
            return ""
        stated = self._language or reply.language
        return stated or self._detector.detect(reply.text, around=reply.asked)

    def _score(self, replies: Sequence[Reply], code: str) -> list[Verdict]:
        model = self.bundle.models.get(code)
        if model is None:
            return [self._unscored(reply, code) for reply in replies]
        docs = []
        for doc, reply in build(code).pipe(((_whole(reply.text), reply) for reply in replies), as_tuples=True):
            doc.user_data[ASKED] = reply.asked
            docs.append(doc)
        sentences = read(docs, code=code)
        scores = model.sentence_scores(sentences)
        cues = model.cue_probabilities(strongest(scores, sentences.words.documents))
        axes = model.axis_probabilities(cues, shift=self._shift)
        shares = model.shares(sentences)
        found = []
        for place, reply in enumerate(replies):
            decision = decide(cues[place], axes[place], thresholds=model.points[self._point], cue_at=model.cue_at)
            evidence = _evidence(docs[place], place, decision, scores, model, shares)
            found.append(self._verdict(reply, code, decision, evidence))
        return found

    def _verdict(self, reply: Reply, code: str, decision: Decision, evidence: tuple[Evidence, ...]) -> Verdict:
        return Verdict(
            reply_id=reply.id,
            flagged=decision.flagged,
            unsure=decision.unsure,
            risk=decision.axes["flagged"],
            defensive=decision.axes["defensive"],
            last_word=decision.axes["last_word"],
            sincere=decision.axes["sincere"],
            verdicts=decision.verdicts,
            cues=decision.cues,
            decided=decision.decided,
            evidence=evidence,
            language=code,
            model=self.bundle.id,
        )

    def _unscored(self, reply: Reply, code: str) -> Verdict:
        known = ", ".join(self.languages)
        reason = f"language {code!r} is not supported; supported: {known}" if code else "no words to score"
        return Verdict(reply_id=reply.id, flagged=None, language=code, model=self.bundle.id, reason=reason)


def _whole(text: str) -> str:
    """The text with every half of a broken surrogate pair made one �, which spaCy needs; offsets stay."""
    return text if text.isascii() else "".join("\ufffd" if "\ud800" <= sign <= "\udfff" else sign for sign in text)


def _evidence(
    doc: Doc, place: int, decision: Decision, scores: npt.NDArray[np.float64], model: LinearModel, shares: Shares
) -> tuple[Evidence, ...]:
    """For each decided cue the words of the sentences that carry it, in the order of the text."""
    names = taxonomy().names
    words = shares.sentences.words
    low, high = int(words.documents[place]), int(words.documents[place + 1])
    chances = model.cue_probabilities(scores[low:high])
    found: list[Evidence] = []
    for label in decision.decided:
        column = names.index(label)
        best = float(chances[:, column].max())
        at = max(min(float(model.cue_at[column]), best), best / 2)
        for offset in np.flatnonzero(chances[:, column] >= at):
            sentence = low + int(offset)
            index = words.index[int(words.sentences[sentence]) : int(words.sentences[sentence + 1])]
            if len(index):
                chance = round(float(chances[offset, column]), PLACES)
                found.append(_carrier(doc, index, label, shares.of(sentence, column), chance, model))
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.label)))


def _carrier(
    doc: Doc,
    index: npt.NDArray[np.int64],
    label: str,
    scores: npt.NDArray[np.float64],
    chance: float,
    model: LinearModel,
) -> Evidence:
    """The run of one sentence that carries a label; a pattern's words bear the weight of its count."""
    column = taxonomy().names.index(label)
    weight = max(float(model.coef[len(model.vocabulary) + column, column]) * float(model.count_weight) * OWN_CUES, 0.0)
    patterns = [
        cue for cue in doc.spans["cues"] if cue.label_ == label and cue.end > index[0] and cue.start <= index[-1]
    ]
    for cue in patterns:
        inside = (index >= cue.start) & (index < cue.end)
        scores[inside] += weight / max(int(inside.sum()), 1)
    start, stop = carrying_run(doc, index, scores)
    is_pattern = any(cue.start_char < stop and cue.end_char > start for cue in patterns)
    return Evidence(label, start, stop, chance, "pattern" if is_pattern else "model")
