"""Find cue patterns: `doc.spans["cues"]` holds those that stand, `doc.spans["denied"]` the negated ones."""

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.strings import StringStore
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import filter_spans

from recovery_nlp.lang import packs
from recovery_nlp.lang.pack import Pack, expand

__all__ = ["CuePatterns", "make_cues"]


class CuePatterns:
    """A spaCy component that marks the cue patterns of one language.

    Patterns match on the norm of tokens, so that case, curly apostrophes and split
    contractions do not matter. Of overlapping hits of one label the longest stays.
    """

    def __init__(self, nlp: Language, pack: Pack) -> None:
        self._matcher = PhraseMatcher(nlp.vocab, attr="NORM")
        for label, patterns in pack.cues.items():
            phrases = sorted({phrase for pattern in patterns for phrase in expand(pattern)})
            self._matcher.add(label, [nlp.make_doc(phrase) for phrase in phrases])
        self._strings: StringStore = nlp.vocab.strings
        self._negations = frozenset(nlp.vocab.strings.add(word) for word in pack.negations)
        self._reach = pack.reach

    def __call__(self, doc: Doc) -> Doc:
        """Mark the cues of a document."""
        standing: list[Span] = []
        denied: list[Span] = []
        hits: dict[int, list[tuple[int, int]]] = {}
        for key, start, end in self._matcher(doc):
            hits.setdefault(key, []).append((start, end))
        for key, places in hits.items():
            spans = [Span(doc, start, end, label=key) for start, end in places]
            for span in filter_spans(spans) if len(spans) > 1 else spans:
                (denied if self._is_denied(doc, span) else standing).append(span)
        doc.spans["cues"] = SpanGroup(doc, name="cues", spans=sorted(standing))
        doc.spans["denied"] = SpanGroup(doc, name="denied", spans=sorted(denied))
        return doc

    def _is_denied(self, doc: Doc, cue: Span) -> bool:
        """A negation stands within reach before the cue, in the same sentence."""
        index = cue.start
        while index > 0 and cue.start - index < self._reach and not doc[index].is_sent_start:
            index -= 1
            if doc[index].norm in self._negations:
                return True
        return False


@Language.factory("recovery_cues", assigns=["doc.spans"])
def make_cues(nlp: Language, name: str) -> CuePatterns:  # noqa: ARG001  spaCy passes the name
    """Make the component for the pipeline's language."""
    return CuePatterns(nlp, packs()[str(nlp.lang)])
