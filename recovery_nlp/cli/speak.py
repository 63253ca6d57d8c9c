"""How the command line speaks: everything but data goes to stderr, and text from files is never markup."""

from functools import cache

from rich.console import Console
from rich.text import Text

from recovery_nlp.labels import taxonomy
from recovery_nlp.records import Verdict

__all__ = ["highlighted", "notes", "say", "verdict_line"]

_COLOURS = {"D": "bold red", "L": "bold magenta", "R": "green", "A": "yellow"}


@cache
def notes() -> Console:
    """The console on stderr."""
    return Console(stderr=True, highlight=False)


def say(text: object) -> None:
    """Say something on stderr."""
    notes().print(text)


def highlighted(text: str, verdict: Verdict) -> Text:
    """The reply with its cues coloured; control signs are shown, not obeyed."""
    safe = "".join(sign if sign.isprintable() or sign == "\n" else "·" for sign in text)
    shown = Text(safe)
    labels = taxonomy().labels
    for one in sorted(verdict.evidence, key=lambda one: labels[one.label].family in "DL"):
        shown.stylize(_COLOURS[labels[one.label].family], one.start, one.end)
    return shown


def verdict_line(verdict: Verdict) -> Text:
    """The verdict in words, with its probability."""
    if verdict.flagged is None:
        return Text(f"not scored: {verdict.reason}", style="yellow")
    doubt = ", unsure" if verdict.unsure else ""
    names = {"defensive": "defensive", "last_word": "has the last word", "sincere": "sincere"}
    words = " and ".join(names[axis] for axis in verdict.verdicts)
    if verdict.flagged:
        return Text(f"FLAGGED: {words} (risk {verdict.risk:.2f}{doubt})", style="bold red")
    return Text(f"not flagged{': ' + words if words else ''} (risk {verdict.risk:.2f}{doubt})", style="green")
