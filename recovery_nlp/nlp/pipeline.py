"""Build the pipeline of one language: a blank tokenizer, sentence ends, cue patterns."""

from functools import cache
from typing import cast

import spacy
from spacy.attrs import ORTH
from spacy.language import Language
from spacy.tokenizer import Tokenizer

from recovery_nlp.lang import packs

__all__ = ["build"]

# Staff start a new thought on a new line far more often than they end it with a stop.
LONGEST = 50_000_000  # characters; spaCy's own limit guards parsers, of which there is none here
LINE_ENDS = ["\n", "\n\n", "\n\n\n", "\n \n", " \n", " \n\n", "\r\n", "\r\n\r\n"]


@cache
def build(code: str) -> Language:
    """Return the shared pipeline of a language; raises `UnknownNameError` for one without a pack."""
    import recovery_nlp.nlp.cues  # noqa: F401  registers the component

    pack = packs()[code]
    nlp = spacy.blank(code)
    nlp.max_length = LONGEST
    tokenizer = cast("Tokenizer", nlp.tokenizer)
    for abbreviation in pack.abbreviations:
        for form in (abbreviation, abbreviation.capitalize()):
            tokenizer.add_special_case(form, [{ORTH: form}])
    nlp.add_pipe("sentencizer", config={"punct_chars": [*sorted(pack.ends), *LINE_ENDS]})
    nlp.add_pipe("recovery_cues")
    return nlp
