"""Language codes as exports write them: en-US, EN, en_GB, English."""

from recovery_nlp.lang.pack import packs

__all__ = ["language_code"]


def language_code(stated: str) -> str:
    """The two- or three-letter code of what a file states, or "" where it states none that can be read.

    >>> [language_code(stated) for stated in ("en-US", "EN", "English", "cs_CZ", "", "?")]
    ['en', 'en', 'en', 'cs', '', '']
    """
    word = stated.strip().casefold().replace("_", "-")
    names = {packs()[code].name.casefold(): code for code in packs()}
    first = names.get(word, word.partition("-")[0])
    return first if first.isascii() and first.isalpha() and len(first) in {2, 3} else ""
