"""How the command line speaks: everything but data goes to stderr, and text from files is never markup."""

import unicodedata
from functools import cache

from rich.console import Console
from rich.text import Text

from recovery_nlp.labels import taxonomy
from recovery_nlp.records import Verdict

__all__ = ["highlighted", "notes", "plain", "say", "verdict_line"]

# Embeddings, overrides and isolates, which let text show as what it is not.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_COLOURS = {"D": "bold red", "L": "bold magenta", "R": "green", "A": "yellow"}


@cache
def notes() -> Console:
    """The console on stderr."""
    return Console(stderr=True, highlight=False)


def say(text: object) -> None:
    """Say something on stderr."""
    notes().print(text)


def plain(text: str) -> str:
    r"""Text from a file, safe on a terminal: control signs and signs that turn the direction are shown as ·.

    >>> plain("a\x1b[31m b")
    'a·[31m b'
    """
    return "".join("·" if _obeyed(sign) else sign for sign in text)


def _obeyed(sign: str) -> bool:
    return (unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\t") or sign in _TURNING


def highlighted(text: str, verdict: Verdict) -> Text:
    """The reply with its cues coloured; control signs are shown, not obeyed."""
    shown = Text(plain(text))
    labels = taxonomy().labels
    for one in sorted(verdict.evidence, key=lambda one: labels[one.label].family in "DL"):
        shown.stylize(_COLOURS[labels[one.label].family], one.start, one.end)
    return shown


def verdict_line(verdict: Verdict) -> Text:
    """The verdict in words, with its probability."""
    if verdict.flagged is None:
        return Text(plain(f"not scored: {verdict.reason}"), style="yellow")
    doubt = ", unsure" if verdict.unsure else ""
    names = {"defensive": "defensive", "last_word": "has the last word", "sincere": "sincere"}
    words = " and ".join(names[axis] for axis in verdict.verdicts)
    if verdict.flagged:
        return Text(f"FLAGGED: {words} (risk {verdict.risk:.2f}{doubt})", style="bold red")
    return Text(f"not flagged{': ' + words if words else ''} (risk {verdict.risk:.2f}{doubt})", style="green")
