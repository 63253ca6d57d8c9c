"""Which language a text is in: its script first, then py3langid over languages that are often confused."""

import re
from functools import cached_property
from typing import Any

__all__ = ["Detector"]

# More than we support, so that Polish is not called Czech nor Spanish French.
CANDIDATES = ("en", "fr", "cs", "hy", "de", "es", "it", "nl", "pl", "sk", "pt", "ro", "ru", "uk", "hu", "sl", "hr")
SHORT = 5  # words; below this a text takes the language of what stands around it (DESIGN)
SURE = 0.5  # below this the guess is noise: on 388 drafts all 20 such were greetings called foreign
FALLBACK = "en"
_LETTER = re.compile(r"[^\W\d_]")
_MASK = re.compile(r"\[\w+\]|https?://\S+|\S+@\S+")
_SCRIPTS = (
    ("hy", re.compile(r"[\u0531-\u058F\uFB13-\uFB17]")),
    ("ru", re.compile(r"[\u0400-\u04FF]")),
    ("ka", re.compile(r"[\u10A0-\u10FF]")),
)


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
        letters = len(_LETTER.findall(text))
        if not letters:
            return ""
        for code, script in _SCRIPTS:
            if len(script.findall(text)) * 2 > letters:
                return code
        code, confidence = self._identifier.classify(text)
        return str(code) if confidence >= SURE else FALLBACK
