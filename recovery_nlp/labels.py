"""The taxonomy: which cues there are, what they mean, and how verdicts follow from them."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from recovery_nlp.errors import UnknownNameError

__all__ = ["AXES", "Label", "Taxonomy", "taxonomy"]

AXES = ("flagged", "defensive", "last_word", "sincere")


@dataclass(frozen=True, slots=True)
class Label:
    """One cue of the codebook; `family` is D, L, R or A (advisory); `rank` breaks ties, lowest first."""

    name: str
    title: str
    family: str
    rank: int
    meaning: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
    why: str
    reason: str


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Every label, in the order of the codebook, and the rules of the verdicts."""

    labels: Mapping[str, Label]
    rules: dict[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        """All label names, in a fixed order: the columns of every label matrix."""
        return tuple(self.labels)

    def label(self, name: str) -> Label:
        """The label of this name; raises `UnknownNameError` that lists the known ones."""
        if name not in self.labels:
            raise UnknownNameError(f"No label is called {name!r}. Known: {', '.join(self.labels)}.")
        return self.labels[name]

    def family(self, *families: str) -> tuple[str, ...]:
        """Names of the labels of these families."""
        return tuple(name for name in self.labels if self.labels[name].family in families)

    def verdicts(self, cues: Collection[str]) -> dict[str, bool]:
        """Derive the verdicts from the labels present in a reply.

        >>> taxonomy().verdicts({"apology", "jab"})["flagged"]
        True
        """
        defensive = any(name in cues for name in self.family("D"))
        last_word = any(name in cues for name in self.family("L"))
        recovery = [name for name in self.family("R") if name in cues]
        owns = "apology" in recovery or "ownership" in recovery
        return {
            "flagged": defensive or last_word,
            "defensive": defensive,
            "last_word": last_word,
            "sincere": owns and len(recovery) > 1 and not defensive and not last_word,
        }


@cache
def taxonomy() -> Taxonomy:
    """The taxonomy of `labels.toml`."""
    table = tomllib.loads(files("recovery_nlp").joinpath("labels.toml").read_text(encoding="utf-8"))
    entries = {name: _label(name, entry) for name, entry in table["labels"].items()}
    return Taxonomy(MappingProxyType(entries), table["verdicts"])


def _label(name: str, entry: dict[str, object]) -> Label:
    yes, no = entry["yes"], entry["no"]
    if not isinstance(yes, list) or not isinstance(no, list):
        raise TypeError(f"labels.toml: {name}: yes and no must be lists")
    return Label(
        name=name,
        title=str(entry["title"]),
        family=str(entry["family"]),
        rank=int(str(entry["rank"])),
        meaning=str(entry["meaning"]),
        yes=tuple(yes),
        no=tuple(no),
        why=str(entry.get("why", "")),
        reason=str(entry["reason"]),
    )
