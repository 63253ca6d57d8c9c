"""Look things up by name, and say which names there are when one is wrong."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Generic, TypeVar

from recovery_nlp.errors import UnknownNameError

__all__ = ["Registry"]

T = TypeVar("T")


class Registry(Generic[T]):
    """An ordered table of named things of one kind.

    >>> readers = Registry("reader", {"csv": 1, "jsonl": 2})
    >>> readers["cvs"]
    Traceback (most recent call last):
    recovery_nlp.errors.UnknownNameError: No reader is called 'cvs'. Did you mean 'csv'? Known: csv, jsonl.
    """

    def __init__(self, kind: str, entries: dict[str, T]) -> None:
        self.kind = kind
        self._entries = dict(entries)

    def __getitem__(self, name: str) -> T:
        if name in self._entries:
            return self._entries[name]
        close = get_close_matches(name, self._entries, n=1)
        hint = f" Did you mean {close[0]!r}?" if close else ""
        raise UnknownNameError(f"No {self.kind} is called {name!r}.{hint} Known: {', '.join(self._entries)}.")

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, name: object) -> bool:
        return name in self._entries
