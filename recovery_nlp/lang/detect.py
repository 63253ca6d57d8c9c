"""Which language a text is in: its script first, then py3langid over languages that are often confused."""

import re
import unicodedata
from collections import Counter
from functools import cached_property
from typing import Any

__all__ = ["Detector"]

# More than we support, so that Polish is not called Czech nor Spanish French.
CANDIDATES = (
    "en", "fr", "cs", "hy", "da", "de", "es", "et", "fi", "hr", "hu", "id", "it", "lt", "lv", "nl", "no", "pl", "pt", "ro",
    "ru", "sk", "sl", "sq", "sv", "tr", "uk", "vi",
)  # fmt: skip
SHORT = 5  # words; below this a text takes the language of what stands around it (DESIGN)
SURE = 0.5  # a short text guessed below this is taken for English: on 388 drafts all 20 such were greetings
FALLBACK = "en"
UNKNOWN = "und"  # ISO 639-2: undetermined
_LETTER = re.compile(r"[^\W\d_]")
_MASK = re.compile(r"\[\w+\]|https?://\S+|\S+@\S+")
# Scripts that tell the language, or at least that it is none of ours, by the first word of a letter's Unicode name.
_SCRIPTS = {
    "ARMENIAN": "hy", "CYRILLIC": "", "LATIN": "", "GEORGIAN": "ka", "GREEK": "el", "ARABIC": "ar", "HEBREW": "he",
    "DEVANAGARI": "hi", "THAI": "th", "HANGUL": "ko", "HIRAGANA": "ja", "KATAKANA": "ja", "CJK": "zh",
}  # fmt: skip
_SAMPLE = 200  # letters; enough to see the script


class Detector:
    """Detect languages; the identifier behind it is loaded on first need."""

    @cached_property
    def _identifier(self) -> Any:  # Any: py3langid is untyped
        from py3langid.langid import MODEL_FILE, LanguageIdentifier

        identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        identifier.set_languages(list(CANDIDATES))
        return identifier

    def detect(self, text: str, *, around: str = "") -> str:
        """Return the language code of a text, or "" where neither it nor what is `around` holds letters.

        A text of under five words is read together with what is around it; where even that
        leaves doubt, it is taken for English.
        """
        if len(text.split()) < SHORT and around:
            text = f"{text}\n{around}"
        text = _MASK.sub(" ", text)
        letters = _LETTER.findall(text)
        if not letters:
            return ""
        told = _by_script(letters)
        if told:
            return told
        code, confidence = self._identifier.classify(text)
        return FALLBACK if confidence < SURE and len(text.split()) < SHORT else str(code)


def _by_script(letters: list[str]) -> str:
    """The language that the commonest script tells; "" for scripts of many languages."""
    sample = letters[:_SAMPLE]
    if sum(letter.isascii() for letter in sample) * 2 >= len(sample):
        return ""
    scripts = Counter(unicodedata.name(letter, "UNKNOWN").partition(" ")[0] for letter in sample)
    return _SCRIPTS.get(scripts.most_common(1)[0][0], UNKNOWN)
