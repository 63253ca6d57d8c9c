"""`Scorer`: replies in, verdicts out. The CLI, the pages and the workers all come through here."""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Self

from recovery_nlp.errors import LanguageError
from recovery_nlp.features.counts import ASKED
from recovery_nlp.features.matrix import read
from recovery_nlp.lang import Detector, packs
from recovery_nlp.model.bundle import Bundle, load
from recovery_nlp.model.points import POINTS
from recovery_nlp.model.verdicts import strongest
from recovery_nlp.nlp import build
from recovery_nlp.records import Evidence, Reply, Turn, Verdict
from recovery_nlp.registry import Registry
from recovery_nlp.scoring.decide import Decision, decide
from recovery_nlp.scoring.finder import Finder

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
        finder = Finder(docs, sentences, scores, model)
        decisions = decide(cues, axes, thresholds=model.points[self._point], cue_at=model.cue_at)
        return [
            self._verdict(reply, code, decision, finder.evidence(place, decision))
            for place, (reply, decision) in enumerate(zip(replies, decisions, strict=True))
        ]

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
            decided=tuple(label for label in decision.decided if any(one.label == label for one in evidence)),
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
