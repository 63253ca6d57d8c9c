"""A language pack: the surface forms of one language, read from `<code>.toml`."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product

from recovery_nlp.labels import taxonomy
from recovery_nlp.registry import Registry

__all__ = ["Pack", "expand", "packs"]

_CHOICE = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Pack:
    """One language: names, sentence ends, negations, cue patterns and word lists for the counts."""

    code: str
    name: str
    ends: frozenset[str]
    abbreviations: frozenset[str]
    negations: frozenset[str]
    reach: int
    cues: dict[str, tuple[str, ...]]
    words: dict[str, frozenset[str]]


def expand(pattern: str) -> Iterator[str]:
    """Write out the choices of a pattern; an empty choice makes a word optional.

    >>> list(expand("sorry (that|) you (feel|felt)"))
    ['sorry that you feel', 'sorry that you felt', 'sorry you feel', 'sorry you felt']
    """
    parts = _CHOICE.split(pattern)
    choices = [part.split("|") if index % 2 else [part] for index, part in enumerate(parts)]
    for combination in product(*choices):
        yield " ".join("".join(combination).split())


@cache
def packs() -> Registry[Pack]:
    """Every language pack there is, by code."""
    folder = files("recovery_nlp.lang")
    found = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return Registry(
        "language", {name[:-5]: _read(name[:-5], folder.joinpath(name).read_text("utf-8")) for name in found}
    )


def _read(code: str, text: str) -> Pack:
    table = tomllib.loads(text)
    return Pack(
        code=code,
        name=table["name"],
        ends=frozenset(table["sentences"]["ends"]),
        abbreviations=frozenset(table["sentences"]["abbreviations"]),
        negations=frozenset(table["negation"]["words"]),
        reach=int(table["negation"]["reach"]),
        cues={taxonomy().label(label).name: tuple(patterns) for label, patterns in table["cues"].items()},
        words={name: frozenset(entries) for name, entries in table["words"].items()},
    )
